from app.web.words.prose import prose


def test_backticks_are_code_and_dollar_signs_are_mathematics():
    html = prose("`a < b` and $x < 1$ & more")
    assert html.startswith("<code>a &lt; b</code> and <math")
    assert html.endswith("</math> &amp; more")
    assert "<mi>x</mi><mo>&#x0003C;</mo><mn>1</mn>" in html


def test_what_has_neither_is_only_escaped():
    assert prose("a <b> costs 5 $") == "a &lt;b&gt; costs 5 $"


def test_nothing_gets_out_of_code():
    assert prose("`d.eval()` gives <b>") == "<code>d.eval()</code> gives &lt;b&gt;"
    assert prose("nothing") == "nothing"
    assert prose("`<script>`") == "<code>&lt;script&gt;</code>"
