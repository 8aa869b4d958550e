"""A whole competition, told through the functions that people's deeds go through: each takes it one stage on, at its time.

    story = Story(entrants=12, jurors=5)
    story.set_up(); story.announce(); story.enter_all(); story.check_all(); story.judge(); …

Who is who is said by number: `minor`, `group`, `withdrawing`, `late` among the entrants; `recused` and `abstaining` are (juror, entrant).
"""

import hashlib
import json
import re
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from PIL import Image

from anniversary import clock
from anniversary.competition import stages, terms
from anniversary.competition.entrants import asking, drafting, registering, stamps, submitting
from anniversary.competition.entrants.models import Entrant
from anniversary.competition.entries import drawing
from anniversary.competition.entries.files import Checked
from anniversary.competition.entries.models import Entry
from anniversary.competition.jury import convening, judging, rounds, seating
from anniversary.competition.jury.judging import Given
from anniversary.competition.jury.models import Criterion, Round, Seat
from anniversary.competition.models import Competition
from anniversary.competition.outcome import clearing, consents, deciding, naming, reserve, sealing, tasks
from anniversary.competition.outcome.models import Clearance, Finalist, Protocol
from anniversary.competition.screening import checking, checklist
from anniversary.competition.screening.taking import stamp as seen
from anniversary.competition.vote import asking as ballots
from anniversary.competition.vote import casting, counting, ruling
from anniversary.competition.vote.addresses import Address
from anniversary.competition.vote.models import Ballot, Ruling
from anniversary.mails.models import Letter
from anniversary.management.sampling import marks
from anniversary.occasion.models import Anniversary
from tests.factories.competition import competition, issued_terms, rules
from tests.factories.staff import make_user

S = Competition.Stage
OPENS = datetime(2023, 3, 1, 9, tzinfo=UTC)
BALLOT = re.compile(r"/vote/([A-Za-z0-9_-]{20,})/")


def file(content: bytes) -> Checked:
    """As files.check() gives it, without a process of its own."""
    most = Image.MAX_IMAGE_PIXELS
    try:
        line, _end, picture = drawing.draw(content, kind="png").partition(b"\n")
    finally:
        Image.MAX_IMAGE_PIXELS = most
    return Checked("png", ContentFile(content, name="work"), hashlib.sha256(content).hexdigest(), len(content), preview=picture, **json.loads(line))


@dataclass
class Story:
    """`marks` gives each entrant's work its mark (1 … 10) on all sheets and criteria: so the ranking can be told by hand."""

    entrants: int = 12
    jurors: int = 5
    minor: int = 3
    group: int = 5
    withdrawing: int = 7
    late: int = 12
    recused: tuple[int, int] = (2, 1)
    abstaining: tuple[int, int] = (3, 2)
    voters: int = 40
    voided: int = 3
    marks: dict[int, int] = field(default_factory=dict)
    competition: Competition = field(init=False)
    officer: User = field(init=False)
    users: list[User] = field(init=False, default_factory=list)
    entries: dict[int, Entry] = field(init=False, default_factory=dict)

    def at(self, *, days: float = 0, minutes: float = 0) -> AbstractContextManager[None]:
        """The clock so long after the end of entries."""
        return clock.as_of(self.competition.rules.closes_at + timedelta(days=days, minutes=minutes))

    # --- before anybody enters -------------------------------------------------------------------------------------------
    def set_up(self, **fields: Any) -> None:
        with clock.as_of(OPENS - timedelta(days=5)):
            self.competition, self.officer = competition(slug="story"), make_user(username="officer", role="competition_officer")
            rules(self.competition, opens_at=OPENS, vote=True, **{"quorum": 3, "shortlist_size": 5, "reserve_size": 3} | fields)
            issued_terms(self.competition, user=self.officer)
            criteria = [Criterion(name_en="Idea", weight=3), Criterion(name_en="Form", weight=2)]
            convening.set_criteria(self.competition, criteria, user=self.officer)
            for number in range(1, self.jurors + 1):
                self.users.append(make_user(username=f"juror{number}", role="juror"))
                convening.appoint(self.competition, self.users[-1], user=self.officer)

    def announce(self) -> None:
        with clock.as_of(OPENS - timedelta(days=1)):
            self.move(S.ANNOUNCED)

    def move(self, to: str, note: str = "") -> None:
        stages.move(self.competition, to, user=self.officer, note=note)

    # --- entrants --------------------------------------------------------------------------------------------------------
    def enter_all(self) -> None:
        """Each on a day of their own, the late one within the grace, by a form that was opened in time."""
        for number in range(1, self.entrants + 1):
            with self.at(days=-self.entrants - 1 + number * 0.9):
                entrant = self.register(number)
            if number != self.late:
                with self.at(days=-self.entrants - 1 + number * 0.9, minutes=20):
                    self.enter(entrant)
        with self.at(minutes=-5):
            form = stamps.make(self.competition, str(UUID(int=self.late)))
        with self.at(minutes=10):
            self.enter(self.entrant(self.late), stamp=form)
        with self.at(minutes=-30):
            submitting.withdraw(self.entrant(self.withdrawing), self.entries[self.withdrawing])

    def entrant(self, number: int) -> Entrant:
        found = Entrant.objects.get(competition=self.competition, number=number)
        found.competition = self.competition
        return found

    def register(self, number: int) -> Entrant:
        """Ask for the link, and say who one is; the minor's guardian consents."""
        asking.ask(self.competition, f"entrant{number}@example.org", language="en", network=f"network {number}")
        entrant, is_minor = self.entrant(number), number == self.minor
        born_on = date(2009 if is_minor else 1990, 5, 17)
        data = {
            "name_native": f"ដារ៉ា {number}", "name_latin": f"Dara Number{number}", "born_on": born_on, "nationality": "KH", "residence": "JP",
            "affiliation": "", "is_group": number == self.group, "group_name": "The Story" if number == self.group else "",
            "guardian_name": "Mother" if is_minor else "", "guardian_email": f"mother{number}@example.org" if is_minor else "",
        }  # fmt: skip
        others = [{"name_native": "សុខ", "name_latin": "Sok", "born_on": born_on}] if number == self.group else []
        form = stamps.make(self.competition, registering.purpose(entrant))
        registering.keep(entrant, data, others, stamp=form, language="en", network=f"network {number}")
        if is_minor:
            registering.consent(entrant)
        return self.entrant(number)

    def enter(self, entrant: Entrant, *, stamp: str = "") -> Entry:
        """Send a work in."""
        number, key = entrant.number, UUID(int=entrant.number)
        stamp = stamp or stamps.make(self.competition, str(key))
        said = {"title": f"Work {number}", "concept": "It opens.", "language": "en", "tools": "", "ai": "none", "ai_note": ""}
        said |= {"publish_name": True, "credit": ""}
        works = {"colour": file(marks.png(marks.colour(number), 240)), "mono": file(marks.png(marks.mono(number), 240))}
        entry = drafting.change(entrant, key, lambda _entry: said, works, stamp=stamp, language="en")
        self.entries[number] = submitting.submit(entrant, entry, terms.in_force(self.competition), stamp=stamp)
        return self.entries[number]

    def code(self, number: int) -> str:
        return self.entries[number].code

    def fresh(self, number: int) -> Entry:
        return Entry.objects.select_related("competition__rules").get(pk=self.entries[number].pk)

    # --- office and jury -------------------------------------------------------------------------------------------------
    def check_all(self) -> None:
        with self.at(days=1):
            self.move(S.ELIGIBILITY)
            for number in range(1, self.entrants + 1):
                entry = self.fresh(number)
                if entry.state == Entry.State.SUBMITTED:
                    ticked = [point.name for point in checklist.points(entry) if not point.ok]
                    checking.accept(entry, seen=seen(entry), ticked=ticked, user=self.officer)

    def convene(self) -> Round:
        """With the jury, the first round open."""
        with self.at(days=2):
            judged = rounds.prepare(self.competition, takes=None, user=self.officer)
            self.move(S.JURY)
            rounds.open_round(judged, user=self.officer)
            seating.write_seats(judged.pk)
        return judged

    def judge(self, judged: Round) -> None:
        """Every juror gives each work the marks of the story, but for a conflict and an abstention; then the round is closed."""
        numbers = {entry.pk: number for number, entry in self.entries.items()}
        with self.at(days=5):
            for juror, user in enumerate(self.users, 1):
                seat = Seat.objects.get(round=judged, juror__user=user)
                for sheet in judging.sheets(seat):
                    place = (juror, numbers[sheet.entry_id])
                    if place == self.recused:
                        judging.recuse(sheet, "My student.", user=user)
                        continue
                    values = {criterion.pk: self.marks[place[1]] for criterion in Criterion.objects.filter(competition=self.competition)}
                    given = Given({}, abstains=True) if place == self.abstaining else Given(values, comment="Seen.")
                    judging.save(sheet, given, revision=sheet.revision)
                judging.submit(seat, user=user)
            rounds.close(judged, user=self.officer)

    def shortlist(self) -> None:
        """As the ranking proposes."""
        with self.at(days=8):
            self.move(S.SHORTLIST)
            parts = {proposal.placed.entry_id: proposal.part for proposal in naming.proposals(self.competition) if proposal.part}
            naming.name(self.competition, parts, user=self.officer)

    def clear(self, *, dropped: int = 1) -> None:
        """So many of the first are dropped, reserves follow; the others are cleared, and allow their names to be read."""
        with self.at(days=10):
            self.move(S.RIGHTS_CHECK)
            named = list(reserve.standing(self.competition).order_by("rank"))
            for finalist in named[:dropped]:
                self._search(finalist, Clearance.Result.CONFLICT)
                clearing.drop(finalist, "An older mark.", user=self.officer)
            called = [reserve.call_up(self.competition, user=self.officer) for _finalist in named[:dropped]]
            for finalist in (*named[dropped:], *called):
                self._search(finalist, Clearance.Result.CLEAR)
                clearing.clear(finalist, user=self.officer)
            consents.ask(self.competition, user=self.officer)
            for finalist in reserve.cleared(self.competition):
                consents.answer(finalist.entry, gallery=True, name=True, credit=f"Dara {finalist.rank}")

    def _search(self, finalist: Finalist, result: str) -> None:
        clearing.record(finalist, user=self.officer, done_by="Office", searched_in="Register", result=result, text="Found." if result == "conflict" else "")

    # --- vote and result ---------------------------------------------------------------------------------------------------
    def vote(self) -> None:
        """Voter n chooses the n-th of the cleared works, going round; the first ones have a tag in their address."""
        with self.at(days=20):
            self.move(S.PUBLIC_VOTE)
        codes = list(reserve.cleared(self.competition).order_by("rank").values_list("entry__code", flat=True))
        for voter in range(self.voters):
            with self.at(days=31, minutes=voter * 10):
                self.ballot(voter, codes[voter % len(codes)])

    def ballot(self, voter: int, code: str) -> None:
        tag = "+x" if voter < self.voided else ""
        address = Address.read(f"reader.{'abcdefgh'[voter // 8]}{'klmnopqr'[voter % 8]}{tag}@example.org")
        ballots.ask(self.competition, code, address, network=f"198.51.{voter}.0/24", language="en")
        link = BALLOT.findall(Letter.objects.filter(address=str(address)).latest("pk").text)[0]
        casting.cast(self.competition, link, network=f"198.51.{voter}.0/24")

    def count(self) -> None:
        """What is in quarantine is void."""
        with self.at(days=37, minutes=10):
            ruling.rule(self.competition, Ruling.Verdict.VOIDED, Ballot.Reason.TAGGED, user=self.officer, note="One person, many tags.")
            counting.count(self.competition, self.officer)

    def decide(self) -> Protocol:
        """The first who is cleared has won; signed for both countries, embargoed, the protocol made."""
        with self.at(days=38):
            self.move(S.DECISION)
            today = clock.now().date()
            signed = [deciding.Signed(country.pk, "Signatory", "Office", today) for country in Anniversary.current().both]
            winner = reserve.cleared(self.competition).order_by("rank").first()
            reasons = dict.fromkeys(("en", "ja", "km"), "<p>The best.</p>")
            draft = deciding.Draft(winner, reasons, today, clock.now() + timedelta(days=1), signed)
            deciding.write(self.competition, draft, user=self.officer)
            self.move(S.EMBARGOED)
            return sealing.make(self.competition, user=self.officer)

    def tell(self) -> None:
        """The announcement."""
        with self.at(days=40):
            self.move(S.RESULT_ANNOUNCED)
            tasks.tell_others.call(self.competition.pk)

    def tell_all(self) -> Protocol:
        """From the beginning to the announcement; the protocol."""
        self.set_up()
        self.announce()
        self.enter_all()
        self.check_all()
        self.judge(self.convene())
        self.shortlist()
        self.clear()
        self.vote()
        self.count()
        protocol = self.decide()
        self.tell()
        return protocol
