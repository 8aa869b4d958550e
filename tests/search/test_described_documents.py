"""What PDFs say: taken out of them in the background, found in the language of the document."""

import io
import subprocess
import sys
import zlib

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks.base import TaskResultStatus
from pypdf import PdfReader, PdfWriter

from anniversary.articles.models import ArticleDownload, PageDownload
from anniversary.competition.models import CompetitionDownload
from anniversary.library import pdf as reading
from anniversary.library import tasks
from anniversary.library.models import Document
from anniversary.programmes.models import ProgrammeDownload
from events.models.event import EventDownload
from tests.factories import articles, competition, events, library, occasion, programmes

from .describing import changed_by, described, texts
from .pdfs import assembled, pdf

pytestmark = pytest.mark.django_db

CSV = b"year;number\n2019;2292\n"


@pytest.fixture
def read(django_capture_on_commit_callbacks):
    """A document that was uploaded, with its background work done."""

    def upload(content: bytes, **fields) -> Document:
        with django_capture_on_commit_callbacks(execute=True):
            made = library.document(content=content, **fields)
        made.refresh_from_db()
        return made

    return upload


def test_the_text_of_an_upload_is_taken_out_of_it(read):
    made = read(pdf("How to use the logo", "Second page"))
    assert (made.text, made.text_ready) == ("How to use the logo\nSecond page", True)


def test_a_broken_one_says_nothing_and_is_done_with(read):
    for content in (library.PDF, b"%PDF-1.4\nnonsense", pdf("Text")[:200]):
        made = read(content)
        assert (made.text, made.text_ready) == ("", True)


def locked(password: str) -> bytes:
    writer, out = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Behind a lock")))), io.BytesIO()
    writer.encrypt(password, "owner", algorithm="AES-256")
    writer.write(out)
    return out.getvalue()


def test_one_that_asks_for_a_password_says_nothing(read):
    made = read(locked("secret"))
    assert (made.text, made.text_ready) == ("", True)


def test_one_that_anybody_may_read_is_read_though_it_is_encrypted(read):
    assert read(locked("")).text == "Behind a lock"


def test_what_is_no_pdf_is_found_by_its_title_alone(read):
    made = read(CSV, title_en="Visitors")
    assert (made.kind, made.text, made.text_ready) == ("csv", "", True)
    assert texts(made) == {"en": ("Visitors", [])}


# --- limits -------------------------------------------------------------------------------------------------------------------
def test_two_hundred_pages_are_read_and_no_more():
    found = reading.text_of(pdf(*(f"Page {number}" for number in range(1, 203))))
    assert found.split("\n")[-1] == "Page 200"


def test_of_a_long_text_the_beginning_is_kept():
    long = pdf(*("word " * 20_000 for _page in range(6)))
    found = reading.text_of(long)
    assert (reading.CHARACTERS - 10, found[:9]) < (len(found), found[:9]) <= (reading.CHARACTERS, "word word")


def test_a_page_that_swells_is_left_out():
    bomb = zlib.compress(b"(x) Tj " * 20_000_000, 1)
    content = assembled([b"BT /F1 12 Tf (Before) Tj ET", bomb, b"BT /F1 12 Tf (After) Tj ET"])
    content = content.replace(b"<</Length %d>>" % len(bomb), b"<</Length %d/Filter/FlateDecode>>" % len(bomb))
    assert reading.text_of(content) == "Before\nAfter"


def limited(code: str) -> subprocess.CompletedProcess[str]:
    """What a process says that has limited itself as the reader does and then runs the code."""
    limit = f"import resource, runpy; runpy.run_path({reading.__file__!r})['_limit'](); {code}"
    return subprocess.run([sys.executable, "-I", "-c", limit], capture_output=True, text=True, check=False)


def test_the_reader_cannot_take_much_memory_nor_time_nor_write_files(tmp_path):
    assert limited("bytearray(100 << 20)").returncode == 0
    assert limited("bytearray(600 << 20)").stderr.endswith("MemoryError\n")
    assert limited("print(resource.getrlimit(resource.RLIMIT_CPU))").stdout == "(20, 20)\n"
    limited(f"open({str(tmp_path / 'written')!r}, 'w').write('x')")
    assert (tmp_path / "written").read_text() == ""


def test_of_one_that_is_given_up_what_was_read_before_is_kept(monkeypatch):
    def late(command, *, timeout, **how):
        raise subprocess.TimeoutExpired(command, timeout, output="Before\nទំព័រ".encode()[:-1])  # in the middle of a letter

    monkeypatch.setattr(reading.subprocess, "run", late)
    assert reading.text_of(b"%PDF-") == "Before\nទំព័"


SLOW = zlib.compress(b"(x) Tj " * 3_000_000, 1)


@pytest.mark.parametrize(("processor", "clock"), [(2, 600), (600, 2)], ids=["processor", "clock"])
def test_one_that_takes_for_ever_is_given_up_and_the_next_is_read(read, monkeypatch, tmp_path, processor, clock):
    """By each limit while the other is far away."""
    endless = assembled([b"BT /F1 12 Tf (Before) Tj ET", SLOW, b"BT /F1 12 Tf (After) Tj ET"])
    endless = endless.replace(b"<</Length %d>>" % len(SLOW), b"<</Length %d/Filter/FlateDecode>>" % len(SLOW))
    script = tmp_path / "reader.py"  # the reader is a process of its own and knows nothing of what is changed here
    script.write_text(f"import runpy\nmain = runpy.run_path({reading.__file__!r})['main']\nmain.__globals__['CPU_SECONDS'] = {processor}\nmain()\n")
    with monkeypatch.context() as shorter:
        shorter.setattr(reading, "__file__", str(script))
        shorter.setattr(reading, "SECONDS", clock)
        made = read(endless)
    assert made.text_ready is True
    assert made.text in {"", "Before"}  # a busy machine may not come so far as to read a page
    assert read(pdf("How to use the logo")).text == "How to use the logo"


def test_what_reads_has_none_of_what_the_site_knows(monkeypatch):
    seen = {}
    monkeypatch.setattr(reading.subprocess, "run", lambda command, **how: seen.update(how, command=command) or type("Done", (), {"stdout": b"Text"}))
    assert reading.text_of(b"%PDF-") == "Text"
    assert seen["env"] == {}
    assert seen["command"][1] == "-I"


@pytest.mark.parametrize(
    "printed, text",
    [
        ("an exhibi-\ntion", "an exhibition"),
        ("Cambodia-\nJapan", "Cambodia-\nJapan"),
        ("カンボ\nジア", "カンボジア"),
        ("មិត្ត\nភាព", "មិត្តភាព"),
        ("two\nwords", "two\nwords"),
        ("blank \nat its end", "blank\nat its end"),
        ("form\x0cfeed", "form\nfeed"),
    ],
)
def test_a_word_that_a_line_of_print_parts_is_whole_again(monkeypatch, printed, text):
    monkeypatch.setattr(reading.subprocess, "run", lambda *args, **how: type("Done", (), {"stdout": printed.encode()}))
    assert reading.text_of(b"%PDF-") == text


def test_what_nobody_types_is_not_kept(read, monkeypatch):
    monkeypatch.setattr(reading, "text_of", lambda data: "a\x00b\x07c\u202ed")
    assert read(pdf("Text")).text == "abcd"


# --- again, late, and in between ------------------------------------------------------------------------------------------------
def test_reading_twice_leaves_the_same(read):
    made = read(pdf("Text"))
    assert tasks.take_text.func(made.pk) == 4
    assert Document.objects.get().text == "Text"


def test_a_document_that_is_gone_or_no_pdf_has_nothing_to_take_out(read):
    assert tasks.take_text.func(99) == 0
    assert tasks.take_text.func(read(CSV).pk) == 0


def test_a_file_that_was_replaced_while_it_was_read_gives_no_text(read, monkeypatch):
    made = read(pdf("Old"))

    def replaced(data):
        Document.objects.filter(pk=made.pk).update(file="documents/00/other.pdf", text="New")
        return "Old"

    monkeypatch.setattr(reading, "text_of", replaced)
    assert tasks.take_text.func(made.pk) == 0
    assert Document.objects.get().text == "New"


def test_a_lost_file_is_no_success(read):
    made = read(pdf("Text"))
    made.file.storage.delete(made.file.name)
    with pytest.raises(OSError):
        tasks.take_text.func(made.pk)
    assert tasks.take_text.enqueue(made.pk).status == TaskResultStatus.FAILED


def test_a_new_file_is_read_anew(read, django_capture_on_commit_callbacks):
    made = read(pdf("Old"))
    made.file = library.document(content=pdf("New")).file.open()
    with django_capture_on_commit_callbacks(execute=True) as waiting:
        made.file.save("new.pdf", made.file.file)
    assert waiting
    assert Document.objects.get(pk=made.pk).text == "New"


def test_a_new_title_leaves_the_text(read, django_capture_on_commit_callbacks):
    made = read(pdf("Text"))
    late = Document.objects.get(pk=made.pk)
    late.text, late.text_ready, late.title_en = "", False, "Better"  # as it was read before the task had finished
    with django_capture_on_commit_callbacks() as waiting:
        late.save()
    made.refresh_from_db()
    assert (made.title_en, made.text, made.text_ready) == ("Better", "Text", True)
    assert waiting == []


def test_the_command_reads_what_waits_and_goes_on_after_a_lost_file(read, capsys):
    lost, waiting, done = library.document(content=pdf("Lost")), library.document(content=pdf("Waiting")), read(pdf("Done"))
    lost.file.storage.delete(lost.file.name)
    call_command("document_texts", now=True)
    out, err = capsys.readouterr()
    assert out.splitlines() == [f"2/2 document {waiting.pk}: 7 characters", "1 documents done, 1 failed."]
    assert err.startswith(f"1/2 document {lost.pk}: ")
    assert Document.objects.get(pk=waiting.pk).text == "Waiting"
    assert Document.objects.get(pk=done.pk).text == "Done"
    call_command("document_texts")
    assert capsys.readouterr().out == "1 documents queued, 0 failed.\n"


# --- what is found ---------------------------------------------------------------------------------------------------------------
def test_a_document_is_found_in_its_own_language_alone(read):
    made = read(pdf("Text"), language="en", title_en="Guidelines", title_ja="要項")
    assert texts(made) == {"en": ("Guidelines", ["Text"])}
    assert described(made).urls == {"en": made.file.url}
    assert made.file.url.startswith("/media/documents/")
    assert described(made).span is None


def test_one_whose_title_is_in_another_language_goes_by_what_its_link_says(read):
    assert texts(read(pdf("Text"), language="ja", title_en="Guidelines")) == {"ja": ("Guidelines", ["Text"])}


def test_one_of_no_language_is_found_in_every_one_that_has_a_title(read):
    assert texts(read(pdf("Text"), title_en="Guidelines", title_km="សេចក្តីណែនាំ")) == {"en": ("Guidelines", ["Text"]), "km": ("សេចក្តីណែនាំ", ["Text"])}


def test_one_without_a_title_is_not_found(read):
    assert texts(read(pdf("Text"), title_en="")) == {}


def owners():
    return [
        (articles.article(), ArticleDownload), (articles.page(), PageDownload), (events.event(), EventDownload), (programmes.programme(), ProgrammeDownload),
        (competition.competition(), CompetitionDownload),
    ]  # fmt: skip


def test_every_page_that_offers_it_opens_it():
    document = library.document()
    for record, block in owners():
        block.objects.create(parent=record, region="ja", document=document)
        assert described(record).opens == {("document", document.pk)}


def test_a_language_that_the_site_does_not_show_opens_nothing():
    occasion.anniversary(languages=["en", "ja"])
    article, document, other = articles.article(), library.document(), library.document(title_en="Other")
    ArticleDownload.objects.create(parent=article, region="km", document=document)
    ArticleDownload.objects.create(parent=article, region="en", document=other)
    assert described(article).opens == {("document", other.pk)}


def test_a_new_title_or_text_leads_back_to_the_pages_that_offer_it():
    document = library.document()
    for (record, block), kind in zip(owners(), ("article", "page", "event", "programme", "competition"), strict=True):
        block.objects.create(parent=record, region="en", document=document)
        assert changed_by(kind, document) == {record.pk}


def test_a_page_with_a_download_does_not_read_its_text():
    article = articles.article()
    ArticleDownload.objects.create(parent=article, region="en", document=library.document())
    [block] = ArticleDownload.get_queryset().filter(parent=article)
    assert block.document.get_deferred_fields() == {"text"}


def test_a_download_and_the_list_of_documents_do_not_read_its_text(read, client, admin_client):
    made = read(pdf("Very long"))
    for address, by in ((made.file.url, client), ("/admin/library/document/", admin_client)):
        with CaptureQueriesContext(connection) as captured:
            assert by.get(address).status_code == 200
        assert [query["sql"] for query in captured if '"library_document"."text"' in query["sql"]] == []


@pytest.mark.parametrize(
    "content, ready, said",
    [
        (pdf("Text"), True, "title and text"),
        (pdf("Text"), False, "title; the text is being read"),
        (library.PDF, True, "title only: no text can be read from the file"),
        (CSV, True, "title only"),
    ],
)
def test_editors_are_told_by_what_it_is_found(read, admin_client, content, ready, said):
    made = read(content)
    Document.objects.filter(pk=made.pk).update(text_ready=ready)
    page = admin_client.get(f"/admin/library/document/{made.pk}/change/").content.decode()
    assert f'<div class="readonly">{said}</div>' in page
