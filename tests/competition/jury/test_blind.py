"""What a juror is given: codes, pictures, titles, explanations, and their own marks. Nothing of who made a work, and nothing of what others gave."""

import ast
import io
import re
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from anniversary.competition.entrants.models import Authorship, Member
from anniversary.competition.entries import blind
from anniversary.competition.entries.models import Work
from anniversary.competition.jury import judging, rounds
from anniversary.competition.jury.models import Round
from tests.factories.competition import entrant

from .conftest import make_jury
from .drawing import drawn

pytestmark = pytest.mark.django_db
# Whatever tells who made a work, none of which may come near a juror.
SECRETS = ("Dara", "ដារ៉ា", "Sopheak", "entrant1@example.org", "Royal University", "Mekong Studio", "dara.png", "1990", "Photoshop", "A line in grey")


def picture(work, role: str = Work.Role.COLOUR) -> Work:
    made = Work(entry=work, role=role, kind="png", sha256="a" * 64, bytes=1, width=900, height=900, preview_state=Work.Preview.READY)
    made.original.save("dara.png", ContentFile(drawn()), save=False)
    made.preview.save("dara.png", ContentFile(drawn()), save=False)
    made.save()
    return made


@pytest.fixture
def judged(jury):
    """Works with an author, files and all that is asked of an entrant."""
    person = entrant(jury.record, name_latin="Dara", affiliation="Royal University", is_group=True, group_name="Mekong Studio", guardian_name="Sopheak")
    Member.objects.create(entrant=person, name_native="ដារ៉ា", name_latin="Sopheak", born_on=person.born_on)
    for work in jury.entries:
        work.tools, work.ai_note = "Photoshop of Dara", "A line in grey"
        work.save()
        Authorship.objects.create(entry=work, entrant=person, publish_name=True, credit="Dara")
        for role in (Work.Role.COLOUR, Work.Role.MONO):
            picture(work, role)
    return jury


def crawl(client: Client, start: str, *, pictures: bool = True) -> dict:
    """Every address below the juror's desk, in one language, that can be reached by links, pictures and forms."""
    seen, waiting = {}, [start]
    while waiting:
        address = waiting.pop()
        seen[address] = answer = client.get(address)
        if "html" not in answer["Content-Type"]:
            continue
        base = address.partition("?")[0]
        for found in re.findall(r'(?:href|src|action)="([^"]+)"', answer.text):
            target = base + found if found.startswith("?") else found
            is_wanted = target.startswith(start) and "recuse" not in target and (pictures or not target.endswith(".png"))
            if is_wanted and target not in {*seen, *waiting}:
                waiting.append(target)
    return seen


def test_nothing_that_a_juror_can_reach_tells_who_made_a_work(judged):
    client = Client()
    client.force_login(judged.users[0])
    seen = crawl(client, "/en/jury/")
    assert {answer.status_code for answer in seen.values()} == {200}
    pictures = [address for address in seen if address.endswith(".png")]
    assert len(pictures) == 3 * 9  # 192 in the list; colour and mono large; three small ones, each in grey as well
    for address, answer in seen.items():
        said = f"{address}\n{answer.headers}\n{answer.cookies}\n".encode() + answer.content
        assert [secret for secret in SECRETS if secret.encode() in said] == [], address
        assert (answer["Cache-Control"], answer.has_header("ETag"), answer.has_header("Last-Modified")) == ("private, no-store", False, False)


def test_a_picture_is_our_own_drawing_under_the_works_code(judged):
    client, work = Client(), judged.entries[0]
    client.force_login(judged.users[0])
    for name, side, mode in (("colour-512", 512, "RGB"), ("mono-512", 512, "RGB"), ("grey-64", 64, "L"), ("colour-16", 16, "RGB"), ("colour-1200", 600, "RGB")):
        answer = client.get(judged.address(work, f"{name}.png"))
        with Image.open(io.BytesIO(answer.content)) as image:
            assert (image.format, image.size, image.mode, image.info) == ("PNG", (side, side), mode, {})
        assert answer["Content-Disposition"] == f'inline; filename="{work.code}.png"'
        assert answer["X-Content-Type-Options"] == "nosniff"
    for name in ("source-512.png", "colour-513.png", "colour-512.jpg", "colour-512", "COLOUR-512.png", "colour-٥١٢.png", "colour-99999.png"):
        assert client.get(judged.address(work, name)).status_code == 404
    again = client.get(judged.address(work, "colour-512.png"), headers={"If-None-Match": "*", "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"})
    assert again.status_code == 200
    Work.objects.filter(entry=work, role="mono").update(preview_state=Work.Preview.REFUSED)
    assert client.get(judged.address(work, "mono-512.png")).status_code == 404
    assert "mono-1200" not in client.get(judged.address(work)).text


def test_no_page_of_the_desk_asks_the_database_for_persons_or_originals(judged):
    client, work = Client(), judged.entries[0]
    client.force_login(judged.users[0])
    with CaptureQueriesContext(connection) as asked:
        for address in (judged.address(), judged.address(work), judged.address(work, "colour-512.png"), judged.address(more="submit/")):
            assert client.get(address).status_code == 200
        client.post(judged.address(work), judged.form(8, 6))
    statements = [query["sql"] for query in asked.captured_queries]
    assert [sql for sql in statements if re.search("entrants_|screening_|submitted_at.*entries_entry|form_key.*tools", sql)] == []


def test_the_door_to_the_works_tells_these_things_and_no_others(judged):
    work = judged.entries[0]
    shown = blind.entries([work.pk])
    assert shown == {work.pk: blind.Blind(work.pk, work.code, "Work 1", "They meet.", "en", ("colour", "mono"))}
    with pytest.raises(LookupError):
        blind.picture(work.pk, "source", 512)


def test_the_jury_imports_nothing_from_where_persons_are():
    folder = Path(judging.__file__).parent
    names = {
        name
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names] if isinstance(node, ast.Import) else [])
    }
    assert not {name for name in names if re.search("entrants|screening|outcome|vote", name)}


def test_nobody_sees_what_others_gave_before_or_after_submitting(judged):
    others, mine = judged.users[1], judged.users[0]
    work = judged.entries[0]
    before = judging.Given({row.pk: 7 for row in judged.criteria}, "Like a fern at dawn.")
    for number in (2, 3):
        for sheet in judging.sheets(judged.seat(number)):
            judging.save(sheet, before, revision=0)
    judging.submit(judged.seat(2), user=others)
    client = Client()
    client.force_login(mine)

    def reached() -> str:
        return "".join(answer.text for answer in crawl(client, "/en/jury/", pictures=False).values())

    def tells(said: str) -> list[bool]:
        return ["fern" in said, " checked" in said, "70" in re.sub(r"\d{3,}|csrf\S+", "", re.sub("<[^>]+>", " ", said)), "anking" in said]

    assert tells(reached()) == [False] * 4
    for sheet in judging.sheets(judged.seat(1)):
        client.post(judged.address(sheet.entry), judged.form(2, 2))
    client.post(judged.address(more="submit/"))
    said = reached()
    assert ("fern" in said, said.count(" checked"), "anking" in said) == (False, 2 * 3, False)  # two criteria of three works: the juror's own
    judging.submit(judged.seat(3), user=judged.users[2])
    rounds.close(Round.objects.get(), user=judged.officer)
    said = reached()
    assert ("fern" in said, said.count(" checked"), "anking" in said) == (False, 2 * 3, False)
    assert client.post(judged.address(work), judged.form(9, 9, revision=1)).status_code == 403


def test_each_juror_has_an_order_that_tells_nothing(now, django_capture_on_commit_callbacks):
    jury = make_jury(entries=30)
    with django_capture_on_commit_callbacks(execute=True):
        jury.open()
    shown = []
    for user in jury.users:
        client = Client()
        client.force_login(user)
        shown.append([row["work"].code for row in client.get(jury.address()).context["rows"]])
    assert len({tuple(codes) for codes in shown}) == 3
    assert {tuple(sorted(codes)) for codes in shown} == {tuple(sorted(work.code for work in jury.entries))}
    assert [work.code for work in jury.entries] not in shown


@pytest.mark.parametrize("number", [1, 30])
def test_the_pages_ask_the_database_as_often_for_many_works_as_for_one(now, django_capture_on_commit_callbacks, number):
    jury = make_jury(entries=number)
    with django_capture_on_commit_callbacks(execute=True):
        jury.open()
    client = Client()
    client.force_login(jury.users[0])
    client.get("/en/jury/")
    counted = []
    for address in ("/en/jury/", jury.address(), jury.address(jury.entries[0]), jury.address(more="submit/")):
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counted.append(len(asked))
    assert counted == [8, 13, 16, 8]
