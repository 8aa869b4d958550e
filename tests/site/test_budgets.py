"""How many queries the pages take that combine everything, at one row and at thirty; and every page type of the demonstration."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anniversary import clock
from anniversary.articles.templatetags import articles as articles_tags
from anniversary.library.models import Tag
from anniversary.occasion import models as occasion_models
from anniversary.publishing.models import Publishable
from anniversary.publishing.registry import kinds
from tests.factories import articles, competition, directory, events, history, library, occasion, programmes

pytestmark = pytest.mark.django_db

HOME, LIST, SEARCH, DETAIL, HTML = 12, 6, 14, 10, 100 * 1024
LISTS = (
    "events:list", "events:filter", "events:map", "events:embed", "events:embed_code", "programmes:list", "articles:list", "competition:list",
    "history:timeline", "history:figures", "directory:people", "directory:organisations", "tags",
)  # fmt: skip


@pytest.fixture
def queries(client, monkeypatch):
    # What is kept for all pages is read anew every minute or so, by whichever page comes then: not here, however slow the machine is.
    monkeypatch.setattr(occasion_models, "CACHE_SECONDS", None)
    monkeypatch.setattr(articles_tags, "SECONDS", None)

    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        assert answer.status_code == 200, address
        assert len(answer.content) <= HTML, f"{address}: {len(answer.content)} bytes"
        return len(captured)

    return count


def fill(numbers: range) -> None:
    """One of everything for each number, all under the same tag."""
    music = Tag.objects.filter(name="Music").first() or library.tag(name="Music", slug="music")
    hall, coming = events.venue(slug=f"hall-{numbers[0]}"), clock.now().date()
    for n in numbers:
        concert = events.event(title_en=f"Music {n}", cover=library.image())
        events.occurrence(event=concert, venue=hall)
        events.occurrence(event=concert, venue=hall, first_day=coming + timedelta(days=30 + n))
        everything: list[Any] = [
            concert,
            programmes.programme(slug=f"song-{n}", title_en=f"Music {n}"),
            articles.article(title_en=f"Music {n}", cover=library.image(), people=[directory.person(slug=f"person-{n}")]),
            articles.page(title_en=f"Music {n}"),
            history.milestone(title_en=f"Music {n}", date=f"{1953 + n}-01", highlight=True),
            history.metric(title_en=f"Music {n}", values={2019 + k: "10" for k in range(3)}),
            competition.competition(title_en=f"Music {n}"),
        ]
        for record in everything:
            record.tags.add(music)


BUDGETS = {"/en/": HOME, "/en/tags/": LIST, "/en/tags/music/": LIST, "/en/search/?q=Music": SEARCH}


def test_what_combines_everything_takes_no_more_for_thirty_than_for_one(queries):
    occasion.anniversary()
    fill(range(1))
    queries("/en/")  # what is kept for all pages
    for_one = {address: queries(address) for address in BUDGETS}
    fill(range(1, 30))
    queries("/en/")
    for_thirty = {address: queries(address) for address in BUDGETS}
    # Of one of each, all have the tag: it is no filter, and its address is not asked for.
    more = {"/en/search/?q=Music": 1}
    assert {address: (count, for_thirty[address]) for address, count in for_one.items() if for_thirty[address] > count + more.get(address, 0)} == {}
    assert {address: count for address, count in for_one.items() if count > BUDGETS[address]} == {}


DAYS = [pytest.param("2022-12-01", marks=pytest.mark.slow), pytest.param("2023-02-20", marks=pytest.mark.slow), "2026-11-22"]


@pytest.mark.parametrize("day", DAYS)
def test_every_page_of_the_demonstration_is_within_its_budget_before_in_and_after_the_year(queries, day):
    call_command("demo", verbosity=0)
    with clock.as_of(clock.parse(day)):
        assert over_budget(queries) == {}


def over_budget(queries) -> dict[str, Any]:
    """The addresses that take too many queries, with their number."""
    queries(reverse("home"))  # what is kept for all pages
    over: dict[str, Any] = {}
    for name in LISTS:
        if (count := queries(reverse(name))) > LIST:
            over[name] = count
    if (count := queries(reverse("home"))) > HOME:
        over["home"] = count
    for kind in (kind for kind in kinds() if kind.in_sitemap):
        for record in kind.public():
            blocks = {name for names in record.body_index.values() for name in names} if isinstance(record, Publishable) else set()
            if (count := queries(record.get_absolute_url())) > DETAIL + len(blocks):
                over[record.get_absolute_url()] = (count, len(blocks))
    return over
