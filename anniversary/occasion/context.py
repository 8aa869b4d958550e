"""What every template may know of the occasion."""

from django.conf import settings
from django.http import HttpRequest

from anniversary import clock

from .models import Anniversary


def occasion(request: HttpRequest) -> dict[str, object]:
    """`occasion` (the record), `palette_url`, `site_url`, and `as_of` (in the first country's zone) where the clock has been set to another day."""
    record = Anniversary.current()
    return {
        "occasion": record,
        "palette_url": record.palette_url,
        "site_url": settings.SITE_URL,
        "as_of": clock.now().astimezone(record.zone) if clock.is_set() else None,
    }
