"""What templates do to texts."""

from app.web.templates import code


def test_code_stands_between_backticks_and_nothing_gets_out_of_it() -> None:
    assert code("`d.eval()` gives <b>") == "<code>d.eval()</code> gives &lt;b&gt;"
    assert code("nothing") == "nothing"
    assert code("`<script>`") == "<code>&lt;script&gt;</code>"
