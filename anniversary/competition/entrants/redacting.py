"""Taking a person out of a competition: names, addresses, works and files go; country, year of birth, state, number and code stay, so that
every figure still comes out. docs/competition.md, section 10."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from anniversary.competition import acts, gates, stages
from anniversary.competition.entries.models import Entry, Work, private_storage
from anniversary.competition.entries.moving import WAYS, move_entry
from anniversary.mails.models import Letter

from .models import Authorship, Entrant

S = Entry.State
Keeps = Callable[[Entry], bool]
Deed = Callable[[Entry], None]
EMPTY = ("email", "name_native", "name_latin", "affiliation", "group_name", "guardian_name", "guardian_email")
_keeps: list[Keeps] = []
_also: list[Deed] = []


def keeps(asked: Keeps) -> None:
    """Have `asked` say whether an entry and its pictures stay although its entrant goes: a finalist's who has consented. Features call this in apps.py."""
    if asked not in _keeps:
        _keeps.append(asked)


def also(deed: Deed) -> None:
    """Have `deed` take out what its app holds in words about an entry (a question and its answer), in the same transaction. Called in apps.py."""
    if deed not in _also:
        _also.append(deed)


def redact(entrant: Entrant, *, user: Any) -> bool:
    """Take everything out that says who it is; whether there was anything. PermissionDenied if the user may not.

    Works that still take part are withdrawn first: what is not there cannot be judged.
    """
    if not stages.may_conduct(user):
        raise PermissionDenied
    with transaction.atomic():
        moment = gates.passing(entrant.competition_id)
        locked = Entrant.objects.select_for_update(of=("self",), no_key=True).select_related("competition").get(pk=entrant.pk)
        if locked.redacted_at:
            return False
        entries = list(Entry.objects.select_for_update(of=("self",)).filter(pk__in=locked.authorships.values("entry")).order_by("pk"))
        for entry in entries:
            entry.competition = locked.competition
            _take_out(entry, user, moment)
        Letter.objects.filter(key__startswith=f"entrant:{locked.pk}:", sent_at=None).delete()
        locked.members.all().delete()
        locked.keys.all().delete()
        for name in EMPTY:
            setattr(locked, name, "")
        locked.born_on, locked.redacted_at = None, moment
        locked.save()
        acts.write(locked.competition, "redact", role="officer", by=user, at=moment, subject=str(locked.number), works=len(entries))
    return True


def _take_out(entry: Entry, user: Any, moment: Any) -> None:
    is_over = stages.stage_of(entry.competition) in entry.competition.TOLD
    if not is_over and S.WITHDRAWN in WAYS[entry.state]:
        move_entry(entry, S.WITHDRAWN, role="officer", by=user, at=moment)
    Authorship.objects.filter(entry=entry).update(publish_name=False, credit="")
    for deed in _also:
        deed(entry)
    if is_over and any(asked(entry) for asked in _keeps):
        return
    Entry.objects.filter(pk=entry.pk).update(title="", concept="", tools="", ai_note="")
    delete_files(entry)


def delete_files(entry: Entry) -> None:
    """The files of an entry, once the deed is committed; within its transaction."""
    works = list(Work.objects.filter(entry=entry))
    names = [file.name for work in works for file in (work.original, work.preview) if file.name]
    Work.objects.filter(entry=entry).delete()
    transaction.on_commit(partial(_delete, names))


def _delete(names: list[str]) -> None:
    for name in names:
        private_storage().delete(name)
