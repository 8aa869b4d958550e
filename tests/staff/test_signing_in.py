"""Signing in, the first password, and what the pages for staff answer with."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import translation

from anniversary.staff import passwords
from anniversary.staff.models import Profile
from tests.factories.staff import PASSWORD, make_user

pytestmark = pytest.mark.django_db
CHANGE = "/en/accounts/password/change/"


def sign_in(client: Client, username: str, password: str, language: str = "en"):
    return client.post(f"/{language}/accounts/login/", {"login": username, "password": password})


@pytest.mark.parametrize("language", ["en", "ja", "km"])
def test_the_sign_in_page_is_in_the_language_of_its_address(client, language):
    response = client.get(f"/{language}/accounts/login/")
    with translation.override(language):
        heading = translation.gettext("Sign in")
    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.text
    assert f"<h1>{heading}</h1>" in response.text


@pytest.mark.parametrize("language", ["en", "ja", "km"])
def test_nobody_is_offered_to_sign_up(client, language):
    assert "signup" not in client.get(f"/{language}/accounts/login/").text


def test_sign_up_is_closed(client, django_user_model):
    form = {"username": "stranger", "password1": PASSWORD, "password2": PASSWORD}
    assert "Accounts are given by the administrators" in client.get("/en/accounts/signup/").text
    client.post("/en/accounts/signup/", form)
    assert not django_user_model.objects.filter(username="stranger").exists()


def test_the_admin_sends_strangers_to_the_sign_in_page_and_back(client):
    make_user(role="editor")
    response = client.get("/admin/auth/user/", follow=True)
    assert [url for url, _status in response.redirect_chain] == ["/admin/login/?next=/admin/auth/user/", "/en/accounts/login/?next=%2Fadmin%2Fauth%2Fuser%2F"]
    response = client.post("/en/accounts/login/", {"login": "sokha", "password": PASSWORD, "next": "/admin/"})
    assert (response.status_code, response.url) == (302, "/admin/")


def test_a_wrong_password_is_said_beside_the_form(client):
    make_user()
    response = sign_in(client, "sokha", "wrong")
    assert response.status_code == 200
    assert 'class="form-errors" role="alert"' in response.text


def test_somebody_without_a_role_is_told_so_and_not_sent_in_circles(client):
    client.force_login(make_user(is_staff=False))
    response = client.get("/admin/", follow=True)
    assert response.status_code == 403
    assert "No role yet" in response.text


def test_signing_out_of_the_admin_ends_at_the_sign_in_page(client):
    client.force_login(make_user(role="editor"))
    response = client.post("/admin/logout/")
    assert (response.status_code, response.url) == (302, "/en/accounts/login/")
    assert client.get("/admin/").status_code == 302


# --- the first password ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("address", ["/admin/", "/admin/auth/user/", "/admin/no-such-page/", "/en/accounts/2fa/", "/en/accounts/email/"])
def test_whoever_must_change_the_password_reaches_nothing_else(client, address):
    client.force_login(make_user(role="administrator", must_change_password=True))
    response = client.get(address)
    assert (response.status_code, response.url) == (302, CHANGE)


def test_whoever_must_change_the_password_reaches_the_form_and_may_leave(client):
    client.force_login(make_user(role="editor", must_change_password=True))
    assert "Choose a password of your own" in client.get(CHANGE).text
    assert client.get("/en/accounts/logout/").status_code == 200
    assert client.post("/admin/logout/").url == "/en/accounts/login/"


def test_a_new_password_opens_the_admin(client):
    user = make_user(role="editor", must_change_password=True)
    client.force_login(user)
    new = "nobody else knows this"
    response = client.post(CHANGE, {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert (response.status_code, response.url) == (302, "/admin/")
    assert Profile.objects.get(user=user).must_change_password is False
    assert client.get("/admin/").status_code == 200


def test_the_old_password_is_no_new_one(client):
    user = make_user(role="editor", must_change_password=True)
    client.force_login(user)
    response = client.post(CHANGE, {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD})
    assert "Choose another password than the one you have now." in response.text
    assert Profile.objects.get(user=user).must_change_password is True


def test_the_site_issues_one_time_passwords(client):
    user = make_user(role="editor")
    password = passwords.issue(user)
    assert [len(part) for part in password.split("-")] == [4, 4, 4, 4]
    assert sign_in(client, "sokha", password).status_code == 302
    assert client.get("/admin/").url == CHANGE


# --- headers -----------------------------------------------------------------------------------------------------------
def test_pages_for_staff_carry_a_nonce_and_are_not_kept(client):
    client.force_login(make_user(role="editor"))
    response = client.get("/admin/")
    policy = response["Content-Security-Policy"]
    nonce = str(response.wsgi_request._csp_nonce)
    assert f"script-src 'self' 'nonce-{nonce}'" in policy
    assert f'nonce="{nonce}"' in response.text
    assert "unsafe" not in policy
    assert response["Cache-Control"] == "private, no-store"
    assert client.get("/en/accounts/2fa/")["Cache-Control"] == "private, no-store"


def test_public_pages_have_no_nonce_and_do_not_vary_by_cookie(client):
    client.force_login(make_user(role="editor"))
    response = client.get("/en/")
    assert response.status_code == 200
    assert "nonce" not in response["Content-Security-Policy"]
    assert "Cookie" not in response.get("Vary", "")
    assert "no-store" not in response.get("Cache-Control", "")


@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "account_signup"])
def test_sign_in_pages_have_no_inline_script_or_style(client, name):
    text = client.get(reverse(name)).text
    for tag in text.split("<script")[1:]:
        opening = tag.split(">")[0]
        assert "src=" in opening or "application/json" in opening
    assert "<style" not in text
    assert " style=" not in text


# --- the second step ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("page", ["", "webauthn/", "recovery-codes/generate/", "totp/activate/", "webauthn/add/"])
@pytest.mark.parametrize("language", ["en", "ja", "km"])
def test_the_pages_of_the_second_step_are_in_the_sites_look(client, page, language):
    user = make_user(role="editor")
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Telephone", "credential": {}})
    client.post(f"/{language}/accounts/login/", {"login": "sokha", "password": PASSWORD})
    client.force_login(user)
    response = client.get(f"/{language}/accounts/2fa/{page}", follow=True)
    assert response.status_code == 200
    assert 'class="account"' in response.text
    assert f'<html lang="{language}">' in response.text


def test_a_second_step_is_asked_for_where_the_operator_requires_it(client, settings):
    settings.REQUIRE_STAFF_MFA = True
    user = make_user(role="editor")
    client.force_login(user)
    assert client.get("/admin/").url == "/en/accounts/2fa/"
    assert client.get("/en/accounts/2fa/").status_code == 200
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert client.get("/admin/").status_code == 200
