"""What script is given of a scene: the run, what is on screen, and what a hand may do (static/js/explore/scene.js)."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from app.web.address.links import Links
from app.web.address.neurons import names_of
from app.web.address.query import View
from app.web.frames import compact, frame_json, outcome_json, run_json
from app.web.moment import Moment
from app.web.site.templates import script_json

ALL = ("p", "place", "data", "seed", "step", "sample", "speed", "view")


def scene_data(moment: Moment, view: View, links: Links, rate: str, may: tuple[str, ...] = ALL) -> Markup:
    """As JSON that may stand in a page. may: what a hand may do there."""
    run, curves = moment.run, moment.curves
    seen = {"step": moment.step, "sample": view.sample, "view": view.view, "apart": links.apart}
    wishes = {"present": "1"} if view.present else {}
    if view.cut:
        wishes["cut"] = ",".join(str(block + 1) for block in view.cut)
    if view.off:
        wishes["off"] = names_of(view.off)
    facts: dict[str, Any] = {
        "view": seen | {"passes": view.passes, "rate": rate},
        "last": run.ended_at,
        "head": curves.head,
        "complete": curves.complete,
        "path": links.page,
        "wishes": dict(links.more) | wishes,
        "may": may,
    }
    frame = frame_json(moment)
    return script_json(
        f'{{"run":{compact(run_json(run))},"frame":{frame},"outcome":{outcome_json(moment)},{compact(facts)[1:]}'
    )
