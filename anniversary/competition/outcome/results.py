"""What readers are told of the result: the decision, the finalists with what they allow to be shown, and the vote. A fixed number of queries."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Prefetch, Q

from anniversary.competition.entries.models import Work
from anniversary.competition.models import Competition
from anniversary.competition.vote.results import Result
from anniversary.languages import dates, text

from . import announcing, reserve
from .models import Consent, Decision, Finalist, Signatory

SIDES = (320, 800, 1600)  # of the pictures that are given out


def per_cent(share: Fraction) -> str:
    """ "37.5": rounded half up to one place."""
    tenths = (share.numerator * 2000 + share.denominator) // (2 * share.denominator)
    return dates.digits(f"{tenths // 10}.{tenths % 10}")


@dataclass(frozen=True)
class Shown:
    """A finalist as readers may see them. Without consent: code, place and score, and neither title nor picture nor name (but of the winner the work)."""

    code: str
    place: int
    title: str
    language: str
    concept: str
    name: str
    has_picture: bool
    score: str
    ballots: int | None
    share: Fraction | None
    is_winner: bool

    @property
    def is_open(self) -> bool:
        """Whether the work may be shown."""
        return bool(self.title)

    @property
    def per_cent(self) -> str:
        """ "37.5", as the language writes it; empty without a vote."""
        return "" if self.share is None else per_cent(self.share)

    @property
    def bar(self) -> str:
        """The length of its bar in a drawing of 1,000 units."""
        return str(int(self.share * 1000)) if self.share else "0"


@dataclass(frozen=True)
class Announced:
    """All that the announcement says. `ballots`: how many were counted, None without a vote."""

    decision: Decision
    reason: str
    reason_language: str
    winner: Shown | None
    finalists: list[Shown]
    signatories: list[Signatory]
    ballots: int | None
    earlier: Decision | None


def announcement(competition: Competition, decision: Decision, figures: dict[str, Any], vote: Result | None) -> Announced:
    """Put it together from a decision, the figures of its protocol and the vote's result (None: there was none, or it is not to be told)."""
    shown = finalists(competition, decision, figures, vote)
    reason, language = text.pick(decision, "reason")
    signed = decision.signatories.select_related("country").order_by("country__ordering", "pk")
    earlier = Decision.objects.filter(competition=competition, taken_back_at__isnull=False).exclude(pk=decision.pk).order_by("-number").first()
    return Announced(
        decision, reason, language, next((one for one in shown if one.is_winner), None), shown, list(signed),
        sum(share.counted for share in vote.shares) if vote else None, earlier,
    )  # fmt: skip


def finalists(competition: Competition, decision: Decision, figures: dict[str, Any], vote: Result | None = None) -> list[Shown]:
    """Those who stood, in the order of the list: the winner is marked, not moved."""
    found = list(_with_works(competition))
    names = announcing.credits_of(found)
    scores = {told["code"]: told["score"] for told in figures.get("finalists", [])}
    shares = {share.entry_id: share for share in vote.shares} if vote else {}
    return [
        _shown(finalist, place, names.get(finalist.entry_id, ""), scores.get(finalist.entry.code) or "", shares.get(finalist.entry_id), decision.winner_id)
        for place, finalist in enumerate(found, start=1)
    ]


def work(competition: Competition, decision: Decision, code: str) -> Work | None:
    """The picture of the winner, or of a finalist who allows it to be shown; None of any other."""
    allowed = reserve.cleared(competition).filter(Q(consent__gallery=True) | Q(pk=decision.winner_id), entry__code=code)
    return Work.objects.filter(entry__in=allowed.values("entry"), role=Work.Role.COLOUR, preview_state=Work.Preview.READY).first()


def _with_works(competition: Competition) -> Any:
    colour = Work.objects.filter(role=Work.Role.COLOUR, preview_state=Work.Preview.READY)
    return reserve.cleared(competition).select_related("consent").prefetch_related(Prefetch("entry__works", colour, to_attr="colour")).order_by("rank")


def _shown(finalist: Finalist, place: int, name: str, score: str, share: Any, winner_id: int | None) -> Shown:
    entry, is_winner = finalist.entry, finalist.pk == winner_id
    try:
        is_open = finalist.consent.gallery or is_winner  # the winning work is published by the terms; its author's name is not
    except Consent.DoesNotExist:
        is_open = is_winner
    return Shown(
        code=entry.code, place=place, title=(entry.title or entry.code) if is_open else "", language=entry.language, concept=entry.concept if is_open else "",
        is_winner=is_winner, name=name, score=score, has_picture=is_open and bool(getattr(entry, "colour", [])),
        ballots=share.counted if share else None, share=share.share if share else None,
    )  # fmt: skip


