"""Works sent in: what the database keeps true of them, their states, their files, and who is given a file as it was sent."""

import hashlib
import io
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from anniversary import clock
from anniversary.competition.entries import files
from anniversary.competition.entries.models import LETTERS, Entry, Work, new_code, private_storage
from anniversary.competition.entries.moving import WAYS, move_entry
from anniversary.competition.models import Act, Competition
from tests.factories.competition import competition, entrant, entry, picture, rules
from tests.factories.staff import make_user

pytestmark = pytest.mark.django_db
OPENS = datetime(2023, 3, 1, tzinfo=UTC)
S = Entry.State


@pytest.fixture(autouse=True)
def march():
    with clock.as_of(OPENS):
        yield


@pytest.fixture
def officer():
    return make_user(username="officer", role="competition_officer")


@pytest.fixture
def record():
    made = competition(stage="open")
    rules(made, opens_at=OPENS)
    return made


def refused(deed) -> bool:
    try:
        with transaction.atomic():
            deed()
    except IntegrityError:
        return True
    return False


def test_a_code_tells_nothing_and_is_read_without_mistakes():
    assert len(LETTERS) == len(set(LETTERS)) == 31
    assert not set("01ILO") & set(LETTERS)
    codes = {new_code() for _number in range(200)}
    assert len(codes) > 190
    assert {(len(code), code[3]) for code in codes} == {(7, "-")}


def test_the_database_keeps_an_entry_whole(record, officer):
    sent = entry(record, user=officer, state=S.SUBMITTED)
    draft = entry(record)
    changes = [{name: False} for name in Entry.DECLARATIONS] + [{"submitted_at": None}, {"terms": None, "accepted_at": None}, {"terms": None}]
    assert [refused(lambda change=change: Entry.objects.filter(pk=sent.pk).update(**change)) for change in changes] == [True] * 7
    assert refused(lambda: Entry.objects.filter(pk=draft.pk).update(state=S.SUBMITTED))
    assert refused(lambda: entry(record, form_key=draft.form_key))
    assert refused(lambda: entry(record, code=draft.code))
    assert not refused(lambda: Entry.objects.filter(pk=draft.pk).update(state=S.WITHDRAWN))


def test_the_database_keeps_entrants_apart_and_redacted_ones_empty(record):
    one = entrant(record)
    assert refused(lambda: entrant(record, number=2, email_key=one.email_key))
    assert refused(lambda: entrant(record, number=1, email_key="other"))
    assert not refused(lambda: entrant(competition(), number=1))
    assert refused(lambda: type(one).objects.filter(pk=one.pk).update(redacted_at=OPENS))
    emptied = dict.fromkeys(["email", "name_native", "name_latin", "affiliation", "group_name", "guardian_name", "guardian_email"], "")
    assert not refused(lambda: type(one).objects.filter(pk=one.pk).update(redacted_at=OPENS, born_on=None, **emptied))


def test_no_persons_name_is_what_the_log_would_show(record, officer):
    assert (str(entrant(record, number=7)), str(entry(record, code="K7M-4QX"))) == ("7", "K7M-4QX")


@pytest.mark.parametrize("source", list(S), ids=str)
def test_of_all_steps_of_an_entry_only_these_are_taken_and_each_is_logged(record, officer, source):
    made = entry(record, user=officer, state=S.SUBMITTED)
    taken = set()
    for target in S:
        Entry.objects.filter(pk=made.pk).update(state=source)
        try:
            move_entry(made, target, role="officer", by=officer)
            taken.add(target)
        except ValidationError:
            assert Entry.objects.get(pk=made.pk).state == source
    assert taken == WAYS[source]
    logged = set(Act.objects.filter(verb="entry").values_list("role", "by", "subject", "before", "after"))
    assert logged == {("officer", officer.pk, made.code, source, target) for target in taken}


def test_what_was_judged_and_announced_is_withdrawn_no_more(record, officer):
    made = entry(record, user=officer, state=S.WINNER)
    Competition.objects.filter(pk=record.pk).update(stage="result_announced")
    with pytest.raises(ValidationError, match="The result is announced"):
        move_entry(made, S.WITHDRAWN, role="entrant")
    Competition.objects.filter(pk=record.pk).update(stage="embargoed")
    assert move_entry(made, S.WITHDRAWN, role="entrant").state == S.WITHDRAWN


# --- files --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_file_is_kept_as_it_came_and_shown_as_we_drew_it(record, kind):
    told = PngInfo()
    told.add_text("Author", "Dara Sok")
    options = {"pnginfo": told} if kind == "PNG" else {"comment": b"Dara Sok"}
    upload = picture(kind, (1000, 2000), **options)
    content = upload.read()
    assert b"Dara Sok" in content
    made = entry(record)
    with transaction.atomic():
        work = files.keep(made, "colour", files.check(upload, record.rules))
    assert (work.kind, work.width, work.height, work.bytes, work.preview_state) == (kind.lower(), 1000, 2000, len(content), "ready")
    assert work.sha256 == hashlib.sha256(content).hexdigest()
    assert work.original.open().read() == content
    shown = work.preview.open().read()
    assert b"Dara" not in shown
    with Image.open(io.BytesIO(shown)) as preview:
        assert (preview.format, preview.size, preview.info) == ("PNG", (800, 1600), {})
    assert "dara" not in work.original.name + work.preview.name


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"x" * 100_001, "too_big"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "type"),
        (b"GIF89a" + b"\0" * 100, "type"),
        (picture("PNG").read()[:500], "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "damaged"),
        (picture("PNG", (499, 900)).read(), "too_small"),
        (picture("PNG", (500, 1001)).read(), "too_many_pixels"),
        (picture("JPEG").read(), "type"),
    ],
    ids=["empty", "too large", "drawing", "GIF", "cut off", "only its name", "too small", "too long", "type not in the rules"],
)
def test_what_the_rules_do_not_take_is_refused_in_words(record, content, code):
    record.rules.most_bytes, record.rules.least_side, record.rules.most_side, record.rules.file_types = 100_000, 500, 1000, ["png"]
    with pytest.raises(ValidationError) as told:
        files.check(SimpleUploadedFile("logo.png", content), record.rules)
    assert told.value.code == code


def test_what_is_hidden_behind_a_picture_is_not_shown(record):
    content = picture().read() + b"<script>alert(1)</script>"
    assert b"script" not in files.check(SimpleUploadedFile("logo.png", content), record.rules).preview


def test_another_file_replaces_the_first_once_that_is_committed(record, django_capture_on_commit_callbacks):
    made = entry(record)
    first = files.keep(made, "colour", files.check(picture(), record.rules))
    with django_capture_on_commit_callbacks() as later:
        second = files.keep(made, "colour", files.check(picture("JPEG"), record.rules))
    assert (Work.objects.get().kind, second.pk) == ("jpeg", first.pk)
    there = [private_storage().exists(name) for name in (first.original.name, first.preview.name)]
    later[0]()
    assert (there, [private_storage().exists(file.name) for file in (first.original, first.preview)]) == ([True, True], [False, False])
    assert private_storage().exists(second.original.name)


def test_the_office_saves_a_file_as_it_was_sent_and_each_look_is_logged(client, record, officer):
    upload = picture()
    made = entry(record, code="K7M-4QX")
    work = files.keep(made, "colour", files.check(upload, record.rules))
    address = f"/admin/competition/works/{work.pk}/original/"
    assert client.get(address).headers["Location"].endswith(f"/accounts/login/?next={address}")
    for role in ("editor", "approver", "translator", "juror", ""):
        client.force_login(make_user(username=f"a {role}", role=role))
        assert client.get(address).status_code == 403
    assert not Act.objects.filter(verb="open_original").exists()
    client.force_login(officer)
    answer = client.get(address)
    upload.seek(0)
    assert b"".join(answer.streaming_content) == upload.read()
    told = ["Content-Disposition", "Content-Type", "X-Content-Type-Options", "Content-Security-Policy", "Cache-Control"]
    assert [answer.headers[name] for name in told] == [
        'attachment; filename="K7M-4QX-colour.png"', "application/octet-stream", "nosniff", "default-src 'none'; sandbox", "private, no-store",
    ]  # fmt: skip
    assert list(Act.objects.filter(verb="open_original").values_list("by", "subject", "detail")) == [(officer.pk, "K7M-4QX", {"file": "colour"})]
    assert (client.post(address).status_code, client.get("/admin/competition/works/0/original/").status_code) == (405, 404)
