"""What a setting is called, and what it means."""

from app.runs.spec.fields import Field
from app.web.words.say import has, say


def label(field: Field) -> str:
    """As a form calls it: Learning rate. What has no label, as a cell x34, is called by its name."""
    return say(f"field.{field.words}.label") if has(f"field.{field.words}.label") else field.name


def title(field: Field) -> str:
    """The label with the link's own name, where that is another: Learning rate (lr)."""
    called = label(field)
    return called if called.casefold() == field.name else f"{called} ({field.name})"


def help_of(field: Field) -> str:
    """What it means, in a sentence."""
    return say(f"field.{field.words}.help")


def choice_title(choice: str) -> str:
    """What a form calls one of a setting's choices."""
    return say(f"choice.{choice}") if has(f"choice.{choice}") else choice
