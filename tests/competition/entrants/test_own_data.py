"""What is held about a person: theirs to read, to take along, and to have deleted; the officers' list of entrants."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from anniversary import clock
from anniversary.competition.entrants import own_data, redacting, retention, tasks
from anniversary.competition.entrants.models import Asked, Authorship, Entrant, Key, Member
from anniversary.competition.entries.models import Entry, Work, private_storage
from anniversary.competition.models import Act, Competition
from anniversary.mails import outbox
from anniversary.mails.models import Letter
from tests.competition.entrants.conftest import OPENS
from tests.competition.entrants.test_person import MEMBER
from tests.competition.entrants.walking import Walk
from tests.factories.competition import entrant, entry
from tests.factories.staff import make_user

CLOSES = OPENS + timedelta(days=30)
SECOND = timedelta(seconds=1)


def names_in_store() -> int:
    return sum(len(private_storage().listdir(f"{kind}/{part}")[1]) for kind in ("works", "previews") for part in private_storage().listdir(kind)[0])


@pytest.fixture
def walk(record):
    made = Walk(record)
    made.all_the_way(publish_name="on", credit="Dara the painter")
    made.told(is_group="on", group_name="Two petals group", **MEMBER)
    return made


def test_all_of_it_can_be_read_and_taken_along(walk):
    made = Entry.objects.get()
    page, file = walk.get("data/"), walk.client.get(f"{walk.here}data/download/")
    held = file.json()
    assert file["Content-Disposition"] == 'attachment; filename="entrant-1.json"'
    assert (held["person"]["email"], held["person"]["born_on"], held["members"][0]["name_latin"]) == ("dara@example.org", "1990-05-17", "Yamada Hanako")
    assert (held["works"][0]["code"], held["works"][0]["credit"], held["works"][0]["terms_version"]) == (made.code, "Dara the painter", 1)
    assert sorted(one["sha256"] for one in held["works"][0]["files"]) == sorted(Work.objects.values_list("sha256", flat=True))
    for told in ("dara@example.org", "Yamada Hanako", made.code, "Dara the painter", "Cambodia", "1 March 2023, 07:00 in Phnom Penh"):
        assert told in page
    assert "email_key" not in file.content.decode()


def test_another_app_says_what_it_holds(walk, monkeypatch):
    monkeypatch.setattr(own_data, "_holders", [lambda entry: {"questions": [entry.code]}])
    assert own_data.held(Entrant.objects.get())["works"][0]["questions"] == [Entry.objects.get().code]


def test_deletion_is_asked_for_by_a_button_and_noted_once(walk):
    assert walk.client.get(f"{walk.here}data/delete/").status_code == 405
    for _time in range(2):
        assert walk.post("data/delete/").status_code == 302
    assert Entrant.objects.get().deletion_asked_at == OPENS
    assert Act.objects.filter(verb="ask_deletion", subject="1").count() == 1
    assert "You have asked for it" in walk.get("data/")


def test_a_person_is_taken_out_and_the_figures_stay(walk, officer, django_capture_on_commit_callbacks):
    assert names_in_store() == 4
    Letter.objects.create(key="ballot:1", address="dara@example.org", language="en", subject="x", text="x", written_at=OPENS, due_at=OPENS)
    with django_capture_on_commit_callbacks(execute=True):
        assert redacting.redact(Entrant.objects.get(), user=officer) is True
    person, made = Entrant.objects.get(), Entry.objects.get()
    left = {name: getattr(person, name) for name in ("number", "nationality", "residence", "birth_year", "is_group", "redacted_at")}
    assert left == {"number": 1, "nationality": "KH", "residence": "JP", "birth_year": 1990, "is_group": True, "redacted_at": OPENS}
    assert {getattr(person, name) for name in redacting.EMPTY} == {""}
    assert (person.born_on, Member.objects.count(), Key.objects.count(), Work.objects.count(), names_in_store()) == (None, 0, 0, 0, 0)
    assert (made.title, made.concept, made.tools, made.state, made.submitted_at) == ("", "", "", "withdrawn", OPENS)
    assert Authorship.objects.values_list("publish_name", "credit").get() == (False, "")
    assert list(Letter.objects.filter(sent_at=None).values_list("key", flat=True)) == ["ballot:1"]  # of others nothing is taken
    assert walk.client.get(walk.here).status_code == 404
    assert redacting.redact(person, user=officer) is False
    assert Act.objects.filter(verb="redact", subject="1", by=officer.pk).count() == 1


def test_after_the_result_a_state_stays_and_so_does_a_finalist_who_has_consented(walk, officer, monkeypatch):
    made = Entry.objects.get()
    Entry.objects.update(state="winner")
    Competition.objects.update(stage="result_announced")
    monkeypatch.setattr(redacting, "_keeps", [lambda entry: entry == made])
    monkeypatch.setattr(redacting, "_also", [])
    redacting.redact(Entrant.objects.get(), user=officer)
    made.refresh_from_db()
    assert (made.state, made.title, Work.objects.count(), Entrant.objects.get().email) == ("winner", "Two petals", 2, "")


@pytest.mark.parametrize("role", ["editor", "approver", "translator", "juror"])
def test_persons_are_seen_and_taken_out_by_officers_only(walk, record, role, client):
    client.force_login(make_user(username=role, role=role))
    with pytest.raises(PermissionDenied):
        redacting.redact(Entrant.objects.get(), user=make_user(username=f"{role}2", role=role))
    urls = [reverse("entrants_desk:people", args=[record.pk]), reverse("entrants_desk:one", args=[record.pk, 1])]
    assert [client.get(url).status_code for url in urls] == [403, 403]
    assert client.post(reverse("entrants_desk:redact", args=[record.pk, 1]), {"sure": "on"}).status_code == 403
    assert Entrant.objects.get().email == "dara@example.org"


def test_officers_see_who_entered_and_take_out_with_the_box_ticked(walk, record, officer, client):
    client.force_login(officer)
    walk.post("data/delete/")
    page = client.get(reverse("entrants_desk:people", args=[record.pk])).content.decode()
    for told in ("SOK Dara", Entry.objects.get().code, "1 person has asked for deletion.", "Asked for deletion"):
        assert told in page
    one = reverse("entrants_desk:one", args=[record.pk, 1])
    assert "dara@example.org" in client.get(one).content.decode()
    assert Act.objects.filter(verb="open_entrant", subject="1", by=officer.pk).count() == 1
    client.post(f"{one}redact/")
    assert Entrant.objects.get().redacted_at is None
    client.post(f"{one}redact/", {"sure": "on"})
    assert Entrant.objects.get().redacted_at == OPENS


@pytest.mark.parametrize(("words", "found"), [("", 2), ("2", 1), ("dara", 1), ("ENTRANT2@", 1), ("k7m-4qx", 1), ("nobody", 0)])
def test_the_list_is_searched_by_number_name_address_and_code(record, officer, client, words, found):
    entrant(record, name_latin="Dara")
    Authorship.objects.create(entry=entry(record, code="K7M-4QX"), entrant=entrant(record, number=2, name_latin="Bopha"))
    client.force_login(officer)
    page = client.get(reverse("entrants_desk:people", args=[record.pk]), {"q": words})
    assert len(page.context["page"].object_list) == found


def test_the_list_needs_as_many_queries_for_thirty_as_for_one(record, officer, client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(officer)
    counts = []
    for numbers in (range(1, 2), range(2, 31)):
        for number in numbers:
            Authorship.objects.create(entry=entry(record), entrant=entrant(record, number=number))
        client.get(reverse("entrants_desk:people", args=[record.pk]))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("entrants_desk:people", args=[record.pk]))
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- by the calendar ----------------------------------------------------------------------------------------------------
def test_who_has_a_draft_is_told_once_48_hours_before_the_end(record):
    people = [entrant(record, number=number, language=language) for number, language in ((1, "ja"), (2, "en"), (3, "en"))]
    Authorship.objects.create(entry=entry(record), entrant=people[0])
    Authorship.objects.create(entry=entry(record, state="withdrawn"), entrant=people[1])
    for moment, written in ((CLOSES - timedelta(hours=48) - SECOND, 0), (CLOSES - timedelta(hours=48), 1), (CLOSES - SECOND, 0), (CLOSES, 0)):
        with clock.as_of(moment):
            assert retention.remind() == written
    letter = Letter.objects.get()
    assert (letter.address, letter.language, "31" in letter.text) == ("entrant1@example.org", "ja", True)


def test_when_the_end_is_put_off_they_are_told_of_the_new_one(record, officer):
    from anniversary.competition import stages

    Authorship.objects.create(entry=entry(record), entrant=entrant(record))
    with clock.as_of(CLOSES - SECOND):
        assert retention.remind() == 1
        stages.extend(record, CLOSES + timedelta(days=10), user=officer, note="Storms")
        assert retention.remind() == 0
    with clock.as_of(CLOSES + timedelta(days=9)):
        assert retention.remind() == 1


def test_a_month_after_the_end_what_nobody_sent_in_is_gone(record, officer, django_capture_on_commit_callbacks):
    walk = Walk(record)
    code = walk.all_the_way()
    drafter = Walk(record, "bopha@example.org").follow()
    drafter.told()
    drafter.begin()
    Walk(record, "never@example.org").ask()
    assert (names_in_store(), Entrant.objects.count()) == (8, 3)
    with clock.as_of(CLOSES + timedelta(days=30) - SECOND):
        tasks.enqueue_due()
    assert (Entrant.objects.count(), Asked.objects.count()) == (3, 0)
    with clock.as_of(CLOSES + timedelta(days=30)), django_capture_on_commit_callbacks(execute=True):
        assert retention.forget() == 3
        assert retention.to_forget() == []
    assert (list(Entry.objects.values_list("code", flat=True)), list(Entrant.objects.values_list("email", flat=True))) == ([code], ["dara@example.org"])
    assert names_in_store() == 4
    outbox.send_due()


