"""Competitions that have come to their end: judged, named, cleared, decided, announced."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction

from anniversary import clock
from anniversary.competition import stages
from anniversary.competition.entrants.models import Authorship
from anniversary.competition.entries import files
from anniversary.competition.entries.models import Entry
from anniversary.competition.jury.models import Round
from anniversary.competition.models import Competition
from anniversary.competition.outcome import clearing, consents, deciding, naming, sealing
from anniversary.competition.outcome.models import Consent, Finalist
from anniversary.occasion.models import Country

from . import competition as competitions
from . import jury, staff

S = Competition.Stage
OPENS = datetime(2023, 3, 1, tzinfo=UTC)
NOW = datetime(2023, 6, 1, 9, tzinfo=UTC)
EMBARGO = datetime(2023, 6, 10, 3, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LANGUAGES = ("en", "ja", "km")


@dataclass
class Outcome:
    """A competition with its officer, and its entries in the jury's order."""

    competition: Competition
    officer: Any
    entries: list[Entry]

    def at(self, stage: str) -> Competition:
        """The competition as it would be at this stage, without going there."""
        Competition.objects.filter(pk=self.competition.pk).update(stage=stage)
        return self.fresh()

    def fresh(self) -> Competition:
        self.competition = Competition.objects.select_related("rules").get(pk=self.competition.pk)
        return self.competition

    def move(self, to: str, note: str = "") -> Competition:
        stages.move(self.competition, to, user=self.officer, note=note)
        return self.fresh()

    def finalist(self, place: int) -> Finalist:
        """Of the entry at this place of the jury's ranking, from 0."""
        return Finalist.objects.select_related("entry", "competition").get(entry=self.entries[place])


def judged(*, works: int = 5, shortlist: int = 2, reserve: int = 2, vote: bool = False, stage: str = S.SHORTLIST, **rules: Any) -> Outcome:
    """Works that three jurors placed in the order in which they are given; each has an author. The clock should stand at NOW."""
    officer = staff.make_user(username="officer", role="competition_officer")
    record = competitions.competition(slug="logo")
    competitions.rules(record, opens_at=OPENS, vote=vote, shortlist_size=shortlist, reserve_size=reserve, **rules)
    with clock.as_of(OPENS - timedelta(days=9)):
        competitions.issued_terms(record, user=officer)
        stages.move(record, S.ANNOUNCED, user=officer)
    made = Outcome(record, officer, [work(record, number) for number in range(1, works + 1)])
    if works:
        judged_by(record, made.entries)
    made.at(stage)
    return made


def work(record: Competition, number: int, **fields: Any) -> Entry:
    """An eligible entry and its author."""
    values = {"title": f"Work {number}", "concept": f"Idea {number}", "state": Entry.State.ELIGIBLE}
    made = competitions.entry(record, **values | fields)
    person = competitions.entrant(record, number=number, language=LANGUAGES[number % 3])
    Authorship.objects.create(entry=made, entrant=person, credit=f"Author {number}")
    return made


def judged_by(record: Competition, entries: Sequence[Entry], *, jurors: int = 3) -> Round:
    """A closed round in which each juror gives the first the most, the next one less, and so on."""
    judged = jury.round_of(record, state=Round.State.CLOSED)
    for number in range(1, jurors + 1):
        seat = jury.seat(judged, jury.juror(record, number=number), entries, submitted_at=NOW)
        for place, entry in enumerate(entries):
            jury.marked(seat, entry, [10 - place])
    return judged


def named(made: Outcome) -> Outcome:
    """As the ranking proposes, and on to the rights check."""
    parts = {proposal.placed.entry_id: proposal.part for proposal in naming.proposals(made.competition)}
    naming.name(made.competition, parts, user=made.officer)
    made.move(S.RIGHTS_CHECK)
    return made


def cleared(made: Outcome, *places: int) -> Outcome:
    """Searches that found nothing, for these places."""
    for place in places:
        finalist = made.finalist(place)
        clearing.record(finalist, user=made.officer, done_by="Office", searched_in="Register", result="clear")
        clearing.clear(finalist, user=made.officer)
    return made


def draft(made: Outcome, winner: int | None = 0, **fields: Any) -> deciding.Draft:
    """A decision signed for every country."""
    signed = [deciding.Signed(country.pk, f"Signer {country.code}", "Minister", date(2023, 6, 2)) for country in Country.objects.all()]
    values = {
        "winner": None if winner is None else made.finalist(winner), "reasons": {code: f"Because {code}." for code in LANGUAGES},
        "decided_on": date(2023, 6, 2), "embargo_until": EMBARGO, "signed": signed,
    }  # fmt: skip
    return deciding.Draft(**values | fields)


def embargoed(made: Outcome, winner: int | None = 0) -> Outcome:
    """Decided, asked, and its protocol made."""
    deciding.write(made.competition, draft(made, winner), user=made.officer)
    made.move(S.EMBARGOED)
    consents.ask(made.competition, user=made.officer)
    sealing.make(made.competition, user=made.officer)
    return made


def announced(made: Outcome | None = None, *, winner: int | None = 0, finalists: int = 2) -> Outcome:
    """All the way; the clock stands at the end of the embargo from then on only for what is done here."""
    made = made or judged(shortlist=finalists, works=finalists + 3)
    named(made)
    cleared(made, *range(finalists))
    made.move(S.DECISION)
    embargoed(made, winner)
    with clock.as_of(EMBARGO):
        made.move(S.RESULT_ANNOUNCED)
    return made


def consented(entry: Entry, *, gallery: bool = True, name: bool = True) -> Consent:
    return consents.answer(entry, gallery=gallery, name=name, credit=f"Author of {entry.title}")


def pictured(entry: Entry) -> None:
    """Give it a colour version whose preview is ready."""
    checked = files.check(competitions.picture(), entry.competition.rules)
    with transaction.atomic():
        files.keep(entry, "colour", checked)
