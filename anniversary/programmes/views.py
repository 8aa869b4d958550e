from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anniversary.directory.models import Organisation, Person
from anniversary.languages import names, text
from anniversary.publishing import doors, pages, structured

from .models import Media, Programme
from .related import sections


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All programmes, by kind; `?kind=` shows one kind."""
    kind = pages.choice(request, "kind", Programme.Kind.values)
    records = list(Programme.objects.published().for_cards("kind").order_by("kind", "start", "slug"))
    kinds = [(value, label) for value, label in Programme.Kind.choices if any(record.kind == value for record in records)]
    shown = [record for record in records if not kind or record.kind == kind]
    groups = [(Programme.Kind(value).label, list(rows)) for value, rows in groupby(shown, key=lambda record: record.kind)]
    facets = [{"label": _("All kinds"), "url": request.path, "current": not kind}]
    facets += [{"label": label, "url": f"?kind={value}", "current": value == kind} for value, label in kinds]
    steps = [(_("Programmes"), request.path)]
    return render(
        request, "programmes/list.html", {"groups": groups, "facets": facets, "steps": steps, "json_ld": structured.dump(structured.breadcrumbs(*steps))}
    )


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    # Few programmes have recordings: whether to ask for them comes with the record.
    media = Exists(Media.objects.filter(programme=OuterRef("pk")))
    return page(request, doors.find(Programme.objects.select_related("cover").annotate(has_media=media), slug))


def page(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The page of a programme, public or previewed."""
    steps = [(_("Programmes"), reverse("programmes:list")), (str(programme), programme.get_absolute_url())]
    context = pages.context_for(programme, request) | {
        "steps": steps,
        "partners": names.by_name(Organisation.objects.public().filter(programmes=programme).distinct()),
        "people": names.by_name(Person.objects.public().filter(programmes=programme).distinct().prefetch_related("roles")),
        "outcomes": list(programme.outcomes.all()),
        "media": list(programme.media.all()) if getattr(programme, "has_media", True) else [],
        "related_sections": sections(programme),
        "json_ld": structured.dump(_description(programme), structured.breadcrumbs(*steps)),
    }
    return render(request, "programmes/detail.html", context)


def _description(programme: Programme) -> dict[str, Any]:
    return {
        "@type": "CreativeWork",
        "name": text.pick(programme, "title")[0],
        "description": text.pick(programme, "summary")[0],
        "url": structured.absolute(programme.get_absolute_url()),
        "inLanguage": text.current(),
        "dateModified": programme.updated_at,
        "publisher": structured.publisher(),
    }
