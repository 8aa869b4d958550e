"""Bar 1: a whole competition in a real browser, by what people find there; every figure of its protocol against the count by hand.

What is told apart is walked in Chromium: all that the office does, and each kind of deed of the others. What is only done once more
(the other entrants, sheets and ballots) sends the same forms. The plan and the count are those of story.py and test_whole.py.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from anniversary import clock
from anniversary.competition.entries.models import Entry
from anniversary.competition.jury.models import Criterion
from anniversary.competition.outcome.models import Protocol
from tests.conftest import chromium
from tests.factories import occasion
from tests.factories.competition import competition
from tests.factories.staff import make_user

from .story import OPENS
from .test_whole import HAND, MARKS
from .walking import entering, judging, voting
from .walking.office import Officer
from .walking.people import People, link_to

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CLOSES = OPENS + timedelta(days=30)
WINDOWS = {"opens_at": OPENS, "closes_at": CLOSES, "vote_opens_at": CLOSES + timedelta(days=30), "vote_closes_at": CLOSES + timedelta(days=37)}
NUMBERS = {"quorum": 3, "shortlist_size": 5, "reserve_size": 3}
MINOR, GROUP, WITHDRAWING, LATE, VOTERS, VOIDED = 3, 5, 7, 12, 40, 3
SLUG = "story"
REASONS = {"en": "The best.", "ja": "最も優れています。", "km": "ល្អបំផុត។"}


@pytest.fixture
def people(kept_rows_may_go, live_server, monkeypatch) -> Iterator[People]:
    from playwright.sync_api import sync_playwright

    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright's own loop runs in this thread
    shown = {"now": OPENS - timedelta(days=5)}
    monkeypatch.setattr(clock, "_started_as_of", lambda: shown["now"])  # one clock for this thread and the server's
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield People(browser, live_server.url, shown)
        browser.close()
    Entry.objects.update(state="draft", terms=None, accepted_at=None)


class Whole:
    """The walk, chapter by chapter."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.record = competition(slug=SLUG, title_ja="年のロゴ", title_km="ឡូហ្គោ")
        make_user(username="officer", role="competition_officer")
        self.jurors = [make_user(username=f"juror{number}", role="juror") for number in range(1, 6)]
        self.office = Officer(people.somebody())
        self.codes: dict[int, str] = {}

    def at(self, *, days: float = 0, minutes: float = 0) -> None:
        """So long after the end of entries."""
        self.people.at(CLOSES + timedelta(days=days, minutes=minutes))

    def number(self, code: str) -> int:
        return next(number for number, own in self.codes.items() if own == code)

    def set_up(self) -> None:
        office = self.office
        office.me.sign_in("officer", "/admin/")
        office.rules("A logo for the year", WINDOWS, NUMBERS)
        office.terms(["I agree.", "同意します。", "ខ្ញុំយល់ព្រម។"])
        office.criteria([({"en": "Idea", "ja": "着想", "km": "គំនិត"}, 3), ({"en": "Form", "ja": "形", "km": "រូបរាង"}, 2)])
        office.appoint([f"juror{number}" for number in range(1, 6)])
        office.move("Announce", "Announced")

    def enter_all(self) -> None:
        for number in range(1, 12):
            self.at(days=-13 + number * 0.9)
            self.codes[number] = self.enter(number)
        self.at(days=-2)
        late = entering.Entrant(self.people, SLUG, LATE).find().tell()
        self.at(minutes=-5)
        late.home().begin()
        self.at(minutes=10)
        self.codes[LATE] = late.send()
        late.done()

    def enter(self, number: int) -> str:
        if number not in {1, MINOR, GROUP, WITHDRAWING}:
            return entering.enter_by_forms(self.record, number)
        entrant = entering.Entrant(self.people, SLUG, number, {MINOR: "km", GROUP: "ja"}.get(number, "en")).find()
        guardian = "mother@example.org" if number == MINOR else ""
        entrant.tell(born_on="2009-05-17" if guardian else "1990-05-17", guardian=guardian, member="Sok" if number == GROUP else "")
        if guardian:
            entering.agree(self.people, guardian)
            entrant.home()
        code = entrant.begin().send()
        if number == WITHDRAWING:
            entrant.withdraw(code)
        entrant.done()
        return code

    def judge(self) -> None:
        self.at(days=1)
        self.office.move("Begin the eligibility check", "Eligibility check")
        self.office.check(11)
        self.at(days=2)
        self.office.tab("Jury")
        self.office.me.button("Prepare the first round")
        self.office.move("Hand over to the jury", "With the jury")
        self.office.tab("Jury")
        self.office.me.button("Open the round")
        self.at(days=5)
        for number, user in enumerate(self.jurors, 1):
            self.fill_sheets(number, user)
        self.office.tab("Jury")
        self.office.me.button("Close the round")

    def fill_sheets(self, juror: int, user: Any) -> None:
        """The second has a conflict with the first work, the third abstains from the second."""
        left = [code for number, code in self.codes.items() if number != WITHDRAWING]
        criteria = list(Criterion.objects.values_list("pk", flat=True))

        def given(code: str) -> int:
            return MARKS[self.number(code)]

        if juror > 3:
            judging.judge_by_forms(user, SLUG, left, criteria, given)
            judging.submit_by_forms(user, SLUG)
            return
        with self.people.passing(viewport={"width": 820, "height": 1180}) as window:
            me = judging.Juror(window, user.username)
            if juror == 2:
                me.recuse(self.codes[1], "My student.")
                left.remove(self.codes[1])
            if juror == 3:
                me.abstain(self.codes[2])
                left.remove(self.codes[2])
            for code in left[:3]:
                me.judge(code, given(code))
            judging.judge_by_forms(user, SLUG, left[3:], criteria, given)
            me.submit()

    def shortlist(self) -> None:
        self.at(days=8)
        self.office.move("Make the shortlist", "Shortlist")
        self.office.tab("Shortlist")
        self.office.me.button("Name finalists and reserve")
        self.office.move("Begin the rights check", "Rights check")

    def clear(self, paper: Any) -> None:
        """The first is dropped, the first in reserve follows; the others are cleared, and allow their names to be read."""
        self.at(days=10)
        office = self.office
        office.tab("Rights")
        office.clear(self.codes[1], why="An older mark.", paper=paper)
        office.me.button(f"Call up {self.codes[6]} from the reserve")
        for number in (2, 3, 4, 5, 6):
            office.clear(self.codes[number])
        office.me.button("Ask 5 finalists what may be shown")
        for number in (2, 3, 4, 5, 6):
            self.consent(number)

    def consent(self, number: int) -> None:
        code = self.codes[number]
        with self.people.passing() as finalist:
            finalist.go(link_to(entering.address(number), "/enter/"))
            if "consent" not in finalist.page.url:
                finalist.press(f"main a[href$='/{code}/']")
                finalist.press("section[aria-labelledby=consent] .button")
            finalist.page.check("[name=gallery]")
            finalist.page.check("[name=name]")
            finalist.page.fill("[name=credit]", f"Dara {number}")
            finalist.press("form.enter-form button")

    def vote(self) -> None:
        self.at(days=20)
        self.office.move("Go on to the public vote", "Public vote")
        for voter in range(VOTERS):
            self.at(days=31, minutes=voter * 10)
            code, mine = self.codes[2 + voter % 5], voting.address(voter, VOIDED)
            if voter in {0, 3, 4}:
                voting.vote(self.people, SLUG, code, mine, {0: "en", 3: "ja", 4: "km"}[voter])
            else:
                voting.vote_by_forms(SLUG, code, mine, f"198.51.{voter}.7")
        self.at(days=37, minutes=10)
        self.office.tab("Ballots")
        self.office.void("One person, many tags.")
        self.office.me.button("Count the vote")

    def decide(self) -> None:
        self.at(days=38)
        office = self.office
        office.move("Go on to the decision", "Decision")
        today = (CLOSES + timedelta(days=38)).date()
        office.decide(self.codes[2], REASONS, today, CLOSES + timedelta(days=39), ["Sok Signatory", "Sato Signatory"])
        office.move("The decision is made", "Decided, not yet announced")
        office.tab("Protocol")
        office.me.button("Make the protocol")

    def announce(self) -> None:
        with self.people.passing() as reader:
            assert reader.go(f"/en/competition/{SLUG}/results/") == 404
            self.at(days=40)
            assert reader.go(f"/en/competition/{SLUG}/results/") == 404
        self.office.move("Announce the result", "Result announced")

    def release(self) -> None:
        """The masters as drawings, the guidelines in three languages; then anybody can save the files."""
        office, shapes = self.office, '<circle cx="50" cy="50" r="45" fill="#e00025"/><rect x="110" y="20" width="80" height="60" fill="#0f2f7f"/>'
        drawn = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">{shapes}</svg>'.encode()
        office.tab("Kit")
        for variant in ("colour", "mono", "reverse"):
            office.master(variant, {"name": "mark.svg", "mimeType": "image/svg+xml", "buffer": drawn})
        office.write(["Use it well.", "大切に使ってください。", "សូមប្រើឱ្យបានល្អ។"])
        office.me.press("form[action$='/kit/guidelines/'] button[type=submit]")
        office.move("Release the logo for use", "Logo released for use")


def test_a_whole_competition(people, tmp_path):
    occasion.anniversary()
    paper = tmp_path / "report.pdf"
    paper.write_bytes(b"%PDF-1.7\nreport\n%%EOF\n")
    whole = Whole(people)
    whole.set_up()
    whole.enter_all()
    whole.judge()
    whole.shortlist()
    whole.clear(paper)
    whole.vote()
    whole.decide()
    whole.announce()
    figures = Protocol.objects.get().figures
    assert {name: figures[name] for name in HAND} == HAND
    code = whole.codes
    assert figures["ballots_counted"] == {code[2]: 7, code[3]: 7, code[4]: 7, code[5]: 8, code[6]: 8}
    assert set(figures["first_without"].values()) == {code[1]}
    ranked = [(one["code"], one["jury_rank"], one["score"]) for one in figures["finalists"]]
    assert ranked == [(code[2], 2, "90.00"), (code[3], 3, "80.00"), (code[4], 4, "70.00"), (code[5], 5, "60.00"), (code[6], 6, "50.00")]
    assert ({tie["code"] for tie in figures["ties"]}, figures["decision"]["winner"]) == ({code[8], code[9]}, code[2])
    for language, reason in REASONS.items():
        with people.passing(language) as reader:
            assert reader.go(f"/{language}/competition/{SLUG}/results/") == 200
            assert reason in reader.text("main")
            reader.press("main a[href$='/results/protocol/']")
            assert Protocol.objects.get().digest in reader.text("main")
    whole.release()
    with people.passing() as reader:
        assert reader.go(f"/en/competition/{SLUG}/kit/") == 200
        assert reader.page.locator("main a[href*='/kit/']").count() > 3
    assert [text for one in people.all for text in one.said if "404" not in text] == []
