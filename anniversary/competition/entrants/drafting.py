"""Beginning a work and changing it: one form makes one work, and what was right of a form is kept even where something else was wrong."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from anniversary.competition import acts
from anniversary.competition.entries import files
from anniversary.competition.entries.files import Checked
from anniversary.competition.entries.models import Entry, Work
from anniversary.competition.models import Rules

from . import receipts, taking
from .models import Authorship, Entrant

CHANGEABLE = frozenset({Entry.State.DRAFT, Entry.State.SUBMITTED})
SPARE = 10  # works that one entrant may begin and withdraw, above those that they may send in


def look_at(uploads: Any, rules: Rules) -> tuple[dict[str, Checked], dict[str, ValidationError]]:
    """The files that are right, and what is wrong with the others. It takes a while: no transaction may be open."""
    right, wrong = {}, {}
    for role, upload in uploads.items():
        try:
            right[role] = files.check(upload, rules, role)
        except ValidationError as error:
            wrong[role] = error
    return right, wrong


def begin(entrant: Entrant, form_key: UUID, *, stamp: str, language: str) -> Entry:
    """The work of this form: made now, or by the same form before. Closed if it is too late; ValidationError if they have as many as they may.

    Http404 if somebody else's form has this key. Within a transaction.
    """
    taken = taking.take(entrant.competition, stamp, str(form_key))
    locked = Entrant.objects.select_for_update(of=("self",), no_key=True).get(pk=entrant.pk)
    if made := Entry.objects.filter(form_key=form_key).first():
        if not Authorship.objects.filter(entry=made, entrant=locked).exists():
            raise Http404
        return made
    if told := full(entrant, taken.rules):
        raise ValidationError(told)
    entry = Entry.objects.create(competition=taken.competition, form_key=form_key, language=language)
    Authorship.objects.create(entry=entry, entrant=locked)
    taking.confirm(locked, taken.moment)
    acts.write(taken.competition, "begin", role="entrant", at=taken.moment, subject=entry.code)
    return entry


def full(entrant: Entrant, rules: Rules) -> str:
    """Why they may not begin another work, in words; empty if they may."""
    mine = Entry.objects.filter(pk__in=entrant.authorships.values("entry"))
    if mine.exclude(state=Entry.State.WITHDRAWN).count() >= rules.entries_each:
        return _("By the rules one entrant may send in this many works: %(number)d.") % {"number": rules.entries_each}
    if mine.count() >= rules.entries_each + SPARE:
        return _("You have begun and withdrawn very many works. Change one of them instead.")
    return ""


def change(entrant: Entrant, form_key: UUID, fill: Callable[[Entry], dict[str, Any]], checked: dict[str, Checked], *, stamp: str, language: str) -> Entry:
    """Keep what a form says of a work, which is made if there is none of this form yet. `fill`: given the work, what of it is right.

    A work that was sent in already counts one revision more, and its entrant gets a letter; if nothing is different, nothing happens.
    Errors as with `begin`; ValidationError too if the work can no longer be changed.
    """
    with transaction.atomic():
        entry = begin(entrant, form_key, stamp=stamp, language=language)
        taken = taking.take(entrant.competition, stamp, str(form_key))
        entry = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
        entry.competition = taken.competition
        if entry.state not in CHANGEABLE:
            raise ValidationError(_("This work is now: %(state)s. It cannot be changed any more.") % {"state": entry.get_state_display()})
        is_new = _fill(entry, fill(entry))
        is_new |= _keep(entry, checked)
        taking.confirm(entrant, taken.moment)
        if is_new and entry.submitted_at:
            entry.revision += 1
            Entry.objects.filter(pk=entry.pk).update(revision=entry.revision)
            acts.write(taken.competition, "change", role="entrant", at=taken.moment, subject=entry.code, revision=entry.revision)
            receipts.write(entry, "changed", taken.moment)
    return entry


def _fill(entry: Entry, parts: dict[str, Any]) -> bool:
    authorship = Authorship.objects.get(entry=entry)
    is_new = False
    for name, value in parts.items():
        record = authorship if name in {"publish_name", "credit"} else entry
        is_new |= getattr(record, name) != value
        setattr(record, name, value)
    if is_new:
        entry.save(update_fields=["title", "concept", "language", "tools", "ai", "ai_note"])
        authorship.save(update_fields=["publish_name", "credit"])
    return is_new


def _keep(entry: Entry, checked: dict[str, Checked]) -> bool:
    kept = dict(Work.objects.filter(entry=entry).values_list("role", "sha256"))
    fresh = {role: one for role, one in checked.items() if kept.get(role) != one.sha256}
    for role, one in fresh.items():
        files.keep(entry, role, one)
    return bool(fresh)
