"""Numbers of things, right for one as well: 1 neuron, 5 neurons."""


def counted(number: int, thing: str) -> str:
    """The number and its noun."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
