"""The task worker, with as many words as a terminal that somebody reads can bear: failures, not every task."""

import logging

from django_tasks_db.management.commands import db_worker


class Command(db_worker.Command):
    help = "Does background work: image sizes, imports, mail. Ends after the task under way on Ctrl-C or SIGTERM."
    requires_system_checks: list[str] = []

    def configure_logging(self, verbosity: int) -> None:
        super().configure_logging(verbosity)
        if verbosity == 1:
            # INFO there is two lines for each task, and WARNING the news that it is stopping, which who stopped it knows.
            logging.getLogger("django_tasks").setLevel(logging.ERROR)
            logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
