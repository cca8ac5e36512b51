"""What the server and the process that trains say to each other."""

from __future__ import annotations

import pickle
import struct
from typing import Any

import numpy as np

from app.runs.training.chunk import Chunk

SLICE_SECONDS = 0.005  # that a job trains before others have their turn
HEADER = struct.Struct("<Q")


def frame(message: Any) -> bytes:
    """A message between server and worker, with its length before it."""
    body = pickle.dumps(message, protocol=5)
    return HEADER.pack(len(body)) + body


def failed(error: Exception) -> Chunk:
    """What a log gets from a job that could not be done."""
    return Chunk(0, np.empty(0, np.float32), None, [], [], "failed", f"{type(error).__name__}: {error}")
