"""Which ballots an officer has to look at. A mark takes nothing away: a marked ballot waits in quarantine until somebody decides, with a reason.

Marks go by what is known of a ballot besides its choice, which is not read here. Whether an address is a throw-away one or has a tag is
seen when a letter is asked for; the rest, which shows only among many, is found here, time and again.
"""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMinute

from anniversary.competition.models import Competition

from .models import Ballot, Poll

# Printed on the page of the method, and in the protocol. More than so many …
PATTERN_MOST = 5  # … addresses of one domain that have the same letters, whatever their digits and tags
BURST_MOST = 30  # … ballots within one minute of the clock
NETWORK_MOST = 20  # … ballots from one network: a /24 of the old addresses, a /48 of the new ones

State, Reason = Ballot.State, Ballot.Reason
AT_ONCE = 500


def mark(competition: Competition) -> int:
    """Mark the ballots that are cast by now and put them into quarantine; how many were put there. Safe to run twice, and at once."""
    with transaction.atomic():
        # Rulings wait for this and the other way round; casting does not.
        poll = Poll.objects.select_for_update(no_key=True).filter(competition=competition, counted_at=None).first()
        return _mark(poll) if poll else 0


def _mark(poll: Poll) -> int:
    found: dict[int, tuple[str, list[str], list[str], set[str]]] = {}
    for reason, ballots in _suspicious(poll):
        for pk, state, marks, cleared in ballots.values_list("pk", "state", "marks", "cleared"):
            found.setdefault(pk, (state, marks, cleared, set(marks)))[3].add(reason)
    changes: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    quarantined = 0
    for pk, (state, marks, cleared, now) in found.items():
        after = State.QUARANTINED if now - set(cleared) else State(state)
        if len(now) > len(marks) or after != state:
            changes.setdefault((after.value, tuple(sorted(now))), []).append(pk)
            quarantined += after != state
    for (after_all, marks_all), keys in changes.items():
        for start in range(0, len(keys), AT_ONCE):
            Ballot.objects.filter(pk__in=keys[start : start + AT_ONCE]).update(state=after_all, marks=list(marks_all))
    return quarantined


def _suspicious(poll: Poll) -> Iterator[tuple[str, QuerySet[Ballot]]]:
    """The marks that show only among many, each with the ballots that are to have it. What is void still counts towards "many"."""
    confirmed = poll.ballots.exclude(cast_at=None)
    markable = confirmed.exclude(state=State.VOIDED)
    for reason, field, most in ((Reason.PATTERN, "pattern_key", PATTERN_MOST), (Reason.NETWORK, "network_key", NETWORK_MOST)):
        many = confirmed.exclude(**{field: ""}).values(field).annotate(number=Count("pk")).filter(number__gt=most).order_by().values(field)
        yield reason.value, markable.filter(**{f"{field}__in": many})
    minute = TruncMinute("cast_at")
    busy = confirmed.annotate(minute=minute).values("minute").annotate(number=Count("pk")).filter(number__gt=BURST_MOST).order_by().values("minute")
    yield Reason.BURST.value, markable.annotate(minute=minute).filter(minute__in=busy)
