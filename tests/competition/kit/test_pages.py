"""Who is given the kit, and when; what is counted; and the officer's desk."""

from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anniversary.competition import doorways, stages
from anniversary.competition.entries.models import Entry
from anniversary.competition.kit import making, masters
from anniversary.competition.kit.models import Download, Kit, KitFile, Master
from anniversary.competition.models import Act, Competition, Rules
from anniversary.library import limited
from tests.competition.entries import corpus
from tests.factories.competition import competition, rules
from tests.factories.staff import make_user

from .conftest import MARK, NOW, put, upload

pytestmark = pytest.mark.django_db
PAGE = "/en/competition/logo/kit/"


@pytest.fixture
def released(kit, record, officer):
    stages.move(record, "kit_released", user=officer)
    kit.refresh_from_db()
    return kit


def desk(record) -> str:
    return f"/admin/competition/competition/{record.pk}/desk/kit/"


@pytest.fixture
def office(client, officer):
    client.force_login(officer)
    return client


# --- from the release on ------------------------------------------------------------------------------------------------
STAGES = [stage for stage in Competition.Stage if stage not in {"kit_released", "archived"}]


@pytest.mark.parametrize("stage", STAGES, ids=str)
def test_before_it_is_released_nobody_finds_it(kit, record, officer, stage):
    Competition.objects.filter(pk=record.pk).update(stage=stage)
    file = kit.files.filter(format="png").first()
    for user in (None, officer, make_user(username="an editor", role="editor")):
        client = Client()
        if user:
            client.force_login(user)
        addresses = (PAGE, f"{PAGE}{file.key}/", f"{PAGE}{file.key}/shown.png")
        assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
    assert not Download.objects.exists()
    record.refresh_from_db()
    assert "kit" not in "".join(door.url for door in doorways.of(record))


def test_from_then_on_everybody_does(client, released, record):
    record.refresh_from_db()
    assert (released.released_at, client.get(PAGE).status_code) == (NOW, 200)
    assert [(door.url, door.main) for door in doorways.of(record) if "kit" in door.url] == [(PAGE, True)]
    Competition.objects.filter(pk=record.pk).update(stage="archived")
    record.refresh_from_db()
    assert client.get(PAGE).status_code == 200
    assert [(door.url, door.main) for door in doorways.of(record) if "kit" in door.url] == [(PAGE, False)]


def test_what_was_archived_without_a_release_stays_closed(client, kit, record, officer):
    stages.move(record, "archived", user=officer)
    assert client.get(PAGE).status_code == 404


def test_a_result_that_is_taken_back_takes_the_kit_along(client, released, record, officer, monkeypatch):
    monkeypatch.setattr(stages, "_guards", {})
    file = released.files.filter(format="png").first()
    stages.move(record, "decision", user=officer, note="The winner withdrew.")
    assert [client.get(address).status_code for address in (PAGE, f"{PAGE}{file.key}/", f"{PAGE}{file.key}/shown.png")] == [404, 404, 404]
    Competition.objects.filter(pk=record.pk).update(stage="archived")
    assert client.get(PAGE).status_code == 404


def test_a_competition_that_is_not_public_gives_nothing(client, released, record):
    Competition.objects.filter(pk=record.pk).update(status="draft", publish_at=None)
    assert client.get(PAGE).status_code == 404


# --- what has to be there -----------------------------------------------------------------------------------------------
def refused(record, officer) -> list[str]:
    try:
        stages.move(record, "kit_released", user=officer)
    except ValidationError as error:
        return error.messages
    return []


def test_all_that_is_missing_is_told_at_once(record, officer):
    Entry.objects.update(state=Entry.State.RUNNER_UP)
    assert refused(record, officer) == [
        "There is no winner whose work could be released.",
        "Upload the master: In colour, In black and white, On dark ground.",
        "Write the guidelines in: English, 日本語, ខ្មែរ.",
    ]


def test_files_that_are_not_made_keep_it_back(kit, record, officer):
    Kit.objects.update(guidelines_km="<p>ថ្មី</p>")
    assert refused(record, officer) == ["The files are not made yet. Load the page again in a while."]
    making.make(kit.pk)
    assert refused(record, officer) == []


def test_a_winner_alone_does_not_do(kit, record, officer):
    Master.objects.filter(variant="reverse").delete()
    Kit.objects.update(guidelines_ja="")
    making.make(kit.pk)
    assert refused(record, officer) == ["Upload the master: On dark ground.", "Write the guidelines in: 日本語."]


# --- the page -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("language", "told"), [("en", "Use it well."), ("ja", "大切に使ってください。"), ("km", "សូមប្រើឱ្យបានល្អ។")])
def test_the_page_tells_in_each_language_how_it_is_used_and_gives_every_file(client, released, language, told):
    text = client.get(f"/{language}/competition/logo/kit/").content.decode()
    assert f"<p>{told}</p>" in text
    for file in released.files.exclude(format="zip"):
        assert text.count(f'href="/{language}/competition/logo/kit/{file.key}/"') == 1
    for file in released.files.filter(format="zip"):
        assert text.count(f"/kit/{file.key}/") == (file.language == language)


def test_room_and_misuse_are_drawn_from_the_master_itself(client, released):
    text = client.get(PAGE).content.decode()
    shown = f'href="{PAGE}{released.files.get(master__variant="colour", format="png", size=1024).key}/shown.png"'
    assert text.count(shown) == 1 + 6
    # 1,600 × 800 pixels, a quarter of the height on each side.
    assert '<rect x="-200" y="-200" width="2000" height="1200"' in text
    assert "at least 25% of its height" in text
    assert "no narrower than 15 mm" in text
    assert text.count("<figcaption>Do not ") == 6


def test_numbers_in_drawings_have_a_point_in_every_language(client, released):
    Kit.objects.update(clear_space=33)
    for language in ("en", "ja", "km"):
        assert '<rect x="-264" y="-264" width="2128" height="1328"' in client.get(f"/{language}/competition/logo/kit/").content.decode()


def test_a_sample_is_marked_and_kept_out_of_search_engines(client, released, record):
    assert b"noindex" not in client.get(PAGE).content
    Rules.objects.filter(pk=record.rules.pk).update(sample=True)
    text = client.get(PAGE).content.decode()
    assert '<meta name="robots" content="noindex">' in text
    assert "This competition is made up" in text


def test_the_page_asks_the_database_as_often_for_many_files_as_for_few(client, released, record, officer):
    def queries() -> int:
        client.get(PAGE)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(PAGE)
        return len(asked)

    few = queries()
    for variant in ("colour", "mono", "reverse"):
        put(record, officer, variant, "vertical")
    making.make(released.pk)
    assert (released.files.count(), queries()) == (37 + 3 * 13, few)


# --- downloads ----------------------------------------------------------------------------------------------------------
def test_a_file_is_saved_under_its_name_and_that_is_counted_without_saying_by_whom(client, released):
    file = released.files.get(master__variant="colour", format="svg")
    answer = client.get(f"/ja/competition/logo/kit/{file.key}/", HTTP_USER_AGENT="A browser", REMOTE_ADDR="192.0.2.7")
    with file.file.open() as stored:
        assert b"".join(answer.streaming_content) == stored.read()
    told = ["Content-Disposition", "Content-Type", "X-Content-Type-Options", "Content-Security-Policy", "X-Robots-Tag"]
    assert [answer.headers[name] for name in told] == [
        'attachment; filename="logo-colour-horizontal.svg"', "image/svg+xml", "nosniff", "default-src 'none'; sandbox", "noindex",
    ]  # fmt: skip
    assert "no-store" in answer.headers["Cache-Control"]
    assert list(Download.objects.values_list("kit", "file", "name", "at", "language")) == [(released.pk, file.pk, "logo-colour-horizontal.svg", NOW, "ja")]
    assert {field.name for field in Download._meta.get_fields()} == {"id", "kit", "name", "file", "at", "language"}


def test_asking_only_whether_it_is_there_is_no_download(client, released):
    file = released.files.first()
    assert client.head(f"{PAGE}{file.key}/").status_code == 200
    assert client.post(f"{PAGE}{file.key}/").status_code == 405
    assert client.get(f"{PAGE}00000000-0000-0000-0000-000000000000/").status_code == 404
    assert not Download.objects.exists()


def test_a_picture_on_the_page_is_no_download(client, released):
    png, drawing = released.files.get(master__variant="colour", format="png", size=512), released.files.get(format="svg")
    answer = client.get(f"{PAGE}{png.key}/shown.png")
    assert (answer.headers["Content-Type"], answer.content[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    assert client.get(f"{PAGE}{drawing.key}/shown.png").status_code == 404
    assert not Download.objects.exists()


def test_every_listed_file_can_be_fetched(client, released):
    for file in KitFile.objects.select_related("master"):
        answer = client.get(f"{PAGE}{file.key}/")
        assert len(b"".join(answer.streaming_content)) == file.bytes
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{file.name}"'


def test_a_download_outlives_its_file(client, released):
    file = released.files.get(format="svg")
    client.get(f"{PAGE}{file.key}/")
    file.delete()
    assert list(Download.objects.values_list("name", "file")) == [("logo-colour-horizontal.svg", None)]


# --- the desk -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["editor", "approver", "translator", "juror", ""])
def test_nobody_but_the_office_sits_there(client, kit, record, role):
    client.force_login(make_user(username="somebody", role=role))
    master, file = Master.objects.first(), KitFile.objects.first()
    looks = [desk(record), f"{desk(record)}master/{master.pk}.png", f"{desk(record)}file/{file.pk}/"]
    deeds = [f"{desk(record)}{name}" for name in ("master/", f"master/{master.pk}/remove/", "guidelines/", "again/")]
    assert {client.get(address).status_code for address in looks} | {client.post(address).status_code for address in deeds} <= {302, 403}
    assert (Master.objects.count(), Act.objects.filter(verb="kit_master").count()) == (3, 3)


def test_an_officer_uploads_a_master_and_sees_it(office, record, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = office.post(f"{desk(record)}master/", {"variant": "colour", "layout": "vertical", "file": upload(MARK)})
    assert answer.headers["Location"] == desk(record)
    master = Master.objects.get()
    text = office.get(desk(record)).content.decode()
    assert "In colour · Vertical" in text
    assert "<summary>13 files</summary>" in text
    assert office.get(f"{desk(record)}master/{master.pk}.png").content[:4] == b"\x89PNG"
    file = master.files.get(format="svg")
    assert office.get(f"{desk(record)}file/{file.pk}/").headers["Content-Disposition"] == 'attachment; filename="logo-colour-vertical.svg"'
    assert not Download.objects.exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (corpus.REFUSED["SVG with an external entity"][0], "This drawing has a document type of its own (DTD, entities)"),
        (b"GIF89a", "This is not a file of a type that is asked for, whatever its name says."),
        (b"", "The submitted file is empty."),
    ],
)
def test_a_master_that_is_refused_is_told_beside_the_form(office, record, content, told):
    answer = office.post(f"{desk(record)}master/", {"variant": "mono", "layout": "vertical", "file": upload(content)})
    text = unescape(answer.content.decode())
    assert (answer.status_code, told in text, '<option value="mono" selected>' in text) == (422, True, True)
    assert not Master.objects.exists()


def test_a_gigabyte_that_is_claimed_is_refused_at_the_desk_as_well(office, record):
    answer = office.post(f"{desk(record)}master/", {"file": upload()}, headers={"Content-Length": str(2**30)}, CONTENT_LENGTH=str(2**30))
    assert answer.status_code == 413


def test_the_guidelines_are_written_in_each_language_and_logged(office, record, officer):
    prose = {"guidelines_en": "<p>Well.<script>x</script></p>", "guidelines_ja": "<p>よい</p>", "guidelines_km": "<p>ល្អ</p>"}
    assert office.post(f"{desk(record)}guidelines/", prose | {"clear_space": 40, "least_size": 20}).status_code == 302
    kit = Kit.objects.get()
    assert (kit.guidelines_en, kit.guidelines_km, kit.clear_space, kit.least_size) == ("<p>Well.</p>", "<p>ល្អ</p>", 40, 20)
    assert list(Act.objects.filter(verb="kit_guidelines").values_list("by", "detail")) == [(officer.pk, {"clear_space": 40, "least_size": 20})]
    answer = office.post(f"{desk(record)}guidelines/", prose | {"clear_space": 900, "least_size": 20})
    assert (answer.status_code, Kit.objects.get().clear_space) == (422, 40)


def test_what_is_missing_is_told_and_counts_are_shown(office, client, released, record):
    file = released.files.get(format="svg")
    reader = Client()
    for _time in range(3):
        reader.get(f"{PAGE}{file.key}/")
    reader.get(f"{PAGE}{released.files.get(language='km').key}/")
    text = office.get(desk(record)).content.decode()
    assert '<tr><th scope="row">logo-colour-horizontal.svg</th><td>3</td></tr>\n<tr><th scope="row">logo-km.zip</th><td>1</td></tr>' in text
    assert "The kit is released" in text


def test_before_the_release_the_desk_says_what_is_missing(office, record):
    text = office.get(desk(record)).content.decode()
    assert "Upload the master: In colour, In black and white, On dark ground." in text
    assert "Nothing was saved yet." in text


def test_a_released_master_can_be_replaced_but_not_taken_away(office, released, record):
    master = Master.objects.get(variant="mono")
    assert "Take it away" not in office.get(desk(record)).content.decode()
    office.post(f"{desk(record)}master/{master.pk}/remove/")
    assert Master.objects.filter(pk=master.pk).exists()
    with pytest.raises(ValidationError, match="can be replaced, but not taken away"):
        masters.remove(master, user=None)


def test_another_competitions_masters_are_not_touched(office, kit, record):
    other = competition(slug="other")
    rules(other, opens_at=NOW)
    master, file = Master.objects.first(), KitFile.objects.first()
    assert office.post(f"{desk(other)}master/{master.pk}/remove/").status_code == 404
    assert office.get(f"{desk(other)}master/{master.pk}.png").status_code == 404
    assert office.get(f"{desk(other)}file/{file.pk}/").status_code == 404


def test_files_whose_making_was_broken_off_can_be_made_again(office, record, officer, monkeypatch, django_capture_on_commit_callbacks):
    put(record, officer)

    def dies(*args, **kwargs):
        raise limited.Failure("code -9")

    of = making.of
    monkeypatch.setattr(making, "of", dies)
    with pytest.raises(limited.Failure):
        making.make(Kit.objects.get().pk)
    assert "The files are being made." in office.get(desk(record)).content.decode()
    monkeypatch.setattr(making, "of", of)
    with django_capture_on_commit_callbacks(execute=True):
        office.post(f"{desk(record)}again/")
    assert KitFile.objects.count() == 13 + 3
    assert "Make them again" not in office.get(desk(record)).content.decode()
