"""Records and what belongs to them, read by plain queries.

A save describes its record, and what that costs is Django's making of a dozen queries out of expressions, every time anew: several times what the
database does for them. These are so plain that they are written down: all columns of those rows that keys name.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection


def fetched(model: Any, keys: Iterable[int], *lookups: str) -> list[Any]:
    """The model's records of these keys, in no order, holding what the lookups name, as `prefetch_related` has it: one query for each name in them.

    Where there may be several rows, they are held for `all` alone.
    """
    records = _of_keys(model, keys)
    hold(records, *lookups)
    return records


def belonging(model: Any, field: str, keys: Iterable[int]) -> list[Any]:
    """The rows that belong to the records of these keys by a foreign key, in the order of their model."""
    return _rows(model, f"WHERE {_column(model, field)}", keys, ordered=True)


def across(through: Any, of: str, to: str, keys: Iterable[int], **only: int) -> list[Any]:
    """What a table of relations leads to by its field `to`, in the order of that model, once for each record; `belongs_to` is the record's key.

    `of` is the field with the records' keys; `only` are values of other fields.
    """
    model, here = through._meta.get_field(to).related_model, _column(through, of)
    joined = f"INNER JOIN {_quoted(through._meta.db_table)} ON {_column(through, to)} = {_column(model, 'pk')}"
    more = "".join(f"{_column(through, field)} = {int(value)} AND " for field, value in only.items())
    return _rows(model, f"{joined} WHERE {more}{here}", keys, more=f", {here} AS belongs_to", ordered=True)


def used(models: Sequence[Any], field: str, keys: Iterable[int]) -> list[Any]:
    """Those of the models of which rows belong to one of the records by a foreign key. One query for all, as most of them have none."""
    if not models:
        return []
    listed = ", ".join(str(int(key)) for key in keys)
    tables = ((place, _quoted(model._meta.db_table), _column(model, field)) for place, model in enumerate(models))
    parts = (f"SELECT {place} WHERE EXISTS (SELECT 1 FROM {table} WHERE {column} IN ({listed}))" for place, table, column in tables)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return [models[place] for place in sorted(place for (place,) in cursor.fetchall())]


def hold(records: Sequence[Any], *lookups: str) -> None:
    """Have the records hold what the lookups name."""
    known: dict[str, Sequence[Any]] = {"": records}
    for lookup in lookups:
        before = ""
        for name in lookup.split("__"):
            path = f"{before}__{name}"
            if path not in known:
                known[path] = _hold(known[before], name)
            before = path


def _hold(records: Sequence[Any], name: str) -> Sequence[Any]:
    """Have them hold what one of their relations leads to; gives it."""
    if not records:
        return []
    field: Any = type(records[0])._meta.get_field(name)
    if field.many_to_one:
        found = {row.pk: row for row in _of_keys(field.related_model, {getattr(record, field.attname) for record in records} - {None})}
        for record in records:
            setattr(record, name, found.get(getattr(record, field.attname)))
        return list(found.values())
    owners = {record.pk: record for record in records}
    held: dict[int, list[Any]] = {key: [] for key in owners}
    if field.one_to_many:
        rows, back = belonging(field.related_model, field.field.name, owners), field.field
        for row in rows:
            owner = owners[getattr(row, back.attname)]
            held[owner.pk].append(row)
            setattr(row, back.name, owner)
    else:
        rows = across(field.remote_field.through, field.m2m_field_name(), field.m2m_reverse_field_name(), owners)
        for row in rows:
            held[row.belongs_to].append(row)
    for record in records:
        vars(record).setdefault("_prefetched_objects_cache", {})[name] = held[record.pk]  # where `prefetch_related` puts it
    return rows


def _of_keys(model: Any, keys: Iterable[int]) -> list[Any]:
    return _rows(model, f"WHERE {_column(model, 'pk')}", keys)


def _rows(model: Any, which: str, keys: Iterable[int], *, more: str = "", ordered: bool = False) -> list[Any]:
    """The model's rows by a condition that ends in a column, which holds one of the keys."""
    listed, table = list(keys), _quoted(model._meta.db_table)
    if not listed:
        return []
    order = f" ORDER BY {_order(model)}" if ordered and model._meta.ordering else ""
    sql = f"SELECT {table}.*{more} FROM {table} {which} IN ({', '.join(['%s'] * len(listed))}){order}"  # noqa: S608
    return list(model._base_manager.raw(sql, listed))


def _order(model: Any) -> str:
    return ", ".join(f"{_column(model, name.removeprefix('-'))}{' DESC' if name.startswith('-') else ''}" for name in model._meta.ordering)


def _column(model: Any, field: str) -> str:
    found = model._meta.pk if field == "pk" else model._meta.get_field(field)
    return f"{_quoted(model._meta.db_table)}.{_quoted(found.column)}"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
