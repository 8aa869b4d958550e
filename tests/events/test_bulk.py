"""One deed on several events from their list: what the page says before, who may, which are refused and why, what is done to each."""

from datetime import date, time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from reversion.models import Version

from anniversary import clock
from anniversary.publishing.models import Transition
from events import bulk
from events.models import Event, Occurrence
from tests.factories import events, library, occasion, users

pytestmark = pytest.mark.django_db
LIST = "/admin/events/event/"
TODAY = clock.parse("2023-02-01T00:00")


@pytest.fixture(autouse=True)
def _today():
    occasion.anniversary()
    with clock.as_of(TODAY):
        yield


@pytest.fixture
def editor(client):
    client.force_login(users.user(name="dara", groups=("editor",)))
    return client


@pytest.fixture
def approver(client):
    client.force_login(users.user(name="hanako", groups=("approver",)))
    return client


def draft(title: str = "Draft", **fields: object) -> Event:
    return events.event(title_en=title, **{"status": "draft", "publish_at": None} | fields)


def dated(title: str = "Concert", *days: date, **fields: object) -> Event:
    """A published event (unless told otherwise) with dates on these days, 23 February without any."""
    event = events.event(title_en=title, **fields)
    for day in days or (date(2023, 2, 23),):
        events.occurrence(event=event, first_day=day)
    return event


def address(name: str, *those: Event) -> str:
    return f"{reverse('admin:events_event_bulk', args=[name])}?ids={','.join(str(event.pk) for event in those)}"


def refused(response) -> dict[str, list[str]]:
    return {str(line.event): line.refusals for line in response.context["refused"]}


def titles(lines) -> list[str]:
    return sorted(str(line.event) for line in lines)


# --- choosing -------------------------------------------------------------------------------------------------------
def choose(client, name: str, *those: Event, at: str = LIST, **more: str):
    return client.post(at, {"action": name, "index": 0, "_selected_action": [event.pk for event in those]} | more)


def test_an_action_of_the_list_leads_to_the_deeds_page_and_back_to_the_filtered_list(editor):
    first, second = draft("First"), draft("Second")
    led = choose(editor, "kind", first, second, at=f"{LIST}?status__exact=draft&q=s")
    assert urlsplit(led["Location"]).path == reverse("admin:events_event_bulk", args=["kind"])
    assert parse_qs(urlsplit(led["Location"]).query)["ids"] == [f"{second.pk},{first.pk}"]
    assert editor.get(led["Location"]).context["back_url"] == f"{LIST}?status__exact=draft&q=s"


def test_more_than_can_be_done_at_once_are_refused_plainly(editor, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 3)
    made = [draft(f"Event {n}") for n in range(4)]
    for given in ({"select_across": "1"}, {}):
        back = choose(editor, "kind", *made, **given)
        assert back["Location"] == LIST
        assert "Nothing is done: these are more than 3 events." in [str(message) for message in get_messages(back.wsgi_request)][-1]
    assert choose(editor, "kind", *made[:3])["Location"].startswith(f"{LIST}bulk/kind/")
    one = choose(editor, "kind", made[0], at=f"{LIST}?q=event+1", select_across="1")
    assert parse_qs(urlsplit(one["Location"]).query) == {"ids": [str(made[1].pk)], "_changelist_filters": ["q=event+1"]}
    assert editor.get(address("kind", *made)).status_code == 404


def test_all_that_are_counted_can_be_chosen_and_no_more_are_offered(editor):
    Event.objects.bulk_create(Event(title_en=f"Event {n}", slug=f"event-{n}", category=events.category()) for n in range(201))
    assert editor.get(f"{LIST}?q=event+1").context["cl"].result_count == 119
    assert editor.get(LIST).context["cl"].result_count == 50  # as many as the page has: “select all” is not offered


@pytest.mark.parametrize(
    ("group", "deeds"),
    [
        ("translator", []),
        ("juror", []),
        ("competition_officer", []),
        ("editor", ["kind", "add_tag", "remove_tag", "submit", "postpone_dates", "cancel_dates"]),
        ("approver", list(bulk.DEEDS)),
    ],
)
def test_who_may_do_what(client, group, deeds):
    user = users.user(groups=(group,))
    client.force_login(user)
    event = dated("Draft", status="draft")
    assert [name for name in bulk.DEEDS if bulk.may(user, name)] == deeds
    for name in bulk.DEEDS:
        assert client.get(address(name, event)).status_code == (200 if name in deeds else 403)
        assert client.post(address(name, event), {"category": event.category_id}).status_code == (200 if name in deeds else 403)
    listed = client.get(LIST)
    if listed.status_code == 200 and listed.context["action_form"]:
        offered = [name for name, _label in listed.context["action_form"].fields["action"].choices]
        assert [name for name in bulk.DEEDS if name in offered] == deeds


def test_there_is_no_page_for_an_unknown_deed_or_for_nothing(editor):
    event = draft()
    assert editor.get(address("explode", event)).status_code == 404
    assert editor.get(address("kind")).status_code == 404
    assert editor.get(reverse("admin:events_event_bulk", args=["kind"]) + "?ids=x,," + "9" * 40).status_code == 404


def test_a_working_copy_is_not_reached(approver):
    original = dated()
    copy = draft("Copy", copy_of=original)
    page = approver.post(address("kind", copy), {"category": events.category(slug="lecture").pk})
    assert (page.context["done"], page.context["refused"]) == ([], [])
    copy.refresh_from_db()
    assert copy.category.slug == "concert"


def test_the_page_asks_as_often_for_thirty_as_for_one(approver):
    def asked(name: str, those: list[Event]) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert approver.get(address(name, *those)).status_code == 200
        return len(caught)

    made = [dated(f"Event {n}", status="draft", cover=library.image()) for n in range(30)]
    for name in bulk.DEEDS:
        asked(name, made[:1])
        assert asked(name, made) == asked(name, made[:1]), name


# --- kind ---------------------------------------------------------------------------------------------------------------
def test_the_kind_changes_with_what_lists_know_of_the_dates_and_what_calendars_compare(editor):
    lecture = events.category(slug="lecture", name_en="Lecture")
    first, second = draft("First"), dated("Second", status="draft")
    before = second.updated_at
    page = editor.get(address("kind", first, second))
    assert titles(page.context["todo"]) == ["First", "Second"]
    done = editor.post(address("kind", first, second), {"category": lecture.pk})
    assert (titles(done.context["done"]), done.context["said"]) == (["First", "Second"], "Done with 2 events.")
    assert set(Event.objects.values_list("category__slug", flat=True)) == {"lecture"}
    assert Occurrence.objects.get().category == lecture
    second.refresh_from_db()
    assert second.updated_at > before
    assert [Version.objects.get_for_object(event).count() for event in (first, second)] == [1, 1]
    assert Version.objects.get_for_object(second).first().field_dict["category_id"] == lecture.pk
    assert LogEntry.objects.filter(object_id=str(second.pk)).get().get_change_message() == "Changed Change the kind."


def test_an_editor_leaves_public_events_alone_and_is_told_why(editor):
    lecture = events.category(slug="lecture", name_en="Lecture")
    public, own, same = dated("Public"), draft("Own"), draft("Same", category=lecture)
    page = editor.get(address("kind", public, own, same))
    assert refused(page) == {"Public": ["It is “Published” now: only those who may publish change it."]}
    done = editor.post(address("kind", public, own, same), {"category": lecture.pk})
    assert titles(done.context["done"]) == ["Own"]
    assert refused(done) == {"Public": ["It is “Published” now: only those who may publish change it."], "Same": ["It is of this kind already."]}
    public.refresh_from_db()
    assert public.category.slug == "concert"


def test_nothing_is_done_without_a_kind(editor):
    event = draft()
    page = editor.post(address("kind", event), {"category": ""})
    assert list(page.context["form"].errors) == ["category"]
    assert titles(page.context["todo"]) == ["Draft"]


# --- tags ---------------------------------------------------------------------------------------------------------------
def test_a_tag_is_added_and_taken_away_again(editor):
    music, dance = library.tag(name="Music", slug="music"), library.tag(name="Dance", slug="dance")
    first, second = draft("First"), draft("Second")
    second.tags.add(music)
    done = editor.post(address("add_tag", first, second), {"tag": music.pk})
    assert (titles(done.context["done"]), refused(done)) == (["First"], {"Second": ["It has this tag already."]})
    assert [list(event.tags.all()) for event in (first, second)] == [[music], [music]]
    offered = editor.get(address("remove_tag", first, second)).context["form"].fields["tag"].queryset
    assert list(offered) == [music]
    second.tags.remove(music)
    assert editor.post(address("remove_tag", first, second), {"tag": dance.pk}).context["form"].errors
    done = editor.post(address("remove_tag", first, second), {"tag": music.pk})
    assert (titles(done.context["done"]), refused(done)) == (["First"], {"Second": ["It does not have this tag."]})
    assert not first.tags.exists()


# --- workflow -----------------------------------------------------------------------------------------------------------
def test_what_is_complete_is_published_and_the_others_are_named_with_what_is_missing(approver):
    ready, bare = dated("Ready", status="draft", publish_at=None), draft("Bare", summary_en="")
    public = dated("Public")
    problems = {
        "Bare": ["Write a summary in at least one language before it is published.", "Give at least one date before it is published."],
        "Public": ["It is “Published” now."],
    }
    assert refused(approver.get(address("publish", ready, bare, public))) == problems
    done = approver.post(address("publish", ready, bare, public))
    assert (titles(done.context["done"]), refused(done)) == (["Ready"], problems)
    assert done.context["said"] == "Done with 1 event. Not done with 2."
    assert Occurrence.objects.published().count() == 2
    assert [(step.record, step.verb) for step in Transition.objects.all()] == [(ready, "publish")]


def test_what_changed_since_the_page_was_made_is_refused_and_the_others_are_done(approver, monkeypatch):
    first, second = dated("First", status="draft", publish_at=None), dated("Second", status="draft", publish_at=None)
    planned = bulk.plan

    def then_somebody_publishes(*args, **kwargs):
        lines = planned(*args, **kwargs)
        Event.objects.filter(pk=first.pk).update(status="published", publish_at=TODAY)
        return lines

    monkeypatch.setattr(bulk, "plan", then_somebody_publishes)
    done = approver.post(address("publish", first, second))
    assert titles(done.context["done"]) == ["Second"]
    assert refused(done)["First"][0].startswith("“First” is now: Published.")
    assert Transition.objects.count() == 1


def test_drafts_are_sent_to_review_and_public_ones_withdrawn_with_a_note(approver):
    mine, public = draft("Mine"), dated("Public")
    assert titles(approver.post(address("submit", mine, public)).context["done"]) == ["Mine"]
    page = approver.post(address("withdraw", mine, public), {"note": " "})
    assert list(page.context["form"].errors) == ["note"]
    done = approver.post(address("withdraw", mine, public), {"note": "A mistake."})
    assert (titles(done.context["done"]), refused(done)) == (["Public"], {"Mine": ["It is “In review” now."]})
    assert not Occurrence.objects.published().exists()
    assert Transition.objects.get(verb="withdraw").note == "A mistake."


# --- dates --------------------------------------------------------------------------------------------------------------
def form_of(page) -> dict[str, str]:
    """What the page sends along unseen."""
    return {f"seen-{line.event.pk}": line.seen for line in page.context["todo"]}


def test_all_coming_dates_are_cancelled_with_one_note(approver):
    concert = dated("Concert", date(2023, 1, 5), date(2023, 2, 23), date(2023, 2, 24))
    bilingual = dated("Lecture", date(2023, 3, 1), title_ja="講演", summary_ja="一つの夕べ。")
    past = dated("Past", date(2023, 1, 5))
    those = (concert, bilingual, past)
    page = approver.get(address("cancel_dates", *those))
    assert {str(line.event): line.will for line in page.context["todo"]} == {
        "Concert": "Thursday, 23 February 2023 · Friday, 24 February 2023", "Lecture": "Wednesday, 1 March 2023",
    }  # fmt: skip
    assert refused(page) == {"Past": ["No coming date of it can be changed so."]}
    unfinished = approver.post(address("cancel_dates", *those), form_of(page) | {"status_note_en": "A storm."})
    assert list(unfinished.context["form"].errors) == ["status_note_ja"]
    assert not Transition.objects.exists()
    note = {"status_note_en": "A storm.", "status_note_ja": "台風のため。"}
    done = approver.post(address("cancel_dates", *those), form_of(page) | note)
    assert titles(done.context["done"]) == ["Concert", "Lecture"]
    assert list(Occurrence.objects.order_by("start", "pk").values_list("status", "status_note_en", "sequence")) == [
        ("scheduled", None, 0), ("scheduled", None, 0), ("cancelled", "A storm.", 1), ("cancelled", "A storm.", 1), ("cancelled", "A storm.", 1),
    ]  # fmt: skip
    assert Transition.objects.filter(verb="cancel").count() == 3
    again = approver.get(address("cancel_dates", *those))
    assert again.context["todo"] == []
    assert "There is nothing here that it can be done with." in again.content.decode()


def test_postponed_dates_can_still_be_cancelled_and_not_postponed_again(approver):
    concert = dated("Concert", date(2023, 1, 5), date(2023, 2, 23))
    Occurrence.objects.filter(first_day=date(2023, 1, 5)).update(status="postponed")
    assert [line.will for line in approver.get(address("postpone_dates", concert)).context["todo"]] == ["Thursday, 23 February 2023"]
    (line,) = approver.get(address("cancel_dates", concert)).context["todo"]
    assert [row.first_day for row in line.rows] == [date(2023, 1, 5), date(2023, 2, 23)]


def test_an_event_is_changed_whole_or_not_at_all(approver, monkeypatch):
    from django.core.exceptions import ValidationError

    from events import rescheduling

    concert, lecture = dated("Concert", date(2023, 2, 23), date(2023, 2, 24)), dated("Lecture", date(2023, 2, 25))
    given = form_of(approver.get(address("cancel_dates", concert, lecture))) | {"status_note_en": "A storm."}
    change = rescheduling.change

    def the_second_fails(row, *args, **kwargs):
        if row.first_day == date(2023, 2, 24):
            raise ValidationError("Somebody was quicker.")
        return change(row, *args, **kwargs)

    monkeypatch.setattr(rescheduling, "change", the_second_fails)
    done = approver.post(address("cancel_dates", concert, lecture), given)
    assert (titles(done.context["done"]), refused(done)) == (["Lecture"], {"Concert": ["Somebody was quicker."]})
    assert set(concert.occurrences.values_list("status", "sequence")) == {("scheduled", 0)}
    assert [(step.record, step.verb) for step in Transition.objects.all()] == [(lecture, "cancel")]
    assert not Version.objects.get_for_object(concert).exists()


def test_dates_that_were_not_shown_are_not_cancelled(approver):
    concert = dated("Concert")
    given = form_of(approver.get(address("cancel_dates", concert))) | {"status_note_en": "A storm."}
    events.occurrence(event=concert, first_day=date(2023, 2, 24))
    done = approver.post(address("cancel_dates", concert), given)
    assert refused(done) == {"Concert": ["Its dates are not those that were shown any more. Look at them again."]}
    assert set(Occurrence.objects.values_list("status", flat=True)) == {"scheduled"}


def test_more_dates_than_can_be_changed_at_once_are_refused_plainly(approver, monkeypatch):
    monkeypatch.setattr(bulk, "MOST_DATES", 1)
    concert = dated("Concert", date(2023, 2, 23), date(2023, 2, 24))
    page = approver.post(address("cancel_dates", concert), {"status_note_en": "A storm."})
    assert "These are more than 1 dates. Choose fewer events at once." in page.content.decode()
    assert set(Occurrence.objects.values_list("status", flat=True)) == {"scheduled"}


def test_an_editor_changes_no_dates_of_public_events(editor):
    public, own = dated("Public"), dated("Own", status="draft", publish_at=None)
    page = editor.get(address("postpone_dates", public, own))
    assert list(refused(page)) == ["Public"]
    done = editor.post(address("postpone_dates", public, own), form_of(page) | {"status_note_en": "A storm."})
    assert titles(done.context["done"]) == ["Own"]
    assert public.occurrences.get().status == "scheduled"


def test_hours_are_kept_in_the_note_of_a_title_only_in_japanese(approver):
    event = events.event(title_en=None, title_ja="講演", summary_en=None, summary_ja="一つの夕べ。", slug="lecture")
    events.occurrence(event=event, start_time=time(9))
    page = approver.get(address("postpone_dates", event))
    needed = [name for name, field in page.context["form"].fields.items() if field.required]
    assert needed == ["status_note_ja"]
