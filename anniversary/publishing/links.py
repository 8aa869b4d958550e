"""The public records behind the many-to-many fields of records and blocks: one query, however many fields and owners."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from django.db.models import F, Value

from anniversary.languages import text

from . import prepared

# Key, address, title and summary in every language: what a union's rows are filled up to.
WIDEST = 2 + len(text.stored("title", "summary"))


def of(owners: Sequence[models.Model], *names: str) -> dict[Any, list[Any]]:
    """What each of the owners (saved, of one model) points at with the fields `names`, by the owner's key.

    The records are whole enough for a link: key, address, titles and summaries; their other columns are loaded when asked for.
    """
    found: dict[Any, list[Any]] = {owner.pk: [] for owner in owners}
    if not owners:
        return found
    model = type(owners[0])
    targets = [_target(model, name) for name in names]

    def union(keys: list[int]) -> "models.QuerySet[Any]":
        first, *others = (_rows(place, model, keys, name, target) for place, (name, target) in enumerate(zip(names, targets, strict=True)))
        return first.union(*others, all=True)

    for place, _chosen, owner, *values in sorted(prepared.rows((model, names), union, [owner.pk for owner in owners]), key=lambda row: row[:2]):
        target = targets[place]
        found[owner].append(target.from_db(None, _columns(target), values))
    return found


def fill(blocks: Iterable[Any]) -> None:
    """Gives every block among `blocks` that shows related records its `records`; one query for each model of block."""
    by_model: dict[type[models.Model], list[Any]] = {}
    for block in blocks:
        if block.TEMPLATE == "related":
            by_model.setdefault(type(block), []).append(block)
    for model, same in by_model.items():
        records = of(same, *model.AUTOCOMPLETE)  # type: ignore[attr-defined]
        for block in same:
            block.records = records[block.pk]


def _target(model: type[models.Model], name: str) -> Any:
    return model._meta.get_field(name).related_model


def _columns(target: Any) -> list[str]:
    """In the order of the model's fields, as `from_db` takes them."""
    fields = ("title", "summary") if hasattr(target, "title") else ("name",)
    wanted = {"id", "slug", *text.stored(*fields)}
    return [field.attname for field in target._meta.concrete_fields if field.attname in wanted]


def _rows(place: int, model: type[models.Model], owners: list[int], name: str, target: Any) -> "models.QuerySet[Any]":
    field: Any = model._meta.get_field(name)
    owner_key, target_key = field.m2m_field_name(), field.m2m_reverse_field_name()
    public = target.objects.published() if hasattr(target.objects, "published") else target.objects.public()
    columns = [F(f"{target_key}__{column}") for column in _columns(target)]
    missing = [Value("") for _ in range(WIDEST - len(columns))]
    rows = field.remote_field.through.objects.filter(**{f"{owner_key}__in": owners, f"{target_key}__in": public}).order_by()
    return rows.values_list(Value(place, models.IntegerField()), "pk", f"{owner_key}_id", *columns, *missing)
