"""What readers look for in vain, for editors to see: the words and how often, nothing of who it was."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction
from django.db.models import F

from anniversary.clock import now
from anniversary.languages import text as languages

from . import analysis, asking
from .answers import Asked
from .models import Unfound

LONGEST, MOST = 80, 2_000
PATIENCE = 100  # milliseconds that a reader's page waits for others who write
logger = logging.getLogger(__name__)
# What may be somebody's address or number.
_PERSONAL = re.compile(r"@|\d{6}|(?:\d[\s().+/-]*){9}")


def note(asked: Asked) -> None:
    """Count a search that found nothing in any language. Pages further on, filters, and what may be of a person are not counted.

    It is done while a page is read: where the database is busy or refuses it, the page neither waits nor fails, and the search is not counted.
    """
    text = " ".join(analysis.normalise(asking.clean(asked.text)).split())
    if asked.kind or asked.year or asked.tag or asked.after or asked.language not in languages.codes() or _PERSONAL.search(text) or not asking.parse(text):
        return
    try:
        with _impatient():
            _count(asked.language, text[:LONGEST].strip())
    except DatabaseError as error:
        logger.warning("A search without a result was not counted: %s", error)


def _count(language: str, query: str) -> None:
    own = Unfound.objects.filter(language=language, query=query)
    today = now().date()
    if own.update(times=F("times") + 1, last_on=today):
        return
    # Two may come here at once: the row is made by one, counted by both.
    Unfound.objects.bulk_create([Unfound(language=language, query=query, times=0, last_on=today)], ignore_conflicts=True)
    own.update(times=F("times") + 1, last_on=today)
    _forget_some()


@contextmanager
def _impatient() -> Iterator[None]:
    """A transaction, or a part of the one that is open, that waits for nobody's lock longer than PATIENCE: OperationalError if it has to."""
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            with transaction.atomic():
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{PATIENCE}ms"])
                yield
                cursor.execute("SET LOCAL lock_timeout TO DEFAULT")  # for what else is in the open transaction
            return
        # The connection's own setting, not the transaction's: it is the beginning of one that waits.
        before = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE:d}")
        try:
            with transaction.atomic():
                yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {before:d}")


def _forget_some() -> None:
    """Keep what is asked most, and the newest: else, once somebody has filled the table, nothing new would ever stand in it."""
    if Unfound.objects.count() > MOST:
        newest = MOST // 10
        most = Unfound.objects.order_by("-times", "-last_on", "-pk").values_list("pk", flat=True)[: MOST - newest]
        latest = Unfound.objects.order_by("-last_on", "-pk").values_list("pk", flat=True)[:newest]
        Unfound.objects.exclude(pk__in={*most, *latest}).delete()
