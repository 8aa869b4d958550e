from collections.abc import Iterator
from importlib import import_module

import pytest
from django.db import connection


@pytest.fixture
def kept_rows_may_go(transactional_db) -> Iterator[None]:
    """For tests with transactions of their own: what the database never lets go has to go before the next test."""
    yield
    append_only = import_module("anniversary.competition.migrations.0003_append_only")
    with connection.schema_editor() as editor:
        append_only.backwards(None, editor)
    with connection.cursor() as cursor:
        for table in append_only.KEPT:
            cursor.execute(f"DELETE FROM {table}")
    with connection.schema_editor() as editor:
        append_only.forwards(None, editor)
