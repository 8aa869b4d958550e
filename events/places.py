"""Where the programme takes place: the towns of each country with their venues, and where they stand in its picture."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from anniversary.languages import dates, text
from anniversary.languages.addresses import address
from anniversary.occasion.models import Anniversary, Country, Phase
from anniversary.publishing import pages, structured

from . import labels, listings, months, outlines
from .filtering import offers, shown, table
from .filters import Filters
from .models import Attendance, OccurrenceStatus, Venue
from .models.occurrence import OccurrenceQuerySet

RADIUS = 44  # of a marker: 24 pixels across and more wherever a picture is 280 wide
NEAR = 2 * RADIUS + 8  # what stands closer together than this is one marker

_FIELDS = ["pk", "slug", "country", "lat", "lon", *text.stored("name", "locality")]
_Place: Any = text.row_type("_Place", [*_FIELDS, "events", "list_url"])


class Place(_Place):  # type: ignore[misc]
    """A venue, how many events are held there, and where they are listed."""

    @property
    def url(self) -> str:
        return address("venue", self.slug)

    @property
    def number(self) -> str:
        return in_words(self.events)

    @property
    def town_key(self) -> Any:
        """The same for the venues of a town, whichever languages its name has been written in; a venue without a town stands alone."""
        names = (getattr(self, f"locality_{code}") for code in settings.MODELTRANSLATION_LANGUAGES)
        return next((name.strip().casefold() for name in names if name), self.pk)


@dataclass
class Town:
    """The venues of a town, the busiest first; or one whose town is not said."""

    places: list[Place]
    events: int = 0

    @property
    def named(self) -> bool:
        return isinstance(self.places[0].town_key, str)

    @property
    def anchor(self) -> str:
        return f"in-{min(place.slug for place in self.places)}"

    @property
    def named_by(self) -> Place:
        """The venue that has the town's name in the page's language, if any has."""
        return next((place for place in self.places if getattr(place, f"locality_{text.current()}")), self.places[0])

    @property
    def name(self) -> str:
        return text.pick(self.named_by, "locality" if self.named else "name")[0]

    @property
    def language(self) -> str:
        """Of the name."""
        return text.pick(self.named_by, "locality" if self.named else "name")[1]

    @property
    def number(self) -> str:
        return in_words(self.events)

    @property
    def keys(self) -> list[int]:
        return [place.pk for place in self.places]

    @property
    def weight(self) -> int:
        """For the order before the events are known: one that is held at two venues counts twice."""
        return sum(place.events for place in self.places)

    def point(self, outline: outlines.Outline) -> tuple[float, float] | None:
        """Where it stands: in the middle of its venues whose place is known."""
        known = [place for place in self.places if place.lat is not None]
        if not known:
            return None
        return outline.place(*(math.fsum(getattr(place, name) for place in known) / len(known) for name in ("lon", "lat")))


@dataclass
class Marker:
    """Towns that are one spot in a picture: the largest, and those close to it."""

    x: int
    y: int
    towns: list[Town]
    events: int = 0
    label: labels.Label | None = None

    @property
    def keys(self) -> list[int]:
        return [key for town in self.towns for key in town.keys]

    @property
    def number(self) -> str:
        return dates.number(self.events)

    @property
    def said(self) -> str:
        """For who hears the picture: "Tokyo, Yokohama: 12 events"."""
        return _("%(places)s: %(events)s") % {"places": ", ".join(town.name for town in self.towns), "events": in_words(self.events)}


@dataclass
class Land:
    """A country of the anniversary, or all others (`country` is None)."""

    country: Country | None
    towns: list[Town]
    outline: outlines.Outline | None
    markers: list[Marker]
    url: str
    events: int = 0

    @property
    def code(self) -> str:
        return self.country.code if self.country else table.OTHER

    @property
    def name(self) -> str:
        return text.pick(self.country, "name")[0] if self.country else _("Elsewhere")

    @property
    def keys(self) -> list[int]:
        return [key for town in self.towns for key in town.keys]

    @property
    def number(self) -> str:
        return in_words(self.events)


def in_words(events: int) -> str:
    return ngettext("%(shown)s event", "%(shown)s events", events) % {"shown": dates.number(events)}


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The pictures of the countries and the list of places; `?when=` and the list's filters narrow both."""
    filters, when = Filters.of(request), pages.choice(request, "when", listings.WHEN)
    steps = [(listings.title(), reverse("events:list")), (_("Map"), request.path)]
    edges = months.edges()
    context = {
        "views": months.views(filters, months.suggested(filters, *edges) if edges else None, view="map"),
        "when_facet": when_facet(filters, when, request.path),
        "steps": steps,
        "json_ld": structured.dump(structured.breadcrumbs(*steps)),
    }
    return render(request, "events/map.html", context | narrowed(filters, when, request.path) | found(filters, when))


def narrowed(filters: Filters, when: str, path: str) -> dict[str, Any]:
    """What the page is narrowed to, as events/_chosen.html shows it."""
    return {
        "filtered": filters.any or bool(when or filters.problems),
        "chips": filters.chips(path, when),
        "remove_all": Filters().address(path, when=when),
        "all_filters": filters.address(reverse("events:filter"), when=when),
        "days": shown.days(filters) if filters.problems else [],
        "kept": {"when": when, **filters.query} if filters.problems else {},
        "robots": "noindex" if filters.any or when or filters.problems else "",
    }


def when_facet(filters: Filters, when: str, path: str) -> tuple[str, list[dict[str, Any]]]:
    """In the year, the choice between what is coming and what is past; before and after it, it is all the one or all the other."""
    if Anniversary.current().phase != Phase.DURING and not when:
        return "", []
    options = (("", _("All")), ("coming", _("Coming")), ("past", _("Past")))
    return _("When"), [{"label": label, "url": filters.address(path, when=value), "current": value == when} for value, label in options]


# --- what there is ----------------------------------------------------------------------------------------------------------
def found(filters: Filters, when: str) -> dict[str, Any]:
    """`lands` in the order of the anniversary's countries, then the others; `online` and `nowhere`: events at no venue. Four queries.

    `any`: whether there is anything; `drawn`: whether there is any picture.
    """
    every = filters.apply(offers.dates(when or "all")).order_by()
    rows = every.exclude(status=OccurrenceStatus.MOVED_ONLINE)
    places = places_of(rows, lambda slug: _list(filters, when, venue=slug))
    lands = [land for country in [*Anniversary.current().both, None] if (land := land_of(country, places, filters, when)).towns or country]
    # All at once, each event once wherever it is counted: one may be held at several venues of a town, in several towns of a country.
    groups: list[Any] = [*lands, *(town for land in lands for town in land.towns), *(marker for land in lands for marker in land.markers)]
    for group, events in zip(groups, events_of(rows, [group.keys for group in groups], {place.pk: place.events for place in places}), strict=True):
        group.events = events
    for land in lands:
        labels.put(land.markers, RADIUS, land.outline.height if land.outline else 0)
    none = without_venue(every)
    return {
        "lands": lands,
        "any": bool(places or any(none.values())),
        "drawn": any(land.outline for land in lands),
        "width": outlines.WIDTH,
        "radius": RADIUS,
        "elsewhere_url": _list(filters, when, country=table.OTHER) if none.pop("unplaced") else "",
        **{name: in_words(events) if events else "" for name, events in none.items()},
    }


def places_of(rows: OccurrenceQuerySet, list_of: Callable[[str], str]) -> list[Place]:
    """The venues of these dates. The numbers are asked for by their keys alone: to sort by names in three languages would cost more than to count."""
    numbers = dict(rows.exclude(venue=None).values_list("venue").annotate(Count("event", distinct=True)))
    venues: QuerySet[Any] = QuerySet(Venue).filter(pk__in=numbers).order_by("slug")
    return [Place(*row, numbers[row[0]], list_of(row[1])) for row in QuerySet.values_list(venues, *_FIELDS)]


def without_venue(rows: OccurrenceQuerySet) -> dict[str, int]:
    """How many events are held online without any venue, or were moved there; of how many no place is known; `unplaced`: that no venue was ever named for."""
    moved = Q(status=OccurrenceStatus.MOVED_ONLINE)
    online = moved | ~Q(online_url="") | Q(event__attendance=Attendance.ONLINE)
    numbers = {"online": online, "nowhere": ~online, "unplaced": Q(venue=None)}
    return rows.filter(Q(venue=None) | moved).aggregate(**{name: Count("event", distinct=True, filter=those) for name, those in numbers.items()})


def events_of(rows: OccurrenceQuerySet, groups: Sequence[Sequence[int]], numbers: Mapping[int, int]) -> list[int]:
    """How many events are held at the venues of each group, in one query: none for a group of one venue, whose number is known."""
    several = {tuple(sorted(keys)) for keys in groups if len(keys) > 1}
    counted: dict[tuple[int, ...], int] = {}
    if several:
        parts = list(_apart(several))
        queries = [
            rows.filter(venue__in=[key for keys in part for key in keys])
            .annotate(part=Value(place, IntegerField()), group=Case(*(When(venue__in=keys, then=Value(number)) for number, keys in enumerate(part))))
            .values_list("part", "group")
            .annotate(Count("event", distinct=True))
            for place, part in enumerate(parts)
        ]
        for place, group, events in queries[0].union(*queries[1:], all=True) if queries[1:] else queries[0]:
            counted[parts[place][group]] = events
    return [numbers[keys[0]] if len(keys) == 1 else counted.get(tuple(sorted(keys)), 0) for keys in groups]


def _apart(groups: Iterable[tuple[int, ...]]) -> Iterable[list[tuple[int, ...]]]:
    """Lists of groups that have no venue in common. Towns, markers and countries lie within one another: three lists, no more."""
    rest = sorted(groups, key=len)
    while rest:
        part: list[tuple[int, ...]] = []
        taken: set[int] = set()
        for keys in rest:
            if taken.isdisjoint(keys):
                part.append(keys)
                taken.update(keys)
        rest = [keys for keys in rest if keys not in part]
        yield part


# --- where it is ------------------------------------------------------------------------------------------------------------
def land_of(country: Country | None, places: Iterable[Place], filters: Filters, when: str) -> Land:
    """The country with its towns, each beside those that it shares a marker with; `country` None: the places in none of the anniversary's."""
    code, codes = country.code if country else "", table.codes()
    by_town: dict[Any, list[Place]] = {}
    for place in places:
        if place.country == code if country else place.country not in codes:
            by_town.setdefault((place.country, place.town_key), []).append(place)
    towns = [Town(sorted(found, key=lambda place: (-place.events, place.slug))) for found in by_town.values()]
    towns.sort(key=lambda town: (-town.weight, town.anchor))
    outline = outlines.of(code) if country else None
    markers = markers_of(towns, outline) if outline else []
    marked = {id(town): place for place, marker in enumerate(markers) for town in marker.towns}
    first = {id(town): marker.towns[0].weight for marker in markers for town in marker.towns}
    towns.sort(key=lambda town: (-first.get(id(town), town.weight), marked.get(id(town), len(markers)), -town.weight, town.anchor))
    return Land(country, towns, outline, markers, _list(filters, when, country=code or table.OTHER))


def markers_of(towns: Iterable[Town], outline: outlines.Outline) -> list[Marker]:
    """The towns whose place is known, the busiest first: each a marker of its own, unless one stands there already."""
    found: list[Marker] = []
    for town in towns:
        point = town.point(outline)
        if point is None:
            continue
        x, y = (min(max(at, RADIUS), most - RADIUS) for at, most in zip(point, (outlines.WIDTH, outline.height), strict=True))
        near = next((marker for marker in found if math.dist((marker.x, marker.y), (x, y)) < NEAR), None)
        if near:
            near.towns.append(town)
        else:
            found.append(Marker(round(x), round(y), [town]))
    return found


def _list(filters: Filters, when: str, **changed: str) -> str:
    """The list of what is counted: it is of the whole programme by itself only once the year is over."""
    all_of_it = "" if Anniversary.current().phase == Phase.AFTER else "all"
    return filters.address(reverse("events:list"), **{"when": when or all_of_it, **changed})
