"""Background work of the kit. Safe to run twice, at once, or after a crash."""

from django_tasks import task

from . import making


@task()
def make_kit(pk: int) -> int:
    """Make the files of a kit if they are not up to date; how many."""
    return making.make(pk)
