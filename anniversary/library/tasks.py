"""Background work of the library. Safe to run twice, at once, or after a crash."""

from django_tasks import task

from . import renditions
from .models import Image


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
