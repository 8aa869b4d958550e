"""How a record moves between statuses. `move` is the only code that changes one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from anniversary import clock

from .models import Publishable, Status, Transition

R = TypeVar("R", bound=Publishable)


@dataclass(frozen=True)
class Verb:
    """One way to move a record: from which statuses, to which, with which permission (`publish` → `app.publish_model`)."""

    label: StrOrPromise
    sources: frozenset[str]
    target: str
    permission: str
    needs_note: bool = False


VERBS: dict[str, Verb] = {
    "submit": Verb(gettext_lazy("Send to review"), frozenset({Status.DRAFT, Status.RETURNED}), Status.IN_REVIEW, "change"),
    "take_back": Verb(gettext_lazy("Take back from review"), frozenset({Status.IN_REVIEW}), Status.DRAFT, "change"),
    "return": Verb(gettext_lazy("Return with a note"), frozenset({Status.IN_REVIEW}), Status.RETURNED, "publish", needs_note=True),
    "publish": Verb(gettext_lazy("Publish"), frozenset({Status.DRAFT, Status.IN_REVIEW, Status.RETURNED, Status.WITHDRAWN}), Status.PUBLISHED, "publish"),
    "withdraw": Verb(gettext_lazy("Withdraw"), frozenset({Status.PUBLISHED}), Status.WITHDRAWN, "withdraw", needs_note=True),
}


def may(user: Any, record: Publishable, action: str) -> bool:
    """Whether the user has the permission for `action` ("change", "publish", …) on this kind of record."""
    meta = record._meta
    return bool(user.has_perm(f"{meta.app_label}.{action}_{meta.model_name}"))


def may_edit(user: Any, record: Publishable) -> bool:
    """What is under review or public is changed only by those who may publish: an edit of theirs is public at once."""
    return may(user, record, "change") and (record.status in {Status.DRAFT, Status.RETURNED} or may(user, record, "publish"))


def verbs_for(user: Any, record: Publishable) -> dict[str, Verb]:
    """What this user may do with this record now."""
    return {name: verb for name, verb in VERBS.items() if record.status in verb.sources and may(user, record, verb.permission)}


def move(record: R, name: str, *, user: Any, note: str = "") -> R:
    """Move a saved record by a verb and log it; returns the record as it is afterwards.

    PermissionDenied if the user may not; ValidationError (by field where it has one) if the record's status has changed
    meanwhile, a note is missing, or the record is not ready. Nothing is changed then.
    """
    verb = VERBS[name]
    if not may(user, record, verb.permission):
        raise PermissionDenied
    with transaction.atomic():
        locked = type(record)._base_manager.select_for_update(of=("self",)).get(pk=record.pk)
        if locked.status not in verb.sources:
            raise ValidationError(
                _("“%(record)s” is now: %(state)s. Somebody else may have moved it; load the page again.") % {"record": locked, "state": locked.state}
            )
        if verb.needs_note and not note.strip():
            raise ValidationError(_("Write a note that says why."))
        before, fields = locked.status, ["status", "updated_at"]
        if verb.target == Status.PUBLISHED:
            if problems := locked.publication_problems():
                raise ValidationError(problems)
            locked.publish_at = locked.publish_at or clock.now()
            if locked.unpublish_at and locked.unpublish_at <= max(locked.publish_at, clock.now()):
                raise ValidationError({"unpublish_at": _("It would be taken down before it is published.")})
            locked.first_published_at = locked.first_published_at or locked.publish_at
            fields += ["publish_at", "first_published_at"]
        elif locked.first_published_at and locked.first_published_at > clock.now():
            locked.first_published_at = None  # scheduled and called off: nobody saw it, its address goes on to answer 404
            fields += ["first_published_at"]
        locked.status = verb.target
        locked.save(update_fields=fields)
        Transition.objects.create(record=locked, at=clock.now(), by=user if user.pk else None, verb=name, before=before, after=verb.target, note=note.strip())
    for field in fields:
        setattr(record, field, getattr(locked, field))
    return record


def publish_imported(record: Publishable, at: datetime) -> None:
    """Publish a record that a command loaded from files of ours, as of `at`; logged without a person. Nothing else may call it.

    ValidationError, by field, if the record is not ready.
    """
    if problems := record.publication_problems():
        raise ValidationError(problems)
    before, record.status = record.status, Status.PUBLISHED
    record.publish_at, record.first_published_at = at, at
    record.save(update_fields=["status", "publish_at", "first_published_at", "updated_at"])
    if before != record.status:
        Transition.objects.create(record=record, at=at, verb="import", before=before, after=record.status)
