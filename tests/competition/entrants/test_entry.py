"""The work: what the rules take, what is kept of a form in which something is wrong, changes, and taking it back."""

import io

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from anniversary import clock
from anniversary.competition import doorways, terms
from anniversary.competition.entrants import blindness, panels
from anniversary.competition.entrants.models import Entrant
from anniversary.competition.entries.models import Entry, Work
from anniversary.competition.models import Act, Competition, Rules
from anniversary.mails import outbox
from tests.competition.entrants.walking import DECLARED, Walk, drawing
from tests.factories.competition import entrant, issued_terms


@pytest.fixture
def walk(record):
    made = Walk(record).follow()
    made.told()
    return made


def test_what_was_right_is_kept_and_what_was_wrong_is_still_in_the_form(walk):
    answer = walk.begin(title="Flowers", concept="x" * 801, mono=SimpleUploadedFile("mono.png", b"no picture"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert (set(answer.context["form"].errors), set(answer.context["files"].errors)) == ({"concept"}, {"mono"})
    assert "x" * 801 in page
    made = Entry.objects.get()
    assert (made.title, made.concept, [work.role for work in made.works.all()]) == ("Flowers", "", ["colour"])
    assert f"{made.code}/works/colour-64.png" in page
    form = {"stamp": answer.context["stamp"], "form_key": str(made.form_key), "title": "Flowers", "concept": "x" * 800, "language": "en", "ai": "none"}
    again = walk.post(f"{made.code}/edit/", **form, mono=drawing("black"))
    assert again.status_code == 302
    made.refresh_from_db()
    assert (len(made.concept), sorted(work.role for work in made.works.all())) == (800, ["colour", "mono"])


@pytest.mark.parametrize(
    ("fields", "files", "rules", "lacks"),
    [
        ({}, ["colour", "mono"], {}, []),
        ({"title": ""}, ["colour", "mono"], {}, ["The title is missing."]),
        ({"concept": " "}, ["colour", "mono"], {}, ["The explanation is missing."]),
        ({}, ["colour"], {}, ["This file is missing: In black and white."]),
        ({}, ["colour"], {"needs_mono": False}, []),
        ({}, ["colour", "mono"], {"needs_source": True}, ["This file is missing: Source file."]),
        ({}, ["colour", "mono", "source"], {"needs_source": True}, []),
        ({}, [], {"takes_files": False}, []),
        ({"ai": "assisted"}, ["colour", "mono"], {}, ["Say which program you used, and for what."]),
        ({"ai": "assisted", "ai_note": "For the colours"}, ["colour", "mono"], {}, []),
    ],
)
def test_what_is_missing_is_told_before_it_is_sent(walk, record, fields, files, rules, lacks):
    Rules.objects.filter(competition=record).update(**rules)
    begun = walk.begin(files=False, **fields, **{role: drawing(colour) for role, colour in zip(files, ("red", "black", "blue"), strict=False)})
    page = walk.client.get(begun.url)
    assert [lack.text for lack in page.context["lacks"]] == lacks
    known = {name: page.context[name] for name in ("stamp",)} | {"terms": page.context["terms"].pk}
    walk.client.post(begun.url.partition("?")[0], known | DECLARED)  # whatever the page shows
    assert Entry.objects.get().state == ("draft" if lacks else "submitted")


@pytest.mark.parametrize("left_out", list(DECLARED))
def test_without_a_declaration_nothing_is_sent(walk, left_out):
    begun = walk.begin()
    page = walk.client.get(begun.url)
    ticked = {name: "on" for name in DECLARED if name != left_out}
    answer = walk.client.post(begun.url.partition("?")[0], {"stamp": page.context["stamp"], "terms": page.context["terms"].pk} | ticked)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {left_out})
    assert (answer.content.decode().count(" checked"), Entry.objects.get().state) == (len(ticked), "draft")


def test_terms_that_were_changed_meanwhile_are_read_first(walk, record, officer):
    begun = walk.begin()
    first = terms.in_force(record)
    newer = issued_terms(record, user=officer, text="<p>Other terms.</p>")
    answer = walk.send(begun.url, terms=first.pk)
    assert ("The terms were changed meanwhile" in answer.content.decode(), Entry.objects.get().state) == (True, "draft")
    walk.send(begun.url)
    assert Entry.objects.get().terms == newer


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("A sign by Dara Sok", "SOK Dara"),
        ("Sok and Dara", "SOK Dara"),
        ("Dara means star", ""),
        ("ផ្កា សុខដារ៉ា", "សុខ ដារ៉ា"),
        ("Two petals", ""),
        ("PHNOM PENH School of drawing", "Phnom Penh School of Drawing"),
        ("Phnom Penh", ""),
        ("山田花子の花", "山田 花子"),
    ],
)
def test_no_name_in_title_or_explanation(record, title, name):
    person = entrant(record, name_native="សុខ ដារ៉ា", name_latin="SOK Dara", affiliation="Phnom Penh School of Drawing")
    assert blindness.named_in(title, person, ["山田 花子"]) == name


def test_a_name_in_the_title_is_refused_and_not_kept(walk):
    answer = walk.begin(title="Flower of Sok Dara", concept="By DARA SOK.")
    assert set(answer.context["form"].errors) == {"title", "concept"}
    assert (Entry.objects.get().title, Entry.objects.get().concept) == ("", "")


def test_a_name_that_stands_in_a_work_cannot_be_taken_on(walk, record):
    walk.send(walk.begin(title="Flower of Bopha Chan").url)
    answer = walk.told(name_latin="CHAN Bopha")
    assert answer.status_code == 422
    assert Entrant.objects.get().name_latin == "SOK Dara"


def test_as_many_works_as_the_rules_say(walk, record):
    walk.begin()
    page = walk.client.get(f"{walk.here}new/")
    assert (page.status_code, "By the rules one entrant may send in this many works: 1." in page.content.decode()) == (409, True)
    Rules.objects.filter(competition=record).update(entries_each=2)
    walk.begin(title="Another")
    assert Entry.objects.count() == 2
    assert walk.client.get(f"{walk.here}new/").status_code == 409
    walk.post(f"{Entry.objects.first().code}/withdraw/")
    walk.begin(title="A third one")
    assert Entry.objects.count() == 3


def test_one_form_makes_one_work_however_often_it_is_sent(walk, record):
    Rules.objects.filter(competition=record).update(entries_each=5)
    form = walk.form()
    for _time in range(3):
        assert walk.post("new/", **form, title="Two petals", language="en", ai="none").status_code == 302
    assert Entry.objects.count() == 1


def test_nobody_elses_work_is_opened_changed_sent_or_withdrawn(walk, record):
    theirs = walk.begin()
    code = Entry.objects.get().code
    other = Walk(record, "bopha@example.org").follow()
    other.told()
    for path in ("", "edit/", "check/", "receipt/", "withdraw/", "works/colour-64.png"):
        assert other.client.get(f"{other.here}{code}/{path}").status_code == 404
    for path in ("edit/", "check/", "withdraw/"):
        assert other.post(f"{code}/{path}", **DECLARED).status_code == 404
    form = other.form() | {"form_key": str(Entry.objects.get().form_key)}
    assert other.post("new/", **form, title="Mine", language="en", ai="none").status_code in {404, 422}
    assert (theirs.status_code, Entry.objects.get().title, Entry.objects.get().state) == (302, "Two petals", "draft")


def test_a_change_after_sending_is_a_revision_with_a_letter_and_no_change_is_none(walk):
    walk.send(walk.begin().url)
    made = Entry.objects.get()
    page = f"{made.code}/edit/"
    same = {"title": "Two petals", "concept": "They meet.", "language": "en", "tools": "Pencil", "ai": "none"}
    walk.post(page, **walk.form(page), **same, colour=drawing())
    assert Entry.objects.get().revision == 1
    walk.post(page, **walk.form(page), **same | {"title": "Three petals"}, mono=drawing("grey"))
    made.refresh_from_db()
    outbox.send_due()
    assert (made.revision, made.title, made.state) == (2, "Three petals", "submitted")
    assert mail.outbox[-1].subject == f"{made.code}: your change is saved"
    assert Work.objects.get(role="mono").sha256 in mail.outbox[-1].body
    assert list(Act.objects.filter(verb="change").values_list("subject", "detail")) == [(made.code, {"revision": 2})]
    answer = walk.post(page, **walk.form(page), **same | {"title": ""})
    assert (answer.status_code, Entry.objects.get().title, Entry.objects.get().revision) == (422, "Three petals", 2)


def test_a_work_is_taken_back_by_a_button_and_once(walk):
    walk.send(walk.begin().url)
    made = Entry.objects.get()
    assert "Yes, withdraw it" in walk.get(f"{made.code}/withdraw/")
    assert Entry.objects.get().state == "submitted"
    for _time in range(2):
        assert walk.post(f"{made.code}/withdraw/").status_code == 302
    outbox.send_due()
    assert (Entry.objects.get().state, mail.outbox[-1].subject) == ("withdrawn", f"{made.code}: your work is withdrawn")
    assert Act.objects.filter(verb="entry", after="withdrawn", subject=made.code).count() == 1
    page = f"{made.code}/edit/"
    assert walk.post(page, stamp="", title="Again", language="en", ai="none").status_code == 422


@pytest.mark.parametrize(("stage", "state"), [("eligibility", "withdrawn"), ("embargoed", "withdrawn"), ("result_announced", "submitted")])
def test_until_the_result_a_work_can_be_taken_back(walk, record, stage, state):
    walk.send(walk.begin().url)
    Competition.objects.filter(pk=record.pk).update(stage=stage)
    walk.post(f"{Entry.objects.get().code}/withdraw/")
    assert Entry.objects.get().state == state


@pytest.mark.parametrize("stage", ["setup", "eligibility", "jury", "public_vote", "result_announced", "archived"])
def test_in_other_stages_nothing_is_begun_changed_or_sent(walk, record, stage):
    begun, form = walk.begin(), walk.form
    page = walk.client.get(begun.url)
    made, stamps = Entry.objects.get(), {"stamp": page.context["stamp"], "terms": page.context["terms"].pk}
    Competition.objects.filter(pk=record.pk).update(stage=stage)
    assert walk.post(f"{made.code}/edit/", **stamps, title="Later", language="en", ai="none").status_code == 422
    assert walk.client.post(f"{walk.here}{made.code}/check/", stamps | DECLARED).status_code == 422
    assert walk.post("you/", **stamps, name_native="Other").status_code == 422
    made.refresh_from_db()
    assert (made.state, made.title) == ("draft", "Two petals")
    assert form  # the page itself can be read in every stage
    assert walk.client.get(walk.here).status_code == 200


def test_it_is_shown_small_and_in_grey_without_anything_but_pixels(walk):
    begun = walk.begin()
    code = Entry.objects.get().code
    page = walk.client.get(begun.url).content.decode()
    for side in (64, 32, 16):
        assert f'{code}/works/colour-{side}.png"' in page
        assert f'{code}/works/mono-{side}.png?grey"' in page
        answer = walk.client.get(f"{walk.here}{code}/works/colour-{side}.png")
        with Image.open(io.BytesIO(answer.content)) as image:
            assert (max(image.size), image.info, answer["Cache-Control"]) == (side, {}, "private, no-store")
    grey = walk.client.get(f"{walk.here}{code}/works/colour-64.png?grey")
    with Image.open(io.BytesIO(grey.content)) as image:
        assert image.mode in {"L", "LA"}
    for wrong in ("colour-65.png", "source-64.png", "other-64.png"):
        assert walk.client.get(f"{walk.here}{code}/works/{wrong}").status_code == 404


def test_the_button_is_on_the_public_page_while_entries_are_open(record):
    assert [(door.label, door.main) for door in doorways.of(record) if "/enter/" in door.url] == [("Send in a work", True)]
    with clock.as_of(record.rules.closes_at):
        assert [door for door in doorways.of(record) if "/enter/" in door.url] == []


def test_a_panel_of_another_app_stands_on_the_page_of_the_entry(walk, monkeypatch):
    monkeypatch.setattr(panels, "_providers", [lambda entry, request: ("competition/prose.html", {"prose": {"html": f"<{entry.code}>"}})])
    walk.begin()
    code = Entry.objects.get().code
    page = walk.client.get(f"{walk.here}{code}/")
    assert [panel.strip() for panel in page.context["panels"]] == [f'<div class="prose">&lt;{code}&gt;</div>']
    assert f'<div class="prose">&lt;{code}&gt;</div>' in page.content.decode()


@pytest.mark.parametrize(("number", "path"), [(1, ""), (12, "")])
def test_their_page_needs_as_many_queries_for_one_work_as_for_twelve(walk, record, number, path, django_assert_num_queries):
    Rules.objects.filter(competition=record).update(entries_each=20)
    for count in range(number):
        walk.begin(files=False, title=f"Work {count}")
    walk.get()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        assert walk.get().count("<h2 id=") == number + 1
    assert len(queries) == QUERIES


QUERIES = 8


