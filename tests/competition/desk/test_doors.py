"""Who may open which of the desks, and what may be sent to them: by role, with the exact answer."""

import pytest
from django.test import Client
from django.urls import get_resolver

from anniversary.competition import desk_urls, stages
from anniversary.competition.models import Act, Competition, Rules, Terms
from tests.factories.competition import competition, issued_terms, rules
from tests.factories.staff import make_user

from .conftest import OPENS
from .sending import TERMS, address, rules_sent

pytestmark = pytest.mark.django_db
# What each desk answers to an officer who looks, and to one who sends: (GET, POST).
ANSWERS = {
    "stage": (200, 302), "rules": (200, 302), "rules/extend": (405, 200), "terms": (200, 405), "terms/new": (405, 302), "terms/1": (200, 302),
    "terms/1/issue": (200, 302), "acts": (200, 405), "acts/file": (405, 200),
}  # fmt: skip
SENT = {
    "stage": {"to": "announced", "seen": "setup", "confirmed": "1"}, "terms/1": TERMS, "terms/1/issue": {"confirmed": "1"}, "acts/file": {"format": "csv"},
    "rules/extend": {"closes_at": "2023-05-01T00:00", "note": "More."},
}  # fmt: skip


@pytest.fixture
def prepared(record):
    rules(record, opens_at=OPENS)
    Terms.objects.create(competition=record, version=1, **TERMS)
    return record


def visit(client: Client, record: Competition, name: str) -> tuple[int, int]:
    seen = client.get(address(record, name))
    sent = SENT.get(name, {})
    if name == "rules":
        sent = rules_sent(seen=seen.context["seen"] if seen.status_code == 200 else "")
    return seen.status_code, client.post(address(record, name), sent).status_code


def test_the_table_names_every_address_of_the_desks():
    patterns = {str(found.pattern).replace("<int:version>", "1").strip("/") for found in desk_urls.urlpatterns}
    assert patterns == set(ANSWERS)
    assert get_resolver().reverse_dict  # they are mounted
    assert address(Competition(pk=7), "stage") == "/admin/competition/competition/7/desk/stage/"


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("role", ["competition_officer", "administrator"])
def test_officers_and_administrators_sit_at_every_desk(client, prepared, role, name):
    client.force_login(make_user(role=role))
    assert visit(client, prepared, name) == ANSWERS[name]


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("role", ["editor", "approver", "translator", "juror", "no role"])
def test_nobody_else_who_works_here_does(client, prepared, role, name):
    client.force_login(make_user(role="" if role == "no role" else role))
    before = standing(prepared)
    assert visit(client, prepared, name) == (403, 403)
    assert standing(prepared) == before


@pytest.mark.parametrize("name", ANSWERS)
def test_readers_are_led_to_the_sign_in(client, prepared, name):
    before = standing(prepared)
    assert visit(client, prepared, name) == (302, 302)
    assert client.get(address(prepared, name))["Location"].startswith("/admin/login/?next=")
    client.force_login(make_user(is_staff=False))
    assert visit(client, prepared, name) == (302, 302)
    assert standing(prepared) == before


@pytest.mark.parametrize("name", ANSWERS)
def test_there_is_no_desk_of_what_is_only_told_of_but_that_of_its_rules(office, name):
    told = competition(slug="old")
    assert visit(office, told, name)[0] == (200 if name == "rules" else 404)
    assert office.get(address(Competition(pk=told.pk + 100), name)).status_code == 404


def standing(record: Competition) -> tuple:
    return Competition.objects.values().get(pk=record.pk), list(Rules.objects.values()), list(Terms.objects.values()), Act.objects.count()


@pytest.mark.parametrize(
    ("role", "sees"), [("competition_officer", True), ("administrator", True), ("editor", False), ("approver", False), ("translator", False)]
)
def test_who_runs_it_finds_the_desks_from_the_first_page_the_list_and_the_form(client, announced, role, sees):
    client.force_login(make_user(role=role))
    link = f'href="{address(announced, "stage")}"'
    for page in ("/admin/", "/admin/competition/competition/", f"/admin/competition/competition/{announced.pk}/change/"):
        assert (link in client.get(page).text) is sees, page
    told = competition(slug="old")
    assert ("Run this competition here" in client.get(f"/admin/competition/competition/{told.pk}/change/").text) is sees


def test_archived_ones_are_not_on_the_first_page(office, announced):
    Competition.objects.update(stage="archived")
    assert "Competitions that are run here" not in office.get("/admin/").text


def test_pages_of_the_desk_are_kept_by_no_cache(office, announced):
    for name in ("stage", "rules", "terms", "acts"):
        assert "no-store" in office.get(address(announced, name))["Cache-Control"]


def test_the_tabs_are_those_that_the_user_may_open(office, announced):
    tabs = office.get(address(announced, "stage")).context["tabs"]
    for url, _label in tabs:
        assert office.get(url).status_code in {200, 302, 404}, url
    assert [url.split("/desk/")[1] for url, _label in tabs][:3] == ["stage/", "rules/", "terms/"]


def test_a_version_of_another_competition_is_not_here(office, announced, officer):
    other = competition(slug="other")
    rules(other, opens_at=OPENS)
    issued_terms(other, user=officer)
    issued_terms(other, user=officer)
    assert office.get(address(other, "terms/2")).status_code == 200
    assert office.get(address(announced, "terms/2")).status_code == 404
    assert stages.stage_of(announced) == "announced"
