"""What is found of events, and of the kinds, series and places that they are sorted by."""

from datetime import date, time, timedelta

import pytest

from anniversary.directory.models import Role
from anniversary.publishing.models import Status
from events.models import OccurrenceStatus, Series
from events.models.event import EventRichText
from tests.factories import articles, directory, events, library, programmes

from .describing import changed_by, described, lines, tagging, texts

pytestmark = pytest.mark.django_db


def test_what_its_page_says_in_each_language():
    event = events.event(
        title_en="Concert", title_ja="コンサート", title_km="ការប្រគុំតន្ត្រី", summary_en="One evening.", summary_ja="一夜限り。", slug="concert",
        category=events.category(slug="music", name_en="Music", name_ja="音楽"),
        series=Series.objects.create(slug="festival", name_en="Festival", name_ja="祭"),
        admission="ticket", conditions_en="Ten dollars.", attendance="both", languages=["en", "ja"], recognised="official", recognition_number="A-17",
    )  # fmt: skip
    EventRichText.objects.create(parent=event, region="en", text="<p>Two orchestras.</p>")
    hall = events.venue(
        name_en="City Hall", name_ja="市民会館", locality_en="Phnom Penh", locality_ja="プノンペン", address_en="1 River Road", directions_en="By the bridge.",
        access_ja="昇降機あり。",
    )  # fmt: skip
    events.occurrence(event=event, venue=hall, room_en="Blue room", step_free=True)
    events.organiser(event=event, organisation=directory.organisation(slug="embassy", name_en="Embassy", name_ja="大使館"))
    events.organiser(event=event, organisation=directory.organisation(slug="choir", name_en="Choir"), role="performer")
    events.credit(event=event, person=directory.person(name_en="Sok Dara", name_ja="ソック・ダラ"), role_en="conductor")
    event.tags.set([library.tag(name="music", label_ja="音楽")])
    assert texts(event) == {
        "en": ("Concert", [
            "One evening.", "Two orchestras.", "Music", "Thursday, 23 February 2023", "Blue room", "City Hall", "Phnom Penh", "1 River Road", "By the bridge.",
            "With a ticket", "Ten dollars.", "In person and online", "English", "Japanese", "step-free", "Organiser Embassy", "Performer Choir",
            "Sok Dara conductor", "Festival", "Official event", "A-17", "音楽",
        ]),
        "ja": ("コンサート", [
            "一夜限り。", "音楽", "2023年（令和5年）2月23日(木)", "Blue room", "市民会館", "プノンペン", "1 River Road", "昇降機あり。",
            "チケット制", "会場とオンライン", "英語", "日本語", "段差なし", "主催 大使館", "出演 Choir", "ソック・ダラ", "祭", "公式行事", "A-17", "音楽",
        ]),
        "km": ("ការប្រគុំតន្ត្រី", [
            "Music", "ថ្ងៃព្រហស្បតិ៍ ទី២៣ ខែកុម្ភៈ ឆ្នាំ២០២៣", "Blue room", "City Hall", "Phnom Penh", "1 River Road", "មានសំបុត្រ", "ចូលរួមផ្ទាល់ និងអនឡាញ",
            "អង់គ្លេស", "ជប៉ុន", "ចូលបានដោយមិនបាច់ឡើងជណ្តើរ", "អ្នករៀបចំ Embassy", "សិល្បករសម្តែង Choir", "Sok Dara", "Festival", "ព្រឹត្តិការណ៍ផ្លូវការ", "A-17", "音楽",
        ]),
    }  # fmt: skip
    assert described(event).urls == {code: f"/{code}/events/concert/" for code in ("en", "ja", "km")}


def test_what_nobody_has_stated_is_not_said():
    event = events.event(summary_en="", recognised="partner", recognition_number="A-17")
    assert lines(event) == ["Concert", "Partner event"]
    assert described(event).day is None
    assert described(event).opens == set()


def test_its_day_is_that_of_its_first_date_and_every_day_stands_in_it():
    event = events.event(summary_en="")
    events.occurrence(event=event, first_day=date(2023, 5, 2), last_day=date(2023, 5, 4), start_time=None, all_day=True)
    events.occurrence(event=event, first_day=date(2023, 3, 1))
    events.occurrence(event=event, first_day=date(2023, 3, 1), start_time=time(20))
    assert described(event).day == date(2023, 3, 1)
    assert lines(event) == ["Concert", "Wednesday, 1 March 2023", "2–4 May 2023"]


def test_the_days_the_place_and_the_tags_are_facts_behind_what_is_told():
    event = events.event(summary_en="They sing.\n\nThen they dance.")
    events.occurrence(event=event, first_day=date(2023, 3, 1), venue=events.venue(locality_en="Phnom Penh"))
    event.tags.set([library.tag(name="song", label_en="Song")])
    assert described(event).texts["en"][1] == "They sing.\nThen they dance.\n\nConcert\nWednesday, 1 March 2023\nCity Hall\nPhnom Penh\nSong"


def test_of_very_many_days_the_first_are_written_out():
    event, first = events.event(summary_en=""), date(2023, 1, 1)
    for number in range(61):
        events.occurrence(event=event, first_day=first + timedelta(days=number))
    assert lines(event)[60] == "Wednesday, 1 March 2023"
    assert len(lines(event)) == 61


def test_what_has_become_of_a_date_is_said_with_its_note():
    event = events.event(summary_en="", title_ja="コンサート")
    events.occurrence(event=event, status=OccurrenceStatus.CANCELLED, status_note_en="The singer is ill.")
    events.occurrence(event=event, first_day=date(2023, 3, 1), status=OccurrenceStatus.POSTPONED, status_note_ja="日程は未定です。")
    moved = {"start": "2023-02-20T11:00:00+00:00", "tz": "Asia/Phnom_Penh", "first_day": "2023-02-20", "time_known": True}
    events.occurrence(event=event, first_day=date(2023, 3, 2), status=OccurrenceStatus.RESCHEDULED, previous_starts=[moved])
    assert lines(event)[4:] == ["Cancelled", "The singer is ill.", "Postponed", "Rescheduled: was 20 February 2023, 18:00"]
    assert lines(event, "ja")[4:] == ["中止", "延期", "日程は未定です。", "日程変更（変更前：2023年2月20日 18時）"]


def test_a_place_that_nobody_comes_to_any_more_is_not_named():
    event = events.event(summary_en="")
    events.occurrence(event=event, venue=events.venue(), room_en="Blue room", status=OccurrenceStatus.MOVED_ONLINE, online_url="https://example.org/")
    assert lines(event) == ["Concert", "Thursday, 23 February 2023", "Moved online"]


def test_a_place_of_many_dates_is_named_once():
    event, hall = events.event(summary_en=""), events.venue(locality_en="Phnom Penh")
    for number in range(1, 4):
        events.occurrence(event=event, first_day=date(2023, 3, number), venue=hall)
    events.occurrence(event=event, first_day=date(2023, 3, 4), venue=hall, room_en="Blue room")
    assert lines(event)[5:] == ["City Hall", "Phnom Penh", "Blue room"]


def test_who_is_credited_without_a_word_has_the_office_of_that_day():
    event, ambassador = events.event(summary_en="", title_ja="コンサート"), directory.person(name_en="Sok Dara")
    events.occurrence(event=event)
    old = Role.objects.create(person=ambassador, title_en="Minister", start="2010", end="2015")
    Role.objects.create(person=ambassador, title_en="Ambassador", title_ja="大使", start="2020")
    events.credit(event=event, person=ambassador)
    assert lines(event)[-1] == "Sok Dara Ambassador"
    assert lines(event, "ja")[-1] == "Sok Dara 大使"
    assert changed_by("event", old) == {event.pk}
    said = events.credit(event=event, person=directory.person(slug="other", name_en="Chea"), role_en="speaker")
    Role.objects.create(person=said.person, title_en="Judge", title_ja="判事", start="2020")
    assert lines(event)[-1] == "Chea speaker"
    assert lines(event, "ja")[-1] == "Chea"  # what the credit says stands there in English: no office in its place


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PUBLISHED])
def test_the_programme_it_belongs_to_is_no_text_of_its(status):
    event = events.event(summary_en="", programme=programmes.programme(title_en="Secret programme", status=status))
    articles.article(title_en="Secret article", public=False, events=[event])
    assert lines(event) == ["Concert"]
    assert described(event).opens == set()


def test_it_opens_who_holds_it_who_takes_part_and_where_it_is():
    event, hall = events.event(), events.venue()
    held, credit = events.organiser(event=event), events.credit(event=event)
    events.occurrence(event=event, venue=hall)
    events.occurrence(event=event, venue=None)
    event.series = Series.objects.create(slug="festival", name_en="Festival")
    event.save()
    event.tags.set([library.tag(name="music")])
    assert described(event).opens == {("organisation", held.organisation_id), ("person", credit.person_id), ("venue", hall.pk)}
    assert described(event).names == {("category", event.category_id), ("series", event.series_id), ("tag", event.tags.get().pk)}


def test_what_its_text_is_made_of_leads_back_to_it():
    event, other, hall = events.event(), events.event(title_en="Other"), events.venue()
    held, credit, row = events.organiser(event=event), events.credit(event=event), events.occurrence(event=event, venue=hall)
    events.occurrence(event=event, venue=hall, first_day=date(2023, 3, 1))
    block = EventRichText.objects.create(parent=event, region="en", text="<p>Text</p>")
    event.tags.set([library.tag(name="music")])
    role = Role.objects.create(person=credit.person, title_en="Ambassador")
    for changed in (held, credit, row, hall, block, role, *tagging(event)):
        assert changed_by("event", changed) == {event.pk}
    assert changed_by("event", events.occurrence(event=other)) == {other.pk}
    assert changed_by("event", events.tokyo()) == set()


def test_a_working_copy_is_not_found_at_all():
    event = events.event()
    assert described(events.event(copy_of=event, slug=event.slug)) is None


# --- what they are sorted by --------------------------------------------------------------------------------------------------
def test_a_venue_is_found_by_its_place_and_the_way_there():
    hall = events.venue(
        name_en="City Hall", name_ja="市民会館", locality_en="Phnom Penh", locality_ja="プノンペン", address_en="1 River Road", directions_en="By the bridge.",
        access_en="A lift.",
    )  # fmt: skip
    assert texts(hall) == {
        "en": ("City Hall", ["Phnom Penh", "1 River Road", "By the bridge.", "A lift."]),
        "ja": ("市民会館", ["プノンペン", "1 River Road"]),
    }
    assert described(hall).urls == {"en": "/en/venues/hall/", "ja": "/ja/venues/hall/"}
    assert described(hall).span is None


def test_kinds_and_series_are_found_by_their_names():
    assert texts(events.category(slug="talk", name_en="Talk", name_km="បាឋកថា")) == {"en": ("Talk", []), "km": ("បាឋកថា", [])}
    assert texts(Series.objects.create(slug="festival", name_ja="祭")) == {"ja": ("祭", [])}
