"""Who enters: what the rules ask of them, a group with its members, a guardian where somebody is young."""

import pytest
from django.core import mail

from anniversary.competition.entrants.models import Entrant, Key, Member
from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Act, Rules
from anniversary.mails import outbox
from tests.competition.entrants.walking import Walk, links

MEMBER = {"members-0-name_native": "花子", "members-0-name_latin": "Yamada Hanako", "members-0-born_on": "1999-02-28"}


@pytest.fixture
def walk(record):
    return Walk(record).follow()


def errors(answer):
    assert answer.status_code == 422
    return set(answer.context["form"].errors)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, set()),
        ({"name_native": ""}, {"name_native"}),
        ({"name_latin": "សុខ ដារ៉ា"}, {"name_latin"}),
        ({"name_latin": "O'Neil-Søren, D."}, set()),
        ({"name_latin": "D4ra"}, {"name_latin"}),
        ({"born_on": "2023-03-01"}, {"born_on"}),
        ({"born_on": "1850-01-01"}, {"born_on"}),
        ({"nationality": ""}, {"nationality"}),
        ({"residence": "XX"}, {"residence"}),
        ({"affiliation": ""}, set()),
        ({"is_group": "on"}, {"is_group", "group_name"}),
        ({"is_group": "on", "group_name": "Two", **MEMBER}, set()),
        ({"is_group": "on", "group_name": "Two", **MEMBER, "members-0-name_latin": ""}, {"__all__"}),
    ],
)
def test_what_is_asked_of_a_person(walk, fields, wrong):
    answer = walk.told(**fields)
    if wrong:
        assert errors(answer) == wrong
        assert 'value="Phnom Penh School of Drawing"' in answer.content.decode() or "affiliation" in fields
        assert Entrant.objects.get().name_latin == ""
    else:
        assert answer.status_code == 302


@pytest.mark.parametrize(("born", "youngest", "is_taken"), [("2011-03-01", 12, True), ("2011-03-02", 12, False), ("2011-03-02", 11, True)])
def test_the_least_age_counts_on_the_day_on_which_entries_open(walk, record, born, youngest, is_taken):
    Rules.objects.filter(competition=record).update(youngest=youngest)
    answer = walk.told(born_on=born, guardian_name="Sok Sophy", guardian_email="sophy@example.org")
    assert (answer.status_code == 302) is is_taken


@pytest.mark.parametrize(("nationality", "residence", "is_taken"), [("KH", "FR", True), ("FR", "JP", True), ("FR", "FR", False)])
def test_countries_by_the_rules_count_for_nationality_or_residence(walk, record, nationality, residence, is_taken):
    Rules.objects.filter(competition=record).update(countries=["KH", "JP"])
    assert (walk.told(nationality=nationality, residence=residence).status_code == 302) is is_taken


def test_a_group_is_kept_with_its_members_up_to_the_most(walk, record):
    Rules.objects.filter(competition=record).update(group_most=2)
    others = {key.replace("-0-", "-1-"): value for key, value in MEMBER.items()}
    assert "is_group" in errors(walk.told(is_group="on", group_name="Two", **MEMBER, **others))
    assert walk.told(is_group="on", group_name="Two", **MEMBER).status_code == 302
    assert list(Member.objects.values_list("name_latin", flat=True)) == ["Yamada Hanako"]
    walk.told()  # alone again
    assert (Member.objects.count(), Entrant.objects.get().group_name) == (0, "")


def test_groups_only_where_the_rules_take_them(walk, record):
    Rules.objects.filter(competition=record).update(groups=False)
    assert walk.told(is_group="on", group_name="Two", **MEMBER).status_code == 302
    assert (Entrant.objects.get().is_group, Member.objects.count()) == (False, 0)


YOUNG = {"born_on": "2005-03-02"}
GUARDIAN = {"guardian_name": "Sok Sophy", "guardian_email": "sophy@example.org"}


def test_somebody_young_names_a_guardian_who_agrees_by_a_button(walk, record, client):
    assert errors(walk.told(**YOUNG)) == {"guardian_name", "guardian_email"}
    assert errors(walk.told(**YOUNG, **GUARDIAN | {"guardian_email": "DARA@example.org"})) == {"guardian_email"}
    assert walk.told(**YOUNG, **GUARDIAN).status_code == 302
    outbox.send_due()
    assert mail.outbox[-1].to == ["sophy@example.org"]
    link = links()[-1]
    begun = walk.begin()
    page = walk.client.get(begun.url).content.decode()
    assert ("Your guardian has not agreed yet" in page, "Send it in" in page) == (True, False)
    walk.send(begun.url, stamp="", terms="1")
    assert Entry.objects.get().state == "draft"
    shown = client.get(link)
    assert (shown.status_code, "I agree" in shown.content.decode(), shown["Referrer-Policy"]) == (200, True, "no-referrer")
    assert Entrant.objects.get().guardian_consented_at is None  # opening is not agreeing
    client.post(link)
    client.post(link)
    assert Entrant.objects.get().guardian_consented_at is not None
    assert Act.objects.filter(verb="guardian_consent").count() == 1
    walk.send(begun.url)
    assert Entry.objects.get().state == "submitted"


def test_a_guardians_link_opens_no_work_and_an_entrants_link_consents_to_nothing(walk, record, client):
    walk.told(**YOUNG, **GUARDIAN)
    outbox.send_due()
    theirs, token = links()[-1], walk.here.rstrip("/").split("/")[-1]
    assert client.get(theirs.replace("guardian/", "")).status_code == 404
    assert client.post(f"/en/competition/{record.slug}/enter/guardian/{token}/").status_code == 404
    assert Entrant.objects.get().guardian_consented_at is None


def test_another_guardian_is_asked_anew_and_the_first_ones_link_is_void(walk, record, client):
    walk.told(**YOUNG, **GUARDIAN)
    outbox.send_due()
    first = links()[-1]
    client.post(first)
    walk.told(**YOUNG, **GUARDIAN)  # saved again without a change: the consent stays
    assert Entrant.objects.get().guardian_consented_at is not None
    walk.told(**YOUNG, **GUARDIAN | {"guardian_email": "other@example.org"})
    assert Entrant.objects.get().guardian_consented_at is None
    assert client.get(first).status_code == 404
    outbox.send_due()
    assert mail.outbox[-1].to == ["other@example.org"]


def test_the_letter_to_the_guardian_is_sent_once_more_three_times_an_hour_at_most(walk):
    walk.told(**YOUNG, **GUARDIAN)
    assert [walk.post("guardian/").status_code for _number in range(3)] == [302, 302, 409]
    assert Key.objects.filter(purpose="guardian").count() == 3


def test_who_is_of_age_needs_nobody_and_a_young_member_does(walk):
    assert walk.told(born_on="2005-03-01", **GUARDIAN).status_code == 302
    assert Entrant.objects.get().guardian_email == ""
    young = MEMBER | {"members-0-born_on": "2010-01-01"}
    assert errors(walk.told(is_group="on", group_name="Two", **young)) == {"guardian_name", "guardian_email"}
    assert walk.told(is_group="on", group_name="Two", **young, **GUARDIAN).status_code == 302
