"""Every kind of records that the API has, and its addresses; and the search."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError

from . import articles, asking, events, occurrences, organisations, problems, programmes, search, search_shapes, shapes, venues
from .thing import Thing

THINGS = [events.THING, occurrences.THING, venues.THING, organisations.THING, programmes.THING, articles.THING]

api = NinjaAPI(title="", version="1", openapi_url=None, docs_url=None, urls_namespace="api")
api.add_exception_handler(problems.Wrong, problems.on_wrong)
api.add_exception_handler(problems.Missing, problems.on_missing)
api.add_exception_handler(ValidationError, problems.on_invalid)


def serve(thing: Thing) -> None:
    """Give a kind its two addresses."""
    # The UID of a date may have slashes.
    key: Any
    key, place = (UUID, "{id}") if thing.key == "uuid" else (str, "{path:id}")

    @api.get(f"/{thing.name}/", response=shapes.Listing[thing.shape], operation_id=f"list_{thing.name}", tags=[thing.name])  # type: ignore[name-defined]
    def listing(request: HttpRequest, given: thing.query = Query(...)) -> HttpResponse:  # type: ignore[name-defined]  # noqa: B008
        return thing.listing(request, given)

    @api.get(f"/{thing.name}/{place}/", response=thing.shape, operation_id=f"get_{thing.one}", tags=[thing.name])
    def record(request: HttpRequest, id: key, given: asking.Alone = Query(...)) -> HttpResponse:  # type: ignore[valid-type]  # noqa: B008
        return thing.record(request, id, given)


for thing in THINGS:
    serve(thing)


@api.get("/search/", response=search_shapes.Search, operation_id="search", tags=["search"])
def found(request: HttpRequest, given: search.Query = Query(...)) -> HttpResponse:  # type: ignore[valid-type]  # noqa: B008
    return search.answer(request, given)
