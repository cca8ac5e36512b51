"""Tasks as forms: what is answered in one stays there while another is marked."""

from app.runs.one_layer.layer_spec import LayerSpec
from app.web.one_layer.tasks_view import split, task_views


def views(**sent):
    return {view.name: view for view in task_views(LayerSpec(), {name.replace("_", "-"): sent[name] for name in sent})}


def test_each_task_carries_what_was_answered_in_the_others():
    found = views(task="dx", y_a11="0.5", y_turn="2", dx_a12="0.1")
    assert dict(found["dx"].others) == {"y-a11": "0.5", "y-turn": "2"}
    assert dict(found["y"].others) == {"dx-a12": "0.1"}
    assert found["y"].turn == 2
    assert found["y"].answers[0][0].text == "0.5"
    assert found["y"].marked
    assert found["dx"].marked
    assert not found["mean"].marked
    assert "y-a11=0.5" in found["dx"].next.href


def test_an_empty_task_is_told_what_is_missing():
    found = views(task="mean", mean_train="", mean_eval="", mean_square=" ")
    assert found["mean"].marked
    assert found["mean"].summary.startswith("Nothing is filled in yet")
    assert not views(task="mean", mean_turn="1")["mean"].marked


def test_the_page_keeps_its_own_parameters():
    own, sent = split([("p", "0.3"), ("task", "y"), ("y-a11", "1"), ("x", "11:2")])
    assert own == [("p", "0.3"), ("x", "11:2")]
    assert sent == {"task": "y", "y-a11": "1"}
