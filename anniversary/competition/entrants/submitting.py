"""Sending a work in, and taking it back. All of it is one transaction: whoever was told that it is in has a receipt, and it is in."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from anniversary.competition import acts, gates, terms
from anniversary.competition.entries.models import Entry
from anniversary.competition.entries.moving import move_entry
from anniversary.competition.models import Terms

from . import complete, receipts, taking
from .models import Authorship, Entrant


class TermsChanged(ValidationError):
    """Another version of the terms is in force than the one that was shown."""


def submit(entrant: Entrant, entry: Entry, accepted: Terms | None, *, stamp: str) -> Entry:
    """Send it in: all is declared, and these terms are accepted. Sent before by the same person, it is in, and nothing happens.

    Closed if it is too late; TermsChanged if other terms are in force by now; ValidationError with all that is missing.
    """
    with transaction.atomic():
        taken = taking.take(entry.competition, stamp, str(entry.form_key))
        person = Entrant.objects.select_for_update(of=("self",), no_key=True).get(pk=entrant.pk)
        locked = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
        locked.competition = person.competition = taken.competition
        if locked.state == Entry.State.SUBMITTED:
            return locked
        if locked.state != Entry.State.DRAFT:
            raise ValidationError(_("This work is now: %(state)s. It cannot be sent in.") % {"state": locked.get_state_display()})
        if lacks := complete.lacks(locked, person, taken.rules):
            raise ValidationError([lack.text for lack in lacks])
        in_force = terms.in_force(taken.competition)
        if in_force is None or in_force != accepted:
            raise TermsChanged(_("The terms were changed meanwhile. Please read them once more, and accept them."))
        declared = dict.fromkeys(Entry.DECLARATIONS, True)
        sent = {"terms": in_force, "accepted_at": taken.moment, "submitted_at": taken.moment, "revision": 1}
        Entry.objects.filter(pk=locked.pk).update(**declared, **sent)
        _name(locked, person)
        move_entry(locked, Entry.State.SUBMITTED, role="entrant", at=taken.moment)
        locked = Entry.objects.select_related("competition").get(pk=locked.pk)
        taking.confirm(person, taken.moment)
        acts.write(taken.competition, "submit", role="entrant", at=taken.moment, subject=locked.code, grace=taken.in_grace)
        receipts.write(locked, "receipt", taken.moment)
    return locked


def withdraw(entrant: Entrant, entry: Entry) -> Entry:
    """Take it back, for good. ValidationError if that is not possible any more; of one that is withdrawn already nothing happens."""
    with transaction.atomic():
        moment = gates.passing(entry.competition_id)
        locked = Entry.objects.select_for_update(of=("self",)).select_related("competition").get(pk=entry.pk)
        if locked.state == Entry.State.WITHDRAWN:
            return locked
        move_entry(locked, Entry.State.WITHDRAWN, role="entrant", at=moment)
        taking.confirm(entrant, moment)
        receipts.write(locked, "withdrawn", moment)
    return locked


def _name(entry: Entry, person: Entrant) -> None:
    """Who wants to be named and does not say how is named as they have told us who they are."""
    known = person.name_latin if person.name_native == person.name_latin else f"{person.name_native} ({person.name_latin})"
    credit = person.group_name if person.is_group else known
    Authorship.objects.filter(entry=entry, publish_name=True, credit="").update(credit=credit[:200])
