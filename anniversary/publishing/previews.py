"""Signed links that show a record before it is public, to whoever holds one, for two weeks."""

from typing import Any

from django.apps import apps
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404
from django.urls import reverse

from .models import Publishable, Status

SECONDS = 14 * 24 * 3600
_signer = TimestampSigner(salt="publishing.preview")


def url_for(record: Publishable) -> str:
    """The address of the record's preview, in the language of the moment."""
    return reverse("publishing:preview", args=[_signer.sign(f"{record._meta.label_lower}:{record.pk}:{_era(record)}")])


def _era(record: Publishable) -> str:
    """Part of the token: a withdrawal ends the links that were made before it, and those made for repairing end with the repair."""
    return "w" if record.status == Status.WITHDRAWN else "o"


def record_of(token: str) -> Any:
    """The record that a token shows. Http404 for a token that is forged, too old, from before a withdrawal, or of nothing."""
    try:
        label, key, era = _signer.unsign(token, max_age=SECONDS).split(":")
        model = apps.get_model(label)
    except (BadSignature, LookupError, ValueError) as error:
        raise Http404 from error
    record: Any = model._base_manager.filter(pk=key).first()
    if record is not None and _era(record) == era:
        return record
    raise Http404
