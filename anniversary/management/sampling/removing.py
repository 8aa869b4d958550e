"""Takes a sample competition away again: everything below it first, down to the log of its acts, which the database lets go of samples only."""

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import Storage
from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.db.models import ProtectedError
from django.db.models.deletion import Collector
from reversion.models import Version

from anniversary.competition.models import Act, Competition, Rules, Terms
from anniversary.mails.models import Letter
from anniversary.publishing.models import OldAddress
from anniversary.publishing.tombstones import Tombstone

OWN = "anniversary.competition"
USERS = "^sample-(officer|juror-[1-5])$"


def samples() -> "models.QuerySet[Competition]":
    return Competition._base_manager.filter(rules__sample=True)


def remove(*, users: bool = True) -> int:
    """Remove all sample competitions, with everything in them and, unless told otherwise, their jurors and officer; how many there were."""
    with transaction.atomic():
        found = list(samples())
        for competition in found:
            _remove(competition)
        for person in User.objects.filter(username__regex=USERS) if users else ():
            with suppress(ProtectedError), transaction.atomic():  # somebody has given them a seat in another jury
                person.delete()
    return len(found)


def kept_by_the_database() -> list[Competition]:
    """The competitions that were really run here: what was done and agreed to in them cannot be thrown away by anybody."""
    real = Competition._base_manager.exclude(rules__sample=True)
    held = {pk for kind in (Act, Terms) for pk in _kept(kind)}
    held |= {record.pk for record in real.exclude(pk__in=held) if _is_protected(record)}
    return list(real.filter(pk__in=held))


def _kept(kind: type[models.Model]) -> Iterator[int]:
    rows = kind._base_manager.filter(sample=False)
    yield from (rows if kind is Act else rows.exclude(issued_at=None)).values_list("competition_id", flat=True).distinct()


def _is_protected(record: Competition) -> bool:
    try:
        Collector(using=DEFAULT_DB_ALIAS, origin=record).collect([record])
    except ProtectedError:
        return True
    return False


def _remove(competition: Competition) -> None:
    kind = ContentType.objects.get_for_model(Competition)
    private: list[tuple[Storage, str]] = []
    for model, path in in_order():
        rows = model._base_manager.filter(**{path: competition.pk})
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                private += [(field.storage, name) for name in rows.exclude(**{field.name: ""}).values_list(field.name, flat=True)]
        if any(field.related_model is model for field in model._meta.concrete_fields):
            for row in rows.order_by("-pk"):  # one that replaces another goes before it
                row.delete()
        else:
            rows.delete()
    # Of a deleted page others are told that it is gone; of this one they were never told that it was there.
    Competition._base_manager.filter(pk=competition.pk).update(publish_at=None, status="draft")
    competition.refresh_from_db()
    uuid = str(competition.uuid)
    for told in (LogEntry.objects.filter(content_type=kind, object_id=str(competition.pk)), Version.objects.get_for_object(competition)):
        told.delete()
    OldAddress.objects.filter(content_type=kind, object_id=competition.pk).delete()
    competition.delete()
    Tombstone.objects.filter(content_type=kind, key=uuid).delete()
    forget_letters()
    for storage, name in private:
        transaction.on_commit(partial(storage.delete, name))


def forget_letters() -> None:
    """Letters to people who are not there: nobody shall be sent one. The domain is kept for examples by those who give domains out (RFC 2606)."""
    Letter.objects.filter(address__endswith="@example.org", sent_at=None).delete()


def in_order() -> list[tuple[type[models.Model], str]]:
    """Every model of a competition's apps with the way from it to its competition, those that others point at last."""
    below: list[type[models.Model]] = [model for config in apps.get_app_configs() if config.name.startswith(f"{OWN}.") for model in config.get_models()]
    everything: list[type[models.Model]] = [*below, Act, Terms, Rules]
    left = {model: _targets(model) for model in everything}
    ordered: list[type[models.Model]] = []
    while left:
        pointed_at = {target for model, targets in left.items() for target in targets if target is not model}
        free = [model for model in left if model not in pointed_at]
        if not free:
            raise RuntimeError(f"These models point at each other in a ring: {sorted(model.__name__ for model in left)}.")
        ordered += free
        for model in free:
            del left[model]
    return [(model, way) for model in ordered if (way := _way(model, set(ordered)))]


def _foreign(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if field.is_relation and field.related_model]


def _targets(model: type[models.Model]) -> set[Any]:
    return {field.related_model for field in _foreign(model)}


def _way(model: type[models.Model], known: set[Any]) -> str:
    """ "seat__round__competition": the shortest way; empty for a model that belongs to no competition."""
    ways: list[tuple[str, type[models.Model]]] = [("", model)]
    seen = {model}
    while ways:
        further: list[tuple[str, type[models.Model]]] = []
        for way, at in ways:
            for field in _foreign(at):
                if field.related_model is Competition:
                    return f"{way}{field.name}"
                if field.related_model in known and field.related_model not in seen and not field.null:
                    seen.add(field.related_model)
                    further.append((f"{way}{field.name}__", field.related_model))
        ways = further
    return ""
