"""The officers' list of entrants: who they are, what they have asked for, and taking them out."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anniversary import clock
from anniversary.competition import acts, desks
from anniversary.competition.models import Competition

from . import own_data, redacting
from .data_views import parts
from .models import Authorship, Entrant

AT_ONCE = 50
FILTERS = ("all", "deletion", "minors", "groups", "redacted")


@desks.door()
@require_safe
def people(request: HttpRequest, competition: Competition) -> HttpResponse:
    words, shown = request.GET.get("q", "").strip()[:100], request.GET.get("show", "all")
    found = filtered(Entrant.objects.filter(competition=competition), words, shown)
    works = Prefetch("authorships", Authorship.objects.select_related("entry").order_by("pk"))
    page = Paginator(found.order_by("number").prefetch_related(works), AT_ONCE).get_page(request.GET.get("page"))
    of = Q(redacted_at=None)
    counts = Entrant.objects.filter(competition=competition).aggregate(all=Count("pk"), deletion=Count("pk", filter=of & Q(deletion_asked_at__isnull=False)))
    told = {"page": page, "words": words, "shown": shown, "counts": counts, "filters": _filters(), "is_due": is_due(competition)}
    return render(request, "entrants/desk/people.html", desks.context(request, competition, _("Entrants")) | told)


@desks.door()
@require_safe
def one(request: HttpRequest, competition: Competition, number: int) -> HttpResponse:
    """All that is held about one of them. That it was looked at is logged."""
    entrant = get_object_or_404(Entrant, competition=competition, number=number)
    acts.write(competition, "open_entrant", role="officer", by=request.user, subject=str(number))
    told = {"entrant": entrant, "parts": parts(own_data.held(entrant))}
    return render(request, "entrants/desk/one.html", desks.context(request, competition, _("Entrant %(number)d") % {"number": number}) | told)


@desks.door()
@require_POST
def redact(request: HttpRequest, competition: Competition, number: int) -> HttpResponse:
    """Only with the box ticked: it cannot be undone."""
    entrant = get_object_or_404(Entrant, competition=competition, number=number)
    if "sure" not in request.POST:
        messages.error(request, _("Tick the box if you are sure: it cannot be undone."))
    elif redacting.redact(entrant, user=request.user):
        messages.success(request, _("Name, address, works and files of entrant %(number)d are deleted.") % {"number": number})
    return redirect("entrants_desk:one", pk=competition.pk, number=number)


def filtered(found: QuerySet[Entrant], words: str, shown: str) -> QuerySet[Entrant]:
    """By words (number, code of a work, name, address) and by one of FILTERS."""
    if words.isdecimal() and len(words) < 10:
        found = found.filter(number=int(words))
    elif words:
        named = Q(name_latin__icontains=words) | Q(name_native__icontains=words) | Q(group_name__icontains=words) | Q(email__icontains=words)
        coded = Authorship.objects.filter(entry__code=words.upper(), entrant__competition__in=found.values("competition")[:1])
        found = found.filter(named | Q(pk__in=coded.values("entrant")))
    asked: dict[str, Any] = {
        "deletion": {"deletion_asked_at__isnull": False, "redacted_at": None}, "minors": {"guardian_email__gt": ""}, "groups": {"is_group": True},
        "redacted": {"redacted_at__isnull": False},
    }  # fmt: skip
    return found.filter(**asked.get(shown, {}))


def is_due(competition: Competition) -> bool:
    """Whether the time is over for which personal data are kept: so many months after the last thing that was done."""
    last = competition.acts.filter(verb="stage").order_by("-pk").values_list("at", flat=True).first()
    over = competition.stage in competition.TOLD and last is not None and clock.now() >= last + timedelta(days=30.4375 * competition.rules.keep_months)
    return over and Entrant.objects.filter(competition=competition, redacted_at=None).exists()


def _filters() -> list[tuple[str, str]]:
    labels = (_("All"), _("Asked for deletion"), _("With a guardian"), _("Groups"), _("Redacted"))
    return list(zip(FILTERS, labels, strict=True))
