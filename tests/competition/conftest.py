from collections.abc import Iterator
from importlib import import_module

import pytest
from django.db import connection

KEEPING = ("outcome.migrations.0003_outcome_append_only", "migrations.0003_append_only")


@pytest.fixture
def kept_rows_may_go(transactional_db) -> Iterator[None]:
    """For tests with transactions of their own: what the database never lets go has to go before the next test."""
    yield
    kept = [import_module(f"anniversary.competition.{name}") for name in KEEPING]
    with connection.schema_editor() as editor:
        for migration in kept:
            migration.backwards(None, editor)
    with connection.cursor() as cursor:
        for migration in kept:
            for table in migration.KEPT:
                cursor.execute(f"DELETE FROM {table}")
    with connection.schema_editor() as editor:
        for migration in kept:
            migration.forwards(None, editor)
