"""What the last stages do: a decision is sealed by its embargo, told to readers and entrants when it is announced, and can be taken back in their sight."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from anniversary import clock
from anniversary.competition.entrants import authors, keys, letters
from anniversary.competition.entrants.models import Authorship
from anniversary.competition.entries.models import Entry
from anniversary.competition.entries.moving import move_entry
from anniversary.competition.models import Competition, Rules
from anniversary.languages import text
from anniversary.occasion.models import Anniversary
from anniversary.search import following

from . import deciding, reserve
from .models import Consent, Decision, Finalist

E = Entry.State


def shortlist(competition: Competition, rules: Rules, moment: datetime, user: Any) -> None:
    """On entering the rights check: the finalists' works are on the shortlist. Those in reserve stay what they are."""
    for finalist in reserve.standing(competition).filter(entry__state=E.ELIGIBLE):
        move_entry(finalist.entry, E.SHORTLISTED, role="officer", by=user, at=moment)


def embargo(competition: Competition, rules: Rules, moment: datetime, user: Any) -> None:
    """On entering the embargo: nobody changes the decision any more."""
    Decision.objects.filter(pk=deciding.written(competition).pk).update(embargoed_at=moment)


def announce(competition: Competition, rules: Rules, moment: datetime, user: Any) -> None:
    """On entering the announcement: the finalists' works get their places, their authors a letter each; all others follow in the background."""
    from .tasks import tell_others  # which needs this module

    decision = deciding.written(competition)
    Decision.objects.filter(pk=decision.pk).update(announced_at=moment)
    runners_up = set(reserve.cleared(competition).values_list("entry_id", flat=True))
    winner = decision.winner.entry_id if decision.winner else None
    for finalist in Finalist.objects.filter(competition=competition, entry__state=E.SHORTLISTED).select_related("entry"):
        place = E.WINNER if finalist.entry_id == winner else E.RUNNER_UP if finalist.entry_id in runners_up else E.NOT_SELECTED
        move_entry(finalist.entry, place, role="officer", by=user, at=moment)
        tell(finalist.entry, competition, decision)
    write_record(competition)
    transaction.on_commit(lambda: tell_others.enqueue(competition.pk))


def take_back(competition: Competition, rules: Rules, moment: datetime, user: Any) -> None:
    """On entering the decision, anew: what readers were told holds no more, and the finalists are finalists again."""
    told = Decision.objects.filter(competition=competition, announced_at__isnull=False, taken_back_at=None)
    if not told.update(taken_back_at=moment):
        return
    for entry in Entry.objects.filter(competition=competition, state__in=(E.WINNER, E.RUNNER_UP)):
        move_entry(entry, E.SHORTLISTED, role="officer", by=user, at=moment)
    write_record(competition)


def tell(entry: Entry, competition: Competition, decision: Decision) -> None:
    """Write the entrant what came of the work, in their language; once for each decision. An invented work of a sample is nobody's."""
    if Authorship.objects.filter(entry=entry).exists():
        entry.competition = competition
        context = {"state": entry.state, "results": keys.address(competition, "outcome:results", language=authors.author(entry).language)}
        letters.to_entrant(entry, key=f"result-{entry.pk}-{decision.number}", template="result", context=context, link="certificate/")


def write_record(competition: Competition) -> None:
    """What the public record itself says: the day of the announcement, and the winner's name where that may be read. Nothing while there is no result."""
    decision = deciding.announced(competition)
    values = {f"winner_name_{code}": "" for code in settings.MODELTRANSLATION_LANGUAGES} | {"announced": ""}
    if decision and decision.announced_at:
        values["announced"] = decision.announced_at.astimezone(Anniversary.current().zone).date().isoformat()
        if decision.winner and (credit := credits_of([decision.winner]).get(decision.winner.entry_id)):
            values[f"winner_name_{text.by_letters(credit)}"] = credit
    Competition._base_manager.filter(pk=competition.pk).update(updated_at=clock.now(), **values)
    following.changed(competition)


def credits_of(finalists: "list[Finalist]") -> dict[int, str]:
    """The names that may be read, by the work's key: one query, however many there are."""
    allowed = Consent.objects.filter(finalist__in=finalists, name=True).values("finalist__entry")
    found = Authorship.objects.filter(entry__in=allowed, publish_name=True).exclude(credit="")
    return dict(found.values_list("entry_id", "credit"))
