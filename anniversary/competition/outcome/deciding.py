"""The decision: who won or that nobody did, why, and who signed it. Until it is embargoed it is a draft; afterwards a new one replaces it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from anniversary.competition import acts
from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Competition

from . import office, reserve
from .models import Decision, Finalist, Signatory


@dataclass(frozen=True)
class Signed:
    """Who signed for a country; `country` is its key."""

    country: int
    name: str
    office: str
    signed_on: date


@dataclass(frozen=True)
class Draft:
    """What a decision says; `winner` None for no award, `reasons` by language."""

    winner: Finalist | None
    reasons: Mapping[str, str]
    decided_on: date
    embargo_until: datetime
    signed: Iterable[Signed]


def current(competition: Competition) -> Decision | None:
    """The last decision, whatever became of it."""
    return Decision.objects.filter(competition=competition).select_related("winner__entry").order_by("-number").first()


def written(competition: Competition) -> Decision:
    """The last decision. ValidationError if there is none."""
    if decision := current(competition):
        return decision
    raise ValidationError(_("Write the decision first."))


def announced(competition: Competition) -> Decision | None:
    """The decision that readers know of now; None before it is announced and after it was taken back."""
    if competition.stage not in Competition.TOLD:
        return None
    known = Decision.objects.filter(competition=competition, announced_at__isnull=False, taken_back_at=None)
    return known.select_related("winner__entry").order_by("-number").first()


def is_announced(competition: Competition) -> bool:
    """Whether readers know the result."""
    return announced(competition) is not None


def winner(competition: Competition) -> Entry | None:
    """The work that won, by the announced decision; None before, or if nothing was awarded."""
    known = announced(competition)
    return known.winner.entry if known and known.winner else None


def announced_slugs() -> list[str]:
    """Of the public competitions whose result is announced, but of samples."""
    told = Decision.objects.filter(announced_at__isnull=False, taken_back_at=None).values("competition")
    found = Competition.objects.published().filter(pk__in=told, stage__in=Competition.TOLD, rules__sample=False)
    return list(found.order_by("pk").values_list("slug", flat=True))


def taken_back(competition: Competition) -> Decision | None:
    """The last decision that was announced and taken back again."""
    return Decision.objects.filter(competition=competition, taken_back_at__isnull=False).order_by("-number").first()


def write(competition: Competition, draft: Draft, *, user: Any) -> Decision:
    """Write the decision down, or write the draft anew. PermissionDenied; ValidationError out of its stage, or if the winner does not stand."""
    with office.deed(competition, user, office.S.DECISION) as held:
        if draft.winner and not reserve.cleared(held.competition).filter(pk=draft.winner.pk).exists():
            raise ValidationError({"winner": _("Choose a finalist who is cleared.")})
        last = current(held.competition)
        decision = last if last and not last.embargoed_at else Decision(competition=held.competition, replaces=last)
        if decision.pk is None:
            decision.number = (Decision.objects.filter(competition=held.competition).aggregate(last=Max("number"))["last"] or 0) + 1
        decision.winner, decision.decided_on, decision.embargo_until = draft.winner, draft.decided_on, draft.embargo_until
        for code, reason in draft.reasons.items():
            setattr(decision, f"reason_{code}", reason)
        decision.save()
        decision.signatories.all().delete()
        for signed in draft.signed:
            Signatory.objects.create(
                decision=decision, country_id=signed.country, name=signed.name, office=signed.office, signed_on=signed.signed_on
            )
        acts.write(
            held.competition, "decision", role="officer", by=user, at=held.moment, subject=str(decision.number),
            after=draft.winner.entry.code if draft.winner else "no_award", embargo=int(draft.embargo_until.timestamp()),
        )  # fmt: skip
        return decision
