"""A link with another seed, or without any, and nobody reads it: an experiment has thousands of them."""

from __future__ import annotations

from functools import lru_cache

from app.runs.spec.run_spec import RunSpec

OF_ALL = "seed"
OF_TWIN = ("seed.data", "seed.weights", "seed.batches")  # a twin has no masks


@lru_cache(1 << 14)  # a chart asks for the same ones again and again
def seeded(link: str, seed: int) -> str:
    """The canonical link of an arm with this seed; `link` is canonical, without seeds.

    RunSpec.from_query(link).but(seed=str(seed)).query(), or the same of its twin where the link drops nothing.
    """
    if seed == 1:
        return link
    if "change=" in link:
        spec = RunSpec.from_query(link).but(seed=str(seed))
        return (spec if spec.method else spec.twin()).query()
    names = OF_TWIN if "place=none" in link.split("&") else (OF_ALL,)
    return "&".join(filter(None, (link, *(f"{name}={seed}" for name in names))))


def unseeded(link: str) -> str:
    """A link without its seeds: all arms that differ in them cost the same."""
    return "&".join(part for part in link.split("&") if not part.startswith(OF_ALL))
