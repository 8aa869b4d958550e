"""The figures of the result: one function a figure, each beside the query that it comes from. Numbers, codes and digests only: no person is in it.

`figures()` puts them together; sealing.py keeps them. What each is called, and how it is counted in words, stands in method.py.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Count, F, OuterRef, Subquery

from anniversary.competition import terms
from anniversary.competition.entries.models import Entry
from anniversary.competition.jury.models import Juror
from anniversary.competition.jury.ranking import Ranking
from anniversary.competition.models import Act, Competition
from anniversary.competition.screening.models import Check
from anniversary.competition.vote.results import Result

from . import reserve
from .models import Decision, Finalist

VERSION = 1  # of the form in which the figures are kept


@dataclass(frozen=True)
class Sources:
    """What the figures are taken from; `vote` None where there was none."""

    competition: Competition
    ranking: Ranking
    vote: Result | None
    decision: Decision


FIGURES: dict[str, Callable[[Sources], Any]] = {}


def figure(asked: Callable[[Sources], Any]) -> Callable[[Sources], Any]:
    """Have a function's answer in the protocol, under its name."""
    FIGURES[asked.__name__] = asked
    return asked


def figures(sources: Sources) -> dict[str, Any]:
    """All of them, by name, as they are kept."""
    return {"version": VERSION, "competition": sources.competition.slug} | {name: asked(sources) for name, asked in FIGURES.items()}


def canonical(kept: dict[str, Any]) -> bytes:
    """The one form of which the digest is taken: JSON by sorted names, without spaces, in UTF-8."""
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def points(score: Fraction) -> str:
    """ "75.33": rounded half up to two places, for people; equal means equal fractions."""
    hundredths = (score.numerator * 200 + score.denominator) // (2 * score.denominator)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


# --- entries ---------------------------------------------------------------------------------------------------------------
@figure
def begun(sources: Sources) -> int:
    return Entry.objects.filter(competition=sources.competition).count() + _forgotten(sources.competition, verb="begin")


@figure
def submitted(sources: Sources) -> int:
    return Entry.objects.filter(competition=sources.competition, submitted_at__isnull=False).count()


@figure
def submitted_in_grace(sources: Sources) -> int:
    return Entry.objects.filter(competition=sources.competition, submitted_at__gte=F("competition__rules__closes_at")).count()


@figure
def withdrawn(sources: Sources) -> int:
    kept = Entry.objects.filter(competition=sources.competition, state=Entry.State.WITHDRAWN).count()
    return kept + _forgotten(sources.competition, verb="entry", after=Entry.State.WITHDRAWN)


@figure
def disqualified(sources: Sources) -> int:
    return Entry.objects.filter(competition=sources.competition, state=Entry.State.DISQUALIFIED).count()


@figure
def eligible(sources: Sources) -> int:
    return _checked(sources.competition).get((Check.Verdict.ELIGIBLE, ""), 0)


@figure
def ineligible(sources: Sources) -> dict[str, int]:
    """By the reason."""
    return {reason: number for (verdict, reason), number in sorted(_checked(sources.competition).items()) if verdict == Check.Verdict.INELIGIBLE}


def _forgotten(competition: Competition, **done: str) -> int:
    """Of works that were never sent and are deleted some weeks after the end the log still has the codes."""
    kept = Entry.objects.filter(competition=competition).values("code")
    return Act.objects.filter(competition=competition, **done).exclude(subject__in=kept).values("subject").distinct().count()


def _checked(competition: Competition) -> dict[tuple[str, str], int]:
    """By verdict and reason of the last check of each entry."""
    last = Check.objects.filter(entry=OuterRef("entry")).order_by("-pk").values("pk")[:1]
    found = Check.objects.filter(entry__competition=competition, pk=Subquery(last)).order_by().values_list("verdict", "reason")
    return {(verdict, reason): number for verdict, reason, number in found.annotate(Count("pk"))}


# --- jury ------------------------------------------------------------------------------------------------------------------
@figure
def jurors(sources: Sources) -> int:
    return Juror.objects.filter(competition=sources.competition, seats__submitted_at__isnull=False).distinct().count()


@figure
def sheets_counted(sources: Sources) -> int:
    return sources.ranking.counted


@figure
def sheets_abstained(sources: Sources) -> int:
    return sources.ranking.abstained


@figure
def sheets_recused(sources: Sources) -> int:
    return sources.ranking.recused


@figure
def ties(sources: Sources) -> list[dict[str, str]]:
    """Of the works on the list: which had the same score as another, and by what they were told apart."""
    named = set(Finalist.objects.filter(competition=sources.competition).values_list("entry_id", flat=True))
    return [{"code": placed.code, "by": placed.tie} for placed in sources.ranking.places if placed.tie and placed.entry_id in named]


@figure
def lot_seed(sources: Sources) -> str:
    return sources.competition.rules.lot_seed


@figure
def lot_sha256(sources: Sources) -> str:
    return sources.competition.rules.lot_digest


@figure
def first_without(sources: Sources) -> dict[str, str | None]:
    """By juror's number: which work would be first without that juror."""
    return {str(number): code for number, code in sources.ranking.without.items()}


# --- shortlist and rights ---------------------------------------------------------------------------------------------------
@figure
def finalists(sources: Sources) -> list[dict[str, Any]]:
    """Those who stood when it was decided, in the order of the list."""
    placed = {place.entry_id: place for place in sources.ranking.places}
    found = reserve.cleared(sources.competition).order_by("rank")
    return [
        {
            "code": finalist.entry.code,
            "jury_rank": placed[finalist.entry_id].rank if finalist.entry_id in placed else None,
            "score": points(placed[finalist.entry_id].score) if finalist.entry_id in placed else None,
            "fraction": str(placed[finalist.entry_id].score) if finalist.entry_id in placed else None,
            "departs": bool(finalist.departure),
        }
        for finalist in found
    ]


@figure
def dropped(sources: Sources) -> int:
    return Finalist.objects.filter(competition=sources.competition, state=Finalist.State.DROPPED).count()


@figure
def called_up(sources: Sources) -> int:
    return Act.objects.filter(competition=sources.competition, verb="call_up").count()


# --- vote -------------------------------------------------------------------------------------------------------------------
@figure
def ballots_asked(sources: Sources) -> int | None:
    return sources.vote.asked if sources.vote else None


@figure
def ballots_cast(sources: Sources) -> int | None:
    return sources.vote.cast if sources.vote else None


@figure
def ballots_voided(sources: Sources) -> dict[str, int] | None:
    return dict(sorted(sources.vote.voided.items())) if sources.vote else None


@figure
def ballots_counted(sources: Sources) -> dict[str, int] | None:
    """By the work's code."""
    return {share.code: share.counted for share in sources.vote.shares} if sources.vote else None


# --- decision, terms, acts ----------------------------------------------------------------------------------------------------
@figure
def decision(sources: Sources) -> dict[str, Any]:
    made = sources.decision
    return {"number": made.number, "winner": made.winner.entry.code if made.winner else None, "decided_on": made.decided_on.isoformat()}


@figure
def signed(sources: Sources) -> list[dict[str, str]]:
    """For which country and when; the names stand with the decision."""
    found = sources.decision.signatories.order_by("country__ordering", "pk").values_list("country__code", "signed_on")
    return [{"country": country, "on": day.isoformat()} for country, day in found]


@figure
def terms_in_force(sources: Sources) -> dict[str, Any] | None:
    issued = terms.in_force(sources.competition)
    return {"version": issued.version, "sha256": issued.digest} if issued else None


@figure
def acts(sources: Sources) -> dict[str, Any]:
    """How many until now, and one SHA-256 over all: each a line of JSON, in the order in which they were done."""
    columns = ("pk", "at", "by_id", "role", "verb", "subject", "before", "after", "detail")
    digest, count = hashlib.sha256(), 0
    for row in Act.objects.filter(competition=sources.competition).order_by("pk").values_list(*columns).iterator(chunk_size=2000):
        told = dict(zip(columns, row, strict=True)) | {"at": row[1].isoformat()}
        digest.update(canonical(told) + b"\n")
        count += 1
    return {"count": count, "sha256": digest.hexdigest()}
