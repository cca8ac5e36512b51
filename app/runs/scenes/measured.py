"""What was measured of runs over many fresh seeds: claims.json, which benchmarks/claims.py writes.

Looked up by the settings of a run, whatever its seeds, so that nothing is known of settings that were not measured.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from app.runs.spec.run_spec import RunSpec

FILE = Path(__file__).with_name("claims.json")


def settings(spec: RunSpec) -> str:
    """A run's link without its seeds: runs that have it in common differ by chance alone."""
    return spec.but(seed="1").query()


@cache
def measured() -> Mapping[str, Any]:
    """By settings: `seeds` (first and last), `runs` (how many), `wins`, and for each arm means with standard errors."""
    found: Mapping[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))["runs"]
    return found
