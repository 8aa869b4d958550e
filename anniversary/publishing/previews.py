"""Signed links that show a record before it is public, to whoever holds one, for two weeks."""

from typing import Any

from django.apps import apps
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404
from django.urls import reverse

from .models import Publishable

SECONDS = 14 * 24 * 3600
_signer = TimestampSigner(salt="publishing.preview")


def url_for(record: Publishable) -> str:
    """The address of the record's preview, in the language of the moment."""
    return reverse("publishing:preview", args=[_signer.sign(f"{record._meta.label_lower}:{record.pk}")])


def record_of(token: str) -> Any:
    """The record that a token shows, whatever its status. Http404 for a token that is forged, too old, or of nothing."""
    try:
        label, _, key = _signer.unsign(token, max_age=SECONDS).partition(":")
        model = apps.get_model(label)
    except (BadSignature, LookupError, ValueError) as error:
        raise Http404 from error
    if record := model._base_manager.filter(pk=key).first():
        return record
    raise Http404
