"""The stamp in a form: that it was opened at this moment, for this purpose, in this competition. It is signed, so nobody opens a form afterwards."""

from datetime import datetime

from django.core import signing

from anniversary import clock
from anniversary.competition.models import Competition

SALT = "entrants.form"


def make(competition: Competition, purpose: str, at: datetime | None = None) -> str:
    """A stamp of now. `purpose`: the entry's form key, or what else the form is for."""
    return signing.dumps([competition.pk, purpose, (at or clock.now()).isoformat()], salt=SALT)


def opened(stamp: str, competition: Competition, purpose: str) -> datetime | None:
    """When the form was opened; None for a stamp that we have not made, or not for this."""
    try:
        pk, made_for, at = signing.loads(stamp, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return datetime.fromisoformat(at) if (pk, made_for) == (competition.pk, purpose) else None


def carried(stamp: str, competition: Competition, purpose: str) -> str:
    """The stamp for the next form of the same walk: the one that came along if it is ours, so that the grace holds to its end; else one of now."""
    return stamp if opened(stamp, competition, purpose) else make(competition, purpose)
