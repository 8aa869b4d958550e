"""The log of a competition, to be read, narrowed and saved as a file."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django_stubs_ext import StrOrPromise

from . import acts, desks
from .models import Act, Competition

RIGHT = "competition.view_act"
SIZE = 50
ROLES: dict[str, StrOrPromise] = {
    "officer": gettext_lazy("officer"), "juror": gettext_lazy("juror"), "entrant": gettext_lazy("entrant"), "public": gettext_lazy("reader"),
    "clock": gettext_lazy("the clock"), "system": gettext_lazy("the site"),
}  # fmt: skip
COLUMNS = ("number", "at", "role", "by", "verb", "subject", "before", "after", "detail")


class FilterForm(forms.Form):
    """By what was done, what it was about, and the day on the site's clocks."""

    verb = forms.ChoiceField(label=gettext_lazy("What was done"), required=False)
    subject = forms.CharField(label=gettext_lazy("What it was about"), required=False, max_length=64)
    day = forms.DateField(label=gettext_lazy("Day"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))

    def __init__(self, *args: Any, verbs: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted(((verb, str(acts.said(verb).words)) for verb in verbs), key=lambda pair: pair[1])
        self.fields["verb"].choices = [("", _("everything")), *named]  # type: ignore[attr-defined]

    def narrow(self, rows: "QuerySet[Act]") -> "QuerySet[Act]":
        """What the valid parts of the form ask for; of what is wrong the form says so itself."""
        self.full_clean()
        asked = self.cleaned_data
        for name in ("verb", "subject"):
            if asked.get(name):
                rows = rows.filter(**{name: asked[name]})
        if day := asked.get("day"):
            try:
                start = datetime(day.year, day.month, day.day, tzinfo=get_current_timezone()).astimezone(UTC)
                return rows.filter(at__gte=start, at__lt=start + timedelta(days=1))
            except OverflowError:  # the first or last day of the calendar
                return rows.none()
        return rows


@dataclass(frozen=True)
class Line:
    """An act in words. `who`: the sign-in name of whoever is still here, otherwise the user's number."""

    act: Act
    words: str
    role: str
    who: str
    before: str
    after: str
    detail: list[tuple[str, str]]


@desks.door(RIGHT)
@require_safe
def desk(request: HttpRequest, competition: Competition) -> HttpResponse:
    """The newest acts first, fifty at a time."""
    form = _form(request.GET, competition)
    rows = form.narrow(competition.acts.order_by("-pk"))
    if before := request.GET.get("before"):
        if not (before.isascii() and before.isdigit() and len(before) <= 18):
            raise Http404
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: SIZE + 1])
    kept = {name: request.GET[name] for name in ("verb", "subject", "day") if request.GET.get(name)}
    more = urlencode(kept | {"before": found[SIZE - 1].pk}) if len(found) > SIZE else ""
    context = desks.context(request, competition, _("Log"))
    return render(request, "competition/desk/acts.html", context | {"form": form, "lines": lines(found[:SIZE]), "more": more, "kept": kept})


@desks.door(RIGHT)
@require_POST
def file(request: HttpRequest, competition: Competition) -> HttpResponseBase:
    """What the filter shows as CSV or JSON, oldest first, up to and with the act that this is itself."""
    kind = request.POST.get("format", "")
    form = _form(request.POST, competition)
    if kind not in {"csv", "json"} or not form.is_valid():
        raise Http404
    with transaction.atomic():
        rows = form.narrow(competition.acts.order_by("pk"))
        own = acts.write(competition, "export_acts", role="officer", by=request.user, format=kind, rows=rows.count())
    rows = rows.filter(pk__lte=own.pk)
    written, content_type = (_csv(rows), "text/csv; charset=utf-8") if kind == "csv" else (_json(rows), "application/json")
    answer = StreamingHttpResponse(written, content_type=content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{competition.slug}-log.{kind}"'
    return answer


def _form(data: Any, competition: Competition) -> FilterForm:
    return FilterForm(data, verbs=competition.acts.order_by("verb").values_list("verb", flat=True).distinct())


def lines(found: list[Act]) -> list[Line]:
    """The acts in words, with one query for who did them."""
    names = dict(get_user_model()._default_manager.filter(pk__in={act.by_id for act in found if act.by_id}).values_list("pk", "username"))
    return [_line(act, names) for act in found]


def _line(act: Act, names: dict[int, str]) -> Line:
    verb = acts.said(act.verb)
    who = names.get(act.by_id) or _("user %(number)s, no longer here") % {"number": act.by_id} if act.by_id else ""
    before, after = (str(verb.values.get(value, value)) for value in (act.before, act.after))
    # Sorted: PostgreSQL keeps no order of them.
    detail = [(name, json.dumps(value) if isinstance(value, bool) else str(value)) for name, value in sorted(act.detail.items())]
    return Line(act, str(verb.words), str(ROLES.get(act.role, act.role)), who, before, after, detail)


def _values(rows: "QuerySet[Act]") -> Iterator[tuple[Any, ...]]:
    """In codes and numbers, as they are kept: no names at all."""
    for act in rows.iterator(chunk_size=2000):
        yield act.pk, act.at.isoformat(), act.role, act.by_id, act.verb, act.subject, act.before, act.after, act.detail


def _csv(rows: "QuerySet[Act]") -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for *plain, detail in _values(rows):
        writer.writerow([*plain, json.dumps(detail, sort_keys=True) if detail else ""])
        if out.tell() > 60_000:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def _json(rows: "QuerySet[Act]") -> Iterator[str]:
    begun = "[\n"
    for values in _values(rows):
        yield begun + json.dumps(dict(zip(COLUMNS, values, strict=True)), sort_keys=True)
        begun = ",\n"
    yield "[]\n" if begun == "[\n" else "\n]\n"
