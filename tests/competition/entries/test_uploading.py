"""Forms with files: what is too large is refused in words, and never written to the disk."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from anniversary import urls
from anniversary.competition.entries import uploading
from anniversary.competition.models import MOST_BYTES

pytestmark = pytest.mark.django_db
BOUNDARY = "limit"


@uploading.limited_upload
def taking(request):
    files = [(name, upload.size) for name, upload in request.FILES.items()]
    return HttpResponse(f"{request.method} {request.POST.get('title')} {files}")


urlpatterns = [path("en/take/", taking), *urls.urlpatterns]


@pytest.fixture(autouse=True)
def _address(settings):
    settings.ROOT_URLCONF = __name__


class Unread:
    """The body of a request that nobody may read."""

    def read(self, *args):
        raise AssertionError("It was read.")

    readline = read


class Counted(io.RawIOBase):
    """A body of so many bytes that are made as they are asked for."""

    def __init__(self, before: bytes, size: int, after: bytes):
        self.left, self.before, self.after, self.given = size, before, after, 0

    def read(self, size: int = -1) -> bytes:
        size = 65536 if size < 0 else size
        if self.before:
            piece, self.before = self.before[:size], self.before[size:]
        elif self.left:
            piece = b"x" * min(size, self.left)
            self.left -= len(piece)
        else:
            piece, self.after = self.after[:size], self.after[size:]
        self.given += len(piece)
        return piece


def part(name: str, filename: str = "") -> bytes:
    named = f'; filename="{filename}"\r\nContent-Type: image/png' if filename else ""
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'.encode()


def send(client: Client, body, length: int):
    extra = {"CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}", "CONTENT_LENGTH": str(length), "wsgi.input": body}
    return client.generic("POST", "/en/take/", **extra)


def of_size(size: int) -> tuple[Counted, int]:
    before, after = part("title") + b"Two petals\r\n" + part("colour", "dara.png"), f"\r\n--{BOUNDARY}--\r\n".encode()
    return Counted(before, size, after), len(before) + size + len(after)


def test_a_gigabyte_that_is_claimed_is_not_read_at_all(client):
    answer = send(client, Unread(), 2**30)
    assert answer.status_code == 413
    text = answer.content.decode()
    assert "A file may have at most 20.0\xa0MB. Nothing of what you sent was kept." in text
    assert 'href="/en/take/"' in text
    assert answer.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_the_limit_itself_is_taken(client):
    body, length = of_size(MOST_BYTES)
    assert send(client, body, length).content.decode() == f"POST Two petals [('colour', {MOST_BYTES})]"


def test_one_byte_more_is_refused_and_nothing_stays_on_the_disk(client, tmp_path, monkeypatch):
    folder = tmp_path / "uploads"
    folder.mkdir()
    sizes = []
    written = uploading.TemporaryFileUploadHandler.receive_data_chunk

    def watched(self, raw_data, start):
        written(self, raw_data, start)
        self.file.flush()
        sizes.append(sum(file.stat().st_size for file in folder.iterdir()))

    monkeypatch.setattr(uploading.TemporaryFileUploadHandler, "receive_data_chunk", watched)
    with override_settings(FILE_UPLOAD_TEMP_DIR=str(folder)):
        body, length = of_size(MOST_BYTES + 1)
        answer = send(client, body, length)
    assert (answer.status_code, body.given) == (413, length)
    assert MOST_BYTES - 2**16 <= max(sizes) <= MOST_BYTES
    assert list(Path(folder).iterdir()) == []


def test_somewhat_more_than_is_taken_is_thrown_away_so_that_a_browser_hears_why(client):
    body, length = of_size(uploading.MOST_REQUEST)
    assert (send(client, body, length).status_code, body.given) == (413, length)


def test_a_text_of_endless_length_is_refused_too(client):
    answer = client.post("/en/take/", {"title": "x" * 3_000_000})
    assert answer.status_code == 413


@pytest.mark.parametrize("length", ["", "nonsense", "-5"])
def test_a_length_that_is_none_is_no_form(client, length):
    answer = client.generic("POST", "/en/take/", CONTENT_TYPE=f"multipart/form-data; boundary={BOUNDARY}", CONTENT_LENGTH=length)
    assert answer.status_code < 500


def test_the_forms_token_is_asked_for_as_everywhere():
    strict = Client(enforce_csrf_checks=True)
    upload = {"title": "x", "colour": SimpleUploadedFile("dara.png", b"123")}
    assert strict.post("/en/take/", upload).status_code == 403
    strict.cookies["csrftoken"] = "a" * 32
    upload["colour"].seek(0)
    assert strict.post("/en/take/", upload | {"csrfmiddlewaretoken": "a" * 32}).content == b"POST x [('colour', 3)]"


def test_looking_at_the_page_is_not_touched(client):
    assert client.get("/en/take/").content == b"GET None []"
