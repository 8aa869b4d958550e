"""The door of pages that an entrant comes to by a link: whose it is, and that nobody keeps, indexes or passes on its address."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from anniversary import clock
from anniversary.competition import stages
from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Competition, Rules
from anniversary.publishing import doors

from . import keys
from .models import Entrant, Key

View = Callable[..., HttpResponseBase]
Answer = TypeVar("Answer", bound=HttpResponseBase)
Record = TypeVar("Record", bound=Model)


@dataclass(frozen=True)
class Visit:
    """An entrant who has come in by a link."""

    competition: Competition
    rules: Rules
    entrant: Entrant
    token: str

    @property
    def stage(self) -> str:
        return stages.stage_at(self.competition.stage, self.rules, clock.now())

    def url(self, name: str, *args: Any) -> str:
        """The address of one of their pages: url("entry", code)."""
        return reverse(f"entrants:{name}", args=[self.competition.slug, self.token, *args])

    def entry(self, code: str) -> Entry:
        """One of their own entries. Http404 for any other."""
        found = Entry.objects.filter(competition=self.competition, code=code, pk__in=self.entrant.authorships.values("entry")).first()
        if found is None:
            raise Http404
        found.competition = self.competition
        return found


def find(slug: str, path: str = "") -> tuple[Competition, Rules]:
    """The public competition of this slug, and its rules. Http404 where there is none that is run here; Gone and Moved as with every page.

    `path`: where Moved leads to, with the new slug in it; otherwise to the competition's own page.
    """

    def address(record: Competition) -> str:
        return path.replace(f"/{slug}/", f"/{record.slug}/", 1) if path else record.get_absolute_url()

    competition = doors.find(Competition.objects.select_related("rules"), slug, address)
    rules = stages.rules_of(competition)
    if rules is None:
        raise Http404
    return competition, rules


def closed_to_others(answer: Answer, *, tells: bool = False) -> Answer:
    """The same answer, which nobody may keep or index, and whose address nobody is told; `tells`: but this site, where there is no token in it."""
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "same-origin" if tells else "no-referrer"  # Django's token wants to know where a form comes from
    return answer


def copy_of(record: Record) -> Record:
    """For a form, which writes into its record before anything is found right."""
    copied = copy(record)
    copied._state = copy(record._state)
    return copied


def entrants(view: View | None = None, *, purpose: str = Key.Purpose.ENTER) -> Any:
    """For a view (request, visit, …) below enter/<token>/. The link alone says whose page it is, and no cookie is looked at or set: nobody
    who does not know it can have a browser send anything there, and with `no-referrer` browsers send no Origin that could be compared."""

    def wrap(inner: View) -> View:
        @csrf_exempt
        @wraps(inner)
        def answered(request: HttpRequest, slug: str, token: str, **kwargs: Any) -> HttpResponseBase:
            try:
                competition, rules = find(slug, request.path)
            except doors.Moved as moved:  # a link in a letter holds when the competition has another address by now
                return closed_to_others(redirect(moved.url))
            try:
                entrant = keys.find(competition, token, purpose)
            except LookupError:
                return closed_to_others(render(request, "entrants/no_link.html", {"competition": competition, "robots": "noindex"}, status=404))
            return closed_to_others(inner(request, Visit(competition, rules, entrant, token), **kwargs))

        return answered

    return wrap(view) if view else wrap


def entry(view: View) -> View:
    """For a view (request, visit, entry, …) below enter/<token>/<code>/: only their own entries."""

    @wraps(view)
    def answered(request: HttpRequest, visit: Visit, code: str, **kwargs: Any) -> HttpResponseBase:
        return view(request, visit, visit.entry(code), **kwargs)

    wrapped: View = entrants(answered)
    return wrapped
