"""The site as of another day: what an editor has chosen is kept in their session and holds for the public pages of that session only."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from anniversary import clock
from anniversary.occasion.models import Anniversary
from anniversary.publishing.models import Publishable
from anniversary.publishing.registry import kinds

SESSION_KEY = "as_of"
YEARS = range(1900, 2200)
KEPT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?", re.ASCII)
LOOKING = frozenset({"GET", "HEAD"})  # what somebody does is done today, whatever day they look at
# Forms that are stamped with the moment, and works that nobody sees before theirs, go by today as well.
OUR_OWN = re.compile(r"/(?:admin|[a-z]{2}/(?:accounts|jury|competition/[^/]+/(?:enter|vote)))/")


@dataclass(frozen=True)
class AsOf:
    """A day, and perhaps a time, on the first country's clocks."""

    day: date
    at: time | None = None

    def __str__(self) -> str:
        """As the session keeps it: "2023-02-20" or "2023-02-20T18:00"."""
        return f"{self.day.isoformat()}T{self.at:%H:%M}" if self.at else self.day.isoformat()

    @classmethod
    def read(cls, kept: object) -> "AsOf | None":
        """What a session holds; None for what this module did not write."""
        match = KEPT.fullmatch(kept) if isinstance(kept, str) else None
        try:
            found = cls(date.fromisoformat(match[1]), time.fromisoformat(match[2]) if match[2] else None) if match else None
        except ValueError:
            return None
        return found if found and found.day.year in YEARS else None

    @property
    def moment(self) -> datetime:
        """In UTC; a day without a time stands at its noon, as with AS_OF."""
        return datetime.combine(self.day, self.at or time(12), Anniversary.current().zone).astimezone(UTC)

    @property
    def local(self) -> datetime:
        return self.moment.astimezone(Anniversary.current().zone)

    @property
    def steps(self) -> dict[str, date]:
        """The days that the ribbon leads to in one step."""
        day = timedelta(days=1)
        return {"month_back": self._month(-1), "day_back": self.day - day, "day_on": self.day + day, "month_on": self._month(1)}

    def _month(self, step: int) -> date:
        """The same day of the month before or after, or that month's last."""
        year, month = divmod(self.day.year * 12 + self.day.month - 1 + step, 12)
        return date(year, month + 1, min(self.day.day, monthrange(year, month + 1)[1]))


def may_look(user: Any) -> bool:
    """Whether the user may read in the admin whatever is to be published: as of a later day they would see it on the site."""
    if not (user.is_active and user.is_staff):
        return False
    metas = (kind.model._meta for kind in kinds() if issubclass(kind.model, Publishable))
    return all(user.has_perm(f"{meta.app_label}.view_{meta.model_name}") for meta in metas)


def asked(request: HttpRequest) -> AsOf | None:
    """As of when this request is to be answered; None for every reader, whose session is not even looked for."""
    if request.method not in LOOKING or OUR_OWN.match(request.path_info) or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    found = AsOf.read(request.session.get(SESSION_KEY))
    if found and may_look(request.user):
        return found
    request.session.accessed = False  # the page is every reader's: it does not vary by cookie
    return None


class AsOfMiddleware:
    """Answers an editor's request as of the day that they have chosen, and lets nobody keep or index the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        found = asked(request)
        if found is None:
            return self.get_response(request)
        request.as_of = found  # type: ignore[attr-defined]  # the ribbon has its form by it
        with clock.as_of(found.moment):
            response = self.get_response(request)
        response.headers["Cache-Control"] = "private, no-store"
        if "noindex" not in response.headers.get("X-Robots-Tag", ""):
            response.headers["X-Robots-Tag"] = "noindex"
        return response
