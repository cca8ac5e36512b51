"""Busy: what is asked for is fine, and the server cannot do it now. app/web/words/answers.py says why."""

GOING_DOWN = "going down"


class Busy(Exception):
    """No room for another run or stream, or the server is going down: a kind, and its facts.

    retry_after: seconds until it may be better.
    """

    def __init__(self, kind: str, retry_after: int = 2, **facts: object) -> None:
        super().__init__(kind)
        self.kind = kind
        self.retry_after = retry_after
        self.facts = facts
