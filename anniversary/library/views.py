"""The door to stored files: readers get renditions and documents, never an original."""

import re
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from .models import Document

# Only names that we make ourselves: nothing with dots or a stranger's folder gets as far as the storage.
RENDITION = re.compile(r"__processed__/(?:[0-9a-f]{3}/)+[0-9a-f]{32}-[0-9a-f]{12}(?:_\w{7})?\.(?:avif|webp|jpeg)")
ORIGINAL = re.compile(r"originals/[0-9a-f]{2}/[0-9a-f]{32}\.(?:jpeg|png|webp)")
DOCUMENT = re.compile(r"documents/[0-9a-f]{2}/[0-9a-f]{32}\.[a-z]{3,4}")
TYPES = {
    "avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg", "png": "image/png", "pdf": "application/pdf", "zip": "application/zip",
    "csv": "text/csv; charset=utf-8",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}  # fmt: skip


@require_safe
def media(request: HttpRequest, path: str) -> FileResponse:
    """A stored file; 404 for whatever the reader may not have, so that nobody learns what there is."""
    if RENDITION.fullmatch(path):
        return _send(request, path, "public, max-age=31536000, immutable")
    if DOCUMENT.fullmatch(path):
        document = get_object_or_404(Document.objects.defer("text"), file=path)
        return _send(request, path, "public, max-age=3600", document.download_name)
    if ORIGINAL.fullmatch(path) and request.user.is_staff and request.user.has_perm("library.view_image"):
        return _send(request, path, "private, no-store")
    raise Http404


def _send(request: HttpRequest, path: str, caching: str, download_name: str = "") -> FileResponse:
    try:
        file = default_storage.open(path)
    except OSError as error:
        raise Http404 from error
    request.META.pop("HTTP_ACCEPT_ENCODING", None)  # GZipMiddleware would compress, and lose the length of, what is compressed already
    response = FileResponse(file, as_attachment=bool(download_name), filename=download_name, content_type=TYPES[PurePosixPath(path).suffix[1:]])
    response["Cache-Control"] = caching
    response["X-Content-Type-Options"] = "nosniff"
    return response
