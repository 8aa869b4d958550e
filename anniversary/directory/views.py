from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anniversary.languages import names, text
from anniversary.publishing import doors, structured
from anniversary.publishing.tagging import public_tags

from .models import Organisation, Person
from .related import sections_of_organisation, sections_of_person


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody to whom something published refers, by name."""
    records = names.by_name(Person.objects.public().select_related("portrait").prefetch_related("roles"))
    steps = [(_("People"), request.path)]
    return render(request, "directory/people.html", {"people": records, "steps": steps, "json_ld": structured.dump(structured.breadcrumbs(*steps))})


@require_safe
def person(request: HttpRequest, slug: str) -> HttpResponse:
    return person_page(request, doors.find_referred(Person.objects.public().select_related("portrait"), slug))


def person_page(request: HttpRequest, record: Person) -> HttpResponse:
    roles = list(record.roles.select_related("organisation"))
    steps = [(_("People"), reverse("directory:people")), (str(record), record.get_absolute_url())]
    context = {
        "steps": steps,
        "person": record, "roles": roles, "tags": list(public_tags().filter(pk__in=record.tags.all())), "related_sections": sections_of_person(record),
        "public_organisations": set(Organisation.objects.public().filter(pk__in=[role.organisation_id for role in roles]).values_list("pk", flat=True)),
        "alternates": record.complete_languages(), "json_ld": structured.dump(_person(record, roles), structured.breadcrumbs(*steps)),
    }  # fmt: skip
    return render(request, "directory/person.html", context)


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """Every organisation to which something published refers, by kind."""
    order = list(Organisation.Kind.values)
    records = sorted(Organisation.objects.public().select_related("logo"), key=lambda record: (order.index(record.kind), names.key_of(record)))
    groups = [(Organisation.Kind(kind).label, list(rows)) for kind, rows in groupby(records, key=lambda record: record.kind)]
    steps = [(_("Organisations"), request.path)]
    return render(request, "directory/organisations.html", {"groups": groups, "steps": steps, "json_ld": structured.dump(structured.breadcrumbs(*steps))})


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    return organisation_page(request, doors.find_referred(Organisation.objects.public().select_related("logo"), slug))


def organisation_page(request: HttpRequest, record: Organisation) -> HttpResponse:
    steps = [(_("Organisations"), reverse("directory:organisations")), (str(record), record.get_absolute_url())]
    context = {
        "steps": steps,
        "organisation": record, "related_sections": sections_of_organisation(record),
        "people": names.by_name(Person.objects.public().filter(roles__organisation=record).distinct().select_related("portrait").prefetch_related("roles")),
        "alternates": record.complete_languages(), "json_ld": structured.dump(_organisation(record), structured.breadcrumbs(*steps)),
    }  # fmt: skip
    return render(request, "directory/organisation.html", context)


def _person(record: Person, roles: list[Any]) -> dict[str, Any]:
    return {
        "@type": "Person",
        "name": text.pick(record, "name")[0],
        "alternateName": sorted({getattr(record, column) for column in text.columns("name") if getattr(record, column)}),
        "description": text.pick(record, "bio")[0],
        "jobTitle": text.pick(roles[0], "title")[0] if roles else "",
        "url": structured.absolute(record.get_absolute_url()),
    }


def _organisation(record: Organisation) -> dict[str, Any]:
    return {
        "@type": "Organization",
        "name": text.pick(record, "name")[0],
        "description": text.pick(record, "description")[0],
        "url": structured.absolute(record.get_absolute_url()),
        "sameAs": record.url,
    }
