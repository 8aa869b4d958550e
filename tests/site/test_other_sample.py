"""The second sample: other countries, other years, other colours, fewer languages, the same code; and nothing left of the first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
import reversion
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.urls import reverse
from reversion.models import Version

from anniversary import clock
from anniversary.articles.models import Article, Page
from anniversary.competition.models import Competition
from anniversary.directory.models import Organisation, Person
from anniversary.history.models import Metric, Milestone
from anniversary.languages import text
from anniversary.library.models import Image, Tag
from anniversary.management.loading.files import Sample
from anniversary.management.loading.standing import another_than
from anniversary.occasion import brand
from anniversary.occasion.models import COLOURS, Anniversary, Phase, forget_now
from anniversary.programmes.models import Programme
from anniversary.publishing.models import OldAddress
from anniversary.search.models import Unfound
from anniversary.staff.models import Profile, Role
from events import repeating
from events.models import Category, Event, Occurrence, OccurrenceStatus, RecurrenceRule, Venue
from tests.factories import occasion
from tests.factories.programmes import programme

pytestmark = pytest.mark.django_db
TODAY = clock.parse("2026-11-22")  # a day within the sample's year
LANGUAGES = ("en", "km")
PUBLISHABLE = [Event, Programme, Article, Page, Milestone, Metric, Competition]
FIRST, SECOND = Sample("cambodia_japan"), Sample("other")
# Where the first sample keeps what it calls things. Kinds of events and tags are words that any year may use.
NAMED = {
    "country": ("name", "adjective", "capital"), "event": ("title",), "programme": ("title", "places"), "article": ("title",), "milestone": ("title",),
    "metric": ("title",), "competition": ("title", "winner_name", "winner_affiliation"), "organisation": ("name",), "venue": ("name", "locality"),
    "person": ("name",), "drawing": ("title",), "link": ("label",),
}  # fmt: skip
OWN_NAME = "日本語"  # how the Japanese language calls itself; the administrator may still switch it on
ASCII = re.compile(r"[\x00-\x7f\u2010-\u2019]+")


def names(sample: Sample) -> set[str]:
    """What a sample calls its countries, people, places, institutions and records, in every language that it is in."""
    rows = [(row, fields) for kind, fields in NAMED.items() for row in sample.rows(kind)]
    rows.append((sample.tables["anniversary"], ("name", "full_name", "tagline", "lead")))
    found = {name for row, fields in rows for part in fields for name in (row.get(part) or {}).values()}
    return {name.casefold() for name in found if name}


@dataclass
class Fetched:
    """Every page of the second sample on a day of its year: what it answered, by address; and what is in the database."""

    status: dict[str, int] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)

    def get(self, client: Client, address: str, **headers: str) -> str:
        answer = client.get(address, headers=headers)
        self.status[address], self.bodies[address] = answer.status_code, unescape(answer.content.decode())
        return self.bodies[address]

    def sitemap(self, client: Client) -> list[str]:
        return [urlsplit(address).path for address in re.findall(r"<loc>([^<]+)</loc>", self.get(client, "/sitemap.xml"))]

    def pictures(self) -> list[str]:
        """Addresses of the drawings that the pages show; share images are the same ones as PNG."""
        return sorted({found for body in self.bodies.values() for found in re.findall(r'"(/(?:covers|brand)/[^"]+\.svg[^"#]*)', body)})


def public(fetched: Fetched) -> None:
    client = Client()
    for address in fetched.sitemap(client):
        fetched.get(client, address)
    for language in LANGUAGES:
        for path in (
            "search/?q=e", "search/?q=xqzzyx", "events/?when=past", "events/?when=all", "events/?country=XA", "events/?country=other", "events/feed.ics",
            "articles/feed/", "articles/?type=opinion", "manifest.webmanifest", "accounts/login/", "accounts/password/reset/", "no/such/page/",
        ):  # fmt: skip
            fetched.get(client, f"/{language}/{path}")
    for address in ("/robots.txt", "/healthz", "/ja/", "/no/such/page", reverse("occasion:palette", args=[brand.version(Anniversary.current().palette)])):
        fetched.get(client, address)
    for address in fetched.pictures():
        fetched.get(client, address)


def staff(fetched: Fetched) -> None:
    client, root = Client(), User.objects.create_superuser("root")
    client.force_login(root)
    for language in LANGUAGES:
        Profile.objects.update_or_create(user=root, defaults={"language": language})
        for address in ("/admin/", *forms()):
            fetched.get(client, address)
            fetched.bodies[f"{language} {address}"] = fetched.bodies.pop(address)
            fetched.status[f"{language} {address}"] = fetched.status.pop(address)


def forms() -> Iterator[str]:
    """The list of each kind of record that editors work with, its empty form and a filled one."""
    for model, options in admin.site._registry.items():
        if getattr(options, "admin_group", "technical") == "technical":
            continue
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        if model not in {Anniversary, Role, OldAddress, Unfound}:  # of which there are no new ones
            yield reverse(f"{name}_add")
        if (record := model._default_manager.first()) is not None:
            yield reverse(f"{name}_change", args=[record.pk])


@pytest.fixture(scope="module")
def fetched(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Fetched]:
    found = Fetched()
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")), clock.as_of(TODAY), transaction.atomic():
        cache.clear()
        forget_now()
        call_command("demo", sample="other", verbosity=0)
        public(found)
        staff(found)
        found.data = data()
        transaction.set_rollback(True)
    cache.clear()
    forget_now()
    yield found


def data() -> dict[str, Any]:
    dates = {row.event.slug: row for row in Occurrence.objects.select_related("event")}
    return {
        "records": {model.__name__: model._base_manager.count() for model in [*PUBLISHABLE, Person, Organisation, Venue, Image]},
        "public": {model.__name__: model.objects.published().count() for model in PUBLISHABLE},
        "incomplete": list(incomplete()),
        "languages": Anniversary.current().languages,
        "phase": Anniversary.current().phase,
        "statuses": dict(Occurrence.objects.order_by().values_list("status").annotate(Count("pk"))),
        "online": dates["reading-circle-of-two-languages"],
        "doors": dates["winter-concert-in-vessen"].doors_at.isoformat(),
        "class": course(),
        "stage": Competition.objects.get().stage,
        "types": dict(Article.objects.order_by().values_list("type").annotate(Count("pk"))),
        "decades": set(Milestone.objects.values_list("decade", flat=True)),
    }


def course() -> dict[str, Any]:
    """The weekly class, loaded once and then again: its dates, and what its rule would do with each of its days."""
    rows = Occurrence.objects.filter(event__slug="evening-class-of-the-other-shore")
    before = set(rows.values_list("uid", "first_day", "sequence"))
    call_command("demo", sample="other", verbosity=0)
    planned = {line.day.isoformat()[5:]: line.state.value for line in repeating.plan(RecurrenceRule.objects.get()).lines}
    return {"same": before == set(rows.values_list("uid", "first_day", "sequence")), "planned": planned, "was": rows.get(status="rescheduled").before[0].when}


def incomplete() -> Iterator[str]:
    """Records that lack a text in one of the sample's languages, or have one in a language that it is not in."""
    fields = [*((model, ("title", "summary")) for model in PUBLISHABLE), (Person, ("name", "bio")), (Organisation, ("name", "description")),
              (Venue, ("name", "locality")), (Category, ("name",)), (Tag, ("label",))]  # fmt: skip
    for model, parts in fields:
        for record in model._base_manager.all():
            if text.complete(record, parts) != ["en", "km"] or any(getattr(record, f"{part}_ja") for part in parts):
                yield f"{record._meta.label} {record.slug}"


# --- the pages --------------------------------------------------------------------------------------------------------------
def test_every_page_answers_in_its_two_languages_and_in_no_third(fetched):
    expected = {"/ja/": 404, "/no/such/page": 404} | {f"/{language}/no/such/page/": 404 for language in LANGUAGES}
    assert {address: status for address, status in fetched.status.items() if status != expected.get(address, 200)} == {}
    for language in LANGUAGES:
        assert len([address for address in fetched.status if address.startswith(f"/{language}/")]) > 90
        assert f'<html lang="{language}"' in fetched.bodies[f"/{language}/"]
    assert [address for address in fetched.status if address.startswith("/ja/")] == ["/ja/"]


def test_no_answer_holds_a_name_of_the_first_sample(fetched):
    forbidden = names(FIRST)
    assert len(forbidden) > 500
    assert {"cambodia", "japan", "tokyo", "カンボジア", "日本", "កម្ពុជា", "ជប៉ុន", "ភ្នំពេញ"} <= forbidden
    found = {}
    for address, body in [*fetched.bodies.items(), ("500.html", render_to_string("500.html"))]:
        folded = body.replace(OWN_NAME, "").casefold()
        hits = [name for name in forbidden if name in folded and stands_alone(name, folded)]
        if hits:
            found[address] = sorted(hits)
    assert found == {}


def stands_alone(name: str, folded: str) -> bool:
    """Whether a name occurs as words of its own; scripts without spaces between words have no such thing."""
    return not ASCII.fullmatch(name) or bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", folded))


def test_the_search_for_names_finds_them_where_they_are(fetched):
    assert {"marenia", "halvora", "saltmere", "សលមៀរ"} <= names(SECOND)
    assert not names(FIRST) & names(SECOND)
    home = fetched.bodies["/en/"].casefold()
    assert stands_alone("marenia", home)
    assert not stands_alone("mareni", home)


def test_its_own_years_colours_and_flowers_are_what_is_shown(fetched):
    palette = next(body for address, body in fetched.bodies.items() if address.startswith("/palette-"))
    ours = set(SECOND.tables["anniversary"]["palette"].values())
    assert len(ours) == len(COLOURS)
    assert not ours & {*COLOURS.values(), *FIRST.tables["anniversary"].get("palette", {}).values()}
    assert all(colour in palette for colour in ours)
    drawn = "".join(body for address, body in fetched.bodies.items() if address.startswith(("/covers/", "/brand/")))
    assert "<svg" in drawn
    assert not [colour for colour in COLOURS.values() if colour.casefold() in drawn.casefold()]
    assert "1976" in fetched.bodies["/en/"]
    assert {"lotus", "plain"} == {country["flower"] for country in SECOND.rows("country")}


def test_the_year_is_under_way_with_things_past_on_and_to_come(fetched):
    coming, past = fetched.bodies["/en/events/"], fetched.bodies["/en/events/?when=past"]
    assert "Winter concert in Vessen" in coming
    assert "Letters across the water" in coming
    assert "Opening of the fiftieth year" in past
    assert "Cancelled" in coming
    assert "Postponed" in coming
    assert "The price is not yet known." in fetched.bodies["/en/events/dyeing-and-weaving-weekend/"]


# --- the data ---------------------------------------------------------------------------------------------------------------
def test_it_holds_enough_to_look_like_a_year(fetched):
    public = {"Event": 15, "Programme": 5, "Article": 20, "Page": 3, "Milestone": 13, "Metric": 5, "Competition": 1}
    assert fetched.data["public"] == public
    assert fetched.data["records"] == public | {"Person": 6, "Organisation": 8, "Venue": 7, "Image": 1}
    assert fetched.data["types"] == dict.fromkeys(Article.Type.values, 5)
    assert fetched.data["decades"] == {1930, 1970, 1980, 1990, 2000, 2010, 2020}
    assert fetched.data["incomplete"] == []


def test_what_only_this_sample_has_is_loaded(fetched):
    assert (fetched.data["languages"], fetched.data["phase"], fetched.data["stage"]) == (["en", "km"], Phase.DURING, Competition.Stage.OPEN)
    assert fetched.data["statuses"] == {
        OccurrenceStatus.SCHEDULED: 23, OccurrenceStatus.CANCELLED: 2, OccurrenceStatus.POSTPONED: 1, OccurrenceStatus.RESCHEDULED: 1,
        OccurrenceStatus.MOVED_ONLINE: 1,
    }  # fmt: skip
    online = fetched.data["online"]
    assert (online.venue_id, online.tz, online.online_url) == (None, "Europe/Helsinki", "https://www.example.org/reading-circle/")
    assert fetched.data["doors"] == "18:00:00"


def test_its_weekly_class_is_repeated_by_a_rule_and_some_of_its_evenings_have_changed(fetched):
    expected = dict.fromkeys(("11-10", "11-17"), "past") | dict.fromkeys(("11-24", "12-01", "01-12", "01-19", "01-26"), "kept")
    expected |= dict.fromkeys(("12-08", "12-15", "01-05"), "detached") | dict.fromkeys(("12-22", "12-29"), "left_out")
    assert fetched.data["class"] == {"same": True, "planned": expected, "was": "5 January 2027, 18:30"}
    page = fetched.bodies["/en/events/evening-class-of-the-other-shore/"]
    for words in ("Sold out", "Few places left", "Cancelled", "Moved online", "Rescheduled: was 5 January 2027, 18:30", "Small committee room", "hearing loop"):
        assert words in page, words
    assert "Registration opens" in fetched.bodies["/en/events/youth-forum-of-the-fiftieth-year/"]
    assert "Waiting list" in fetched.bodies["/en/events/dyeing-and-weaving-weekend/"]


def test_every_record_names_a_source_that_calls_itself_fictional():
    labels = {source["label"] for sources in SECOND.sources.values() for source in sources}
    assert labels
    assert all(label.startswith("Fictional sample data") for label in labels)
    for kind in ("event", "programme", "article", "milestone", "metric", "competition"):
        for row in SECOND.rows(kind):
            assert row["facts"], row["slug"]
            assert [fact for fact in row["facts"] if fact not in SECOND.sources] == [], row["slug"]


def test_its_countries_are_none_that_exist():
    assert [country["code"] for country in SECOND.rows("country")] == ["XA", "XC"]  # ISO 3166-1: XA to XZ are nobody's


def test_its_khmer_texts_are_in_khmer():
    for kind in ("event", "programme", "article", "milestone"):
        for row in SECOND.rows(kind):
            assert re.search("[\u1780-\u17d3]", row["title"]["km"]), row["slug"]
            assert not re.search("[A-Za-z\u3040-\u30ff]", row["title"]["km"]), row["slug"]
            assert not re.search("[\u1780-\u17d3]", row["title"]["en"]), row["slug"]


# --- one sample and the other -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["other", "cambodia_japan"])
def test_a_sample_is_not_loaded_over_another_anniversary_and_the_message_says_what_to_do(name):
    occasion.anniversary()  # of the first sample's countries, but another year
    with pytest.raises(CommandError) as refused:
        call_command("demo", sample=name, verbosity=0)
    assert "This site holds another anniversary (“Fifty”)" in str(refused.value)
    assert str(refused.value).endswith(f"manage.py demo --sample {name} --reset")
    assert (Anniversary.objects.get().name_en, Tag.objects.count()) == ("Fifty", 0)


def test_a_site_without_an_anniversary_or_with_the_sample_s_own_holds_no_other():
    assert another_than(SECOND) == ""
    record = occasion.anniversary(founded="1976-05-17", name_en="Renamed by an editor")
    for country, code in zip(record.countries.all(), ["XA", "XC"], strict=True):
        country.code = code
        country.save()
    assert another_than(SECOND) == ""
    assert another_than(FIRST) == "Renamed by an editor"


def test_a_reset_replaces_one_anniversary_by_the_other_and_leaves_nothing_of_it(client):
    occasion.anniversary()
    root = User.objects.create_superuser("root")
    client.force_login(root)
    for address, form in (("library/tag/add/", {"name": "Old times", "slug": "old-times"}), ("auth/user/add/", {"username": "dara"})):
        assert client.post(f"/admin/{address}", form).status_code in {200, 302}
    with reversion.create_revision():
        reversion.add_to_revision(programme(title_en="Old times"))
    assert (LogEntry.objects.count(), Version.objects.count()) == (2, 1)
    call_command("demo", sample="other", reset=True, verbosity=0)
    assert [country.code for country in Anniversary.objects.get().both] == ["XA", "XC"]
    assert not Tag.objects.filter(slug="old-times").exists()
    assert not Programme.objects.filter(title_en="Old times").exists()
    assert not Version.objects.exists()
    assert [entry.content_type.model_class() for entry in LogEntry.objects.all()] == [User]
    assert User.objects.filter(username__in=["root", "dara"]).count() == 2
    assert "Old times" not in client.get("/admin/").text + client.get("/admin/programmes/programme/recover/").text


def test_a_sample_that_there_is_not_is_named_with_those_that_there_are():
    with pytest.raises(CommandError, match=r"There is no sample “nonsense”\. There are: cambodia_japan, other\."):
        call_command("demo", sample="nonsense")
