"""People, organisations and venues in Japanese: listed by how their names are read, and found by it."""

import re
from datetime import date

import pytest

from anniversary.directory.models import Organisation, Person
from anniversary.search import finding
from events.models import Occurrence, Venue
from tests.factories import competition, directory, events, occasion
from tests.factories.programmes import programme
from tests.factories.staff import make_user

pytestmark = pytest.mark.django_db

# (address, name in English, name in Japanese, how that is read)
PEOPLE = [
    ("hayashi", "Yoshimasa Hayashi", "林芳正", "はやし よしまさ"), ("kishida", "fumio kishida", "岸田文雄", "キシダ フミオ"),
    ("hun-sen", "Hun Sen", "フン・セン", ""), ("ueno", "Atsushi Ueno", "植野篤志", "うえの あつし"),
    ("nobody", "Zoe", "中川武", ""), ("sok", "Sok Dara", "", ""),
]  # fmt: skip
ORDER = {
    "en": ["ueno", "kishida", "hun-sen", "sok", "hayashi", "nobody"],
    "ja": ["sok", "ueno", "kishida", "hayashi", "hun-sen", "nobody"],  # who has no Japanese name at all stands before them, who has no reading behind
}


def everybody() -> list[Person]:
    return [directory.person(slug=slug, name_en=english, name_ja=japanese, reading=read) for slug, english, japanese, read in PEOPLE]


def ministries() -> list[Organisation]:
    rows = [
        ("mofa", "Foreign Affairs", "外務省", "がいむしょう"), ("defense", "Defense", "防衛省", "ぼうえいしょう"),
        ("tourism", "Tourism", "観光省", "かんこうしょう"),
    ]  # fmt: skip
    return [directory.organisation(slug=slug, name_en=english, name_ja=japanese, reading=read) for slug, english, japanese, read in rows]


MINISTRIES = {"en": ["defense", "mofa", "tourism"], "ja": ["mofa", "tourism", "defense"]}


def listed(client, address: str, kind: str) -> list[str]:
    html = client.get(address).text.partition("<main")[2].partition("</main")[0]
    return list(dict.fromkeys(re.findall(rf'href="/\w+/{kind}/([\w-]+)/"', html)))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_lists_of_people_and_organisations(client, language):
    record = programme()
    record.people.set(everybody())
    record.partners.set(ministries())
    assert listed(client, f"/{language}/people/", "people") == ORDER[language]
    assert listed(client, f"/{language}/organisations/", "organisations") == MINISTRIES[language]
    address = f"/{language}{record.get_absolute_url()[3:]}"
    assert listed(client, address, "people") == ORDER[language]
    assert listed(client, address, "organisations") == MINISTRIES[language]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_who_holds_a_competition(client, language):
    record = competition.competition(slug="logo")
    record.organisers.set(ministries())
    assert listed(client, f"/{language}/competition/logo/", "organisations") == MINISTRIES[language]


@pytest.mark.parametrize(("language", "order"), [("en", ["palace", "yoyogi", "akasaka"]), ("ja", ["akasaka", "palace", "yoyogi"])])
def test_venues_that_the_filter_of_events_offers(client, language, order):
    occasion.anniversary()
    for slug, english, japanese, read in [
        ("yoyogi", "Yoyogi Park", "代々木公園", "よよぎこうえん"), ("palace", "Palace", "王宮", "おうきゅう"), ("akasaka", "Zone of Akasaka", "赤坂", "ｱｶｻｶ"),
    ]:  # fmt: skip
        place = events.venue(slug=slug, name_en=english, name_ja=japanese, reading=read)
        events.occurrence(event=events.event(slug=slug), venue=place, first_day=date(2023, 5, 1))
    assert Occurrence.objects.count() == 3
    fields = {field.term.name: [choice.value for choice in field.choices] for field in client.get(f"/{language}/events/filter/").context["fields"]}
    assert fields["venue"] == order


@pytest.mark.parametrize("typed", ["がいむ", "ガイムショウ", "ｶﾞｲﾑ"])
def test_who_types_a_name_as_it_sounds_finds_it_in_japanese_alone(typed):
    mofa, defense, _tourism = ministries()
    assert list(finding.keys("organisation", typed)) == [mofa.pk]
    mofa.reading = ""
    mofa.save()
    assert list(finding.keys("organisation", typed)) == []
    assert list(finding.keys("organisation", "ぼうえい")) == [defense.pk]


def test_people_and_venues_are_found_by_it_too():
    person = directory.person(name_ja="福田康夫", reading="ふくだ やすお")
    place = events.venue(name_ja="代々木公園", reading="よよぎこうえん")
    assert list(finding.keys("person", "ふくだ")) == [person.pk]
    assert list(finding.keys("venue", "ヨヨギ")) == [place.pk]


# --- editors ----------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["directory/person", "directory/organisation", "events/venue"])
def test_the_field_stands_next_to_the_japanese_name_and_goes_with_it(client, kind):
    year = occasion.anniversary()
    client.force_login(make_user(role="administrator"))
    form = client.get(f"/admin/{kind}/add/")
    tabs = {options["classes"][1]: options["fields"] for _name, options in form.context["adminform"].fieldsets if "tabbed" in options.get("classes", [])}
    assert tabs["tab-ja"][:2] == ["name_ja", "reading"]
    assert all("reading" not in fields for tab, fields in tabs.items() if tab != "tab-ja")
    assert form.context["adminform"].form.fields["reading"].widget.attrs["lang"] == "ja"
    year.languages = ["en", "km"]
    year.save()
    assert 'name="reading"' not in client.get(f"/admin/{kind}/add/").text


def test_without_english_the_form_is_shown_still(client):
    occasion.anniversary(languages=["ja", "km"], name_ja="五十年", name_km="ហាសិបឆ្នាំ")
    client.force_login(make_user(role="administrator"))
    assert 'name="reading"' in client.get("/admin/directory/person/add/").text


@pytest.mark.parametrize(("sent", "kept"), [("ﾌｸﾀﾞ ﾔｽｵ", "フクダ ヤスオ"), ("福田", None)])
def test_what_an_editor_types(client, sent, kept):
    occasion.anniversary()
    client.force_login(make_user(role="administrator"))
    rows = {f"roles-{name}": value for name, value in {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "1000"}.items()}
    answer = client.post("/admin/directory/person/add/", {"slug": "fukuda", "name_en": "Yasuo Fukuda", "name_ja": "福田康夫", "reading": sent, **rows})
    if kept is None:
        assert list(answer.context["adminform"].form.errors) == ["reading"]
        assert not Person.objects.exists()
    else:
        assert answer.status_code == 302, answer.context["errors"]
        assert Person.objects.get().reading == kept


# --- programs ---------------------------------------------------------------------------------------------------------------
def test_the_api_tells_it_where_there_is_one_and_japanese_is_shown(client):
    year = occasion.anniversary()
    programme().partners.set([directory.organisation(name_ja="大使館", reading="たいしかん")])
    events.occurrence(event=events.event(), venue=events.venue(), first_day=date(2023, 5, 1))
    readings = lambda kind: [row["reading"] for row in client.get(f"/api/{kind}/?lang=en").json()["results"]]  # noqa: E731
    assert (readings("organisations"), readings("venues")) == (["たいしかん"], [None])
    year.languages = ["en", "km"]
    year.save()
    assert readings("organisations") == [None]
    assert Venue.objects.get().reading == ""
