"""The notebook's text, and whether it has some words."""

from __future__ import annotations

import re
from pathlib import Path

# Cell by cell, each after a line as "--- cell 3: code".
NOTEBOOK = (Path(__file__).parent / "runs/one_layer/notebook.txt").read_text(encoding="utf-8")


def plain(text: str) -> str:
    """Without marks of emphasis, with straight apostrophes and single spaces."""
    return " ".join(text.replace("**", "").replace("’", "'").split())


def stands(quotation: str) -> bool:
    """Whether the notebook has these words; what an ellipsis leaves out lies within one cell."""
    parts = ".*?".join(re.escape(plain(part)) for part in quotation.split("…"))
    return any(re.search(parts, plain(cell)) for cell in NOTEBOOK.split("--- cell "))


def quotations(text: str) -> list[str]:
    """What stands within quotation marks."""
    return re.findall("“([^”]*)”", text)
