from datetime import timedelta

import pytest
from django.http import Http404
from django.test import RequestFactory

from anniversary import clock
from anniversary.programmes.models import Programme
from anniversary.publishing import pages, structured
from tests.factories import library
from tests.factories.programmes import programme

pytestmark = pytest.mark.django_db


def test_pages_of_a_list_follow_each_other_without_gap_or_repetition_even_where_times_are_equal():
    moment = clock.now()
    for number in range(7):
        programme(slug=f"p{number}", publish_at=moment - timedelta(days=number // 3))
    seen, query = [], ""
    for _round in range(4):
        part = pages.keyset(Programme.objects.published(), RequestFactory().get(f"/?{query}"), field="publish_at", size=2, descending=True)
        seen += [row.pk for row in part.rows]
        query = part.more
    assert query == ""
    assert len(seen) == len(set(seen)) == 7


def test_other_filters_stay_in_the_address_of_the_next_page():
    for number in range(2):
        programme(slug=f"p{number}")
    part = pages.keyset(Programme.objects.published(), RequestFactory().get("/?kind=song"), field="publish_at", size=1)
    assert part.more.startswith("kind=song&after=")


@pytest.mark.parametrize(
    "after",
    [
        "x",
        "2023-01-01T00:00:00~1",
        "0001-01-01T00:00:00+14:00~1",
        "9999-12-31T23:59:59-14:00~1",
        "2023-01-01T00:00:00+00:00~x",
        "~",
        "2023-13-01T00:00:00+00:00~1",
        "2023-01-01T00:00:00+00:00~" + "9" * 40,
        "2023-01-01T00:00:00+00:00~²",
    ],
)
def test_a_page_key_that_is_none_answers_404(after):
    with pytest.raises(Http404):
        pages.keyset(Programme.objects.published(), RequestFactory().get("/", {"after": after}), field="publish_at")


def test_a_filter_that_is_none_answers_404():
    assert pages.choice(RequestFactory().get("/?kind=song"), "kind", ["song"]) == "song"
    with pytest.raises(Http404):
        pages.choice(RequestFactory().get("/?kind=opera"), "kind", ["song"])


def test_nothing_in_a_description_for_machines_can_close_its_element():
    html = structured.dump({"@type": "Event", "name": "</script><script>alert(1)</script>", "url": "", "offers": {}})
    assert html.count("</script>") == 1
    assert '"url"' not in html
    assert "\\u003C/script\\u003E" in html


def test_a_shared_link_shows_the_record_s_picture_or_the_drawn_one(client):
    drawn = programme()
    pictured = programme(slug="b", cover=library.image())
    assert f'property="og:image" content="http://localhost:8000/covers/song/{drawn.slug}.png' in client.get(drawn.get_absolute_url()).content.decode()
    assert 'property="og:image" content="http://localhost:8000/media/__processed__/' in client.get(pictured.get_absolute_url()).content.decode()
