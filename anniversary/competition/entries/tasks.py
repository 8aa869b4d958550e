"""Background work of the works. Safe to run twice, at once, or after a crash."""

from django_tasks import task

from . import sweeping


@task()
def sweep_files() -> int:
    """Delete private files that no row tells of; how many."""
    return sweeping.sweep()
