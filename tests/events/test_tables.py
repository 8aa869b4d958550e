"""Tables of events with their dates: out for whoever may see them, in as drafts, and each bad cell named."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from reversion.models import Version

from anniversary.library.models import Tag
from events import cells, sheets, tables
from events.models import Event, Occurrence
from events.tasks import keep_first_versions
from tests.factories import directory, events, occasion
from tests.factories.staff import make_user

pytestmark = pytest.mark.django_db
IMPORT, EXPORT = "admin:events_event_import", "admin:events_event_export"


@pytest.fixture
def editor(client):
    client.force_login(make_user(role="editor"))
    return client


def upload(client, table: str | bytes, name: str = "events.csv"):
    data = table.encode() if isinstance(table, str) else table
    return client.post(reverse(IMPORT), {"file": SimpleUploadedFile(name, data)})


def confirm(client, shown, **changed):
    asked = {"_write": "1", "waiting": shown.context["waiting"], "seen": shown.context["plan"].seen, "named": shown.context["named"]}
    return client.post(reverse(IMPORT), asked | changed, follow=True)


def problems(shown) -> list[tuple[int, str, str, str]]:
    return [(found.row, found.column, found.value, found.reason) for found in shown.context["plan"].problems]


def nothing_written() -> bool:
    return not Event.objects.exists() and not Occurrence.objects.exists()


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


HEAD = "slug,title_en,title_ja,category,day,from,to,venue\n"


def test_rows_become_drafts_with_their_dates_once_confirmed(editor):
    events.category()
    events.venue()
    rows = "song,Evening of song,歌の夕べ,concert,2023-02-20,18:00,19:30,hall\nsong,,,,20 March 2023,6 pm,,City Hall\nplain,Without a date,,Concert,,,,\n"
    shown = upload(editor, HEAD + rows)
    assert problems(shown) == [] and nothing_written()
    done = confirm(editor, shown)
    assert told(done) == ["2 drafts made, 2 dates written"]
    song, plain = Event.objects.order_by("pk")
    assert (song.slug, song.title_en, song.title_ja, song.category.slug, song.status) == ("song", "Evening of song", "歌の夕べ", "concert", "draft")
    assert [(row.first_day, row.start_time, row.end_time, row.venue.slug) for row in song.occurrences.all()] == [
        (date(2023, 2, 20), time(18), time(19, 30), "hall"), (date(2023, 3, 20), time(18), None, "hall"),
    ]  # fmt: skip
    assert song.occurrences.first().start == datetime(2023, 2, 20, 11, tzinfo=UTC)
    assert (plain.title_en, plain.occurrences.count()) == ("Without a date", 0)


def test_an_import_is_kept_in_each_events_history(editor):
    events.category()
    confirm(editor, upload(editor, HEAD + "song,Song,,concert,2023-02-20,,,\nrain,Rain,,concert,2023-02-21,,,\n"))
    assert {entry.get_change_message() for entry in LogEntry.objects.all()} == {"Imported from “events.csv”."}
    for event in Event.objects.all():
        version = Version.objects.get_for_object(event).get()
        assert {other.object_repr for other in version.revision.version_set.all()} >= {str(event)}
        assert version.revision.version_set.filter(content_type=version.content_type).count() == 1
        assert version.revision.user.username == "sokha"
    keep_first_versions.func([event.pk for event in Event.objects.all()], 0)
    assert Version.objects.get_for_model(Event).count() == 2


def test_each_bad_cell_is_named_as_people_see_it_and_nothing_is_written(editor):
    events.category()
    rows = [
        "good,Good,,concert,2023-02-20,18:00,,", "bad,Bad,,opera,03/04/2023,25:00,,nowhere", "Bad Slug,Words,,concert,,,,",
        "late,Late,,concert,2023-02-20,18:00,17:00,",
        ",,無題,concert,2023-02-20,,,", "none,,,concert,,,,", "hours,Hours,,concert,,18:00,,", "good,Other,,,2023-02-30,,,",
    ]  # fmt: skip
    shown = upload(editor, HEAD + "\n".join(rows))
    assert problems(shown) == [
        (3, "category", "opera", "There is none with this name or address (slug)."),
        (3, "day", "03/04/2023", "This may be 2023-04-03 or 2023-03-04. Write the one that is meant."),
        (3, "from", "25:00", "This is no hour. Write it as 18:00."),
        (3, "venue", "nowhere", "There is none with this name or address (slug)."),
        (4, "slug", "Bad Slug", "Use lower-case Latin letters, digits and single hyphens, with at least one letter."),
        (5, "to", "17:00", "It ends before it begins. If it goes on after midnight, give the last day."),
        (6, "slug", "", "Write an address (slug), for example evening-of-song: without an English title none can be made."),
        (7, "title_en", "", "Write the title in at least one language."),
        (8, "day", "", "Write the day, or leave all that is of a date empty."),
        (9, "title_en", "Other", "Row 2 of the same event says otherwise. Write the same, or leave the cell empty."),
        (9, "day", "2023-02-30", "The calendar has no such day."),
    ]
    text = shown.content.decode()
    assert "25:00" in text and "_write" not in text
    assert nothing_written() and not default_storage.exists("imports")


def test_reasons_are_told_in_the_editors_language(editor):
    events.category()
    editor.post(reverse("admin:language"), {"language": "ja", "next": "/admin/"})
    shown = upload(editor, HEAD + "late,Late,,concert,2023-02-20,,17:00,\n")
    assert [(row, column) for row, column, _value, _reason in problems(shown)] == [(2, "from")]
    assert problems(shown)[0][3] != "Say when it begins, or leave both hours empty." and "2" in shown.content.decode()


def test_what_is_there_is_left_as_it_is(editor):
    there = events.event(slug="song", title_en="As it was")
    events.occurrence(event=there)
    shown = upload(editor, HEAD + "song,Otherwise,,concert,2023-05-01,,,\nnew,New,,concert,2023-05-01,,,\n")
    assert (shown.context["plan"].skipped, problems(shown)) == ([(2, "song")], [])
    confirm(editor, shown)
    there.refresh_from_db()
    assert (there.title_en, there.occurrences.count(), Event.objects.count()) == ("As it was", 1, 2)
    again = upload(editor, HEAD + "song,Otherwise,,concert,2023-05-01,,,\nnew,New,,concert,2023-05-01,,,\n")
    assert again.context["plan"].drafts == [] and "_write" not in again.content.decode()


def test_what_was_confirmed_has_to_be_what_was_shown(editor):
    events.category()
    shown = upload(editor, HEAD + "song,Song,,concert,2023-02-20,,,\n")
    events.event(slug="song")
    page = confirm(editor, shown)
    assert told(page) == ["Nothing is written yet: something has changed since you looked. Look again, then confirm."]
    assert page.context["plan"].skipped == [(2, "song")] and Event.objects.count() == 1


def test_all_or_nothing(editor, monkeypatch):
    events.category()
    shown = upload(editor, HEAD + "one,One,,concert,2023-02-20,,,\ntwo,Two,,concert,2023-02-20,,,\n")
    write = tables.drafts.write

    def fails(draft):
        if draft.event.slug == "two":
            raise RuntimeError
        return write(draft)

    monkeypatch.setattr(tables.drafts, "write", fails)
    with pytest.raises(RuntimeError):
        confirm(editor, shown)
    assert nothing_written() and not LogEntry.objects.exists()


def test_an_upload_is_private_to_whoever_made_it_and_gone_afterwards(editor, client):
    events.category()
    shown = upload(editor, HEAD + "song,Song,,concert,2023-02-20,,,\n")
    [name] = default_storage.listdir("imports")[1]
    assert shown.context["waiting"] in name
    assert editor.get(f"/media/imports/{name}").status_code == 404
    client.force_login(make_user(username="dara", role="editor"))
    assert told(confirm(client, shown)) == ["The uploaded file is no longer here. Upload it again; what is there already is not made twice."]
    assert nothing_written()
    client.force_login(make_user(username="hanako", role="editor"))
    shown = upload(client, HEAD + "song,Song,,concert,2023-02-20,,,\n")
    confirm(client, shown)
    assert default_storage.listdir("imports")[1] == [name]
    assert told(confirm(client, shown)) == ["The uploaded file is no longer here. Upload it again; what is there already is not made twice."]
    assert Event.objects.count() == 1


def test_an_upload_that_nobody_confirms_is_thrown_away_after_a_day(editor, monkeypatch):
    events.category()
    upload(editor, HEAD + "song,Song,,concert,2023-02-20,,,\n")
    monkeypatch.setattr(default_storage, "get_modified_time", lambda name: datetime(2023, 1, 1, tzinfo=UTC), raising=False)
    shown = upload(editor, HEAD + "rain,Rain,,concert,2023-02-20,,,\n")
    [name] = default_storage.listdir("imports")[1]
    assert shown.context["waiting"] in name


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "0" * 32, "x" * 500])
def test_nothing_else_can_be_confirmed(editor, name):
    page = editor.post(reverse(IMPORT), {"_write": "1", "waiting": name, "seen": "x"}, follow=True)
    assert told(page) == ["The uploaded file is no longer here. Upload it again; what is there already is not made twice."]


# --- what people write ------------------------------------------------------------------------------------------------
def made_of(editor, heading: str, row: str | list, **more) -> Event:
    """The event of one row; `more` are further cells by heading."""
    events.category(name_ja="音楽会", name_km="ការប្រគុំតន្ត្រី")
    cells = {"slug": "song", "title_en": "Song", "category": "concert", heading: row, **more}
    book = Workbook()
    book.active.append(list(cells))
    book.active.append(list(cells.values()))
    file = io.BytesIO()
    book.save(file)
    shown = upload(editor, file.getvalue(), "events.xlsx")
    assert problems(shown) == []
    confirm(editor, shown)
    return Event.objects.get()


@pytest.mark.parametrize(
    "cell",
    ["2023-02-20", "20/02/2023", "20.2.2023", "2023/2/20", "2023年2月20日", "20 February 2023", "Feb 20, 2023", "២០ កុម្ភៈ ២០២៣", "２０２３－０２－２０",
     date(2023, 2, 20),
     datetime(2023, 2, 20)],
)  # fmt: skip
def test_days_as_people_write_them(editor, cell):
    assert made_of(editor, "day", cell).occurrences.get().first_day == date(2023, 2, 20)


@pytest.mark.parametrize("cell", ["18:30", "18.30", "6:30 pm", "18h30", "18時30分", "១៨:៣០", time(18, 30), "18:30:00"])
def test_hours_as_people_write_them(editor, cell):
    assert made_of(editor, "from", cell, day="2023-02-20").occurrences.get().start_time == time(18, 30)


def test_a_whole_text_is_not_tried_for_an_hour_from_each_of_its_words(monkeypatch):
    tried = []
    whole = cells.hour
    monkeypatch.setattr(cells, "hour", lambda value: tried.append(value) or whole(value))
    with pytest.raises(cells.Bad, match="Write the day and the hour"):
        cells.moment("Come and see " * 2000)
    assert tried == []
    assert (cells.moment("20 February 2023 6 : 30 pm"), len(tried)) == (datetime(2023, 2, 20, 18, 30), 3)


@pytest.mark.parametrize("cell", ["concert", "Concert", "音楽会", "ការប្រគុំតន្ត្រី", " CONCERT "])
def test_a_kind_by_its_address_or_its_name_in_any_language(editor, cell):
    assert made_of(editor, "category", cell).category.slug == "concert"


@pytest.mark.parametrize(
    ("cell", "value"), [("yes", True), ("Yes", True), ("x", True), (True, True), (1, True), ("はい", True), ("no", False), ("いいえ", False), ("", False)]
)
def test_yes_and_no(editor, cell, value):
    assert made_of(editor, "featured", cell).featured is value


@pytest.mark.parametrize("cell", ["en, ja", "en;ja", "English、Japanese", "EN / JA"])
def test_languages(editor, cell):
    assert made_of(editor, "languages", cell).languages == ["en", "ja"]


@pytest.mark.parametrize("cell", ["free", "Free", "無料", "FREE"])
def test_a_word_of_a_list_in_any_language(editor, cell):
    assert made_of(editor, "admission", cell).admission == "free"


def test_a_heading_may_be_the_columns_name_in_words(editor):
    assert made_of(editor, "Title (日本語)", "歌", **{"Whole days": "yes", "Day": "2023-02-20"}).title_ja == "歌"
    row = Occurrence.objects.get()
    assert (row.all_day, row.first_day) == (True, date(2023, 2, 20))


def test_organisers_tags_text_and_registration(editor):
    directory.organisation(slug="city")
    directory.organisation(slug="foundation", name_en="The Foundation")
    Tag.objects.create(name="music", slug="music", label_ja="音楽")
    events.tokyo()
    event = made_of(
        editor, "organisers", "city, The Foundation: support", tags="音楽", body_en='<p onclick="x">Come.<script>x()</script></p>',
        day="2023-02-20", venue="tokyo-hall",
        registration_opens=datetime(2023, 2, 1, 9), registration_closes="2023-02-19 6 pm", capacity=80.0, availability="Sold out",
    )  # fmt: skip
    assert [(held.organisation.slug, held.role) for held in event.organisers.all()] == [("city", "organiser"), ("foundation", "support")]
    assert [tag.slug for tag in event.tags.all()] == ["music"]
    assert event.events_eventrichtext_set.get().text == "<p>Come.</p>" and event.body_index == {"en": ["eventrichtext"]}
    row = event.occurrences.get()
    tokyo = ZoneInfo("Asia/Tokyo")
    assert (row.registration_opens, row.registration_closes) == (datetime(2023, 2, 1, 9, tzinfo=tokyo), datetime(2023, 2, 19, 18, tzinfo=tokyo))
    assert (row.capacity, row.availability) == (80, "sold_out")


def test_a_name_that_several_have_is_not_guessed(editor):
    events.category()
    events.venue()
    events.venue(slug="other-hall", locality_en="Siem Reap")
    shown = upload(editor, HEAD + 'song,Song,,concert,2023-02-20,,,City Hall\nrain,Rain,,concert,2023-02-20,,,"City Hall, Siem Reap"\n')
    assert problems(shown) == [(2, "venue", "City Hall", "Several are called so. Write the address (slug) of the one that is meant: hall, other-hall.")]
    assert shown.context["plan"].drafts[1].dates[0].venue.slug == "other-hall"


# --- files ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_as_spreadsheet_programs_write_it(editor, encoding, delimiter):
    events.category()
    table = 'title_en,title_km,category,unknown\r\n"Song,; dance",ចម្រៀង,concert,x\r\n'.replace(",", delimiter, 3)
    table = "title_en,title_km,category,unknown\r\n".replace(",", delimiter) + delimiter.join(['"Song,;\t dance"', "ចម្រៀង", "concert", "x"]) + "\r\n"
    shown = upload(editor, table.encode(encoding))
    [draft] = shown.context["plan"].drafts
    assert (draft.event.title_en.split(), draft.event.title_km, draft.event.slug) == (["Song,;", "dance"], "ចម្រៀង", "song-dance")
    assert shown.context["plan"].unknown == ["unknown"]


def workbook(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(f"{name}.xml", data)
    return file.getvalue()


def lying(size: int) -> bytes:
    """An archive whose headers claim that its part is this large."""
    data = workbook(a=bytes(1000))
    return data.replace((1000).to_bytes(4, "little"), size.to_bytes(4, "little"))


CANNOT_BE_READ = "This workbook cannot be read. Save it again as an Excel workbook (.xlsx), or as “CSV UTF-8”."
NO_TABLE = "This is no table. Upload a CSV file or an Excel workbook (.xlsx)."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The file is empty."),
        (b"title_en\n", "There is no row below the headings."),
        (b"a,b\n1,2\n", "No column is headed “title_en” or the like. The headings stand in the first row; the template has them."),
        (b"title_en\n\xff\xfa\n", "The letters of this file cannot be read. Save it as “CSV UTF-8”, or as an Excel workbook."),
        (b"title_en\n\x00\n", NO_TABLE),
        (b'title_en\n"' + b"x" * 200_000, NO_TABLE),
        (b"PK\x03\x04 and then nothing", CANNOT_BE_READ),
        (workbook(a=b"<x/>"), CANNOT_BE_READ),
        (workbook(a=b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), CANNOT_BE_READ),
        (workbook(a='<!DOCTYPE x><x/>'.encode("utf-16")), CANNOT_BE_READ),
        (lying(10), CANNOT_BE_READ),
        (lying(2000), CANNOT_BE_READ),
        (workbook(a=bytes(50 * 1024 * 1024)), "This workbook holds far more than a table. Copy the table into a new one."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "This is an old kind of Excel file, or one with a password. Save it as an Excel workbook (.xlsx) without a password."),
        (b"BEGIN:VCALENDAR\r\n", "This is a calendar file. There is a page of its own for these: “Import a calendar file”."),
        (b"title_en\n" + b"x\n" * 2001, "These are more than 2000 rows. Cut the table into several."),
        (b"title_en\n" + b"\n" * 21_000 + b"x\n", "The sheet has more than 20000 lines, empty ones included."),
        (b"title_en\n" + b"x" * (5 * 1024 * 1024), "The file is larger than 5 MB."),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_gets_a_plain_message(editor, data, message):
    shown = upload(editor, data)
    assert (shown.status_code, shown.context["form"].errors["file"]) == (200, [message])
    assert nothing_written()


def test_a_sheet_that_claims_to_be_endless_is_refused(editor):
    book = Workbook()
    book.active.append(["title_en"])
    book.active["A1048576"] = "Far below"
    file = io.BytesIO()
    book.save(file)
    shown = upload(editor, file.getvalue(), "far.xlsx")
    assert shown.context["form"].errors["file"] == ["The sheet has more than 20000 lines, empty ones included."]


@pytest.mark.parametrize(
    ("heading", "cell", "reason"),
    [
        ("day", 44977, "This is a number, not a day. Format the cell as a date, or write for example 2023-02-20."),
        ("day", datetime(2023, 2, 20, 18), "This is a day with an hour. Write the hour in the column of its own."),
        ("title_ja", date(2023, 2, 20), "This is a day or an hour; a text is asked for. Format the cell as text."),
        ("title_ja", "#REF!", "The cell holds an error of the spreadsheet program."),
        ("featured", "perhaps", "Write “yes” or “no”, or leave it empty."),
        ("capacity", "many", "This is no whole number."),
        ("capacity", -5, "This is no whole number."),
        ("languages", "en, Klingon", "“Klingon” is no language that is known here. Write for example: en, ja."),
        ("admission", "cheap", "It has to be one of these: not_stated, free, ticket, invitation, members."),
        ("tags", "none such", "“none such”: There is none with this name or address (slug)."),
        ("registration_opens", "2023-02-20", "Write the day and the hour: 2023-02-20 18:00."),
        ("time_zone", "Mars/Phobos", "This is not a time zone of the IANA list, for example Europe/Paris."),
        ("online_url", "no address", "Enter a valid URL."),
    ],
)  # fmt: skip
def test_a_bad_cell_of_a_workbook(editor, heading, cell, reason):
    events.category()
    book = Workbook()
    cells = {"title_en": "Song", "category": "concert", "day": "2023-02-20"} | {heading: cell}
    book.active.append(list(cells))
    book.active.append(list(cells.values()))
    file = io.BytesIO()
    book.save(file)
    shown = upload(editor, file.getvalue(), "events.xlsx")
    assert problems(shown) == [(2, heading, str(cell), reason)]


def test_rows_are_numbered_as_the_sheet_numbers_them(editor):
    events.category()
    book = Workbook()
    for place, line in ((3, ["title_en", "category", "day"]), (4, ["# a note", "", "never"]), (7, ["#1 hit", "Concert", "never"])):
        for column, cell in enumerate(line, 1):
            book.active.cell(place, column, cell)
    file = io.BytesIO()
    book.save(file)
    shown = upload(editor, file.getvalue(), "events.xlsx")
    assert problems(shown) == [(7, "day", "never", "This is no day. Write it as 2023-02-20.")]
    shown = upload(editor, b"title_en,category,day\n\n\nSong,Concert,never\n")
    assert problems(shown) == [(4, "day", "never", "This is no day. Write it as 2023-02-20.")]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_is_a_table_without_rows_until_one_is_added(editor, kind):
    events.category()
    response = editor.get(reverse("admin:events_event_import_template", args=[kind]))
    data = b"".join(response.streaming_content)
    assert upload(editor, data, f"template.{kind}").context["form"].errors["file"] == ["There is no row below the headings."]
    lines = tables.template()
    assert lines[0][:2] == ["slug", "title_en"] and lines[1][0].startswith("# Address. The last part of the page's address")
    assert len(lines[0]) == len(lines[1]) == len(set(lines[0]))
    if kind == "csv":
        shown = upload(editor, data + b"song,Song," + b"," * lines[0].index("category") + b"\n")
        assert problems(shown) == [(3, "category", "", "Say what kind of event it is.")]


# --- out --------------------------------------------------------------------------------------------------------------
def exported(client, kind: str = "csv", query: str = "", **data) -> bytes:
    response = client.post(reverse(EXPORT) + query, {"format": kind, **data})
    assert response.status_code == 200, response
    return b"".join(response.streaming_content)


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_an_export_has_a_row_for_each_date(editor):
    event = events.event(slug="song", title_ja="歌", languages=["en", "km"])
    events.occurrence(event=event, venue=events.venue(), end_time=time(20), room_en="Hall A", registration_opens=datetime(2023, 2, 1, 2, tzinfo=UTC))
    events.occurrence(event=event, first_day=date(2023, 3, 1), last_day=date(2023, 3, 5), all_day=True, status="cancelled", status_note_en="Rain.")
    events.event(slug="bare", title_en="Bare", status="draft")
    bare, first, second = rows(exported(editor))
    assert (bare["slug"], bare["day"], bare["state"]) == ("bare", "", "Draft")
    shown = (
        "slug",
        "title_ja",
        "category",
        "languages",
        "state",
        "day",
        "from",
        "last_day",
        "to",
        "venue",
        "room_en",
        "all_day",
        "date_status",
        "registration_opens",
    )
    assert [first[name] for name in shown] == [
        "song", "歌", "concert", "en, km", "Published", "2023-02-23", "18:00", "", "20:00", "hall", "Hall A", "", "scheduled", "2023-02-01 09:00",
    ]  # fmt: skip
    assert [second[name] for name in (*shown, "status_note_en")] == [
        "song", "歌", "concert", "en, km", "Published", "2023-03-01", "", "2023-03-05", "", "", "", "yes", "cancelled", "", "Rain.",
    ]  # fmt: skip


def test_the_lists_filters_hold_for_the_export(editor):
    events.event(slug="draft", status="draft")
    events.event(slug="public", category=events.category(slug="talk", name_en="Talk"))
    assert [row["slug"] for row in rows(exported(editor, query="?status__exact=draft"))] == ["draft"]
    assert [row["slug"] for row in rows(exported(editor, query="?q=friendship"))] == ["public", "draft"]
    assert editor.post(f"{reverse(EXPORT)}?nonsense=1", {"format": "csv"}).status_code == 302


def test_the_list_leads_to_its_export_and_to_the_imports(editor):
    page = editor.get(f"{reverse('admin:events_event_changelist')}?status__exact=draft").content.decode()
    assert f'href="{reverse(EXPORT)}?status__exact=draft"' in page
    assert reverse(IMPORT) in page and reverse("admin:events_event_import_calendar") in page
    form = editor.get(f"{reverse(EXPORT)}?status__exact=draft")
    assert form.status_code == 200 and 'name="format" value="xlsx"' in form.content.decode()


def test_selected_events_are_exported(editor):
    wanted = events.event(slug="wanted")
    events.event(slug="other")
    for action in ("export_as_csv", "export_as_xlsx"):
        response = editor.post(reverse("admin:events_event_changelist"), {"action": action, "_selected_action": [wanted.pk]})
        data = b"".join(response.streaming_content)
        found = rows(data) if action == "export_as_csv" else [{"slug": row[0].value} for row in list(load_workbook(io.BytesIO(data)).worksheets[0])[1:]]
        assert [row["slug"] for row in found] == ["wanted"]


@pytest.mark.parametrize("text", ["=1+1", "+855 23", "-5", "@SUM(A1)", "\t=x", "＝1", "'=1", "''+2", "'quoted'", "plain"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_is_a_formula_and_all_are_read_back_as_they_were(editor, text, kind):
    event = events.event(slug="song", title_en=text, summary_en=f"{text} and more")
    data = exported(editor, kind)
    if kind == "xlsx":
        sheet = load_workbook(io.BytesIO(data)).worksheets[0]
        assert "f" not in {cell.data_type for row in sheet for cell in row}
        cells = [cell.value for row in sheet for cell in row if isinstance(cell.value, str)]
    else:
        cells = [cell for line in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in line]
    assert [cell for cell in cells if cell[:1] in "=+-@\t\r＝＋－＠" and cell] == []
    event.delete()
    confirm(editor, upload(editor, data, f"x.{kind}"))
    made = Event.objects.get()
    assert (made.title_en, made.summary_en) == (text, f"{text} and more")


@pytest.mark.parametrize(
    "text", ["x;=1+1;y", "x\t+1", "x\n-1\ny", "x;\"=1+1;y", "x;'=1", "x;''\"@y", "x; =1", "a;b\n\nc", "\t;＝1", "=1;=1", ";=1", "'\t\t=1"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_cell_is_a_formula_where_lines_are_split_at_other_signs(editor, text, delimiter):
    event = events.event(slug="song", title_en="Song", summary_en=text, conditions_en=f"y {text}")
    data = exported(editor)
    found = [cell for line in csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=delimiter) for cell in line]
    assert [cell for cell in found if cell.strip("'\"")[:1] in [*"=+-@＝＋－＠"] and not cell.startswith("'")] == []
    event.delete()
    confirm(editor, upload(editor, data))
    made = Event.objects.get()
    assert (made.summary_en, made.conditions_en) == (text, f"y {text}")


def everything() -> list[list]:
    return [[value for heading, value in zip(headings, line, strict=True) if heading != "state"] for headings in [next(iter(tables.lines(Event.objects.all())))]
            for line in list(tables.lines(Event.objects.order_by("slug")))[1:]]  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_exported_makes_the_same_on_an_empty_site(editor, kind):
    occasion.anniversary()
    event = events.event(
        slug="song", title_ja="歌", title_km="ចម្រៀង", summary_ja="行1\n行2", languages=["ja", "km"], admission="ticket",
        conditions_en="5 dollars", featured=True,
        recognised="official", recognition_number="7",
    )  # fmt: skip
    events.organiser(event=event, organisation=directory.organisation(slug="city"), role="support")
    event.tags.add(Tag.objects.create(name="music", slug="music"))
    event.events_eventrichtext_set.create(region="km", ordering=10, text="<p>សូម<strong>មក</strong></p>")
    events.occurrence(
        event=event, venue=events.tokyo(), end_time=time(0, 30), last_day=date(2023, 2, 24), doors_at=time(17, 15), room_ja="大ホール", step_free=True,
        capacity=100, availability="few", registration_url="https://example.org/r", registration_opens=datetime(2023, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    events.occurrence(event=event, first_day=date(2023, 3, 1), own_tz="Europe/Paris", status="postponed", status_note_en="Rain.")
    events.event(slug="bare", title_en="Bare", status="draft")
    before = everything()
    starts = list(Occurrence.objects.values_list("start", "end", "tz", "registration_opens"))
    data = exported(editor, kind)
    Event.objects.all().delete()
    shown = upload(editor, data, f"x.{kind}")
    assert (problems(shown), shown.context["plan"].unknown) == ([], [])
    confirm(editor, shown)
    assert everything() == before
    assert list(Occurrence.objects.values_list("start", "end", "tz", "registration_opens")) == starts
    assert set(Event.objects.values_list("status", flat=True)) == {"draft"}


def test_an_export_asks_the_database_as_often_for_many_as_for_one(editor, django_assert_num_queries):
    def make(number: int) -> None:
        for one in range(number):
            event = events.event(slug=f"e-{number}-{one}")
            events.occurrence(event=event, venue=events.venue(slug=f"v-{number}-{one}"))
            events.organiser(event=event, organisation=directory.organisation(slug=f"o-{number}-{one}"))

    make(1)
    list(tables.lines(Event.objects.all()))  # kinds of content are then known
    with django_assert_num_queries(7):
        assert len(list(tables.lines(Event.objects.all()))) == 2
    make(30)
    with django_assert_num_queries(7):
        assert len(list(tables.lines(Event.objects.all()))) == 32


def test_a_language_that_is_off_is_neither_exported_nor_read(editor):
    occasion.anniversary(languages=["en", "km"])
    events.event(title_ja="歌")
    assert not any("_ja" in heading for heading in rows(exported(editor))[0])
    shown = upload(editor, "title_en,title_ja,category\nSong,歌,concert\n")
    assert shown.context["plan"].unknown == ["title_ja"]


def test_too_many_events_are_not_one_file(editor, monkeypatch):
    events.event(slug="one")
    events.event(slug="two")
    monkeypatch.setattr(tables, "EXPORTED", 1)
    page = editor.post(reverse(EXPORT), {"format": "csv"})
    assert told(page) == ["These are more than 1 events. Filter the list, by status, kind or day, and export it in parts."]


def test_a_worker_that_reads_no_workbook_has_not_loaded_openpyxl():
    import subprocess
    import sys

    code = "import django, sys; django.setup(); import anniversary.urls, events.import_admin; print('openpyxl' in sys.modules, 'tablib' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"DJANGO_SETTINGS_MODULE": "anniversary.settings"} | dict(__import__("os").environ),
    )
    assert done.stdout.split() == ["False", "True"]


# --- rights -----------------------------------------------------------------------------------------------------------
PAGES = [(IMPORT, []), ("admin:events_event_import_calendar", []), ("admin:events_event_import_template", ["csv"])]


@pytest.mark.parametrize(("role", "may_import", "may_export"), [
    ("editor", True, True), ("approver", True, True), ("administrator", True, True), ("translator", False, True), ("competition_officer", False, True),
    ("juror", False, False), ("", False, False),
])  # fmt: skip
def test_who_may(client, role, may_import, may_export):
    event = events.event()
    client.force_login(make_user(role=role))
    for name, args in PAGES:
        assert client.get(reverse(name, args=args)).status_code == (200 if may_import else 403)
    assert upload(client, HEAD + "song,Song,,concert,2023-02-20,,,\n").status_code == (200 if may_import else 403)
    assert [client.get(reverse(EXPORT)).status_code, client.post(reverse(EXPORT), {"format": "csv"}).status_code] == [200 if may_export else 403] * 2
    action = client.post(reverse("admin:events_event_changelist"), {"action": "export_as_csv", "_selected_action": [event.pk]})
    assert action.status_code == (200 if may_export else 403)
    page = client.get(reverse("admin:events_event_changelist"))
    if may_export:
        assert (reverse(IMPORT) in page.content.decode()) == may_import
    assert Event.objects.count() == 1


def test_who_is_not_signed_in_is_asked_to(client):
    for name, args in [*PAGES, (EXPORT, [])]:
        assert client.get(reverse(name, args=args)).status_code == 302


def test_dates_are_exported_for_those_who_may_see_dates(client):
    from tests.factories.users import user

    events.occurrence()
    client.force_login(user(permissions=("events.view_event",)))
    [row] = rows(exported(client))
    assert "day" not in row and row["title_en"] == "Concert of friendship"


def test_a_working_copy_is_not_exported(editor):
    event = events.event(slug="song")
    events.event(slug="copy", copy_of=event, status="draft")
    assert [row["slug"] for row in rows(exported(editor))] == ["song"]


def test_import_exports_own_second_step_is_gone(editor):
    assert editor.post(reverse("admin:events_event_process_import"), {"import_file_name": "x"}).status_code == 404


def test_the_limits_are_those_that_the_pages_name():
    assert (sheets.BYTES, sheets.ROWS) == (5 * 1024 * 1024, 2000)
