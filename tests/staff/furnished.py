"""A site with one record of each kind, in each state, for a walk through the admin. What editors wrote holds no Latin letters."""

from datetime import date, time
from typing import Any

from django.contrib.contenttypes.models import ContentType

from anniversary.articles.models import Article
from anniversary.occasion.models import Country
from anniversary.publishing import workflow
from anniversary.publishing.models import OldAddress, Source, Status
from events.models import Category
from tests.factories import articles, competition, directory, events, history, library, occasion, programmes
from tests.factories.staff import make_user

KHMER, JAPANESE = "អត្ថបទ", "本文"


def named(field: str = "title") -> dict[str, Any]:
    """A text in Japanese and Khmer, and none in English."""
    return {f"{field}_en": "", f"{field}_ja": JAPANESE, f"{field}_km": KHMER}


def described() -> dict[str, Any]:
    return named() | named("summary")


def an_event(number: int, **fields: Any) -> Any:
    event = events.event(slug=f"e{number}", category=Category.objects.first(), **described() | fields)
    events.occurrence(event=event, first_day=date(2033, 2, number), venue=event_venue(), start_time=time(18))
    return event


def event_venue() -> Any:
    from events.models import Venue

    return Venue.objects.first() or events.venue(slug="v1", **named("name"), **named("address"))


def furnish() -> None:
    """One record of each kind with a name in Japanese and Khmer; events and articles in each state; a history of each."""
    record = occasion.anniversary(**named("name"), **named("full_name"), **named("publisher"))
    for country in record.countries.all():
        Country.objects.filter(pk=country.pk).update(**named("name"), **named("capital"))
    picture = library.image(**named(), **named("alt"))
    library.image(title_en="", alt_en="", title_km=KHMER)
    library.album(images=(picture,), **named())
    library.document(**named())
    tag = library.tag(name="១", slug="t1", **named("label"))
    events.category(slug="c1", **named("name"))
    event_venue()
    organisation = directory.organisation(slug="o1", country_code="JP", **named("name"))
    person = directory.person(slug="p1", country_code="KH", **named("name"))
    programme = programmes.programme(slug="g1", cover=picture, **described())
    programme.tags.add(tag)
    for number, status in enumerate(Status.values, 1):
        event = an_event(number, status=status, programme=programme)
        events.organiser(event=event, organisation=organisation)
        events.credit(event=event, person=person, role_en="", role_km=KHMER)
        made = articles.article(slug=f"a{number}", **described(), body_km=f"<p>{KHMER}</p>", body_en="", events=[event], people=[person])
        Article.objects.filter(pk=made.pk).update(status=status)
    Source.objects.create(record=programme, label=KHMER, url="https://example.org/")
    articles.page(slug="b1", **described())
    history.milestone(slug="m1", **named(), **named("text"))
    history.metric(slug="i1", **described(), **named("unit"))
    competition.competition(slug="k1", **described(), **named("brief"))
    OldAddress.objects.create(content_type=ContentType.objects.get_for_model(Article), slug="z1", object_id=made.pk)
    approver = make_user(username="u8", role="approver")
    for verb, note in (("withdraw", KHMER), ("publish", "")):
        workflow.move(programme, verb, user=approver, note=note)
