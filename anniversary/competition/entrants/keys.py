"""The links by which entrants, who have no account, come back to their works. Only the letter holds a link; here is its hash."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from anniversary import clock
from anniversary.competition import stages
from anniversary.competition.models import Competition

from .models import Entrant, Key

LIFE = timedelta(days=90)  # after entries have closed, or from now where that is later


def mint(entrant: Entrant, purpose: str = Key.Purpose.ENTER) -> str:
    """A new link's token, for one letter; the older ones still hold. Within the transaction of the letter."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    rules = stages.rules_of(entrant.competition)
    expires = max(now, rules.last_moment if rules else now) + LIFE
    Key.objects.create(entrant=entrant, digest=digest(token), purpose=purpose, made_at=now, expires_at=expires)
    return token


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def find(competition: Competition, token: str, purpose: str = Key.Purpose.ENTER) -> Entrant:
    """Whose link this is. LookupError if it is nobody's in this competition, has another purpose, or is too old."""
    keys = Key.objects.select_related("entrant").filter(entrant__competition=competition, entrant__redacted_at=None, purpose=purpose)
    key = keys.filter(digest=digest(token), expires_at__gt=clock.now()).first()
    if key is None:
        raise LookupError("There is no such link.")
    key.entrant.competition = competition
    return key.entrant


def address(competition: Competition, name: str, *args: str, language: str) -> str:
    """The whole address of one of the entrants' pages ("entrants:home"), in the language of whoever gets the letter."""
    with translation.override(language):
        return settings.SITE_URL + reverse(name, args=[competition.slug, *args])
