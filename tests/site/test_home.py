import pytest
from django.urls import reverse

from tests.factories import articles, competition, events, history, occasion
from tests.factories.programmes import programme

pytestmark = pytest.mark.django_db


def furnish(number: int) -> None:
    events.occurrence(event=events.event(title_en=f"Concert {number}", slug=f"concert-{number}", featured=number < 3))
    programme(slug=f"programme-{number}", title_en=f"Programme {number}")
    articles.article(title_en=f"Article {number}", slug=f"article-{number}")
    history.milestone(title_en=f"Milestone {number}", slug=f"milestone-{number}", date=f"{1980 + number % 40}")
    history.metric(title_en=f"Metric {number}", slug=f"metric-{number}", values={2022: "1", 2023: "2"})
    competition.competition(title_en=f"Competition {number}", slug=f"competition-{number}")


def test_an_empty_site_has_a_home_page(client):
    assert client.get(reverse("home")).status_code == 200


def test_the_home_page_tells_of_everything_and_asks_no_more_of_thirty_than_of_one(client, django_assert_max_num_queries):
    occasion.anniversary()
    furnish(0)
    html = client.get(reverse("home")).content.decode()
    for title in ("Fifty years", "Concert 0", "Programme 0", "Article 0", "Milestone 0", "Metric 0", "Competition 0"):
        assert title in html
    with django_assert_max_num_queries(12) as one:
        client.get(reverse("home"))
    for number in range(1, 30):
        furnish(number)
    with django_assert_max_num_queries(12) as thirty:
        client.get(reverse("home"))
    assert len(one) == len(thirty)


def test_the_home_page_shows_nothing_that_is_not_public(client):
    events.occurrence(event=events.event(title_en="Secret concert", status="draft", publish_at=None, featured=True))
    programme(title_en="Secret programme", status="draft")
    articles.article(title_en="Secret article", public=False)
    history.milestone(title_en="Secret milestone", public=False, highlight=True)
    history.metric(title_en="Secret metric", public=False)
    competition.competition(title_en="Secret competition", public=False)
    assert "Secret" not in client.get(reverse("home")).content.decode()


@pytest.mark.parametrize(("asked", "language"), [("ja,en;q=0.5", "ja"), ("km-KH", "km"), ("fr", "en"), ("", "en")])
def test_the_bare_address_leads_to_the_reader_s_language(client, asked, language):
    response = client.get("/", headers={"accept-language": asked})
    assert (response.status_code, response["Location"]) == (302, f"/{language}/")
    assert not response.cookies
