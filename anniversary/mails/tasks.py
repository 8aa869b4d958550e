"""Background work of the outbox. Safe to run twice, at once, or after a crash."""

from django_tasks import task

from anniversary import clock

from . import outbox
from .models import Letter


@task()
def send_due() -> int:
    """Send the letters that are due; how many."""
    return outbox.send_due()


def enqueue_due() -> bool:
    """For the worker's round: have sent what could not be sent before, or what a killed process left."""
    if not Letter.objects.filter(due_at__lte=clock.now()).exists():
        return False
    send_due.enqueue()
    return True
