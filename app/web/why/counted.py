"""How many subnetworks there are, and how many a run was trained as, in words."""

from __future__ import annotations

import math
from dataclasses import dataclass

from app.runs.log.subnetworks import Subnetworks
from app.runs.spec.run_spec import RunSpec
from app.web.words.names import enumeration
from app.web.words.numbers import percent_text, rate_text
from app.web.words.say import say

WHOLE = 1e6  # numbers up to this are written out


@dataclass(frozen=True)
class Counted:
    """sentences: with mathematics between dollar signs; rows: (what is counted, how many)."""

    sentences: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]


def counted(spec: RunSpec, step: int, found: Subnetworks, count: int) -> Counted:
    """Of the masks of all steps before this one. count: of how many subnetworks it is said that they were trained."""
    n, expected = found.neurons, found.expected
    ps = enumeration([*dict.fromkeys(rate_text(spec.rates(step)[k]) for k in spec.place)])
    known = "" if expected is None else say("ensemble.expected", expected=f"{expected:,.0f}")
    trained = say(
        "ensemble.trained" if found.masks else "ensemble.untrained",
        masks=f"{found.masks:,}",
        distinct=f"{found.distinct:,}",
        expected=known,
        share=share_text(math.log2(found.distinct) - n) if found.distinct else "",
        steps=f"{step - found.first:,}",
        met=_met(sum(found.met[:count]), count),
    )
    rows = [
        (say("ensemble.row all", neurons=n), power_text(n)),
        (say("ensemble.row effective"), power_text(found.bits)),
        (say("ensemble.row masks"), f"{found.masks:,}"),
        (say("ensemble.row distinct"), f"{found.distinct:,}"),
    ]
    if expected is not None:
        rows.append((say("ensemble.row expected"), f"{expected:,.1f}"))
    return Counted(
        (say("ensemble.all", neurons=n, all=power_text(n), ps=ps, bits=power_text(found.bits)), trained), tuple(rows)
    )


def _met(met: int, count: int) -> str:
    which = "none" if met == 0 else "one" if met == 1 else "all" if met == count else "some"
    return say(f"ensemble.met {which}", met=met, count=count)


def power_text(bits: float) -> str:
    """A power of two, and about what that is: $2^{36}$, about $6.9 × 10^{10}$; a small one as it is."""
    if bits <= math.log2(WHOLE):
        return f"{2**bits:,.0f}"
    power = math.floor(bits * math.log10(2))
    return say("ensemble.power", bits=f"{bits:.4g}", digits=f"{10 ** (bits * math.log10(2) - power):.1f}", power=power)


def share_text(bits: float) -> str:
    """2^bits of all there are: in percent, or as one in a power of ten."""
    if 2**bits >= 0.0005:
        return percent_text(2**bits)
    return say("ensemble.one in", power=round(-bits * math.log10(2)))
