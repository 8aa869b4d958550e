"""Background work about entrants. Safe to run twice, at once, or after a crash."""

from django_tasks import task

from anniversary import clock

from . import retention
from .models import Asked


@task()
def remind() -> int:
    """Tell who has a draft that the end is near; how many."""
    return retention.remind()


@task()
def forget() -> int:
    """Delete what nobody has sent in; how many."""
    return retention.forget()


def enqueue_due() -> None:
    """For the worker's round."""
    if any(retention.waiting(rules).exists() for rules in retention.to_remind()):
        remind.enqueue()
    if retention.to_forget() or Asked.objects.filter(at__lt=clock.now() - retention.ASKED_FOR).exists():
        forget.enqueue()
