"""What is taken against what is closed: whoever lets something in passes the gate with others, whoever closes or counts shuts it.

Both are given the moment by which to decide, read once they are in: what was taken is in every count that comes after, and nothing is
taken after a close. A lock on the competition's row would have everybody wait for everybody.
"""

from datetime import datetime

from django.db import connection, transaction

from anniversary import clock

LOCK = 0x636F_6D70  # any number that nobody else locks by; PostgreSQL keeps locks of two numbers apart from those of one


def passing(competition_id: int) -> datetime:
    """Go through together with others, until the end of the transaction; the moment that counts."""
    return _lock("pg_advisory_xact_lock_shared", competition_id)


def shut(competition_id: int) -> datetime:
    """Wait until nobody goes through, and let nobody in until the end of the transaction; the moment that counts."""
    return _lock("pg_advisory_xact_lock", competition_id)


def _lock(function: str, competition_id: int) -> datetime:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A gate holds until the end of a transaction, and there is none.")
    if connection.vendor == "postgresql":  # SQLite's transactions are one after the other by themselves (settings: IMMEDIATE)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s, %s)", [LOCK, competition_id % 2**31])
    return clock.now()
