"""One deed on several events: what would become of each, and doing it. Each event is done for itself, whole or not at all."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from anniversary.languages import dates
from anniversary.library.models import Tag, TaggedItem
from anniversary.publishing import workflow
from anniversary.search.indexing import together

from . import rescheduling
from .models import Category, Event, Occurrence

MOST, MOST_DATES = 200, 500  # at once: events, and dates that are postponed or cancelled
WRITES = ("events.add_event", "events.change_event")  # who translates changes texts, one event after the other


@dataclass(frozen=True)
class Deed:
    """What can be done with several events: `verb` is the workflow's or the dates' word for it, `asks` what the page asks for."""

    label: StrOrPromise
    explanation: StrOrPromise
    asks: str = ""
    verb: str = ""
    rights: tuple[str, ...] = ()


DEEDS: dict[str, Deed] = {
    "kind": Deed(gettext_lazy("Change the kind …"), gettext_lazy("Lists, feeds and drawn covers follow the kind."), "category"),
    "add_tag": Deed(gettext_lazy("Add a tag …"), gettext_lazy("The events stand on the tag’s page as well."), "tag"),
    "remove_tag": Deed(gettext_lazy("Take a tag away …"), gettext_lazy("The tag itself stays, and so do the events."), "own_tag"),
    "submit": Deed(gettext_lazy("Send to review …"), gettext_lazy("Whoever may publish finds them among what waits."), "", "submit"),
    "publish": Deed(
        gettext_lazy("Publish …"), gettext_lazy("Readers see them at once, or from the time that is set in the event."),
        "", "publish", ("events.publish_event",),
    ),
    "withdraw": Deed(
        gettext_lazy("Withdraw …"), gettext_lazy("Readers find a page that says that it was taken down."), "reason", "withdraw", ("events.withdraw_event",)
    ),
    "postpone_dates": Deed(
        gettext_lazy("Postpone the coming dates …"), rescheduling.VERBS["postpone"].explanation, "notes", "postpone", ("events.change_occurrence",)
    ),
    "cancel_dates": Deed(
        gettext_lazy("Cancel the coming dates …"),
        gettext_lazy("They do not take place. They stay on the pages and in people’s calendars, marked as cancelled."),
        "notes", "cancel", ("events.change_occurrence",),
    ),
}  # fmt: skip


@dataclass
class Line:
    """What would become of one event, or has: `will` in words, or the `refusals`; `rows` are the dates that it is about."""

    event: Any
    will: str = ""
    refusals: list[str] = field(default_factory=list)
    rows: list[Occurrence] = field(default_factory=list)

    @property
    def seen(self) -> str:
        """What was shown of the dates, in short: what is done later is done to these, or not at all."""
        told = [(row.pk, row.sequence, row.status) for row in self.rows]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:12] if told else ""


def may(user: Any, name: str) -> bool:
    """Whether the user may do it with any event at all."""
    return bool(user.has_perms((*WRITES, *DEEDS[name].rights)))


def plan(name: str, events: "QuerySet[Any]", user: Any, chosen: Any = None) -> list[Line]:
    """What would become of each, `chosen` being the kind or the tag where one is. The same few queries however many they are; writes nothing."""
    earlier = Occurrence.objects.filter(event=OuterRef("event"), pk__lt=OuterRef("pk"))
    one = Occurrence.objects.filter(~Exists(earlier)).only("event")  # of each event, for whoever asks whether it has any
    found = events.select_related("category", "cover").prefetch_related(Prefetch("occurrences", one))
    lines = [Line(event) for event in found]
    if DEEDS[name].asks == "notes":
        _with_dates(lines, name)
    with_tag = set(_tagged(chosen, events)) if isinstance(chosen, Tag) else set()
    for line in lines:
        line.refusals = _refusals(name, line, user, chosen, with_tag)
        line.will = "" if line.refusals else _will(name, line, chosen)
    return lines


def _with_dates(lines: list[Line], name: str) -> None:
    events = {line.event.pk: line for line in lines}
    for row in Occurrence.objects.filter(event__in=list(events)).select_related("venue").order_by("start", "pk"):
        row.event = events[row.event_id].event
        if not rescheduling.is_over(row) and not rescheduling.refusal(row, DEEDS[name].verb):
            events[row.event_id].rows.append(row)


def _tagged(tag: Tag, events: Any) -> "QuerySet[Any]":
    return TaggedItem.objects.filter(tag=tag, content_type__app_label="events", content_type__model="event", object_id__in=events.values("pk")).values_list(
        "object_id", flat=True
    )


def _refusals(name: str, line: Line, user: Any, chosen: Any, with_tag: Collection[int]) -> list[str]:
    event, deed = line.event, DEEDS[name]
    if deed.asks in {"", "reason"}:
        return _not_moved(event, deed.verb, user)
    if not workflow.may_edit(user, event):
        return [_("It is “%(state)s” now: only those who may publish change it.") % {"state": event.state}]
    if name == "kind" and chosen and event.category_id == chosen.pk:
        return [_("It is of this kind already.")]
    if name == "add_tag" and event.pk in with_tag:
        return [_("It has this tag already.")]
    if name == "remove_tag" and chosen and event.pk not in with_tag:
        return [_("It does not have this tag.")]
    if deed.asks == "notes" and not line.rows:
        return [_("No coming date of it can be changed so.")]
    return []


def _not_moved(event: Any, verb: str, user: Any) -> list[str]:
    if verb not in workflow.verbs_for(user, event):
        return [_("It is “%(state)s” now.") % {"state": event.state}]
    if verb != "publish":
        return []
    problems = event.publication_problems().values()
    return [str(told) for problem in problems for told in (problem if isinstance(problem, list | tuple) else [problem])]


def _will(name: str, line: Line, chosen: Any) -> str:
    if name == "kind":
        return f"{line.event.category} → {chosen or '…'}"
    if DEEDS[name].asks == "notes":
        return " · ".join(dates.span(row.first_day, row.last_day) for row in line.rows)
    return ""


# --- doing it ---------------------------------------------------------------------------------------------------------
def do(name: str, lines: Iterable[Line], user: Any, given: Mapping[str, Any], keep: Callable[[Any], Any]) -> tuple[list[Line], list[Line]]:
    """Do it with those that are not refused; those done, and all others with the reason.

    `given`: `category`, `tag`, `note`, `notes` (by language) or `seen` (by event), as the deed asks. `keep`, called with the event, is a
    context in which its history is written: each event has its own, so that each can be put back for itself.
    """
    done: list[Line] = []
    refused: list[Line] = []
    for line in lines:
        if not line.refusals:
            try:
                with keep(line.event), together():
                    _DO[DEEDS[name].asks](name, line, user, given)
            except ValidationError as error:
                line.refusals = list(dict.fromkeys(error.messages))
            except PermissionDenied:
                line.refusals = [_("You may not do this with it.")]
        (refused if line.refusals else done).append(line)
    return done, refused


def _locked(event: Any, user: Any) -> Any:
    """The event as it is now, for nobody else to change meanwhile."""
    locked = Event._base_manager.select_for_update(of=("self",)).get(pk=event.pk)
    if not workflow.may_edit(user, locked):
        raise PermissionDenied
    return locked


def _change_kind(name: str, line: Line, user: Any, given: Mapping[str, Any]) -> None:
    event, category = _locked(line.event, user), given["category"]
    event.category = Category.objects.select_for_update().get(pk=category.pk)
    event.save(update_fields=["category", "updated_at"])  # and what lists know of its dates


def _change_tag(name: str, line: Line, user: Any, given: Mapping[str, Any]) -> None:
    event = _locked(line.event, user)
    if name == "add_tag":
        event.tags.add(given["tag"])
    else:
        event.tags.remove(given["tag"])
    event.save(update_fields=["updated_at"])


def _move(name: str, line: Line, user: Any, given: Mapping[str, Any]) -> None:
    line.event = workflow.move(line.event, DEEDS[name].verb, user=user, note=given.get("note", ""))


def _change_dates(name: str, line: Line, user: Any, given: Mapping[str, Any]) -> None:
    if given["seen"].get(line.event.pk) != line.seen:
        raise ValidationError(_("Its dates are not those that were shown any more. Look at them again."))
    for row in line.rows:
        rescheduling.change(row, DEEDS[name].verb, user=user, notes=given["notes"])


_DO: dict[str, Callable[[str, Line, Any, Mapping[str, Any]], None]] = {
    "category": _change_kind, "tag": _change_tag, "own_tag": _change_tag, "": _move, "reason": _move, "notes": _change_dates,
}  # fmt: skip
