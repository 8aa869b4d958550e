"""Background work of the vote. Safe to run twice, at once, or after a crash."""

from contextlib import suppress
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django_tasks import task

from anniversary import clock
from anniversary.competition.models import Competition

from . import asking, counting, marking
from .models import Asking


def running() -> "QuerySet[Competition]":
    """Competitions whose vote has begun and is not counted."""
    return Competition._base_manager.filter(
        stage=Competition.Stage.PUBLIC_VOTE, rules__vote_opens_at__lte=clock.now(), poll__isnull=False, poll__counted_at=None
    ).order_by("pk")


@task()
def mark_ballots() -> int:
    """Mark what is suspicious by now, note a close that the clock has made, and forget who asked for letters longer ago than the limits look back."""
    marked = 0
    for competition in running():
        with suppress(ValidationError):  # open still
            counting.close(competition)
        marked += marking.mark(competition)
    Asking.objects.filter(at__lt=clock.now() - asking.HOUR - timedelta(minutes=1)).delete()
    return marked


def enqueue_due() -> None:
    """For the worker's round."""
    old = Q(at__lt=clock.now() - asking.HOUR)
    if running().exists() or Asking.objects.filter(old).exists():
        mark_ballots.enqueue()
