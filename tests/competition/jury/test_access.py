"""Who may open which address of the jury, and who may not."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.test import Client

from anniversary.competition.entries.models import Entry
from anniversary.competition.jury import convening, rounds
from anniversary.competition.models import Competition
from tests.factories.competition import competition, entry, rules
from tests.factories.jury import criterion
from tests.factories.staff import make_user

from .conftest import OPENS

pytestmark = pytest.mark.django_db
LOGIN = "/en/accounts/login/?next="


def signed_in(user) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


@pytest.fixture
def people(jury, django_capture_on_commit_callbacks) -> dict:
    """Whoever could knock: of the jury, of another jury, of the office, of the house, of nothing."""
    other = competition(title_en="A poster", slug="poster")
    rules(other, opens_at=OPENS, criterion=False, quorum=1)
    criterion(other)
    stranger = make_user(username="stranger", role="juror")
    convening.appoint(other, stranger, user=jury.officer)
    entry(other, user=jury.officer, state=Entry.State.ELIGIBLE)
    made = rounds.prepare(other, takes=None, user=jury.officer)
    Competition.objects.filter(pk=other.pk).update(stage=Competition.Stage.JURY)
    with django_capture_on_commit_callbacks(execute=True):
        rounds.open_round(made, user=jury.officer)
    roles = ("editor", "approver", "translator", "administrator", "")
    people = {role: make_user(username=f"a-{role}", role=role) for role in roles}
    people |= {"juror": jury.users[0], "other juror": stranger, "unappointed": make_user(username="new", role="juror")}
    return people | {"officer": jury.officer, "nobody": None}


INDEX = {"juror": 200, "other juror": 200, "unappointed": 200, "officer": 403, "administrator": 403, "editor": 403, "approver": 403, "translator": 403, "": 403}
BELOW = {**INDEX, "other juror": 404, "unappointed": 404}
DESK = {**dict.fromkeys(INDEX, 403), "officer": 200, "administrator": 200}


def test_who_may_open_what(jury, people):
    work = jury.entries[0]
    addresses = {
        "/en/jury/": INDEX, jury.address(): BELOW, jury.address(more="submit/"): BELOW, jury.address(work): BELOW,
        jury.desk(): DESK, jury.desk("criteria/"): DESK,
    }  # fmt: skip
    for address, allowed in addresses.items():
        answers = {role: signed_in(people[role]).get(address) for role in allowed}
        assert {role: answer.status_code for role, answer in answers.items()} == allowed, address
        assert {answer["Cache-Control"] for answer in answers.values()} == {"private, no-store"}
        stranger = signed_in(None).get(address)
        login = f"/admin/login/?next={address}" if address.startswith("/admin/") else LOGIN + address
        assert (stranger.status_code, stranger.url) == (302, login)
    assert "an officer sees who entered, a juror must not" in signed_in(jury.officer).get("/en/jury/").text


def test_nobody_writes_on_a_sheet_but_its_juror(jury, people):
    work = jury.entries[0]
    posts = {
        jury.address(work): jury.form(8, 6), jury.address(work, "recuse/"): {"reason": "Mine."}, jury.address(more="submit/"): {},
    }  # fmt: skip
    for address, form in posts.items():
        answers = {role: signed_in(user).post(address, form).status_code for role, user in people.items() if role not in {"juror", "nobody"}}
        assert answers == {role: code for role, code in BELOW.items() if role != "juror"}
        assert signed_in(None).post(address, form).status_code == 302
    assert [jury.sheet(number, work).revision for number in (1, 2, 3)] == [0, 0, 0]
    assert jury.seat(1).submitted_at is None
    # The juror's own address leads to the juror's own sheet, whoever else has one for the same work.
    signed_in(jury.users[1]).post(jury.address(work), jury.form(8, 6))
    assert [jury.sheet(number, work).revision for number in (1, 2, 3)] == [0, 1, 0]


@pytest.mark.parametrize(
    "deed", ["jurors/", "jurors/1/dismiss/", "rounds/", *(f"rounds/1/{deed}/" for deed in ("open", "close", "discard", "seats/1/leave"))]
)
def test_deeds_of_the_office_are_the_offices_and_done_by_buttons(jury, people, deed):
    for role, user in people.items():
        if role not in {"officer", "administrator", "nobody"}:
            assert signed_in(user).post(jury.desk(deed)).status_code == 403
    assert signed_in(None).post(jury.desk(deed)).status_code == 302
    assert signed_in(jury.officer).get(jury.desk(deed)).status_code == 405
    assert signed_in(jury.officer).post(jury.desk(deed)).url == jury.desk()


def test_a_round_that_is_not_open_yet_has_no_desk(now):
    from .conftest import make_jury

    jury = make_jury()
    client = signed_in(jury.users[0])
    assert [client.get(address).status_code for address in (jury.address(), jury.address(jury.entries[0]), jury.address(judged=2))] == [404] * 3
    assert "No round is open to you now" in client.get("/en/jury/").text


def test_a_juror_who_becomes_an_officer_or_loses_the_role_has_no_desk_any_more(jury):
    one, two = jury.users[:2]
    one.groups.add(Group.objects.get(name="competition_officer"))
    two.groups.clear()
    for user in (one, two):
        assert {signed_in(user).get(address).status_code for address in ("/en/jury/", jury.address(), jury.address(jury.entries[0]))} == {403}


def test_who_left_has_no_desk_any_more(jury):
    rounds.leave(jury.seat(1), "Fell ill.", user=jury.officer)
    assert signed_in(jury.users[0]).get(jury.address()).status_code == 404


def test_jurors_take_the_second_step_and_choose_a_password_as_other_staff(jury, settings):
    settings.REQUIRE_STAFF_MFA = True
    client = signed_in(jury.users[0])
    assert [client.get(address).url for address in ("/en/jury/", jury.address())] == ["/en/accounts/2fa/"] * 2
    Authenticator.objects.create(user=jury.users[0], type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert client.get(jury.address()).status_code == 200
    first = make_user(username="first", role="juror", must_change_password=True)
    assert signed_in(first).get("/en/jury/").url == "/en/accounts/password/change/"


def test_signing_in_leads_a_juror_to_the_jury(jury):
    from tests.factories.staff import PASSWORD

    client = Client()
    answer = client.post("/en/accounts/login/", {"login": "juror1", "password": PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == "/en/jury/"
    assert "A logo for the year" in answer.text
    assert 'href="/en/jury/"' in client.get("/en/accounts/2fa/").text
