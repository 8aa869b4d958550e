"""What was uploaded and waits to be confirmed: private, for whoever uploaded it alone, and thrown away afterwards."""

import re
import secrets
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

FOLDER = "imports"  # library.views.media serves nothing of it
KEPT = timedelta(days=1)
NAME = re.compile(r"[0-9a-f]{32}")


def keep(data: bytes, user: Any) -> str:
    """Gives the name by which the same user finds it again. Throws away what nobody has confirmed in a day."""
    _sweep()
    name = secrets.token_hex(16)
    default_storage.save(_path(name, user), ContentFile(data))
    return name


def kept(name: str, user: Any) -> bytes | None:
    """None if it is gone, was never there, or is somebody else's."""
    if not NAME.fullmatch(name) or not default_storage.exists(_path(name, user)):
        return None
    with default_storage.open(_path(name, user)) as file:
        return bytes(file.read())


def drop(name: str, user: Any) -> None:
    default_storage.delete(_path(name, user))


def _path(name: str, user: Any) -> str:
    return f"{FOLDER}/{user.pk}-{name}"


def _sweep() -> None:
    try:
        names = default_storage.listdir(FOLDER)[1]
    except FileNotFoundError:
        return
    for path in (f"{FOLDER}/{name}" for name in names):
        if default_storage.get_modified_time(path) < timezone.now() - KEPT:
            default_storage.delete(path)
