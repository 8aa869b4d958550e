"""Follows what is saved and deleted: whatever an entry is made from touches it."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from . import indexing, registry
from .indexing import Touched
from .registry import Searched


def connect() -> None:
    """To be called once, when the site starts: from then on every registered kind is followed."""
    registry.tell(_follow)


def changed(row: models.Model) -> None:
    """Touch whatever is made from the row. Signals call it; so does whoever changes rows in a way of which there is none (`update`, `bulk_create`)."""
    for name, keys in _owners(row).items():
        indexing.touch(name, keys)


def _follow(kind: Searched) -> None:
    # A receiver for each model, not one for all: that would have the rows of every table fetched before they are deleted.
    for model in {kind.model, *(part.model for part in kind.parts), *_taggings(kind)}:
        label = model._meta.label_lower
        pre_save.connect(_before, sender=model, dispatch_uid=f"search.before.{label}")
        post_save.connect(_saved, sender=model, dispatch_uid=f"search.saved.{label}")
        post_delete.connect(_deleted, sender=model, dispatch_uid=f"search.deleted.{label}")
    for through in _relations(kind):
        m2m_changed.connect(_related, sender=through, dispatch_uid=f"search.related.{through._meta.label_lower}")


def _relations(kind: Searched) -> Iterator[Any]:
    """The tables of the many-to-many fields that its entries change with: those named, and all of its parts."""
    for name in kind.relations:
        yield kind.model._meta.get_field(name).remote_field.through  # type: ignore[union-attr]
    for part in kind.parts:
        yield from (field.remote_field.through for field in part.model._meta.many_to_many)  # type: ignore[union-attr]


def _taggings(kind: Searched) -> Iterator[Any]:
    """Those among them whose rows belong to records of any kind. They are deleted with the tag, and no relation tells of that."""
    for name in kind.relations:
        through: Any = kind.model._meta.get_field(name).remote_field.through  # type: ignore[union-attr]
        if hasattr(through, "content_type_id") and hasattr(through, "object_id"):
            yield through


def _owners(row: models.Model) -> Touched:
    """The records, by kind, whose entries are made from the row."""
    model, found = row._meta.concrete_model, Touched()
    for kind in registry.searched():
        keys: set[Any] = {row.pk} if kind.model is model else set()
        for part in kind.parts:
            if part.model is model:
                keys |= set(part.owners(row))
        if hasattr(row, "content_type_id") and model in _taggings(kind) and row.content_type_id == ContentType.objects.get_for_model(kind.model).pk:
            keys.add(row.object_id)  # type: ignore[attr-defined]
        if keys:
            found[kind.name] = keys
    return found


def _is_part(model: type[models.Model]) -> bool:
    return any(part.model is model for kind in registry.searched() for part in kind.parts)


def _before(sender: Any, instance: Any, raw: bool, **kwargs: Any) -> None:
    """Remember to whom a part belonged before it is saved: it may be another's afterwards."""
    saved = instance.pk and (raw or not instance._state.adding) and _is_part(sender)
    stored = sender._base_manager.filter(pk=instance.pk).first() if saved else None
    instance._search_owners = _owners(stored) if stored else {}


def _saved(sender: Any, instance: Any, **kwargs: Any) -> None:
    now, before = _owners(instance), instance.__dict__.pop("_search_owners", {})
    for name in now.keys() | before.keys():
        indexing.touch(name, now.get(name, set()) | before.get(name, set()))


def _deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    changed(instance)


def _related(sender: Any, instance: Any, action: str, reverse: bool, model: Any, pk_set: set[int] | None, **kwargs: Any) -> None:
    if not reverse:
        if action.startswith("post_"):
            changed(instance)
    elif action == "pre_clear":  # afterwards nobody knows whose it was
        instance._search_cleared = _pointing_at(sender, instance, model)
    elif action.startswith("post_"):
        keys = instance.__dict__.pop("_search_cleared", ()) if pk_set is None else pk_set
        _touch_all(model, keys)


def _pointing_at(through: Any, target: models.Model, model: type[models.Model]) -> list[int]:
    field: Any = next(field for field in model._meta.many_to_many if field.remote_field.through is through)  # type: ignore[union-attr]
    rows = through._base_manager.filter(**{field.m2m_reverse_field_name(): target.pk})
    return list(rows.values_list(f"{field.m2m_field_name()}_id", flat=True))


def _touch_all(model: type[models.Model], keys: Iterable[int]) -> None:
    for row in model._base_manager.filter(pk__in=keys):
        changed(row)
