"""The task worker, with as many words as a terminal that somebody reads can bear: failures, not every task."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from django.db import connection
from django_tasks_db.management.commands import db_worker

from anniversary.competition import chores
from anniversary.mails import tasks as mails
from anniversary.search import tasks

LOOK_EVERY = 600  # seconds
logger = logging.getLogger(__name__)


def enqueue_regularly(stopping: threading.Event) -> None:
    """Have done in the background, from time to time, what is due by the calendar."""
    while True:
        try:
            for enqueue_due in (tasks.enqueue_due, mails.enqueue_due, chores.enqueue_due):
                _try(enqueue_due)
        finally:
            connection.close()
        if stopping.wait(LOOK_EVERY):
            return


def _try(enqueue_due: Callable[[], bool]) -> None:
    try:
        enqueue_due()
    except Exception:  # whatever it is, a database that restarts for example: the next look finds it due still
        logger.exception("What is due could not be enqueued.")


class Command(db_worker.Command):
    help = "Does background work: image sizes, imports, mail. Ends after the task under way on Ctrl-C or SIGTERM."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:  # type: ignore[override]
        stopping = threading.Event()
        looking = threading.Thread(target=enqueue_regularly, args=[stopping], daemon=True)
        looking.start()
        try:
            super().handle(**options)
        finally:
            stopping.set()
            looking.join(5)

    def configure_logging(self, verbosity: int) -> None:
        super().configure_logging(verbosity)
        if verbosity == 1:
            # INFO there is two lines for each task, and WARNING the news that it is stopping, which who stopped it knows.
            logging.getLogger("django_tasks").setLevel(logging.ERROR)
            logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
