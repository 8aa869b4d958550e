"""What is found is public exactly when the site's own doors say so; and describing many takes no more queries than describing one."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anniversary import clock
from anniversary.articles.models import Article, ArticleDownload, ArticleGallery, ArticlePicture, CorrectionNote, Page
from anniversary.competition.models import Competition
from anniversary.directory.models import Organisation, Person, Role
from anniversary.history.models import Metric, Milestone
from anniversary.library.models import Album, Document, Image, Tag
from anniversary.programmes.models import Media, Outcome, Programme
from anniversary.publishing.models import Status
from anniversary.publishing.registry import kind_of
from anniversary.search.registry import named, of_model, searched
from events.models import Category, Event, Series, Venue
from tests.factories import articles, competition, directory, events, history, library, occasion, programmes

pytestmark = pytest.mark.django_db

NOW = datetime(2023, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
PUBLISHED, LISTED = "publish_at", {"event", "programme", "article", "page", "milestone", "figure", "person", "organisation", "venue", "competition", "document"}

STATES: dict[str, dict[str, Any]] = {
    "public": {"status": Status.PUBLISHED, PUBLISHED: NOW - DAY},
    "from this moment on": {"status": Status.PUBLISHED, PUBLISHED: NOW},
    "until tomorrow": {"status": Status.PUBLISHED, PUBLISHED: NOW - DAY, "unpublish_at": NOW + DAY},
    "until this moment": {"status": Status.PUBLISHED, PUBLISHED: NOW - DAY, "unpublish_at": NOW},
    "scheduled": {"status": Status.PUBLISHED, PUBLISHED: NOW + DAY},
    "withdrawn": {"status": Status.WITHDRAWN, PUBLISHED: NOW - DAY},
    "draft": {"status": Status.DRAFT, PUBLISHED: None},
    "in review, with a time": {"status": Status.IN_REVIEW, PUBLISHED: NOW - DAY},
}
MOMENTS = [NOW - 2 * DAY, NOW - DAY, NOW, NOW + DAY, NOW + 2 * DAY]


def everything() -> dict[str, list[Any]]:
    return {kind.name: list(kind.describe(list(kind.model._base_manager.values_list("pk", flat=True)))) for kind in searched()}


def is_on(span: Any) -> bool:
    return span is not None and span[0] <= clock.now() and (span[1] is None or span[1] > clock.now())


def public(found: dict[str, list[Any]], name: str) -> set[int]:
    """The keys of the kind that may be found now, by what was described alone."""
    if not named(name).through_others:
        return {one.key for one in found[name] if is_on(one.span)}
    opened = {target for kind in found.values() for one in kind if is_on(one.span) for target in one.opens}
    return {one.key for one in found[name] if (name, one.key) in opened}


def doors(models: Iterable[type[Any]]) -> dict[str, set[int]]:
    return {of_model(model).name: set(kind_of(model).public().values_list("pk", flat=True)) for model in models}


def furnish(number: int, state: dict[str, Any]) -> None:
    """A record of every kind that is published by itself, in that state, with people, organisations and a venue of its own."""
    slugs = iter(f"s-{number}-{place}" for place in range(20))
    event = events.event(title_en=f"Event {number}", **state)
    events.organiser(event=event, organisation=directory.organisation(slug=next(slugs)))
    events.credit(event=event, person=directory.person(slug=next(slugs)))
    events.occurrence(event=event, venue=events.venue(slug=next(slugs)))
    programme = programmes.programme(slug=next(slugs), **state)
    programme.partners.set([directory.organisation(slug=next(slugs))])
    programme.people.set([directory.person(slug=next(slugs))])
    articles.article(title_en=f"Article {number}", people=[directory.person(slug=next(slugs))], **state)
    competition.competition(title_en=f"Call {number}", **state).organisers.set([directory.organisation(slug=next(slugs))])
    articles.page(title_en=f"Page {number}", **state)
    history.milestone(title_en=f"Milestone {number}", **state)
    history.metric(title_en=f"Metric {number}", **state)


ALL = [Event, Programme, Article, Page, Milestone, Metric, Competition, Person, Organisation, Venue]


def test_in_every_state_and_at_every_moment_the_same_is_public():
    for number, state in enumerate(STATES.values()):
        furnish(number, state)
    # Nobody names them; or a role does, or what only leads to them.
    lonely = directory.person(slug="lonely")
    Role.objects.create(person=directory.person(slug="officer"), title_en="Officer", organisation=directory.organisation(slug="employer"))
    articles.related_block(parent=articles.article(title_en="Leads on"), people=[lonely])
    events.venue(slug="empty")
    found = everything()
    seen = []
    for moment in MOMENTS:
        with clock.as_of(moment):
            doors_open = doors(ALL)
            assert {name: public(found, name) for name in doors_open} == doors_open
            seen.append(doors_open["person"])
    assert [len(keys) for keys in seen] == [0, 9, 9, 9, 9]
    assert len({frozenset(keys) for keys in seen}) == 4  # each moment but the last shows others than the one before


def test_of_two_that_name_a_person_either_opens_the_page():
    person = directory.person()
    articles.article(title_en="Early", people=[person], status=Status.PUBLISHED, publish_at=NOW - 2 * DAY, unpublish_at=NOW - DAY)
    programmes.programme(publish_at=NOW + DAY).people.set([person])
    found = everything()
    seen = []
    for moment in MOMENTS:
        with clock.as_of(moment):
            assert public(found, "person") == doors([Person])["person"]
            seen.append(bool(public(found, "person")))
    assert seen == [True, False, False, True, True]


def test_a_working_copy_opens_nothing():
    article = articles.article(title_en="Original", public=False)
    articles.article(copy_of=article, slug=article.slug, people=[directory.person()])
    found = everything()
    assert public(found, "person") == doors([Person])["person"] == set()
    assert [one.key for one in found["article"]] == [article.pk]


@pytest.mark.parametrize("name, state", STATES.items())
def test_a_document_is_public_as_long_as_a_page_that_offers_it(name, state):
    article, document = articles.article(**state), library.document()
    ArticleDownload.objects.create(parent=article, region="en", document=document)
    library.document(title_en="Offered by nobody")
    with clock.as_of(NOW):
        assert public(everything(), "document") == ({document.pk} if Article.objects.published().exists() else set())


def test_what_readers_can_find_and_what_only_editors_can():
    assert {kind.name for kind in searched() if kind.listed} == LISTED
    assert {kind.name for kind in searched()} == LISTED | {"tag", "image", "album", "category", "series"}
    assert {kind.name for kind in searched() if kind.through_others} == {"person", "organisation", "venue", "document"}
    assert [of_model(model).name for model in (*ALL, Document, Tag, Image, Album, Category, Series)] == [
        "event", "programme", "article", "page", "milestone", "figure", "competition", "person", "organisation", "venue", "document", "tag", "image", "album",
        "category", "series",
    ]  # fmt: skip


def test_keys_that_are_gone_are_left_out():
    articles.article(pk=7)
    assert [one.key for one in named("article").describe([7, 8, 9])] == [7]
    assert [list(kind.describe([99])) for kind in searched()] == [[]] * 16
    assert [list(kind.describe([])) for kind in searched()] == [[]] * 16


# --- queries ------------------------------------------------------------------------------------------------------------------
def rich(number: int) -> None:
    """A record of each kind with all that it can have, its parts being its own."""
    picture, tag = library.image(), library.tag(name=f"Tag {number}")
    person, organisation = directory.person(slug=f"person-{number}"), directory.organisation(slug=f"organisation-{number}")
    Role.objects.create(person=person, title_en="Officer", organisation=organisation, start="2020")
    programme = programmes.programme(slug=f"programme-{number}")
    programme.partners.set([organisation])
    programme.people.set([person])
    programme.tags.set([tag])
    Outcome.objects.create(programme=programme, value=1, label_en="Audience", source="Report")
    Media.objects.create(programme=programme, title_en="Song", url="https://example.org/")
    event = events.event(
        title_en=f"Event {number}", category=events.category(slug=f"kind-{number}"), series=Series.objects.create(slug=f"series-{number}", name_en="Series"),
        programme=programme,
    )  # fmt: skip
    events.occurrence(event=event, venue=events.venue(slug=f"venue-{number}"))
    events.organiser(event=event, organisation=organisation)
    events.credit(event=event, person=person)
    article = articles.article(title_en=f"Article {number}", people=[person], events=[event], programmes=[programme], tags=[tag], body_en="<p>Text</p>")
    CorrectionNote.objects.create(article=article, date=article.date, text_en="Corrected.")
    ArticlePicture.objects.create(parent=article, region="en", image=picture)
    ArticleGallery.objects.create(parent=article, region="en", album=library.album(images=(picture,)))
    ArticleDownload.objects.create(parent=article, region="en", document=library.document())
    articles.page(title_en=f"Page {number}", body_en="<p>Text</p>")
    history.milestone(title_en=f"Milestone {number}", side="JP")
    history.metric(title_en=f"Metric {number}")
    competition.competition(title_en=f"Call {number}").organisers.set([organisation])


QUERIES = {
    "event": 12, "programme": 7, "article": 14, "page": 4, "milestone": 3, "figure": 3, "person": 3, "organisation": 1, "venue": 1, "competition": 5,
    "document": 1, "tag": 1, "image": 1, "album": 1, "category": 1, "series": 1,
}  # fmt: skip


@pytest.mark.parametrize("number", [1, 30])
def test_thirty_records_take_as_many_queries_as_one(number):
    occasion.anniversary()
    for place in range(number):
        rich(place)
    everything()  # what is cached for all: content types, the anniversary
    counted = {}
    for kind in searched():
        keys = list(kind.model._base_manager.order_by("pk").values_list("pk", flat=True))[:number]
        with CaptureQueriesContext(connection) as captured:
            assert len(list(kind.describe(keys))) == number
        counted[kind.name] = len(captured)
    assert counted == QUERIES
