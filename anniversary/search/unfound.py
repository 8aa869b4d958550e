"""What readers look for in vain, for editors to see: the words and how often, nothing of who it was."""

import re

from django.db.models import F

from anniversary.clock import now
from anniversary.languages import text as languages

from . import analysis, asking
from .answers import Asked
from .models import Unfound

LONGEST, MOST = 80, 2_000
# What may be somebody's address or number.
_PERSONAL = re.compile(r"@|\d{6}|(?:\d[\s().+/-]*){9}")


def note(asked: Asked) -> None:
    """Count a search that found nothing in any language. Pages further on, filters, and what may be of a person are not counted."""
    text = " ".join(analysis.normalise(asking.clean(asked.text)).split())
    if asked.kind or asked.year or asked.tag or asked.after or asked.language not in languages.codes() or _PERSONAL.search(text) or not asking.parse(text):
        return
    own = Unfound.objects.filter(language=asked.language, query=text[:LONGEST].strip())
    today = now().date()
    if own.update(times=F("times") + 1, last_on=today):
        return
    # Two may come here at once: the row is made by one, counted by both.
    Unfound.objects.bulk_create([Unfound(language=asked.language, query=text[:LONGEST].strip(), times=0, last_on=today)], ignore_conflicts=True)
    own.update(times=F("times") + 1, last_on=today)
    _forget_some()


def _forget_some() -> None:
    """Keep what is asked most, and the newest: else, once somebody has filled the table, nothing new would ever stand in it."""
    if Unfound.objects.count() > MOST:
        newest = MOST // 10
        most = Unfound.objects.order_by("-times", "-last_on", "-pk").values_list("pk", flat=True)[: MOST - newest]
        latest = Unfound.objects.order_by("-last_on", "-pk").values_list("pk", flat=True)[:newest]
        Unfound.objects.exclude(pk__in={*most, *latest}).delete()
