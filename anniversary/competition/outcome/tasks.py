"""Background work of the outcome. Safe to run twice, at once, or after a crash."""

from django.db import transaction
from django_tasks import task

from anniversary.competition import gates
from anniversary.competition.entries.models import Entry
from anniversary.competition.entries.moving import move_entry
from anniversary.competition.models import Competition

from . import announcing, deciding

AT_ONCE = 100  # works in one transaction: nobody who writes waits long for it


@task()
def tell_others(competition_id: int) -> int:
    """Have all works that were judged and not chosen say so, and write to their authors; how many."""
    told = 0
    while done := _some(competition_id):
        told += done
    return told


def _some(competition_id: int) -> int:
    with transaction.atomic():
        moment = gates.passing(competition_id)  # the result is not taken back meanwhile
        competition = Competition._base_manager.select_related("rules").get(pk=competition_id)
        decision = deciding.announced(competition)
        if decision is None:
            return 0
        left = Entry.objects.filter(competition=competition, state=Entry.State.ELIGIBLE).order_by("pk")
        entries = list(left.select_for_update(of=("self",))[:AT_ONCE])  # whoever runs beside this one waits, and finds the next ones
        for entry in entries:
            move_entry(entry, Entry.State.NOT_SELECTED, role="system", at=moment)
            announcing.tell(entry, competition, decision)
        return len(entries)


def enqueue_due() -> bool:
    """For the worker's round: go on with what a killed process left."""
    left = Entry.objects.filter(state=Entry.State.ELIGIBLE, competition__stage__in=Competition.TOLD, competition__rules__isnull=False)
    due = list(left.order_by().values_list("competition_id", flat=True).distinct())
    for competition_id in due:
        tell_others.enqueue(competition_id)
    return bool(due)
