"""The demonstration: loaded once or twice, it is the same; what it says rests on its sources."""

import re

import pytest
from django.core.management import call_command

from anniversary.articles.models import Article, Page
from anniversary.competition.models import Competition
from anniversary.directory.models import Organisation, Person
from anniversary.history.models import Metric, Milestone
from anniversary.languages import text
from anniversary.library.models import Tag
from anniversary.management.loading.files import Sample
from anniversary.programmes.models import Programme
from anniversary.publishing.models import Source
from anniversary.search.finding import Asked, find
from anniversary.search.models import Synonyms
from events.models import Category, Event, Occurrence, Venue

PUBLISHABLE = [Event, Programme, Article, Page, Milestone, Metric, Competition]
# Those of which a source says that they were core or official events of the seventieth year.
OFFICIAL = {
    "closing-reception",
    "friendship-orchestral-concert",
    "goodwill-ambassador-minamino",
    "kizuna-festival-2023",
    "opening-ceremony-phnom-penh",
    "opening-ceremony-tokyo",
}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def counts() -> dict[str, int]:
    return {model.__name__: model._base_manager.count() for model in [*PUBLISHABLE, Person, Organisation, Venue, Tag, Occurrence, Source, Synonyms]}


def test_it_has_what_the_first_slice_promises_and_all_of_it_is_public():
    for model, least in [(Event, 20), (Programme, 8), (Article, 6), (Milestone, 30), (Metric, 12)]:
        assert model.objects.published().count() == model.objects.count() >= least
    assert Person.objects.count() >= 15


def test_loading_it_again_changes_nothing_and_keeps_the_addresses_of_dates_in_calendars():
    before, uids = counts(), set(Occurrence.objects.values_list("uid", flat=True))
    call_command("demo", verbosity=0)
    assert counts() == before
    assert set(Occurrence.objects.values_list("uid", flat=True)) == uids


def test_a_reset_removes_what_editors_made():
    before = counts()
    Programme.objects.create(slug="extra", title_en="Extra", kind="song")
    Synonyms.objects.create(terms="Extra\nMore")
    call_command("demo", "--reset", verbosity=0)
    assert counts() == before


@pytest.mark.parametrize(
    ("text", "language", "title"),
    [
        ("国交", "ja", "外交関係の樹立"),
        ("シアヌーク", "ja", "ノロドム・シハヌーク国王の東京訪問"),
        ("PKO", "en", "The first Japanese peacekeepers land in Cambodia"),
        ("landmines", "en", "Cooperation in demining"),
    ],
)
def test_names_in_other_scripts_and_spellings_are_found(text, language, title):
    assert title in [hit.title for hit in find(Asked(text=text, language=language)).hits][:10]


def test_every_title_summary_and_name_is_in_three_languages():
    lacking = [
        f"{record._meta.label} {record.slug}"
        for model, fields in [
            *((model, ("title", "summary")) for model in PUBLISHABLE),
            (Person, ("name", "bio")),
            (Organisation, ("name", "description")),
            (Venue, ("name",)),
            (Category, ("name",)),
            (Tag, ("label",)),
        ]
        for record in model._base_manager.all()
        if text.complete(record, fields) != ["en", "ja", "km"]
    ]
    assert lacking == []


def test_every_record_lists_the_facts_that_it_rests_on_and_every_fact_is_known():
    sample = Sample("cambodia_japan")
    for name in ("event", "programme", "article", "milestone", "metric", "competition"):
        for row in sample.rows(name):
            assert row["facts"], row["slug"]
            assert [fact for fact in row["facts"] if fact not in sample.sources] == [], row["slug"]


def test_an_official_event_is_one_that_the_sources_call_so():
    official = set(Event.objects.filter(recognised="official").values_list("slug", flat=True))
    assert official == OFFICIAL


def test_khmer_texts_are_in_khmer_and_japanese_texts_in_japanese():
    for record in Event.objects.all():
        assert re.search("[\u1780-\u17d3]", record.title_km), record.slug
        assert re.search("[\u3040-\u30ff\u4e00-\u9fff]", record.title_ja), record.slug
        assert not re.search("[\u1780-\u17d3\u3040-\u30ff]", record.title_en + record.summary_en), record.slug
