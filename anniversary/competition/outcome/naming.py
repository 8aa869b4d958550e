"""The shortlist: what the jury's ranking proposes, and naming finalists and reserve. Whoever departs from the ranking says why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, Max, OuterRef, Q
from django.utils.translation import gettext as _

from anniversary.competition import acts
from anniversary.competition.entries.models import Entry
from anniversary.competition.jury.ranking import Placed, ranking
from anniversary.competition.models import Competition

from . import office
from .models import Clearance, Consent, Finalist

FINALIST, RESERVE = "finalist", "reserve"
FURTHER = 20  # so many places below the proposal can be chosen as well
STANDS = (Entry.State.ELIGIBLE, Entry.State.SHORTLISTED)


@dataclass(frozen=True)
class Proposal:
    """One work of the ranking that still stands: `part` is "finalist", "reserve" or "" by the rules' sizes."""

    placed: Placed
    part: str


def proposals(competition: Competition) -> list[Proposal]:
    """By the jury's ranking, best first, as far as it can be chosen from. jury.ranking.NotClosed while its last round is not closed.

    Once the list has been worked with, only works that are not on it, with none proposed: they are added to the reserve.
    """
    listed = set(Finalist.objects.filter(competition=competition).values_list("entry_id", flat=True)) if is_worked_with(competition) else set()
    first, reserve = (0, 0) if listed else (competition.rules.shortlist_size, competition.rules.reserve_size)
    depth = competition.rules.shortlist_size + competition.rules.reserve_size + FURTHER
    standing = set(Entry.objects.filter(competition=competition, state__in=STANDS).values_list("pk", flat=True)) - listed
    left = [placed for placed in ranking(competition).places if placed.entry_id in standing][:depth]
    return [Proposal(placed, FINALIST if place < first else RESERVE if place < first + reserve else "") for place, placed in enumerate(left)]


def is_worked_with(competition: Competition) -> bool:
    """Whether a search was recorded, a finalist asked or dropped: from then on the list is only added to."""
    touched = Q(Exists(Clearance.objects.filter(finalist=OuterRef("pk")))) | Q(Exists(Consent.objects.filter(finalist=OuterRef("pk"))))
    return Finalist.objects.filter(touched | ~Q(state=Finalist.State.LISTED), competition=competition).exists()


def departs(proposed: Iterable[Proposal], parts: Mapping[int, str]) -> bool:
    """Whether these parts (by entry) are others than the ranking proposes; of works that are added, whether one was passed over."""
    proposed = list(proposed)
    chosen = [parts.get(proposal.placed.entry_id, "") for proposal in proposed]
    if any(proposal.part for proposal in proposed):
        return chosen != [proposal.part for proposal in proposed]
    return any(chosen[place] and not chosen[place - 1] for place in range(1, len(chosen)))


def name(competition: Competition, parts: Mapping[int, str], *, user: Any, why: str = "") -> list[Finalist]:
    """Write the finalists and the reserve, each in the order of the ranking; an earlier list that was not worked with goes.

    `parts`: "finalist" or "reserve" by the entry's key. PermissionDenied; ValidationError if it is too late for it, nothing is chosen, or the list departs
    from the ranking and `why` is empty.
    """
    with office.deed(competition, user, office.S.SHORTLIST) as held:
        proposed = proposals(held.competition)
        departing = departs(proposed, parts)
        adding = is_worked_with(held.competition)
        chosen = [(proposal, RESERVE if adding else part) for proposal in proposed if (part := parts.get(proposal.placed.entry_id, "")) in {FINALIST, RESERVE}]
        if not any(adding or part == FINALIST for _proposal, part in chosen):
            raise ValidationError(_("Choose at least one finalist."))
        reason = office.said(why) if departing else ""
        if not adding:
            Finalist.objects.filter(competition=held.competition).delete()
        last = Finalist.objects.filter(competition=held.competition).aggregate(last=Max("rank"))["last"] or 0
        chosen.sort(key=lambda pair: pair[1] == RESERVE)  # stable: within each part the ranking's order stays
        usual = [proposal.placed.entry_id for proposal in proposed if proposal.part] if not adding else []
        made = [_write(held, last + place, proposal, part, reason, usual, user) for place, (proposal, part) in enumerate(chosen, start=1)]
        if reason and not any(finalist.departure for finalist in made):
            Finalist.objects.filter(pk=made[-1].pk).update(departure=reason)  # shorter than proposed: nobody stands elsewhere, the reason stays all the same
        return made


def _write(held: office.Held, rank: int, proposal: Proposal, part: str, reason: str, usual: list[int], user: Any) -> Finalist:
    in_place = rank <= len(usual) and usual[rank - 1] == proposal.placed.entry_id and proposal.part == part
    made = Finalist.objects.create(
        competition=held.competition, entry_id=proposal.placed.entry_id, rank=rank, reserve=part == RESERVE, departure="" if in_place else reason
    )
    acts.write(
        held.competition, "name_finalist", role="officer", by=user, at=held.moment, subject=proposal.placed.code, after=part, rank=rank,
        jury_rank=proposal.placed.rank, departs=bool(made.departure),
    )  # fmt: skip
    return made
