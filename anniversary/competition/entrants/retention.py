"""What is done by the calendar: entrants with a draft are reminded before the end; drafts, and who has sent in nothing, go a month after it."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import translation

from anniversary import clock
from anniversary.competition import gates, stages
from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Competition, Rules

from . import letters, redacting, times
from .models import Asked, Authorship, Entrant

BEFORE_THE_END = timedelta(hours=48)
AFTER_THE_END = timedelta(days=30)
ASKED_FOR = timedelta(days=1)
AT_ONCE = 200  # in one transaction


def to_remind() -> list[Rules]:
    """The competitions that close within two days, and take works still."""
    now = clock.now()
    ending = Rules.objects.select_related("competition").filter(opens_at__lte=now, closes_at__gt=now, closes_at__lte=now + BEFORE_THE_END)
    return [rules for rules in ending if stages.stage_at(rules.competition.stage, rules, now) == Competition.Stage.OPEN]


def waiting(rules: Rules) -> QuerySet[Entrant]:
    """Who has a draft and has not been told."""
    drafts = Authorship.objects.filter(entrant=OuterRef("pk"), entry__state=Entry.State.DRAFT)
    untold = ~Q(reminded_for=rules.closes_at) | Q(reminded_for=None)
    known = Entrant.objects.filter(untold, competition=rules.competition_id, redacted_at=None)
    return known.filter(Exists(drafts)).order_by("pk")


def remind() -> int:
    """Write to all who have a draft, once for each end (it may have been put off); how many."""
    written = 0
    for rules in to_remind():
        while batch := list(waiting(rules)[:AT_ONCE]):
            with transaction.atomic():
                for entrant in batch:
                    entrant.competition = rules.competition
                    written += bool(_remind(entrant, rules))
                Entrant.objects.filter(pk__in=[entrant.pk for entrant in batch]).update(reminded_for=rules.closes_at)
    return written


def _remind(entrant: Entrant, rules: Rules) -> object:
    with translation.override(entrant.language):
        moments = times.both(rules.closes_at)
    return letters.write(entrant, key=f"left:{int(rules.closes_at.timestamp())}", template="entrant_hours_left", context={"moments": moments})


def to_forget() -> list[Competition]:
    """The competitions that closed a month ago and still hold somebody who has sent in nothing."""
    over = Rules.objects.filter(closes_at__lte=clock.now() - AFTER_THE_END).values("competition")
    found = Competition._base_manager.filter(pk__in=over)
    return [record for record in found if _unsent(record).exists() or _nobody(record).exists()]


def forget() -> int:
    """Delete drafts with their files, and entrants who have no work; how many of both."""
    gone = 0
    for record in to_forget():
        while found := _forget_some(record):
            gone += found
    Asked.objects.filter(at__lt=clock.now() - ASKED_FOR).delete()
    return gone


def _forget_some(record: Competition) -> int:
    with transaction.atomic():
        gates.passing(record.pk)
        entries = list(_unsent(record).select_for_update(of=("self",))[:AT_ONCE])
        for entry in entries:
            redacting.delete_files(entry)
        Entry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
        people = [] if entries else list(_nobody(record).values_list("pk", flat=True)[:AT_ONCE])
        Entrant.objects.filter(pk__in=people).delete()
    return len(entries) + len(people)


def _unsent(record: Competition) -> QuerySet[Entry]:
    """Drafts, and what was withdrawn as one."""
    return Entry.objects.filter(competition=record, submitted_at=None, state__in=[Entry.State.DRAFT, Entry.State.WITHDRAWN]).order_by("pk")


def _nobody(record: Competition) -> QuerySet[Entrant]:
    theirs = Authorship.objects.filter(entrant=OuterRef("pk"))
    return Entrant.objects.filter(~Exists(theirs), competition=record, redacted_at=None).order_by("pk")
