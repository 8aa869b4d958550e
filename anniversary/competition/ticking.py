"""What the clock adds to a stage that is stored. It stands below the models: whoever shows a competition asks it too."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

MOVED = frozenset({"announced", "open"})  # the stages that the clock ends


def moves(stage: str, rules: Any, moment: datetime) -> Iterator[tuple[str, str, datetime]]:
    """(from, to, when) of the moves that the clock has made by then and nobody has stored yet; none without rules."""
    if rules and stage == "announced" and moment >= rules.opens_at:
        yield stage, "open", rules.opens_at
        stage = "open"
    if rules and stage == "open" and moment >= rules.closes_at:
        yield stage, "closed", rules.closes_at


def stage_at(stage: str, rules: Any, moment: datetime) -> str:
    """The stored stage with what the clock adds to it. Every rule asks by this one: nobody waits for a task that flips something."""
    for _before, after, _at in moves(stage, rules, moment):
        stage = after
    return stage
