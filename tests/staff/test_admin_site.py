"""The admin's first page, its language, and users and roles."""

import json
from datetime import UTC, date, datetime

import pytest
from babel.messages.pofile import read_po
from django.contrib import admin
from django.contrib.auth.models import Group, User

from anniversary import clock
from anniversary.articles.models import Article
from anniversary.publishing.models import Transition
from anniversary.staff.groups import SECTIONS
from anniversary.staff.models import Profile
from tests.factories import occasion, users
from tests.factories.programmes import programme
from tests.factories.staff import make_user

pytestmark = pytest.mark.django_db

FIRST_SECTIONS = ["programme_of_the_year", "stories", "people", "history", "library", "competition", "site"]


def sections(client) -> dict[str, list[str]]:
    return {row["app_label"]: [str(model["model"]._meta.label_lower) for model in row["models"]] for row in client.get("/admin/").context["app_list"]}


def test_the_first_page_groups_things_as_an_editor_thinks_of_them(client):
    client.force_login(make_user(role="editor"))
    found = sections(client)
    assert list(found) == FIRST_SECTIONS
    assert "events.event" in found["programme_of_the_year"]
    assert "articles.article" in found["stories"]
    text = client.get("/admin/").text
    for key in found:
        assert f'id="section-{key}"' in text
        assert str(SECTIONS[key].label) in text


def test_an_administrator_also_sees_users_and_only_a_superuser_technical_records(client):
    client.force_login(make_user(role="administrator"))
    assert list(sections(client)) == [*FIRST_SECTIONS, "staff"]
    assert sections(client)["staff"] == ["auth.user", "staff.role"]
    client.force_login(make_user(username="root", is_superuser=True))
    assert list(sections(client)) == [*FIRST_SECTIONS, "staff", "technical"]


def test_a_juror_sees_nothing_of_the_admin_and_is_led_to_the_jury(client):
    client.force_login(make_user(role="juror"))
    answer = client.get("/admin/", headers={"accept-language": "ja"})
    assert (answer.status_code, answer.url) == (302, "/ja/jury/")
    for address in ("competition/competition/", "events/event/", "auth/user/"):
        assert client.get(f"/admin/{address}").status_code == 403


def test_an_editor_who_is_a_juror_too_sees_what_editors_see_and_the_way_to_the_jury(client):
    user = make_user(role="editor")
    client.force_login(user)
    assert "/jury/" not in client.get("/admin/").text
    user.groups.add(Group.objects.get(name="juror"))
    assert list(sections(client)) == FIRST_SECTIONS
    assert 'href="/en/jury/"' in client.get("/admin/").text


def test_every_model_of_ours_in_the_admin_names_its_group():
    ours = {"library", "occasion", "publishing", "directory", "events", "programmes", "articles", "competition", "history", "staff"}
    nameless = [model._meta.label for model, options in admin.site._registry.items() if model._meta.app_label in ours and not hasattr(options, "admin_group")]
    assert nameless == []


def test_what_libraries_register_beside_ours_is_not_there():
    labels = {model._meta.label_lower for model in admin.site._registry}
    assert not labels & {"taggit.tag", "auth.group"}


# --- language -----------------------------------------------------------------------------------------------------------
def test_the_language_chosen_stays_and_is_the_admins_only(client):
    user = make_user(role="editor")
    client.force_login(user)
    response = client.post("/admin/language/", {"language": "km", "next": "/admin/library/image/"})
    assert (response.status_code, response.url) == (302, "/admin/library/image/")
    assert Profile.objects.get(user=user).language == "km"
    response = client.get("/admin/", headers={"accept-language": "ja"})
    assert '<html lang="km"' in response.text
    assert response["Content-Language"] == "km"
    assert '<html lang="ja">' in client.get("/ja/").text


def test_without_a_choice_the_browser_decides(client):
    client.force_login(make_user(role="editor"))
    assert '<html lang="ja"' in client.get("/admin/", headers={"accept-language": "ja"}).text
    assert '<html lang="en"' in client.get("/admin/", headers={"accept-language": "fr"}).text
    assert Profile.objects.count() == 0


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org/", ""])
def test_the_language_view_leads_nowhere_else(client, back):
    client.force_login(make_user(role="editor"))
    assert client.post("/admin/language/", {"language": "ja", "next": back}).url == "/admin/"


def test_an_unknown_language_and_a_stranger_are_refused(client):
    assert client.post("/admin/language/", {"language": "ja"}).status_code == 302
    client.force_login(make_user(role="editor"))
    assert client.post("/admin/language/", {"language": "xx"}).status_code == 404
    assert client.get("/admin/language/").status_code == 405
    assert Profile.objects.count() == 0


# --- users ----------------------------------------------------------------------------------------------------------------
def test_an_administrator_adds_a_person_who_gets_a_password_shown_once(client):
    client.force_login(make_user(username="adm", role="administrator"))
    form = {"username": "dara", "first_name": "Dara", "last_name": "", "email": "", "groups": [Group.objects.get(name="editor").pk]}
    response = client.post("/admin/auth/user/add/", form)
    dara = User.objects.get(username="dara")
    password = response.context["password"]
    assert response.status_code == 200
    assert response.text.count(password) == 1
    assert dara.check_password(password)
    assert (dara.is_staff, dara.is_superuser, dara.profile.must_change_password) == (True, False, True)
    assert password not in str(dict(client.session)) + str(client.cookies)


def test_a_person_without_roles_is_no_staff(client):
    client.force_login(make_user(username="adm", role="administrator"))
    user = make_user(role="editor")
    client.post(f"/admin/auth/user/{user.pk}/change/", {"username": "sokha", "is_active": "on"})
    user.refresh_from_db()
    assert (user.is_staff, user.groups.count()) == (False, 0)


def test_an_administrator_cannot_make_a_superuser(client):
    administrator = make_user(username="adm", role="administrator")
    user = make_user(role="editor")
    client.force_login(administrator)
    for target in (administrator, user):
        groups = list(target.groups.values_list("pk", flat=True))
        client.post(f"/admin/auth/user/{target.pk}/change/", {"username": target.username, "is_active": "on", "groups": groups, "is_superuser": "on"})
        target.refresh_from_db()
        assert target.is_superuser is False
    assert 'name="is_superuser"' not in client.get(f"/admin/auth/user/{user.pk}/change/").text
    assert "user_permissions" not in client.get(f"/admin/auth/user/{user.pk}/change/").text


def test_an_administrator_cannot_touch_a_superuser(client):
    client.force_login(make_user(username="adm", role="administrator"))
    root = make_user(username="root", is_superuser=True)
    before = root.password
    assert client.post(f"/admin/auth/user/{root.pk}/change/", {"username": "taken"}).status_code == 403
    assert client.post(f"/admin/auth/user/{root.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"/admin/auth/user/{root.pk}/one-time-password/").status_code == 403
    client.post("/admin/auth/user/", {"action": "delete_selected", "_selected_action": [root.pk], "post": "yes"})
    root.refresh_from_db()
    assert (root.username, root.password) == ("root", before)


def test_a_superuser_may_make_another(client):
    client.force_login(make_user(username="root", is_superuser=True))
    user = make_user(role="editor")
    client.post(f"/admin/auth/user/{user.pk}/change/", {"username": "sokha", "is_active": "on", "groups": [], "is_superuser": "on"})
    user.refresh_from_db()
    assert (user.is_superuser, user.is_staff) == (True, True)


def test_groups_that_are_no_roles_are_kept(client):
    client.force_login(make_user(username="adm", role="administrator"))
    user = make_user(role="editor")
    user.groups.add(Group.objects.create(name="choir"))
    client.post(f"/admin/auth/user/{user.pk}/change/", {"username": "sokha", "is_active": "on", "groups": [Group.objects.get(name="juror").pk]})
    assert sorted(user.groups.values_list("name", flat=True)) == ["choir", "juror"]


def test_an_editor_may_not_see_users(client):
    client.force_login(make_user(role="editor"))
    assert client.get("/admin/auth/user/").status_code == 403
    assert client.get("/admin/staff/role/").status_code == 403


def test_a_new_one_time_password_can_take_off_the_second_step(client):
    from allauth.mfa.models import Authenticator

    client.force_login(make_user(username="adm", role="administrator"))
    user = make_user(role="editor")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    address = f"/admin/auth/user/{user.pk}/one-time-password/"
    assert 'name="second_step"' in client.get(address).text
    client.post(address)
    assert Authenticator.objects.filter(user=user).count() == 1
    response = client.post(address, {"second_step": "on"})
    user.refresh_from_db()
    assert user.check_password(response.context["password"])
    assert Authenticator.objects.filter(user=user).count() == 0


def test_roles_are_read_and_explained_in_the_users_language(client):
    client.force_login(make_user(username="adm", role="administrator"))
    role = Group.objects.get(name="approver")
    response = client.get(f"/admin/staff/role/{role.pk}/change/")
    assert response.status_code == 200
    assert "publishes, returns and withdraws" in response.text
    assert client.post(f"/admin/staff/role/{role.pk}/change/", {}).status_code == 403
    assert client.get("/admin/staff/role/add/").status_code == 403


# --- what is waiting --------------------------------------------------------------------------------------------------------
def make_article(title: str, status: str):
    return Article.objects.create(title_en=title, status=status, date=date(2023, 2, 1))


def test_the_first_page_says_what_waits_for_whom(client):
    editor, approver = make_user(role="editor"), make_user(username="appr", role="approver")
    make_article("Under review", "in_review")
    for by in (editor, approver):
        returned = make_article(f"Sent by {by}", "returned")
        Transition.objects.create(record=returned, at=clock.now(), by=by, verb="submit", before="draft", after="in_review")
    client.force_login(editor)
    desk = client.get("/admin/").context["desk"]
    assert (desk.to_review, [(label, cell.count) for label, cell in desk.returned_to_me]) == ([], [("Articles", 1)])
    client.force_login(approver)
    desk = client.get("/admin/").context["desk"]
    assert [(label, cell.count, cell.url) for label, cell in desk.to_review] == [("Articles", 1, "/admin/articles/article/?status__exact=in_review")]
    row = next(row for row in desk.rows if row.label == "Articles")
    assert [cell.count for cell in row.cells] == [0, 2, 1, 0, 0]
    assert client.get(desk.to_review[0][1].url).context["cl"].result_count == 1


@pytest.mark.parametrize("rows", [1, 5])
def test_the_first_page_asks_the_database_as_often_for_many_records_as_for_one(client, rows, django_assert_max_num_queries):
    for number in range(rows):
        make_article(f"Article {number}", "in_review")
    client.force_login(make_user(role="approver"))
    client.get("/admin/")
    with django_assert_max_num_queries(16):
        client.get("/admin/")


# --- texts of the libraries --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("language", "today", "save"), [("ja", "今日", "保存"), ("km", "ថ្ងៃនេះ", "រក្សាទុក")])
def test_the_libraries_own_texts_are_in_the_editors_language(client, language, today, save):
    client.force_login(make_user(username="adm", role="administrator"))
    client.post("/admin/language/", {"language": language})
    assert json.dumps(today) in client.get("/admin/jsi18n/").text  # written as \\u escapes
    assert f'value="{save}"' in client.get("/admin/auth/user/add/").text


@pytest.mark.parametrize("domain", ["django", "djangojs"])
@pytest.mark.parametrize("language", ["ja", "km"])
def test_the_catalogues_keep_every_placeholder(settings, language, domain):
    path = settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / f"{domain}.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    assert [(message.id, error) for message, errors in catalogue.check() for error in errors] == []


def test_editors_type_times_on_the_clocks_of_the_first_country(client):
    occasion.anniversary()
    client.force_login(users.user(permissions=("programmes.add_programme", "programmes.change_programme", "programmes.view_programme")))
    record = programme(status="draft", publish_at=datetime(2030, 1, 1, 2, 30, tzinfo=UTC))
    page = client.get(f"/admin/programmes/programme/{record.pk}/change/")
    assert 'name="publish_at_1" value="09:30' in page.content.decode()
    assert "Asia/Phnom_Penh" in page.content.decode()
