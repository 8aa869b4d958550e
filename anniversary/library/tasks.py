"""Background work of the library. Safe to run twice, at once, or after a crash."""

from django.db import transaction
from django_tasks import task

from . import pdf, renditions
from .models import Document, DocumentKind, Image


@task()
def make_renditions(pk: int) -> int:
    """Make every rendition of an image and mark it ready; how many it has (0 if it is gone)."""
    image = Image.objects.filter(pk=pk).first()
    if image is None or not image.file:
        return 0
    row = Image.objects.filter(pk=pk, file=image.file.name)
    try:
        made = {renditions.make(image.file, name) for name in renditions.names(image.width, image.height)}
    except (OSError, ValueError):  # a file object that was open before says ValueError when it is gone
        if row.exists():
            raise
        made = set()  # replaced or deleted meanwhile, and its file with it
    # Listed before the row is marked: what another task makes for a newer focal point after this is not ours to remove.
    found = image.stored_renditions()
    if made and row.filter(focal_point=image.focal_point).update(renditions_ready=True):
        image.remove_files(found - made)
    elif not row.exists():
        image.remove_files(found)
    return len(made)


@task()
def take_text(pk: int) -> int:
    """Take the text out of a PDF and keep it for the search; how many characters (0 if there are none, or it is gone)."""
    document = Document.objects.filter(pk=pk, kind=DocumentKind.PDF).defer("text").first()
    if document is None:
        return 0
    row = Document.objects.filter(pk=pk, file=document.file.name)
    try:
        with document.file.open() as file:
            found = pdf.text_of(file.read())
    except OSError:
        if row.exists():
            raise
        return 0  # replaced or deleted meanwhile
    with transaction.atomic():
        current = row.select_for_update().first()
        if current is None:
            return 0
        current.text, current.text_ready = found, True
        current.save(update_fields=Document.TAKEN_OUT)  # not update(): what is found follows the saving
        return len(current.text)
