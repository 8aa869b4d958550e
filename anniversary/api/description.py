"""What the API says of itself: as OpenAPI 3.1 for programs, as a page for people."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, get_args

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from anniversary.languages import text
from events.filtering import table
from events.filtering.terms import Records

from . import asking, problems, search
from .things import THINGS, api

ABOUT = (
    "Read-only access to what this site has published. Everything a record can have is always there; what is not known is null. "
    "Texts are objects by language, or with `lang` plain strings. To keep a copy: read every list to its end, then ask again from time to time with "
    "`modified_since`, the `Date` of your last first page less a minute; `withdrawn` says what to remove. After more than 400 days read the lists "
    "anew. A record counts as changed with the records that it names; the words of a tag, of a kind of event or of a picture may change without that."
)
FAULTS = {400: "A parameter has a value that it cannot have.", 404: "There is nothing at this address.", 410: "The record was public and was withdrawn."}


def openapi(request: HttpRequest) -> HttpResponse:
    found = _document(tuple(text.codes()), tuple(table.codes()))
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False}, headers={"Content-Language": "en"})


@lru_cache(maxsize=4)
def _document(languages: tuple[str, ...], countries: tuple[str, ...]) -> dict[str, Any]:
    """The description, for a site with these languages and countries."""
    with translation.override("en"):
        found: dict[str, Any] = dict(api.get_openapi_schema(path_prefix="/api/"))
        found["servers"] = [{"url": settings.SITE_URL}]
        found["info"] = {"title": "Programme API", "version": api.version, "description": ABOUT}
        found["tags"] = [{"name": thing.name, "description": str(thing.about)} for thing in THINGS] + [{"name": "search", "description": str(search.ABOUT)}]
        found["components"]["schemas"]["Problem"] = problems.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        found["components"]["schemas"] |= found["components"]["schemas"]["Problem"].pop("$defs")
        for thing in THINGS:
            for path, summary, statuses in ((thing.path, f"List {thing.name}", (400,)), (f"{thing.path}{{id}}/", f"One of the {thing.name}", (400, 404, 410))):
                _complete(found["paths"][path]["get"], summary, statuses)
        _complete(found["paths"][search.PATH]["get"], "Search everything", (400,), search.MEANINGS)
    return found


def _complete(operation: dict[str, Any], summary: str, statuses: tuple[int, ...], meanings: Mapping[str, Any] = asking.MEANINGS) -> None:
    """What ninja does not say: meanings, the values of the moment, headers, problems."""
    operation["summary"] = summary
    for parameter in operation["parameters"]:
        name = parameter["name"]
        parameter["description"] = meaning(name, meanings)
        parameter["schema"].pop("title", None)
        if values := asking.words(name):
            parameter["schema"]["enum"] = values
    operation["responses"][200]["headers"] = {"ETag": {"schema": {"type": "string"}, "description": "Send it as If-None-Match: 304 while nothing has changed."}}
    for status in statuses:
        content = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        operation["responses"][status] = {"description": FAULTS[status], "content": content}


def meaning(name: str, meanings: Mapping[str, Any] = asking.MEANINGS) -> str:
    """What a parameter is, in the language of the moment; `meanings` before those of the lists."""
    if said := meanings.get(name) or asking.MEANINGS.get(name):
        return str(said)
    term: Any = table.TERMS.get(name)
    if term is None:
        return "Id of the record."
    return f"{term.title}: {dict(term.words())[table.YES]}" if name in table.NEEDS else str(term.title)


def page(request: HttpRequest) -> HttpResponse:
    """The page for people, in the language of `?lang=` where the site has it, or else the browser's."""
    asked = request.GET.get("lang", "")
    language = asked if asked in text.codes() else request.LANGUAGE_CODE
    with translation.override(language):
        request.LANGUAGE_CODE = language
        response = render(request, "api.html", _context())
    response["Content-Language"] = language
    return response


def _context() -> dict[str, Any]:
    things = [
        {
            "label": thing.label, "about": thing.about, "path": thing.path, "own": _parameters(_own(thing.query)),
            "as_events": thing.query is asking.OfDates,
        }
        for thing in THINGS
    ]  # fmt: skip
    return {
        "things": things,
        "search": {"label": search.LABEL, "about": search.ABOUT, "path": search.PATH, "parameters": _parameters(search.Query.model_fields, search.MEANINGS)},
        "search_example": f"{settings.SITE_URL}{search.PATH}?q={asking.EXAMPLES['q']}&lang={text.current()}",
        "every": _parameters(asking.Paging.model_fields),
        "example": f"{settings.SITE_URL}/api/occurrences/?when=coming&lang={text.current()}&limit=10",
        "language_urls": {code: f"/api/?lang={code}" for code in text.codes()},
        "steps": [(_("Data for other sites (API)"), "/api/")],
    }


def _parameters(fields: Mapping[str, Any], meanings: Mapping[str, Any] = asking.MEANINGS) -> list[dict[str, Any]]:
    """Name, meaning, and the values where it is one of a list, or an example of one."""
    return [
        {
            "name": name, "meaning": meaning(name, meanings), "values": get_args(field.annotation) or asking.words(name), "example": asking.example(name),
            "hint": _("its word in the site’s addresses") if isinstance(table.TERMS.get(name), Records) else "",
        }
        for name, field in fields.items()
    ]  # fmt: skip


def _own(query: Any) -> dict[str, Any]:
    """The parameters that the list has beside those of every list, or of the list whose filters it shares."""
    shared = asking.OfEvents if query is asking.OfDates else asking.Paging
    return {name: field for name, field in query.model_fields.items() if name not in shared.model_fields}
