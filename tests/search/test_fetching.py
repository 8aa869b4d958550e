"""What plain queries fetch is what `prefetch_related` fetches, row by row and in its order."""

from datetime import date
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anniversary.articles.models import Article, ArticleGallery, ArticlePicture, ArticleRichText, CorrectionNote
from anniversary.directory.models import Person, Role
from anniversary.library.models import TaggedItem
from anniversary.search import fetching
from events.models import Event, Series
from tests.factories import articles, directory, events, library

pytestmark = pytest.mark.django_db


def columns(row: Any) -> dict[str, Any] | None:
    return row and {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def walked(rows: list[Any], path: list[str]) -> list[Any]:
    """All that the rows hold on a path, in order, column by column. Asks the database for nothing."""
    if not path:
        return [columns(row) for row in rows]
    found: list[Any] = []
    for row in rows:
        if row is not None:
            there = getattr(row, path[0])
            found += list(there.all()) if hasattr(there, "all") else [there]
    return [len(found), *walked(found, path[1:])]


@pytest.fixture
def rich():
    """Two events and one that has nothing; two people who were somewhere, one of them nowhere that is known."""
    people = [directory.person(slug=f"person-{place}", name_en=f"Person {place}") for place in range(3)]
    held_at = [directory.organisation(slug=f"organisation-{place}", name_en="Hall") for place in range(2)]
    Role.objects.create(person=people[0], title_en="Second", organisation=held_at[1], start="1993", ordering=2)
    Role.objects.create(person=people[0], title_en="First", organisation=None, start="1992-02", ordering=1)
    Role.objects.create(person=people[1], title_en="Only", organisation=held_at[1], ordering=1)
    series, kinds = Series.objects.create(slug="series", name_en="Series"), [events.category(slug=slug) for slug in ("concert", "talk")]
    made = [events.event(slug=f"event-{place}", category=kinds[place % 2], series=series if place else None) for place in range(3)]
    halls = [events.venue(slug=slug) for slug in ("hall", "garden")]
    for event, day, hall in ((made[0], 9, halls[0]), (made[1], 4, halls[1]), (made[0], 2, halls[1])):
        events.occurrence(event=event, first_day=date(2023, 3, day), venue=hall)
    events.organiser(event=made[1], organisation=held_at[0])
    for ordering, (event, who) in enumerate([(made[0], people[1]), (made[0], people[0]), (made[1], people[1])]):
        events.credit(event=event, person=who, ordering=9 - ordering)
    return made


EVENT = ["category", "series", "occurrences__venue", "organisers__organisation", "credits__person__roles__organisation"]


@pytest.mark.parametrize("lookup", EVENT)
def test_events_hold_what_prefetching_gives_them(rich, lookup):
    keys = [event.pk for event in rich]
    ours = sorted(fetching.fetched(Event, keys, *EVENT), key=lambda row: row.pk)
    theirs = list(Event._base_manager.filter(pk__in=keys).order_by("pk").prefetch_related(*EVENT))
    expected = walked(theirs, lookup.split("__"))
    with CaptureQueriesContext(connection) as asked:
        assert walked(ours, []) == walked(theirs, [])
        assert walked(ours, lookup.split("__")) == expected
    assert len(asked) == 0


def test_a_row_knows_the_record_that_holds_it(rich):
    event = fetching.fetched(Event, [rich[0].pk], "occurrences")[0]
    assert [row.event is event for row in event.occurrences.all()] == [True, True]


def test_people_of_articles_come_in_their_order_to_each_article():
    people = [directory.person(slug=slug, name_en=slug) for slug in ("zeami", "angkor", "meguro")]
    both, one, none = (articles.article(slug=f"article-{place}", people=found) for place, found in enumerate((people[:2], people[1:2], [])))
    found = {row.pk: [person.slug for person in row.people.all()] for row in fetching.fetched(Article, [both.pk, one.pk, none.pk], "people")}
    assert found == {both.pk: ["angkor", "zeami"], one.pk: ["angkor"], none.pk: []}


def test_a_query_for_each_name_and_none_where_there_is_nothing_to_ask_for(rich):
    for keys, number in (([event.pk for event in rich], 11), ([rich[2].pk], 6), ([0], 1), ([], 0)):
        with CaptureQueriesContext(connection) as asked:
            fetching.fetched(Event, keys, *EVENT)
        assert len(asked) == number, keys


def test_others_rows_stay_where_they_are():
    mine, other = articles.article(slug="mine"), articles.article(slug="other")
    notes = [CorrectionNote.objects.create(article=article, date=f"2023-01-0{day}", text_en="It was.") for article, day in ((mine, 2), (other, 1), (mine, 1))]
    assert [note.pk for note in fetching.belonging(CorrectionNote, "article", [mine.pk])] == [notes[2].pk, notes[0].pk]


def test_tags_are_those_of_the_kind_of_record():
    music, dance = library.tag(name="music"), library.tag(name="dance")
    article, who = articles.article(tags=[music]), directory.person()
    who.tags.add(dance)
    TaggedItem.objects.filter(tag=dance).update(object_id=article.pk)  # of a person with the article's key
    kinds = {model: ContentType.objects.get_for_model(model).pk for model in (Article, Person)}
    found = {model: [(tag.name, tag.belongs_to) for tag in fetching.across(TaggedItem, "object_id", "tag", [article.pk], content_type_id=kind)]
             for model, kind in kinds.items()}  # fmt: skip
    assert found == {Article: [("music", article.pk)], Person: [("dance", article.pk)]}


def test_which_blocks_there_are():
    first, second = articles.article(slug="first", body_en="<p>Text</p>"), articles.article(slug="second")
    ArticlePicture.objects.create(parent=second, region="en", image=library.image())
    kinds = [ArticleGallery, ArticlePicture, ArticleRichText]
    assert fetching.used(kinds, "parent", [first.pk]) == [ArticleRichText]
    assert fetching.used(kinds, "parent", [first.pk, second.pk]) == [ArticlePicture, ArticleRichText]
    assert fetching.used(kinds, "parent", [0]) == fetching.used([], "parent", [first.pk]) == []
