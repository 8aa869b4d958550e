"""When the kit is there for everybody."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Competition, Rules
from anniversary.languages import shown, text

from . import making
from .models import Kit, Master

S = Competition.Stage


def released(competition: Competition, stage: str) -> Kit | None:
    """The kit, from the stage on in which it is released: one that was archived without ever being released stays closed."""
    if stage not in {S.KIT_RELEASED, S.ARCHIVED}:
        return None
    return Kit.objects.filter(competition=competition).exclude(released_at=None).first()


def guard(competition: Competition, rules: Rules, moment: datetime) -> list[str]:
    """What keeps a competition from having its kit released."""
    return problems(competition)


def problems(competition: Competition) -> list[str]:
    return list(_problems(competition, Kit.objects.select_related("competition").filter(competition=competition).first()))


def _problems(competition: Competition, kit: Kit | None) -> Iterator[str]:
    if not Entry.objects.filter(competition=competition, state=Entry.State.WINNER).exists():
        yield _("There is no winner whose work could be released.")
    there = set(kit.masters.values_list("variant", flat=True)) if kit else set()
    if missing := [str(label) for value, label in Master.Variant.choices if value not in there]:
        yield _("Upload the master: %(variants)s.") % {"variants": ", ".join(missing)}
    if untold := [name for code, name in shown.names() if kit is None or not text.has(kit, "guidelines", code)]:
        yield _("Write the guidelines in: %(languages)s.") % {"languages": ", ".join(untold)}
    if kit and there and kit.made_of != making.source(kit):
        yield _("The files are not made yet. Load the page again in a while.")


def release(competition: Competition, rules: Rules, moment: datetime, user: Any) -> None:
    """On entering the stage."""
    Kit.objects.filter(competition=competition).update(released_at=moment)


def take_back(competition: Competition, rules: Rules, moment: datetime, user: Any) -> None:
    """When the decision is made anew: another work may win."""
    Kit.objects.filter(competition=competition).update(released_at=None)
