"""Dropout Explorer in Jupyter's launcher: the entry point that jupyter-server-proxy asks for a server to start.

Jupyter starts it at the first request, and passes on what lies below `.../dropout-explorer/` without that prefix. At a
signal it ends it too, and where it is shut down from its own page it does not: the server sees to that itself.
"""

from __future__ import annotations

import sys
from typing import Any

from app.resources import static_dir

START_SECONDS = 60.0  # to the first page, on a machine that starts many at the same time


def server_process() -> dict[str, Any]:
    """Its command, in which Jupyter writes a free port, and its entry in the launcher.

    Python is told not to look for modules where Jupyter stands: among notebooks may lie an `app.py`.
    """
    return {
        "command": [sys.executable, "-m", "app.main", "--host", "127.0.0.1", "--port", "{port}", "--end-with-parent"],
        "environment": {"PYTHONSAFEPATH": "1"},
        "timeout": START_SECONDS,
        "launcher_entry": {"title": "Dropout Explorer", "icon_path": str(static_dir() / "icon.svg")},
    }
