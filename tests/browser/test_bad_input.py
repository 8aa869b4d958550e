"""What people and robots put into addresses: a page, or 404, never a fault of ours."""

import pytest

from . import pages
from .fetching import get

VALUES = (
    "xqzzyx", "-1", "0", "99999999999999999999999", "%00", "%FF%FE", "%ED%A0%80", "a" * 3000, "%27%22%3E%3Cscript%3E", "..%2F..%2Fetc%2Fpasswd",
    "2023-02-30", "2023-02-23T10:00:00%2B00:00~", "2023-02-23T10:00:00%2B00:00~9223372036854775808", "2023-02-23~%D9%A3", "9999-12-31T23:59:59%2B00:00~1",
    "0001-01-01T00:00:00%2B14:00~1", "%E2%80%AE",
)  # fmt: skip
FILTERS = ("q", "venue", "programme", "organiser", "tag", "admission", "language", "attendance", "signed", "from", "until", "period")
LISTS = {
    "events/": ("when", "category", "country", "after", "month", *FILTERS), "events/filter/": ("when", "category", "country", *FILTERS),
    "events/feed.ics": ("category", "country", *FILTERS), "programmes/": ("kind", "after"),
    "articles/": ("type", "after"), "history/": ("decade", "after"), "history/figures/": ("after",), "people/": ("after", "country"),
    "organisations/": ("after", "country", "kind"), "competition/": ("after",),
}  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
def test_an_unknown_filter_or_page_key_is_no_fault_of_ours(site, path):
    answers = {(name, value): get(site.base, f"/en/{path}?{name}={value}").status for name in LISTS[path] for value in VALUES}
    assert {asked: status for asked, status in answers.items() if status not in {200, 404}} == {}


@pytest.mark.parametrize("asked", ["events/?when", "events/?category", "events/?country", "events/?after", "events/feed.ics?category", "programmes/?kind",
                                   "articles/?type", "articles/?after"])  # fmt: skip
def test_a_filter_that_there_is_not_answers_404(site, asked):
    assert get(site.base, f"/en/{asked}=xqzzyx").status == 404


@pytest.mark.parametrize("value", VALUES)
def test_whatever_is_searched_gets_a_page(site, value):
    answer = get(site.base, f"/km/search/?q={value}")
    assert answer.status == 200
    assert "<script>" not in answer.text.replace('<script src="', "").partition("<main")[2]


@pytest.mark.parametrize("first", ["", "events/", "venues/", "programmes/", "articles/", "competition/", "history/", "people/", "organisations/", "tags/",
                                   "preview/", "watch/"])  # fmt: skip
def test_a_strange_address_answers_404(site, first):
    strange = ("xqzzyx", "%00", "%FF%FE", "a" * 3000, "%27%22%3E%3Cscript%3E", "events.event:1:1", "%E2%80%AE", "%E1%9E%80")
    answers = {value: get(site.base, f"/en/{first}{value}/").status for value in strange}
    assert {value: status for value, status in answers.items() if status not in {400, 404}} == {}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_public_page_takes_nothing(site, method):
    statuses = {name: get(site.base, site.page(name).target("en"), method=method).status for name in ("home", "events", "event", "articles", "search", "tags")}
    # Without a form there is no token either: refused as a method, or before that as a forgery.
    assert {name: status for name, status in statuses.items() if status not in {403, 405}} == {}


def test_a_language_that_there_is_not_answers_404(site):
    assert [get(site.base, f"/{code}/events/").status for code in ("fr", "EN", "xx", "e")] == [404, 404, 404, 404]


@pytest.mark.parametrize("language", pages.LANGUAGES)
def test_head_answers_as_get_without_the_page(site, language):
    for name in ("home", "events", "event", "articles"):
        answer = get(site.base, site.page(name).target(language), method="HEAD")
        assert (answer.status, answer.sent) == (200, b"")
