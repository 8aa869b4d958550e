"""The pages of the eligibility desk: what they show, where they lead, and who is let in."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext_lazy

from anniversary.competition.entries.models import Entry, Work
from anniversary.competition.models import Act, Competition
from anniversary.competition.screening import asking, queue, wording
from anniversary.competition.screening.models import Check, Likeness, Question
from anniversary.competition.screening.taking import stamp
from tests.factories.staff import make_user

from .making import BY_HAND, sent, work

pytestmark = pytest.mark.django_db
S = Entry.State


def codes(page: str) -> list[str]:
    return re.findall(r'class="queue-code">([^<]+)<', page)


def numbers(page: str) -> dict[str, int]:
    return {name: int(number) for name, number in re.findall(r'href="\?show=(\w+)"[^>]*>[^<]*<b>(\d+)</b>', page)}


def answered(entry: Entry, officer) -> Entry:
    asking.answer(asking.ask(entry, seen=stamp(entry), subject="ai", user=officer), "By hand.")
    return Entry.objects.get(pk=entry.pk)


def post(desk, entry, deed, show="unchecked", **told):
    now = Entry.objects.get(pk=entry.pk)
    return desk.post(f"{desk.base}{entry.code}/{deed}/?show={show}", {"seen": stamp(now)} | told)


def test_the_queue_shows_each_state_s_works_by_code_and_who_has_answered_first(desk, record, officer):
    for number, (code, state) in enumerate([("BBB-222", "submitted"), ("AAA-222", "submitted"), ("DDD-222", "eligible"), ("EEE-222", "ineligible")], 1):
        sent(record, user=officer, number=number, code=code, state=state)
    sent(record, user=officer, number=5, code="GGG-222", state="draft")
    sent(record, user=officer, number=6, code="HHH-222", state="withdrawn")
    asked = sent(record, user=officer, number=7, code="FFF-222")
    asking.ask(asked, seen=stamp(asked), subject="ai", user=officer)
    answered(sent(record, user=officer, number=8, code="CCC-222"), officer)
    page = desk.get(desk.base).text
    assert codes(page) == ["CCC-222", "AAA-222", "BBB-222"]
    assert numbers(page) == {"unchecked": 3, "answered": 1, "queried": 1, "alike": 0, "eligible": 1, "ineligible": 1}
    shown = {show: codes(desk.get(desk.base, {"show": show}).text) for show in ("answered", "queried", "alike", "eligible", "ineligible")}
    assert shown == {"answered": ["CCC-222"], "queried": ["FFF-222"], "alike": [], "eligible": ["DDD-222"], "ineligible": ["EEE-222"]}
    for after in ("x", "2.AAA-222", "1.AAA-\0222", "1.", "٠.AAA-222"):
        assert codes(desk.get(desk.base, {"show": "nonsense", "after": after}).text) == ["CCC-222", "AAA-222", "BBB-222"]


def test_the_queue_is_read_page_by_page_without_loss_or_repetition(desk, record, officer, monkeypatch):
    monkeypatch.setattr(queue, "PAGE", 3)
    made = [sent(record, user=officer, number=number, code=f"A{number}A-222", files=False) for number in range(2, 10)]
    for entry in made[4:8]:
        answered(entry, officer)
    read, after = [], ""
    for _page in range(3):
        page = desk.get(desk.base, {"after": after}).text
        read.append([code[1] for code in codes(page)])
        after = (re.findall(r"&amp;after=([\w.-]+)", page) or [""])[0]
    assert (read, after) == ([["6", "7", "8"], ["9", "2", "3"], ["4", "5"]], "")


def test_j_and_k_go_through_the_queue_from_wherever_one_is(desk, record, officer):
    made = {letter: sent(record, user=officer, number=number, code=f"{letter}AA-222", files=False) for number, letter in enumerate("BCDE", 1)}
    answered(made["D"], officer)  # the order: D, B, C, E
    found = {letter: [code[:1] for code in queue.neighbours(record, "unchecked", entry)] for letter, entry in made.items()}
    assert found == {"D": ["", "B"], "B": ["D", "C"], "C": ["B", "E"], "E": ["C", ""]}
    assert [queue.neighbours(record, "eligible", made["B"]), queue.neighbours(record, "answered", made["C"])] == [("", ""), ("", "DAA-222")]


def test_a_work_s_page_has_what_eligibility_needs(desk, record, officer):
    made = sent(
        record, user=officer, code="K7M-4QX", title="By Dara", concept="ផ្កា", language="km",
        person={"name_native": "ដារ៉ា", "name_latin": "Dara Sok", "affiliation": "Royal School", "language": "km"},
    )  # fmt: skip
    page = desk.get(f"{desk.base}K7M-4QX/").text
    for told in ("ដារ៉ា · Dara Sok, 17 May 1990", "Royal School", "By Dara", 'lang="km"', "Version 1", "K7M-4QX"):
        assert told in page
    points = re.findall(r'<li class="point point--(\w+)">.*?<b>(.*?)</b>', page, re.S)
    assert points == [
        ("ok", "Age on the day of opening"), ("ok", "Nationality or residence"), ("ok", "Works of this entrant"), ("ok", "Sent in time"),
        ("ok", "Declarations and terms"), ("ok", "Files by the rules"), ("bad", "Title and explanation name nobody"), ("ok", "No copy of another work"),
        ("open", "The work itself names nobody"), ("open", "The work is what is asked for"), ("open", "Nothing in it offends against law or decency"),
    ]  # fmt: skip
    originals = [f"/admin/competition/works/{pk}/original/" for pk in Work.objects.filter(entry=made).values_list("pk", flat=True)]
    assert all(address in page for address in originals)
    assert re.findall(r'data-key="(\w)"', page) == ["1", "2", "3", "4", "a", "q", "r"]


def test_the_desk_shows_the_sentences_as_the_entrant_will_read_them(desk, record, officer, monkeypatch):
    monkeypatch.setitem(wording.REASONS, "named", gettext_lazy("Draft"))
    monkeypatch.setitem(wording.SUBJECTS, "ai", wording.Subject("AI", gettext_lazy("Published")))
    sent(record, user=officer, code="K7M-4QX", person={"language": "ja"})
    page = desk.get(f"{desk.base}K7M-4QX/").text
    assert '<span class="choice-text" lang="ja">下書き</span>' in page
    assert '<span class="choice-text" lang="ja">公開中</span>' in page or '<span class="choice-text" lang="ja">公開</span>' in page


@pytest.mark.parametrize(
    ("deed", "told", "state"),
    [
        ("accept", {"ticked": BY_HAND}, S.ELIGIBLE),
        ("reject", {"choice": "late", "words": ""}, S.INELIGIBLE),
        ("ask", {"choice": "own", "words": "Why?"}, S.QUERIED),
    ],
    ids=["accept", "reject", "ask"],
)
def test_each_deed_leads_on_to_the_next_work_and_from_the_last_to_the_queue(desk, record, officer, deed, told, state):
    first, last = (sent(record, user=officer, number=number, code=f"{number}AA-222") for number in (2, 3))
    assert post(desk, first, deed, **told).headers["Location"] == f"{desk.base}3AA-222/?show=unchecked"
    answer = post(desk, last, deed, **told)
    assert answer.headers["Location"] == f"{desk.base}?show=unchecked"
    assert set(Entry.objects.values_list("state", flat=True)) == {state}
    assert f"3AA-222: {Entry.State(state).label}" in desk.get(answer.headers["Location"]).text


def test_what_cannot_be_done_is_said_and_what_was_typed_is_kept(desk, record, officer):
    made = sent(record, user=officer, code="K7M-4QX")
    answer = post(desk, made, "accept", ticked=["picture"])
    assert (answer.status_code, "Look at this first" in answer.text) == (200, True)
    assert re.findall(r'name="ticked" value="(\w+)" checked', answer.text) == ["picture"]
    answer = post(desk, made, "reject", choice="other", words=" ")
    assert "Say in your own words why." in answer.text
    answer = post(desk, made, "ask", choice="", words="Who drew <it>?")
    assert ("Choose what it is about." in answer.text, ">Who drew &lt;it&gt;?</textarea>" in answer.text) == (True, True)
    assert Entry.objects.get().state == S.SUBMITTED


def test_the_second_of_two_officers_is_told_and_keeps_what_was_typed(desk, record, officer):
    made = sent(record, user=officer, code="K7M-4QX")
    seen = stamp(made)
    post(desk, made, "accept", ticked=BY_HAND)
    answer = desk.post(f"{desk.base}K7M-4QX/reject/", {"seen": seen, "choice": "named", "words": "The signature."})
    assert (answer.status_code, "somebody else has dealt with this work meanwhile. It is now: Eligible" in answer.text) == (409, True)
    assert ">The signature.</textarea>" in answer.text
    assert re.findall(r'name="choice" value="(\w+)" required checked', answer.text) == ["named"]
    assert (Entry.objects.get().state, list(Check.objects.values_list("verdict", flat=True))) == (S.ELIGIBLE, ["eligible"])
    again = re.findall(r'name="seen" value="([^"]+)"', answer.text)
    assert desk.post(f"{desk.base}K7M-4QX/reject/", {"seen": again[0], "choice": "named"}).status_code == 302


def test_likenesses_stand_side_by_side_and_are_dismissed(desk, record, officer):
    one, other = (sent(record, user=officer, number=number, code=f"{number}AA-222") for number in (2, 3))
    gone = sent(record, user=officer, number=4, code="4AA-222", state="withdrawn")
    found = Likeness.objects.create(one=one, other=other, distance=5)
    Likeness.objects.create(one=one, other=gone, distance=0)
    assert codes(desk.get(desk.base, {"show": "alike"}).text) == ["2AA-222", "3AA-222"]
    page = desk.get(f"{desk.base}3AA-222/?show=alike").text
    assert ("Differs in 5 of 64 points" in page, page.count('class="like"'), page.count("colour-480.png")) == (True, 1, 2)
    assert "Like others: 1" in page
    address = f"{desk.base}3AA-222/like/{found.pk}/?show=alike"
    assert desk.post(address, {"dismissed": "1"}).headers["Location"] == f"{desk.base}3AA-222/?show=alike#alike"
    found.refresh_from_db()
    assert (found.dismissed_by, Act.objects.get(verb="dismiss_likeness").detail) == (officer, {"other": "2AA-222", "distance": 5})
    assert codes(desk.get(desk.base, {"show": "alike"}).text) == []  # what was withdrawn is no matter of the desk
    assert "somebody else has dealt with this likeness" in desk.post(address, {"dismissed": "1"}, follow=True).text
    desk.post(address, {"dismissed": "0"})
    found.refresh_from_db()
    assert (found.dismissed_by, found.dismissed_at) == (None, None)
    Competition.objects.filter(pk=record.pk).update(stage="jury")
    assert "in the stage for it only" in desk.post(address, {"dismissed": "1"}, follow=True).text


def test_in_another_stage_the_desk_shows_all_and_offers_nothing(desk, record, officer):
    sent(record, user=officer, code="K7M-4QX")
    Competition.objects.filter(pk=record.pk).update(stage="jury")
    page = desk.get(f"{desk.base}K7M-4QX/").text
    assert "nothing can be changed" in page
    assert ('data-key="a"' in page, "/ask/" in page, "/reject/" in page) == (False, False, False)


def test_a_picture_is_for_officers_is_kept_by_nobody_and_only_in_these_sizes(desk, record, officer):
    made = sent(record, user=officer, code="K7M-4QX")
    work(made, role="source")
    answer = desk.get(f"{desk.base}K7M-4QX/colour-480.png")
    assert (answer.status_code, answer.headers["Content-Type"], answer.content[:8]) == (200, "image/png", b"\x89PNG\r\n\x1a\n")
    assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))
    assert (answer.headers["X-Content-Type-Options"], "ETag" in answer.headers, "Last-Modified" in answer.headers) == ("nosniff", False, False)
    wrong = ["colour-481.png", "source-480.png", "other-480.png"]
    assert [desk.get(f"{desk.base}K7M-4QX/{name}").status_code for name in wrong] == [404] * 3
    Work.objects.filter(role="mono").update(preview_state="waiting")
    assert desk.get(f"{desk.base}K7M-4QX/mono-480.png").status_code == 404


def test_a_draft_and_another_competition_s_work_are_not_on_the_desk(desk, record, officer):
    sent(record, user=officer, code="AAA-222", state="draft")
    elsewhere = sent(record, user=officer, number=2, code="BBB-222", files=False)
    Entry.objects.filter(pk=elsewhere.pk).update(competition=Competition.objects.create(title_en="Another", slug="another"))
    assert [desk.get(f"{desk.base}{code}/").status_code for code in ("AAA-222", "BBB-222", "CCC-222")] == [404] * 3


def addresses(desk, entry, likeness) -> list[tuple[str, str]]:
    """Every address of the desk, and how it is asked."""
    base = f"{desk}{entry.code}/"
    read = [desk, base, f"{base}colour-480.png", f"{base}mono-1200.png"]
    deeds = [f"{base}{deed}/" for deed in ("accept", "reject", "ask", "take-back", f"like/{likeness.pk}")]
    return [("get", address) for address in read] + [("post", address) for address in [*deeds, f"{desk}compare/"]]


@pytest.mark.parametrize("role", ["editor", "approver", "translator", "juror", "", None])
def test_nobody_else_gets_in_by_any_address_of_the_desk(client, record, officer, role):
    one, other = (sent(record, user=officer, number=number, code=f"{number}AA-222") for number in (2, 3))
    likeness = Likeness.objects.create(one=one, other=other, distance=5)
    if role is not None:
        client.force_login(make_user(username="other", role=role))
    every = addresses(f"/admin/competition/competition/{record.pk}/desk/eligibility/", one, likeness)
    told = {"seen": stamp(one), "ticked": BY_HAND, "choice": "late", "words": "x", "dismissed": "1"}
    answers = [getattr(client, method)(address, told) for method, address in every]
    assert {answer.status_code for answer in answers} == {302 if role is None else 403}
    if role is None:
        assert all("/login/" in answer.headers["Location"] for answer in answers)
    assert (Entry.objects.get(pk=one.pk).state, Check.objects.count(), Question.objects.count()) == (S.SUBMITTED, 0, 0)
    assert Likeness.objects.get().dismissed_at is None


@pytest.mark.parametrize("role", ["competition_officer", "administrator"])
def test_the_office_gets_in_and_a_deed_is_never_done_by_opening_an_address(client, record, officer, role):
    one, other = (sent(record, user=officer, number=number, code=f"{number}AA-222") for number in (2, 3))
    likeness = Likeness.objects.create(one=one, other=other, distance=5)
    client.force_login(make_user(username="other", role=role))
    every = addresses(f"/admin/competition/competition/{record.pk}/desk/eligibility/", one, likeness)
    assert [client.get(address).status_code for method, address in every] == [200] * 4 + [405] * 6


@pytest.mark.parametrize("show", queue.Show.values)
def test_the_queue_asks_no_more_for_thirty_works_than_for_one(desk, record, officer, show):
    state = {"queried": "queried", "eligible": "eligible", "ineligible": "ineligible"}.get(show, "submitted")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page = desk.get(desk.base, {"show": show}).text
        assert len(codes(page)) == min(Entry.objects.count(), queue.PAGE)
        return len(queries)

    def add(number: int) -> None:
        made = sent(record, user=officer, number=number, state=state)
        if show == "answered":
            Question.objects.create(entry=made, text="?", asked_at=made.submitted_at, answer="!", answered_at=made.submitted_at)
        if show == "alike":
            first = Entry.objects.order_by("pk").first()
            one, other = sorted([made.pk, first.pk]) if made != first else (None, None)
            if one:
                Likeness.objects.create(one_id=one, other_id=other, distance=1)

    add(1)
    add(2)
    desk.get(desk.base)
    two = asked()
    for number in range(3, 31):
        add(number)
    assert asked() == two
