"""Keeping what an entrant says about themselves, and asking a guardian where one is needed."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from anniversary import clock
from anniversary.competition import acts, gates
from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Rules
from anniversary.languages import text
from anniversary.mails import outbox

from . import addressing, ages, asking, blindness, keys, taking
from .models import Entrant, Key, Member


def purpose(entrant: Entrant) -> str:
    """What a stamp in the form about a person is for."""
    return f"person.{entrant.pk}"


def keep(entrant: Entrant, data: dict[str, Any], people: list[dict[str, Any]], *, stamp: str, language: str, network: str) -> None:
    """Keep the cleaned data of a PersonForm and of a group's other members. Closed if it is too late; ValidationError if a work says who made it.

    A guardian who is named, or named anew, gets a letter; what another one had consented to is forgotten.
    """
    with transaction.atomic():
        taken = taking.take(entrant.competition, stamp, purpose(entrant))
        locked = Entrant.objects.select_for_update(of=("self",), no_key=True).get(pk=entrant.pk)
        locked.competition = taken.competition
        before = (locked.guardian_name, locked.guardian_email)
        for name, value in data.items():
            setattr(locked, name, value)
        if not locked.is_group:
            locked.group_name, people = "", []
        locked.birth_year, locked.language = data["born_on"].year, language
        _check_blind(locked, people)
        if changed := (locked.guardian_name, locked.guardian_email) != before:
            locked.guardian_consented_at = None
        locked.save()
        locked.members.all().delete()
        Member.objects.bulk_create(Member(entrant=locked, **row) for row in people)
        taking.confirm(locked, taken.moment)
        acts.write(taken.competition, "register", role="entrant", at=taken.moment, subject=str(locked.number), group=locked.is_group, members=len(people))
        if changed:
            Key.objects.filter(entrant=locked, purpose=Key.Purpose.GUARDIAN).delete()
            if locked.guardian_email:
                _write_to_guardian(locked, network)


def needs_guardian(entrant: Entrant, rules: Rules) -> bool:
    """Whether the entrant or a member of the group is too young to decide alone."""
    born = [entrant.born_on, *(member.born_on for member in entrant.members.all() if entrant.is_group)]
    return ages.minor(rules, [day for day in born if day])


def remind_guardian(entrant: Entrant, *, network: str) -> None:
    """Write to the guardian once more. ValidationError if three letters went to that address within the hour, or nobody is waited for."""
    with transaction.atomic():
        locked = Entrant.objects.select_for_update(of=("self",), no_key=True).get(pk=entrant.pk)
        locked.competition = entrant.competition
        if not locked.guardian_email or locked.guardian_consented_at:
            raise ValidationError(_("No consent is waited for."))
        if not _write_to_guardian(locked, network):
            raise ValidationError(_("Three letters were sent to this address within the last hour. Please wait a while."))


def consent(entrant: Entrant) -> bool:
    """The guardian agrees; whether that was new."""
    with transaction.atomic():
        moment = gates.passing(entrant.competition_id)
        waited_for = Entrant.objects.filter(pk=entrant.pk, guardian_consented_at=None, redacted_at=None).exclude(guardian_email="")
        done = waited_for.update(guardian_consented_at=moment)
        if done:
            acts.write(entrant.competition, "guardian_consent", role="public", at=moment, subject=str(entrant.number))
    return bool(done)


def _write_to_guardian(entrant: Entrant, network: str) -> bool:
    asked = asking.count(entrant.competition, addressing.email_key(entrant.competition, entrant.guardian_email), network, clock.now())
    if asked is None:
        return False
    link = keys.address(entrant.competition, "entrants:guardian", keys.mint(entrant, Key.Purpose.GUARDIAN), language=entrant.language)
    title = text.pick(entrant.competition, "title", entrant.language)[0]
    told = {"link": link, "title": title, "entrant": entrant}
    outbox.write(f"entrant:{entrant.pk}:guardian:{asked.pk}", entrant.guardian_email, "entrant_guardian", entrant.language, told)
    return True


def _check_blind(entrant: Entrant, people: list[dict[str, Any]]) -> None:
    """What was sent in already must not turn out to have a name in it because the name is changed."""
    others = [row[name] for row in people for name in ("name_native", "name_latin")]
    mine = Entry.objects.filter(pk__in=entrant.authorships.values("entry"), submitted_at__isnull=False).exclude(state=Entry.State.WITHDRAWN)
    for entry in mine:
        if name := blindness.named_in(entry.title, entrant, others) or blindness.named_in(entry.concept, entrant, others):
            told = _("Your work %(code)s says “%(name)s”, and the jury must not know whose it is. Change the work first.")
            raise ValidationError(told % {"code": entry.code, "name": name})
