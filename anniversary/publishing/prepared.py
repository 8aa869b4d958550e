"""Queries whose SQL is made once a process.

Django builds and compiles a query anew each time, and for unions over several tables in three languages that is most of a page's
work. A query whose shape never changes is compiled with stand-ins for the moment and the keys that it is asked with.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from anniversary import clock

# Stand-ins that no record has: a moment long past, and keys below zero.
MOMENT = datetime(1000, 1, 1, 1, 1, 1, tzinfo=UTC)
KEY = -1_000_000_000

_compiled: dict[Any, tuple[str, list[Any]]] = {}


def forget() -> None:
    _compiled.clear()


def rows(name: Any, build: Callable[[list[int]], "QuerySet[Any]"], keys: Sequence[int]) -> list[tuple[Any, ...]]:
    """The rows of `build(keys)`, which must be a `values_list` of texts and numbers, asked as of the site's clock.

    They come as the database gives them: a decimal may be a float.

    `build` is called once for each number of keys; `name` tells it from others, and must hold all that its shape depends on.
    """
    sql, params = statement(name, build, keys)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def statement(name: Any, build: Callable[[list[int]], "QuerySet[Any]"], keys: Sequence[int]) -> tuple[str, list[Any]]:
    """The SQL of `rows` and its parameters, for a query that is a part of another."""
    key = (name, len(keys), connection.vendor)
    if key not in _compiled:
        _compiled[key] = _compile(build, len(keys))
    sql, params = _compiled[key]
    now, places = connection.ops.adapt_datetimefield_value(clock.now()), {KEY - place: value for place, value in enumerate(keys)}
    moment = connection.ops.adapt_datetimefield_value(MOMENT)
    return sql, [now if value == moment else places.get(value, value) if isinstance(value, int) else value for value in params]


def _compile(build: Callable[[list[int]], "QuerySet[Any]"], number: int) -> tuple[str, list[Any]]:
    with clock.as_of(MOMENT):
        sql, params = build([KEY - place for place in range(number)]).query.get_compiler(connection=connection).as_sql()
    return sql, list(params)
