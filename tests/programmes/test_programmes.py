from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from anniversary.programmes.models import Programme
from tests.factories import directory
from tests.factories.programmes import programme

pytestmark = pytest.mark.django_db
LIST = "programmes:list"


def test_the_list_groups_by_kind_and_shows_one_kind_alone(client):
    programme()
    programme(slug="masons", title_en="Training of masons", kind="training")
    everything = client.get(reverse(LIST)).content.decode()
    assert "Song of the bridge" in everything
    assert "Training of masons" in everything
    songs = client.get(reverse(LIST), {"kind": "song"}).content.decode()
    assert "Song of the bridge" in songs
    assert "Training of masons" not in songs


@pytest.mark.parametrize("kind", ["opera", "song'", "\x00", "../"])
def test_an_unknown_kind_answers_404(client, kind):
    assert client.get(reverse(LIST), {"kind": kind}).status_code == 404


def test_the_list_shows_nothing_that_is_not_public(client):
    for status in ("draft", "in_review", "returned", "withdrawn"):
        programme(slug=status.replace("_", "-"), title_en=f"Secret {status}", status=status)
    assert "Secret" not in client.get(reverse(LIST)).content.decode()


def test_the_page_shows_period_partners_people_media_and_outcomes_with_their_source(client):
    record = programme(start="2012", end="2023-02", places_en="Phnom Penh")
    record.partners.add(directory.organisation())
    record.people.add(directory.person())
    record.outcomes.create(
        value=Decimal("1680"), unit_en="projects", label_en="Projects in thirty years", source="Annual report", source_url="https://example.org/report"
    )
    record.media.create(url="https://youtu.be/abcdefghijk", title_en="The song", transcript_en="First verse.")
    html = client.get(record.get_absolute_url()).content.decode()
    for text in (
        "2012 – February 2023",
        "Phnom Penh",
        ">Embassy</a>",
        ">Sok Dara</a>",
        "<b>1,680</b> projects",
        "https://example.org/report",
        "/en/watch/",
        "First verse.",
    ):
        assert text in html
    assert "youtu.be" not in html


def test_what_is_not_known_reads_not_stated(client):
    html = client.get(programme().get_absolute_url()).content.decode()
    assert html.count("not stated") == 2


def test_an_end_before_the_start_is_refused_beside_its_field():
    with pytest.raises(ValidationError) as refused:
        Programme(slug="a", title_en="A", kind="song", start="2023", end="2022-12").full_clean()
    assert list(refused.value.message_dict) == ["end"]


def test_a_list_asks_no_more_of_thirty_programmes_than_of_one(client, django_assert_max_num_queries):
    programme()
    client.get(reverse(LIST))
    with django_assert_max_num_queries(6) as one:
        client.get(reverse(LIST))
    for number in range(30):
        programme(slug=f"p{number}", title_en=f"Programme {number}")
    with django_assert_max_num_queries(6) as thirty:
        client.get(reverse(LIST))
    assert len(one) == len(thirty)


def test_a_page_asks_no_more_for_thirty_partners_than_for_one(client, django_assert_max_num_queries):
    record = programme()

    def add(number: int) -> None:
        record.partners.add(directory.organisation(slug=f"o{number}", name_en=f"Organisation {number}"))
        record.people.add(directory.person(slug=f"p{number}", name_en=f"Person {number}"))
        record.outcomes.create(value=number, label_en="Projects", source="Report")

    add(0)
    client.get(record.get_absolute_url())
    with django_assert_max_num_queries(10) as one:
        client.get(record.get_absolute_url())
    for number in range(1, 30):
        add(number)
    with django_assert_max_num_queries(10) as thirty:
        client.get(record.get_absolute_url())
    assert len(one) == len(thirty)


def test_a_recording_without_a_transcript_keeps_it_from_being_published():
    record = programme(status="draft")
    record.media.create(url="https://youtu.be/abcdefghijk", title_en="The song")
    assert list(record.publication_problems()) == ["media"]
    record.media.update(transcript_km="អត្ថបទ")
    assert record.publication_problems() == {}
