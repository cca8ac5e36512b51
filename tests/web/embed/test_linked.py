"""What a link shows, at its moment and at its beginning."""

from app.web.embed.linked import linked_of


def test_a_run_begins_at_step_0() -> None:
    linked = linked_of("loss", [("p", "0.3"), ("step", "128"), ("sample", "4"), ("rate", "3"), ("apart", "1")])
    assert linked.page == ""
    assert linked.now.query == "p=0.3&step=128&sample=4&apart=1&rate=3"
    assert linked.now.drawn == "p=0.3&step=128&sample=4"
    assert linked.start is not None
    assert linked.start.query == "p=0.3&sample=4&apart=1&rate=3"
    assert (linked.now.named, linked.start.named, linked.rate) == ("step 128", "step 0", "3")
    assert linked.now.sentence.endswith("step 128 of 1,500.")
    assert linked_of("loss", [("step", "0")]).start is None


def test_a_layer_begins_at_its_first_sub_step() -> None:
    linked = linked_of("layer", [("p", "0.3"), ("substep", "mask")])
    assert (linked.page, linked.rate) == ("layer", None)
    assert (linked.now.query, linked.now.named) == ("p=0.3&substep=mask", "sub-step 6")
    assert linked.start is not None
    assert (linked.start.query, linked.start.named) == ("p=0.3&substep=draw", "sub-step 1")
    assert linked_of("layer", [("substep", "draw")]).start is None


def test_of_a_wrong_link_what_is_right_holds() -> None:
    for figure, wrong in (("map", [("p", "2"), ("data", "circles")]), ("layer", [("p", "2"), ("units", "3")])):
        linked = linked_of(figure, wrong)
        assert set(linked.faults) == {"p"}
        assert linked.now.query == "=".join(wrong[1])
