"""Files in the private store that no row tells of: whoever wrote one died, or was refused, before its row was there."""

from datetime import UTC, timedelta

from django.core.cache import cache
from django.db import models

from anniversary import clock

from .models import private_storage

AFTER = timedelta(days=1)  # no deed takes so long: what is older has no row to come
ROUND = timedelta(days=1)
AT_ONCE = 500
_folders: dict[str, tuple[type[models.Model], tuple[str, ...]]] = {}


def watch(folder: str, model: type[models.Model], *fields: str) -> None:
    """Have a folder of the private store swept of what none of the model's fields names. Apps call this in their apps.py."""
    _folders[folder] = (model, fields)


def enqueue_due() -> None:
    """The chore: once a day, by whichever worker comes first."""
    from .tasks import sweep_files  # which needs this module

    if cache.add("competition:swept", True, ROUND.total_seconds()):
        sweep_files.enqueue()


def sweep() -> int:
    """Delete them; how many there were."""
    return sum(_sweep(folder, model, fields) for folder, (model, fields) in _folders.items())


def _sweep(folder: str, model: type[models.Model], fields: tuple[str, ...]) -> int:
    store, before, swept = private_storage(), clock.now() - AFTER, 0
    old = [name for name in _names(folder) if store.get_modified_time(name).astimezone(UTC) < before]
    for start in range(0, len(old), AT_ONCE):
        some = old[start : start + AT_ONCE]
        known = [model._base_manager.filter(**{f"{field}__in": some}).values_list(field, flat=True) for field in fields]
        for name in set(some).difference(*known):
            store.delete(name)
            swept += 1
    return swept


def _names(folder: str) -> list[str]:
    store = private_storage()
    if not store.exists(folder):
        return []
    parts = store.listdir(folder)[0]
    return [f"{folder}/{part}/{name}" for part in parts for name in store.listdir(f"{folder}/{part}")[1]]
