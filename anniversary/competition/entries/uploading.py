"""Forms with files, taken no further than the limit: what claims to be larger is not read, what turns out to be larger is not written down."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, MemoryFileUploadHandler, StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from anniversary.competition.models import MOST_BYTES

FILES = 3  # of one form: in colour, in black and white, the source
MOST_FIELDS = 1024 * 1024  # all that is in a form besides its files, and what stands between them
MOST_REQUEST = FILES * MOST_BYTES + MOST_FIELDS
DRAINED = 2 * MOST_REQUEST  # read and thrown away, up to here: a browser that is still sending would not show our answer
CHUNK = 64 * 1024
View = Callable[..., HttpResponseBase]


class Limit(FileUploadHandler):
    """First of a request's handlers: stops at the first file that is larger than is taken, before that piece goes on to be written anywhere."""

    exceeded = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        if start + len(raw_data) > MOST_BYTES:
            self.exceeded = True
            raise StopUpload  # the rest is read and thrown away; it is no more than MOST_REQUEST
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        return None  # the handlers after this one keep it


def limited_upload(view: View) -> View:
    """For every view that takes files: at most three of 20 MB each, and a page that says so (413) instead of the view for anything larger.

    It stands outermost. The form is read in here, before its token is looked at: that reads the form too, with handlers that write all there is.
    """
    protected = csrf_protect(view)

    @wraps(view)
    def taken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and not _read(request):
            return too_large(request)
        return protected(request, *args, **kwargs)

    return cast(View, csrf_exempt(taken))


def too_large(request: HttpRequest) -> HttpResponse:
    answer = render(request, "competition/too_large.html", {"limit": MOST_BYTES, "again": request.get_full_path()}, status=413)
    add_never_cache_headers(answer)
    answer.headers["Referrer-Policy"] = "no-referrer"  # the address may hold an entrant's key
    return answer


def _read(request: HttpRequest) -> bool:
    """Read the form; False if it is larger than is taken."""
    claimed = int(length) if (length := request.META.get("CONTENT_LENGTH") or "0").isdecimal() else 0
    if claimed > MOST_REQUEST:
        if claimed <= DRAINED:
            while request.read(CHUNK):
                pass
        return False
    limit = Limit(request)
    request.upload_handlers = [limit, MemoryFileUploadHandler(request), TemporaryFileUploadHandler(request)]
    try:
        request.POST  # noqa: B018  # read now
    except RequestDataTooBig:
        return False
    return not limit.exceeded
