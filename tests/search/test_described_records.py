"""What is found of programmes, milestones, figures, the competition, people, organisations, and of the library."""

from datetime import date

import pytest

from anniversary.competition.models import Competition, CompetitionRichText
from anniversary.directory.models import Role
from anniversary.occasion.models import Country
from anniversary.programmes.models import Media, Outcome, ProgrammeRichText
from tests.factories import competition, directory, history, library, occasion, programmes

from .describing import changed_by, described, facts, lines, tagging, texts

pytestmark = pytest.mark.django_db


# --- programmes ---------------------------------------------------------------------------------------------------------------
def test_a_programme_says_what_came_of_it_and_what_is_heard():
    programme = programmes.programme(
        title_ja="橋の歌", summary_ja="歌です。", places_en="Both capitals", start="2022-04", end="2023",
    )  # fmt: skip
    Outcome.objects.create(programme=programme, value="1200", unit_en="people", label_en="Audience", label_ja="聴衆", year=2022, source="Report")
    Media.objects.create(programme=programme, title_en="The song", url="https://example.org/", transcript_en="La la.", transcript_ja="ラララ。")
    ProgrammeRichText.objects.create(parent=programme, region="ja", text="<p>本文</p>")
    programme.partners.set([directory.organisation(name_en="Embassy", name_ja="大使館")])
    programme.people.set([directory.person(name_en="Sok Dara")])
    assert texts(programme) == {
        "en": ("Song of the bridge", [
            "A song.", "The song", "La la.", "Audience (2022) 1,200 people", "Song", "April 2022 – 2023", "Both capitals", "Embassy", "Sok Dara",
        ]),
        "ja": ("橋の歌", ["歌です。", "本文", "ラララ。", "聴衆 (2022) 1,200", "歌", "2022年（令和4年）4月 – 2023年（令和5年）", "大使館", "Sok Dara"]),
    }  # fmt: skip


@pytest.mark.parametrize("start, day", [("2022", date(2022, 1, 1)), ("2022-04", date(2022, 4, 1)), ("2022-04-09", date(2022, 4, 9)), ("", None)])
def test_the_day_of_a_programme_is_the_first_that_it_may_have_begun_on(start, day):
    assert described(programmes.programme(start=start)).day == day


def test_a_programme_opens_its_partners_and_people():
    programme = programmes.programme()
    partner, person = directory.organisation(), directory.person()
    programme.partners.set([partner])
    programme.people.set([person])
    programme.tags.set([library.tag(name="song")])
    outcome = Outcome.objects.create(programme=programme, value=1, label_en="Audience", source="Report")
    recording = Media.objects.create(programme=programme, title_en="The song", url="https://example.org/")
    assert described(programme).opens == {("organisation", partner.pk), ("person", person.pk)}
    for row in (outcome, recording, *tagging(programme)):
        assert changed_by("programme", row) == {programme.pk}


# --- history ------------------------------------------------------------------------------------------------------------------
def test_a_milestone_says_its_whole_text_its_date_and_whose_step_it_was():
    occasion.anniversary()
    Country.objects.filter(code="JP").update(name_ja="日本")
    long = "word " * 200
    milestone = history.milestone(title_ja="国交", text_en=long, text_ja="大使館を開設。", date="1953-01", side="JP", slug="relations")
    assert texts(milestone) == {
        "en": ("Relations begin", [long.strip(), "January 1953", "Japan"]),
        "ja": ("国交", ["大使館を開設。", "1953年（昭和28年）1月", "日本"]),
    }
    assert facts(milestone) == ["January 1953", "Japan"]
    assert described(milestone).day == date(1953, 1, 1)
    assert described(milestone).urls == {"en": "/en/history/relations/", "ja": "/ja/history/relations/"}
    both = history.milestone(title_en="Both", side="both", text_en="Together.")
    assert lines(both) == ["Together.", "9 January 1953"]
    assert changed_by("milestone", Country.objects.get(code="JP")) == {milestone.pk}
    assert changed_by("milestone", Country.objects.get(code="KH")) == set()


def test_a_figure_says_its_unit_its_rows_and_their_notes():
    metric = history.metric(title_km="ពាណិជ្ជកម្ម", unit_km="លានដុល្លារ", slug="trade", values={2021: "1500"})
    point = history.point(metric=metric, year=2022, value="2099.6", note_en="up to August", source_label="Ministry")
    assert texts(metric) == {
        "en": ("Trade", ["Trade in goods.", "US$ million", "2021 1,500", "2022 2,099.6 up to August"]),
        "km": ("ពាណិជ្ជកម្ម", ["លានដុល្លារ", "២០២១ ១,៥០០", "២០២២ ២,០៩៩.៦"]),
    }
    assert described(metric).urls == {code: f"/{code}/history/figures/#figure-trade" for code in ("en", "km")}
    assert changed_by("figure", point) == {metric.pk}


# --- the competition ----------------------------------------------------------------------------------------------------------
RESULT = {
    "result_en": "<p>Sok won.</p>", "winner_name_en": "Sok Dara", "winner_affiliation_en": "School of Arts", "rationale_ministry_en": "<p>Petals.</p>",
    "rationale_press_en": "<p>Flowers.</p>",
}  # fmt: skip


@pytest.mark.parametrize("stage", [stage for stage in Competition.Stage if stage not in Competition.TOLD])
def test_before_readers_are_told_nothing_of_the_result_is_found(stage):
    record = competition.competition(stage=stage, note_en="<p>Kept apart.</p>", **RESULT)
    assert lines(record) == ["An open call.", "Draw a sign.", "Kept apart.", str(stage.label)]


@pytest.mark.parametrize("stage", sorted(Competition.TOLD))
def test_once_readers_are_told_all_of_it_is_found(stage):
    record = competition.competition(
        stage=stage, title_ja="ロゴ", brief_ja="<p>印を描く。</p>", result_ja="<p>決定。</p>", opened="2022-06", announced="2022-10-05", **RESULT
    )
    CompetitionRichText.objects.create(parent=record, region="en", text="<p>Body.</p>")
    record.organisers.set([directory.organisation(name_en="Embassy")])
    label = Competition.Stage(stage).label
    assert lines(record) == [
        "An open call.", "Body.", "Draw a sign.", "Sok won.", "Petals.", "Flowers.", "Sok Dara School of Arts", str(label), "June 2022", "5 October 2022",
        "Embassy",
    ]  # fmt: skip
    assert lines(record, "ja")[:3] == ["印を描く。", "決定。", "Sok Dara"]
    assert described(record).day == date(2022, 10, 5)
    assert described(record).opens == {("organisation", record.organisers.get().pk)}


def test_the_day_of_a_call_is_that_of_its_opening():
    assert described(competition.competition(opened="2022-06")).day == date(2022, 6, 1)
    assert described(competition.competition(title_en="Another")).day is None


# --- people and organisations -------------------------------------------------------------------------------------------------
def test_a_person_is_found_by_name_and_by_what_they_were():
    person, ministry = directory.person(name_ja="ソック・ダラ", bio_en="A judge."), directory.organisation(name_en="Ministry", name_ja="省")
    role = Role.objects.create(person=person, title_en="Minister", organisation=ministry)
    Role.objects.create(person=person, title_ja="大使", ordering=1)
    person.tags.set([library.tag(name="secret")])
    assert texts(person) == {"en": ("Sok Dara", ["A judge.", "Minister · Ministry"]), "ja": ("ソック・ダラ", ["省", "大使"])}
    found = described(person)
    assert (found.names, found.opens, found.span) == ({("organisation", ministry.pk)}, set(), None)
    assert found.urls == {"en": "/en/people/sok-dara/", "ja": "/ja/people/sok-dara/"}
    assert changed_by("person", role) == {person.pk}


def test_an_organisation_says_what_it_is_and_not_who_works_there():
    record = directory.organisation(name_ja="大使館", description_en="In the capital.", url="https://example.org/")
    Role.objects.create(person=directory.person(name_en="Secret person"), title_en="Ambassador", organisation=record)
    assert texts(record) == {"en": ("Embassy", ["In the capital.", "Embassy"]), "ja": ("大使館", ["大使館"])}
    assert described(record).urls == {"en": "/en/organisations/embassy/", "ja": "/ja/organisations/embassy/"}


# --- the library --------------------------------------------------------------------------------------------------------------
def test_a_picture_is_found_by_what_readers_see_and_by_the_name_that_editors_gave_it():
    picture = library.image(title_en="IMG 1", alt_en="A bridge", caption_en="The bridge", credit_en="Sok", title_ja="写真1", alt_km="ស្ពាន")
    assert texts(picture) == {"en": ("A bridge · The bridge · Sok", ["IMG 1"]), "ja": ("写真1", ["写真1"]), "km": ("ស្ពាន", [])}
    assert described(picture).urls == {}


def test_albums_and_tags_are_found_by_their_names():
    assert texts(library.album(title_en="The opening", title_ja="開幕")) == {"en": ("The opening", []), "ja": ("開幕", [])}
    assert texts(library.tag(name="bridges", label_ja="橋")) == {"en": ("橋", ["bridges"]), "ja": ("橋", ["bridges"]), "km": ("橋", ["bridges"])}
    assert texts(library.tag(name="rivers"))["km"] == ("rivers", ["rivers"])
