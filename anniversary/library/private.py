"""Files that no address leads to: what entrants send in, documents of the office. Views read them out to whoever may have them."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    """Below PRIVATE_ROOT, for the site's own user only. It has no addresses: `url` raises ValueError."""

    base_url = None  # type: ignore[assignment]  # Django's own way of saying that there are no addresses
    file_permissions_mode = 0o600
    directory_permissions_mode = 0o700

    @property
    def base_location(self) -> str:  # type: ignore[override]  # asked each time: tests have a folder each
        return str(settings.PRIVATE_ROOT)

    @property
    def location(self) -> str:  # type: ignore[override]
        return str(Path(self.base_location).absolute())


def check_private_root(**kwargs: Any) -> list[CheckMessage]:
    """What is below one of these folders is handed to everybody by the web server."""
    private = Path(settings.PRIVATE_ROOT).resolve()
    public = (Path(settings.MEDIA_ROOT).resolve(), Path(settings.STATIC_ROOT).resolve())
    if any(private == root or root in private.parents for root in public):
        return [Error("PRIVATE_ROOT is within a folder that everybody can read.", hint="Choose a folder beside MEDIA_ROOT.", id="library.E001")]
    return []
