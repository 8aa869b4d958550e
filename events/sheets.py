"""Tables as files: CSV and Excel, read with limits and written so that no cell is taken for a formula.

openpyxl is loaded by the functions that need it: a web worker that reads no workbook does without its memory.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from anniversary.languages import dates
from anniversary.languages.models import plain
from anniversary.publishing.tables import escape, escape_csv, unescape, unescape_csv

BYTES, ROWS, COLUMNS = 5 * 1024 * 1024, 2000, 200
LINES = 20_000  # of a sheet, empty ones too
UNPACKED, PARTS = 40 * 1024 * 1024, 400  # of a workbook
CELL = 32_767  # characters, the most that Excel keeps
NOTE = "# "  # begins a row that is for people: the template has one
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# No spreadsheet program writes a document type; whoever does means the entities in it.
DOCTYPE = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))


@dataclass(frozen=True)
class Line:
    """A line of a sheet under the number that people see beside it."""

    number: int
    cells: list[Any]


def read(data: bytes) -> list[Line]:
    """The lines of a table that are not empty, notes left out; ValidationError, in plain words, if it is none or too large."""
    if len(data) > BYTES:
        raise ValidationError(_("The file is larger than %(size)s MB. Cut the table into several.") % {"size": dates.digits(BYTES // 1024**2)})
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValidationError(_("This is an old kind of Excel file, or one with a password. Save it as an Excel workbook (.xlsx) without a password."))
    if data.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"BEGIN:VCALENDAR"):
        raise ValidationError(_("This is a calendar file. There is a page of its own for these: “Import a calendar file”."))
    found: list[Line] = []
    for line in _workbook(data) if data.startswith(b"PK") else _text(data):
        if line.number > LINES:
            raise ValidationError(_("The sheet has more than %(count)s lines, empty ones included.") % {"count": dates.digits(LINES)})
        if any(line.cells) and not str(line.cells[0] or "").startswith(NOTE):
            found.append(line)
        if len(found) > ROWS + 1:  # the headings are one of them
            raise ValidationError(_("These are more than %(count)s rows. Cut the table into several.") % {"count": dates.digits(ROWS)})
    return found


def _clean(value: Any) -> Any:
    return unescape(plain(value.strip(" "))) if isinstance(value, str) else value


# --- CSV --------------------------------------------------------------------------------------------------------------
def _text(data: bytes) -> Iterator[Line]:
    try:
        whole = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError(_("The letters of this file cannot be read. Save it as “CSV UTF-8”, or as an Excel workbook.")) from None
    if "\x00" in whole:
        raise ValidationError(_("This is no table. Upload a CSV file or an Excel workbook (.xlsx)."))
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(whole, newline=""), delimiter=_delimiter(whole)), 1):
            yield Line(number, [plain(unescape_csv(cell.strip(" "))) for cell in cells[:COLUMNS]])
    except csv.Error:
        raise ValidationError(_("This is no table. Upload a CSV file or an Excel workbook (.xlsx).")) from None


def _delimiter(whole: str) -> str:
    """What stands between the headings: they hold none of these themselves."""
    first = whole.lstrip("\r\n").partition("\n")[0]
    return max(",;\t", key=first.count)


def write_csv(file: IO[bytes], lines: Iterable[Iterable[Any]]) -> None:
    """With a byte order mark, without which Excel takes Japanese and Khmer for something else."""
    wrapped = io.TextIOWrapper(file, "utf-8-sig", newline="")
    csv.writer(wrapped).writerows([_written(value) for value in line] for line in lines)
    wrapped.flush()
    wrapped.detach()


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M:%S}".removesuffix(":00")
    return escape_csv("" if value is None else str(value))


# --- Excel ------------------------------------------------------------------------------------------------------------
def _workbook(data: bytes) -> Iterator[Line]:
    """The lines of the first sheet. What a formula showed last is its value."""
    from openpyxl import load_workbook

    packed = _repacked(data)
    try:
        sheet = load_workbook(packed, read_only=True, data_only=True).worksheets[0]
        sheet.reset_dimensions()  # what the file says of its size is not believed
        for number, row in enumerate(sheet.iter_rows(max_col=COLUMNS, values_only=True), 1):
            yield Line(number, [_clean(cell) for cell in row])
    except Exception as error:  # whatever openpyxl stumbles over in a file of somebody else's making
        raise ValidationError(_("This workbook cannot be read. Save it again as an Excel workbook (.xlsx), or as “CSV UTF-8”.")) from error


def _repacked(data: bytes) -> IO[bytes]:
    """The workbook's XML alone, packed anew: openpyxl would unpack what is there, whatever size its headers claim.

    ValidationError if it would unpack to more than a table needs, or holds what no spreadsheet program writes.
    """
    told = ValidationError(_("This workbook cannot be read. Save it again as an Excel workbook (.xlsx), or as “CSV UTF-8”."))
    whole = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
            parts = archive.infolist()
            if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
                raise ValidationError(_("This workbook holds far more than a table. Copy the table into a new one."))
            for part in (part for part in parts if part.filename.endswith((".xml", ".rels"))):
                with archive.open(part) as stream:
                    text = stream.read(part.file_size + 1)
                if any(mark in text for mark in DOCTYPE):
                    raise told
                packed.writestr(part.filename, text)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        raise told from None
    return whole


def write_xlsx(file: IO[bytes], sheets: dict[str, Iterable[Iterable[Any]]]) -> None:
    """Sheets by title; days and hours are cells of that kind. A text that is too long for a cell is cut, and says so."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    for title, lines in sheets.items():
        sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
        sheet.freeze_panes = "B2"
        for number in range(1, COLUMNS):
            sheet.column_dimensions[get_column_letter(number)].width = 24
        for number, line in enumerate(lines):
            row = []
            for value in line:
                cell = WriteOnlyCell(sheet, value=_kept(value))
                if isinstance(value, str):
                    cell.data_type = "s"
                elif isinstance(value, date | time):
                    cell.number_format = "yyyy-mm-dd hh:mm" if isinstance(value, datetime) else "yyyy-mm-dd" if isinstance(value, date) else "hh:mm"
                if number == 0:
                    cell.font = Font(bold=True)
                elif isinstance(value, str):
                    cell.alignment = Alignment(vertical="top", wrap_text=True)
                row.append(cell)
            sheet.append(row)
    book.save(file)


def _kept(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    whole = escape(value)
    return whole if len(whole) <= CELL else whole[: CELL - 100] + _(" […] (cut: a cell holds no more)")
