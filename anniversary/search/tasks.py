"""Background work of the search. Safe to run twice."""

import logging
from datetime import timedelta

from django.db import transaction
from django_tasks import task

from anniversary import clock

from . import checking, storing
from .models import Check, Rebuild

EVERY = timedelta(days=7)
logger = logging.getLogger(__name__)


@task()
def check_index(pk: int) -> int:
    """Hold the index against the content; how much is wrong. Says so as an error, and administrators see it on the desk."""
    check = Check.objects.filter(pk=pk).first()
    if check is None:
        return 0  # a newer one was finished before this began
    found = checking.run(check)
    if found:
        logger.error("The search's index does not agree with the content in %s places; manage.py search_check names them, --mend mends them.", len(found))
    return len(found)


def enqueue_due() -> bool:
    """Have the index checked if that was not done for a week, nor the index built. Several workers may ask at once: one of them enqueues it."""
    with transaction.atomic():
        storing.lock()
        ago = clock.now() - EVERY
        if Check.objects.filter(due_at__gt=ago).exists() or Rebuild.objects.filter(finished_at__gt=ago).exists():
            return False
        check_index.enqueue(Check.objects.create(due_at=clock.now()).pk)
    return True
