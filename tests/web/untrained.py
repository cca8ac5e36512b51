"""Servers of which nothing may be trained, behind a proxy that says where they are."""

import pytest

from app.main import Explorer

BEHIND = {"x-forwarded-proto": "https", "x-forwarded-host": "dropout.example.edu", "x-forwarded-prefix": "/course"}
SITE = "https://dropout.example.edu/course/"
HEAVY = "data=digits&hidden=256,256&steps=2000&batch=64&p=0.37"


def refuse(*_: object) -> None:
    raise AssertionError("this trains")


def train_nothing(app: Explorer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks the store for a run fails."""
    monkeypatch.setattr(app.store, "watch", refuse)
