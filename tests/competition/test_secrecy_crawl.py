"""Bar 4. Everything that can be asked for is asked for, as each kind of people, at each stage: nobody learns whose a work is before the result is
announced, nor how the vote stands, nor what others of the jury gave.

Two ways of looking: for words that cannot occur otherwise (names, addresses, what stands in the files that were sent in), and by difference: two
competitions that differ in nothing but names, ballots or marks must give the same answers, byte for byte.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models import F
from django.urls import reverse

from anniversary.competition.entrants import keys
from anniversary.competition.entries.models import Work
from anniversary.competition.jury import judging
from anniversary.competition.jury.judging import Given
from anniversary.competition.jury.models import Criterion, Mark, Round, Seat
from anniversary.competition.outcome.models import Finalist
from anniversary.competition.vote import ordering
from anniversary.competition.vote.models import Ballot, Option, Tally
from tests.factories import occasion
from tests.factories.staff import make_user

from .crawling import Crawl, named
from .secret_story import IN_FILE, SecretStory, undone, word, words

pytestmark = pytest.mark.django_db
MARKS = {1: 10, 2: 9, 3: 7, 4: 4, 5: 2}
WINNER, FINALIST, OTHER = 2, 3, 4  # the first is dropped by the clearance
STAFF = ("editor", "translator", "approver")
ALL = {word for number in range(1, 7) for word in words(number)}
# Where an officer must not read names either: the jury's, the vote's, the log, the lists and exports of the admin.
NOT_EVEN_OFFICERS = re.compile(r"/desk/(?:jury|ballots|acts|stage|rules|terms|protocol|shortlist|kit)/|^(?:POST )?/admin/(?!competition/)|^/(?!admin/)")


class World:
    """A story, and the people who look at it."""

    def __init__(self, *, also: tuple[str, ...] = STAFF) -> None:
        occasion.anniversary()
        who = {"entrants": 6, "jurors": 3, "minor": 4, "group": 2, "withdrawing": 6, "late": 5, "voters": 9, "voided": 1}
        self.story = SecretStory(**who, recused=(2, 1), abstaining=(3, 2), marks=MARKS)
        self.story.set_up(shortlist_size=2, reserve_size=1, quorum=1)
        self.users: dict[str, User | None] = {"public": None, "juror": self.story.users[0]}
        self.users |= {role: make_user(username=role, role=role) for role in also}
        self.days = 0.0
        self.tokens: dict[int, str] = {}

    def link(self, number: int) -> str:
        if number not in self.tokens:
            self.tokens[number] = keys.mint(self.story.entrant(number))
        return f"/en/competition/story/enter/{self.tokens[number]}/"

    def crawl(self, who: str, languages: tuple[str, ...] = ()) -> Crawl:
        """As one of the users by name, as "officer", or as an entrant: "entrant 2"."""
        number = int(who.split()[1]) if who.startswith("entrant") else 0
        user = self.story.officer if who == "officer" else self.users.get(who)
        begin = [*named(self.values(number)), *([self.link(number)] if number else [])]
        with undone(), self.story.at(days=self.days):
            return Crawl(user, begin, languages or ("en",)).go()

    def values(self, number: int) -> dict[str, list[Any]]:
        story = self.story
        finalists = list(Finalist.objects.values_list("pk", flat=True)[:2]) or [1]
        return {
            "pk": [story.competition.pk], "slug": ["story"], "entries:original.pk": list(Work.objects.values_list("pk", flat=True)[:3]) or [1],
            "code": [story.code(one) for one in (WINNER, OTHER) if one in story.entries] or ["AAA-AAA"],
            "token": ["nobody", *([self.tokens[number]] if number else [])],
            "number": [1, WINNER], "version": [1], "juror": [1], "finalist": finalists, "paper": [1], "deed": ["clear"], "mark": ["tagged"], "role": ["colour"],
            "side": [64, 512], "name": ["colour-512.png", "grey-64.png", "original.png"], "key": ["00000000-0000-0000-0000-000000000001"], "likeness": [1],
            "question": [1], "master": [1], "file": [1],
        }  # fmt: skip

    # --- what must hold ------------------------------------------------------------------------------------------------
    def names_nobody(self, *, difference: bool = False) -> list[str]:
        """What is wrong: where somebody reads a name that they must not, or (`difference`) gets another answer when others have made the works."""
        faults = []
        for who in (*self.users, *(f"entrant {number}" for number in (WINNER, OTHER) if number in self.story.entries)):
            mine = int(who.split()[1]) if who.startswith("entrant") else 0
            if mine:
                self.link(mine)
            first = self.crawl(who)
            faults += [f"{who}: {word} at {address}" for address, word in sorted(first.holding(ALL - (words(mine) if mine else set())))]
            if difference:
                with undone():
                    self.story.rename(but=mine)
                    faults += [f"{who}: differs by names: {address}" for address in sorted(first.other_than(self.crawl(who)))]
        return faults + self.officer_reads()

    def officer_reads(self) -> list[str]:
        found = self.crawl("officer").holding(ALL)
        assert found or not self.story.entries, "An officer finds who has entered."
        return [f"officer: {word} at {address}" for address, word in sorted(found) if NOT_EVEN_OFFICERS.search(address)]

    def same_whatever(self, change: Callable[[], object], *, but: tuple[str, ...] = (), then: Callable[[], object] = lambda: None) -> list[str]:
        """Who is told another thing once `change` was made (and `then` done, in both worlds)."""
        people = [who for who in (*self.users, "officer", f"entrant {WINNER}", f"entrant {OTHER}") if who not in but]
        for number in (WINNER, OTHER):
            self.link(number)
        told = {}
        for number, begun in enumerate((lambda: None, change)):
            with undone():
                begun()
                then()
                told[number] = {who: self.crawl(who) for who in people}
        return [f"{who}: {address}" for who in people for address in sorted(told[0][who].other_than(told[1][who]))]

    # --- what makes a difference ------------------------------------------------------------------------------------------
    def other_marks(self) -> None:
        """All others of the jury have thought the opposite."""
        changed = Mark.objects.exclude(sheet__seat__juror__user=self.users["juror"])
        assert changed.update(value=11 - F("value"))

    def other_choices(self) -> None:
        """Everybody has chosen the last work."""
        last = Option.objects.order_by("pk").last()
        assert Ballot.objects.exclude(state=Ballot.State.ASKED).exclude(option=last).update(option=last)

    def other_tallies(self) -> None:
        for place, tally in enumerate(Tally.objects.order_by("pk")):
            Tally.objects.filter(pk=tally.pk).update(counted=0 if place else 8, voided=1 if place else 0)

    def judge_in_part(self, judged: Round) -> None:
        """Juror 1 has looked at nothing, juror 2 has given all marks, juror 3 has submitted."""
        for user in self.story.users[1:]:
            seat = Seat.objects.get(round=judged, juror__user=user)
            for sheet in judging.sheets(seat):
                number = next(number for number, entry in self.story.entries.items() if entry.pk == sheet.entry_id)
                values = dict.fromkeys(Criterion.objects.filter(competition=self.story.competition).values_list("pk", flat=True), MARKS[number])
                judging.save(sheet, Given(values, comment="Seen."), revision=sheet.revision)
        judging.submit(seat, user=user)


@pytest.fixture
def same_order(monkeypatch) -> None:
    """Visitors of the vote are given one order: two of them can be compared."""
    monkeypatch.setattr(ordering, "draw", lambda competition: ordering._signer(competition).sign("0123456789"))


@contextmanager
def looking(world: World, days: float) -> Iterator[None]:
    world.days = days
    with world.story.at(days=days):
        yield


@pytest.mark.slow
def test_blind_rounds_tell_no_name_and_no_mark(same_order):
    """One language, the public, a juror, an entrant; the officer finds what the crawl looks for."""
    world = World(also=())
    story = world.story
    story.announce()
    story.enter_all()
    story.check_all()
    judged = story.convene()
    with looking(world, 3):
        world.judge_in_part(judged)
        assert (world.names_nobody(difference=True), world.same_whatever(world.other_marks)) == ([], [])
        crawled = world.crawl("juror").got
        assert crawled[f"/en/jury/story/1/{story.code(WINNER)}/colour-512.png"].status == 200  # so the jury's pictures were looked into
        own = {found for _address, found in world.crawl(f"entrant {WINNER}").holding(words(WINNER))}
        assert {word(field, WINNER).lower() for field in ("name_latin", "credit", "member_native", "email")} <= own
        seen = world.crawl("officer")
        places = {address for address, _word in seen.holding(words(WINNER))}
        entry = reverse("screening_desk:entry", args=[story.competition.pk, story.code(WINNER)])
        assert entry in {address.partition("?")[0] for address in places}
        original = reverse("entries:original", args=[Work.objects.filter(entry=story.entries[1]).first().pk])
        assert (original, word(IN_FILE, 1).lower()) in seen.holding(words(1))  # what a picture's metadata say is found where it is


@pytest.mark.slow
def test_no_stage_tells_who_made_a_work(same_order):
    """Every kind of people, from the opening to the end of the embargo; readers in three languages."""
    world = World()
    story = world.story
    story.announce()
    story.enter_all()
    faults: dict[str, list[str]] = {}

    def look(stage: str, days: float, *, difference: bool = False) -> None:
        with looking(world, days):
            faults[stage] = world.names_nobody(difference=difference)

    look("open", -0.01)
    story.check_all()
    look("eligibility", 1.5)
    judged = story.convene()
    look("jury", 3)
    story.judge(judged)
    story.shortlist()
    look("shortlist", 9)
    with looking(world, 9):
        faults["marks"] = world.same_whatever(world.other_marks, but=("officer", "translator", "approver"))
    story.clear()
    look("rights check", 15)
    story.vote()
    look("public vote", 32)
    story.count()
    story.decide()
    look("embargoed", 38.5, difference=True)
    with looking(world, 38.5):
        faults["languages"] = sorted(map(str, world.crawl("public", ("ja", "km")).holding(ALL)))
    assert {stage: told for stage, told in faults.items() if told} == {}


@pytest.mark.slow
def test_no_stage_tells_how_the_vote_stands(same_order):
    """While it is open, once it is closed, counted, and decided upon; then the same crawl finds both the numbers and the names."""
    world = World(also=("editor",))
    story = world.story
    story.announce()
    story.enter_all()
    story.check_all()
    story.judge(story.convene())
    story.shortlist()
    story.clear()
    story.vote()
    faults = {}
    for phase, days in (("open", 32), ("closed", 37.5)):
        with looking(world, days):
            faults[phase] = world.same_whatever(world.other_choices)
    story.count()
    with looking(world, 37.5):
        faults["counted"] = world.same_whatever(world.other_tallies)
    with looking(world, 38.5):
        faults["embargoed"] = world.same_whatever(world.other_tallies, but=("officer",), then=story.decide)
    assert {phase: told for phase, told in faults.items() if told} == {}
    story.decide()
    assert told_when_announced(world) == {"name", "counts"}


def told_when_announced(world: World) -> set[str]:
    """What the same crawl finds once it is no secret any more."""
    world.story.tell()
    world.days = 41
    found = set()
    first = world.crawl("public")
    if ("/en/competition/story/results/", word("credit", WINNER).lower()) in first.holding(ALL):
        found.add("name")
    with undone():
        world.other_tallies()
        if "/en/competition/story/results/" in first.other_than(world.crawl("public")):
            found.add("counts")
    return found
