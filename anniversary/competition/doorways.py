"""What readers can do at a competition now: the apps above offer doorways (enter, vote, results, kit), its public page shows them."""

from collections.abc import Callable
from dataclasses import dataclass

from django_stubs_ext import StrOrPromise

from anniversary import clock

from . import stages
from .models import Competition, Rules


@dataclass(frozen=True)
class Doorway:
    """`main`: the one thing to do in this stage, shown as a button."""

    label: StrOrPromise
    url: str
    main: bool = False


Offer = Callable[[Competition, Rules, str], Doorway | None]  # the third is the stage in which it is now
_offers: list[Offer] = []


def offer(asked: Offer) -> None:
    """Have `asked` say whether its door is open. Features call this in their apps.py."""
    if asked not in _offers:
        _offers.append(asked)


def of(competition: Competition) -> list[Doorway]:
    """The open doors, those to be used now first; none of a competition that is only told of."""
    rules = stages.rules_of(competition)
    if rules is None:
        return []
    stage = stages.stage_at(competition.stage, rules, clock.now())
    found = [door for asked in _offers if (door := asked(competition, rules, stage))]
    return sorted(found, key=lambda door: not door.main)
