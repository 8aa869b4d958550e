"""What every template may know of the occasion."""

from django.conf import settings
from django.http import HttpRequest

from anniversary import clock

from . import brand
from .models import Anniversary


def occasion(request: HttpRequest) -> dict[str, object]:
    """`occasion` (the record), `palette_url`, `site_url`, and `as_of` where the clock has been set to another day."""
    return {
        "occasion": Anniversary.current(),
        "palette_url": brand.palette_url(),
        "site_url": settings.SITE_URL,
        "as_of": clock.now() if clock.is_set() else None,
    }
