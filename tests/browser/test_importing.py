"""An editor brings in a table and a calendar file, from the sign-in on: what is wrong is named first, and nothing is written before it is confirmed."""

import io
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from openpyxl import Workbook, load_workbook

from .editing import Editor
from .fetching import get

pytestmark = pytest.mark.browser

HEADINGS = ["slug", "title_en", "title_ja", "summary_en", "category", "day", "from", "venue"]
GOOD = ["boat-song", "Song of the boats", "舟の歌", "Two choirs.", "Concert", "2033-07-01", "18:00", "Riverside in front of the Royal Palace"]
BAD = ["boat-song", "", "", "", "", "03/04/2033", "25:00", "Riverside in front of the Royal Palace"]
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//theirs//EN
BEGIN:VEVENT
UID:theirs-1@example.org
SUMMARY:Lantern evening
DTSTART;TZID=Asia/Tokyo:20330702T190000
DTEND;TZID=Asia/Tokyo:20330702T210000
RRULE:FREQ=WEEKLY;COUNT=3
LOCATION:Somewhere by the river
END:VEVENT
BEGIN:VEVENT
UID:theirs-2@example.org
SUMMARY:No day
END:VEVENT
END:VCALENDAR
"""


def workbook(path: Path, *rows: list[Any]) -> Path:
    book = Workbook()
    for row in (HEADINGS, *rows):
        book.active.append(row)
    book.save(path)
    return path


@pytest.fixture
def editor(desk, opened):
    page, watched = opened(urlsplit(desk.base).netloc, viewport={"width": 1440, "height": 1000})
    editor = Editor(page, desk.base)
    editor.sign_in("dara")
    yield editor
    assert watched.taken() == []


def to_list(editor: Editor) -> None:
    editor.page.goto(f"{editor.base}/admin/")
    editor.page.locator(".sections").get_by_role("link", name="Events", exact=True).click()


def show(editor: Editor, file: Path) -> str:
    editor.page.locator("input[type=file]").set_input_files(file)
    with editor.page.expect_navigation():
        editor.page.get_by_role("button", name="Show what it would do").click()
    return editor.page.locator(".import-plan").inner_text()


def test_a_table_with_a_bad_cell_then_without_it(desk, editor, tmp_path):
    to_list(editor)
    editor.page.get_by_role("link", name="Import a table").click()
    shown = show(editor, workbook(tmp_path / "programme.xlsx", GOOD, BAD))
    assert "2 cells have to be put right" in shown
    rows = editor.page.locator(".import-problems tbody tr").all_inner_texts()
    assert [row.split("\t")[:3] for row in rows] == [["3", "day", "03/04/2033"], ["3", "from", "25:00"]]
    assert "This may be 2033-04-03 or 2033-03-04." in rows[0]
    assert editor.page.get_by_role("button", name="Make these drafts").count() == 0
    mended = workbook(tmp_path / "programme.xlsx", GOOD, [*BAD[:5], "2033-07-08", "6 pm", "Riverside in front of the Royal Palace"])
    assert "1 new draft; dates: 2" in show(editor, mended)
    with editor.page.expect_navigation():
        editor.page.get_by_role("button", name="Make these drafts").click()
    assert "1 draft made, 2 dates written" in editor.said
    assert (editor.page.locator("#id_title_ja").input_value(), editor.state) == ("舟の歌", "Draft")
    assert [editor.page.locator(f"#id_occurrences-{number}-start_time").input_value() for number in (0, 1)] == ["18:00", "18:00"]
    assert get(desk.base, "/en/events/boat-song/").status == 404
    to_list(editor)
    editor.page.get_by_role("link", name="Import a table").click()
    assert "1 event is there already" in show(editor, mended)


LINES = """(cells) => cells.map((cell) => {
  const words = document.createRange();
  words.selectNodeContents(cell);
  return words.getClientRects().length;
})"""


def test_a_calendar_file_and_what_it_made_exported(desk, editor, tmp_path):
    to_list(editor)
    editor.page.get_by_role("link", name="Import a calendar file").click()
    file = tmp_path / "theirs.ics"
    file.write_text(CALENDAR)
    shown = show(editor, file)
    assert "1 new draft; dates: 3" in shown and "No venue is called “Somewhere by the river”" in shown
    assert editor.page.locator(".import-entries thead th").evaluate_all(LINES) == [1, 1, 1, 1]
    assert "It has no beginning (DTSTART)" in editor.page.locator(".import-bad").inner_text()
    with editor.page.expect_navigation():
        editor.page.get_by_role("button", name="Make these drafts").click()
    assert "1 draft made, 3 dates written" in editor.said
    to_list(editor)
    row = editor.page.locator("#result_list tbody tr").filter(has_text="Lantern evening")
    row.locator("input.action-select").check()
    editor.page.get_by_label("Action:").select_option(label="Export as an Excel workbook")
    with editor.page.expect_download() as download:
        editor.page.get_by_role("button", name="Go", exact=True).click()
    lines = list(load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).worksheets[0].values)
    column = {heading: place for place, heading in enumerate(lines[0])}
    assert [(line[column["slug"]], f"{line[column['day']]:%Y-%m-%d}", line[column["time_zone"]]) for line in lines[1:]] == [
        ("lantern-evening", f"2033-07-{day}", "Asia/Tokyo") for day in ("02", "09", "16")
    ]
