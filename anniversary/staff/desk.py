"""What is waiting: how many records of each kind are in which state, for the admin's first page."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_stubs_ext import StrOrPromise

from anniversary.languages.dates import number
from anniversary.publishing.models import Status, Transition
from anniversary.search.models import Check

from .run_here import Running, running

STATES: dict[str, StrOrPromise] = {
    Status.DRAFT: _("Drafts"),
    Status.RETURNED: _("Returned"),
    Status.IN_REVIEW: _("In review"),
    Status.PUBLISHED: _("Published"),
    Status.WITHDRAWN: _("Withdrawn"),
}


@dataclass(frozen=True)
class Cell:
    count: int
    url: str


@dataclass(frozen=True)
class Row:
    """One kind of record: its name and, for each of STATES, how many there are and where they are listed."""

    label: str
    url: str
    cells: list[Cell]


@dataclass
class Desk:
    states: list[StrOrPromise] = field(default_factory=lambda: list(STATES.values()))
    rows: list[Row] = field(default_factory=list)
    to_review: list[tuple[str, Cell]] = field(default_factory=list)
    returned_to_me: list[tuple[str, Cell]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    running: list[Running] = field(default_factory=list)


def desk(site: AdminSite, request: HttpRequest) -> Desk:
    """The desk of every model whose ModelAdmin says `desk = True` and that the user may see: one query a model."""
    found = Desk()
    for model, admin in site._registry.items():
        if getattr(admin, "desk", False) and admin.has_view_or_change_permission(request) and hasattr(model, "status"):
            _add(found, admin, request)
    found.running = running(request.user)
    if request.user.is_superuser:
        found.notices = _notices()
    return found


def _notices() -> list[str]:
    """What the operator has to look after."""
    wrong = Check.objects.filter(findings__gt=0).order_by("-pk").values_list("findings", flat=True).first()
    if not wrong:
        return []
    told = ngettext(
        "The search does not agree with the content in %(count)s place. Whoever runs the site mends it with: %(command)s",
        "The search does not agree with the content in %(count)s places. Whoever runs the site mends it with: %(command)s",
        wrong,
    )
    return [told % {"count": number(wrong), "command": "manage.py search_check --mend"}]


def _add(found: Desk, admin: ModelAdmin[Any], request: HttpRequest) -> None:
    opts = admin.opts
    url = reverse(f"{admin.admin_site.name}:{opts.app_label}_{opts.model_name}_changelist")
    kind = ContentType.objects.get_for_model(admin.model)
    mine = Q(pk__in=Transition.objects.filter(content_type=kind, verb="submit", by_id=request.user.pk).values("object_id"))
    numbers = admin.get_queryset(request).order_by().values("status").annotate(n=Count("pk"), of_mine=Count("pk", filter=mine))
    by_state = {row["status"]: row for row in numbers}
    label = capfirst(str(opts.verbose_name_plural))
    cells = {state: Cell(by_state.get(state, {}).get("n", 0), f"{url}?status__exact={state}") for state in STATES}
    found.rows.append(Row(label, url, list(cells.values())))
    if cells[Status.IN_REVIEW].count and request.user.has_perm(f"{opts.app_label}.publish_{opts.model_name}"):  # type: ignore[union-attr]
        found.to_review.append((label, cells[Status.IN_REVIEW]))
    if returned := by_state.get(Status.RETURNED, {}).get("of_mine", 0):
        found.returned_to_me.append((label, Cell(returned, cells[Status.RETURNED].url)))
