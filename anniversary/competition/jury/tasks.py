"""Background work of the jury. Safe to run twice, at once, or after a crash."""

from django_tasks import task

from . import seating
from .models import Round


@task()
def open_round(pk: int) -> int:
    """Write the seats of a round that was opened, sheet by sheet; how many seats."""
    return seating.write_seats(pk)


def enqueue_due() -> None:
    """For the worker's round: have written what a killed process left."""
    for judged in Round.objects.filter(state=Round.State.OPEN):
        if seating.unseated(judged):
            open_round.enqueue(judged.pk)
