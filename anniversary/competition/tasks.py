"""Background work of the base. Safe to run twice, at once, or after a crash."""

from django.db.models import Q, QuerySet
from django_tasks import task

from anniversary import clock

from . import stages
from .models import Competition


def due() -> "QuerySet[Competition]":
    """Those that the clock has moved and nobody has stored yet."""
    now = clock.now()
    moved = Q(stage="announced", rules__opens_at__lte=now) | Q(stage="open", rules__closes_at__lte=now)
    return Competition.objects.filter(moved, copy_of=None).order_by("pk")


@task()
def settle_due() -> int:
    """Store and log the clock's moves, and have the search follow; how many competitions were brought up to date."""
    found = list(due())
    for competition in found:
        stages.settle(competition)
    return len(found)


def enqueue_settling() -> None:
    """For the worker's round."""
    if due().exists():
        settle_due.enqueue()
