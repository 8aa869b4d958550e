from collections.abc import Iterator
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection

KEEPING = ("outcome.migrations.0003_outcome_append_only", "migrations.0003_append_only")


@pytest.fixture
def kept_rows_may_go(transactional_db) -> Iterator[None]:
    """For tests with transactions of their own: what the database never lets go has to go before the next test."""
    yield
    kept = [import_module(f"anniversary.competition.{name}") for name in KEEPING]
    tables = [table for migration in kept for table in migration.KEPT]
    # Whatever points at these rows goes with the test's other rows, right after this; Django's own editor would look for it on SQLite.
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=lambda statement, params=None: cursor.execute(statement))
        for migration in kept:
            migration.backwards(None, editor)
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
        else:
            for table in tables:
                cursor.execute(f"DELETE FROM {table}")
        for migration in kept:
            migration.forwards(None, editor)
