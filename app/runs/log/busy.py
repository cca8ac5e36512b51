"""Busy: what is asked for is fine, and the server cannot do it now."""

GOING_DOWN = "The server is going down."


class Busy(Exception):
    """No room for another run or stream, or the server is going down. `retry_after`: seconds until it may be better."""

    def __init__(self, message: str, retry_after: int = 2) -> None:
        super().__init__(message)
        self.retry_after = retry_after
