"""What the kinds of records of the API have in common: a list with pages and changes, and a record by its id."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django_stubs_ext import StrOrPromise
from pydantic import BaseModel

from anniversary.languages import text
from anniversary.publishing.structured import absolute

from . import asking, shapes, withdrawn
from .asking import Asked
from .cursors import BY_KEY, Order
from .problems import Missing
from .texts import Wording


@dataclass(frozen=True, kw_only=True)
class Thing:
    """One kind of records. `public` is its door, `whole` reads with a record what `show` tells of it."""

    name: str  # in addresses: "events"
    one: str  # in the description's own names: "event"
    label: StrOrPromise
    about: StrOrPromise
    model: Any
    shape: type[BaseModel]
    public: Callable[[], "QuerySet[Any]"]
    whole: Callable[["QuerySet[Any]"], "QuerySet[Any]"]
    show: Callable[[Any, Wording], BaseModel]
    changed: Callable[[datetime], Q]  # since that moment, or public since then
    ends: Callable[[], Sequence[withdrawn.Ended]]
    key: str = "uuid"
    order: Order = BY_KEY
    query: Any = asking.Plain
    narrow: Callable[["QuerySet[Any]", Asked], "QuerySet[Any]"] = lambda rows, asked: rows

    @property
    def path(self) -> str:
        return f"/api/{self.name}/"

    def listing(self, request: HttpRequest, given: Any) -> HttpResponse:
        with translation.override("en"):  # what is wrong is said in English (see problems)
            asked = Asked.of(request, given)
        rows = self.narrow(self.public(), asked)
        if asked.since:
            rows = rows.filter(self.changed(asked.since))
        found, cursor = self.order.page(self.whole(rows), asked.after, asked.limit)
        kept = {name: request.GET[name] for name in request.GET if name != "after"}
        gone = withdrawn.since(self.model, self.key, self.public(), list(self.ends()), asked.since) if asked.since and not asked.after else None
        address = absolute(f"{self.path}?{urlencode(kept | {'after': cursor})}") if cursor else None
        with _speaking(asked.language) as wording:
            return _json(shapes.Listing(results=[self.show(record, wording) for record in found], next=address, withdrawn=gone), wording)

    def record(self, request: HttpRequest, key: Any, given: Any) -> HttpResponse:
        asking.known(request, asking.Alone)
        language = asking.language(given)
        if "\0" in str(key):
            raise Missing()  # nothing is called so, and PostgreSQL cannot even be asked
        record = self.whole(self.public().filter(**{self.key: key})).first()
        if record is None:
            raise Missing(gone=withdrawn.is_gone(self.model, list(self.ends()), str(key)))
        with _speaking(language) as wording:
            return _json(self.show(record, wording), wording)


class _speaking(translation.override):
    """Within the block addresses are of the language asked for, or of the site's first, whose prefix Wording exchanges."""

    def __init__(self, language: str) -> None:
        super().__init__(language or text.codes()[0])
        self.wording = Wording(language)

    def __enter__(self) -> Wording:  # type: ignore[override]
        super().__enter__()
        return self.wording


def _json(shown: BaseModel, wording: Wording) -> HttpResponse:
    """Written out by pydantic itself: ninja would check everything again."""
    language = wording.language or ", ".join(wording.codes)
    return HttpResponse(shown.model_dump_json(), content_type="application/json", headers={"Content-Language": language})
