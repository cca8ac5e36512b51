"""Busy: what is asked for is fine, and the server cannot do it now."""

GOING_DOWN = "The server is going down."


class Busy(Exception):
    """No room for another run or stream, or the server is going down."""
