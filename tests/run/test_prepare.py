"""manage.py site_prepare and create_admin: done once, said once, and a second run changes nothing."""

import re

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from anniversary.management.commands import site_prepare
from anniversary.occasion.models import Anniversary

pytestmark = pytest.mark.django_db
PASSWORD = re.compile(r"password {4}(\S+)")


@pytest.fixture
def calls(monkeypatch, tmp_path, settings):
    """Which other commands the preparation called; none of them is run."""
    made = []
    settings.STATIC_ROOT = tmp_path / "static"
    monkeypatch.setattr(site_prepare, "STATIC_STAMP", tmp_path / "static.stamp")
    monkeypatch.setattr(site_prepare, "DEMO_UNDER_WAY", tmp_path / "demo.unfinished")
    monkeypatch.setattr(site_prepare, "get_commands", lambda: {"demo": "anniversary"})
    monkeypatch.setattr(site_prepare, "call_command", lambda name, **options: made.append(name))
    return made


def anniversary() -> None:
    Anniversary(name="A", full_name="A", years=1, founded="2000-01-01", start="2001-01-01", end="2001-12-31", publisher="P").save()


def test_the_first_run_loads_the_demonstration_and_makes_an_administrator(calls, capsys):
    call_command("site_prepare")

    assert calls == ["collectstatic", "demo"]
    user = User.objects.get()
    password = PASSWORD.search(capsys.readouterr().out).group(1)
    assert (user.username, user.is_superuser, user.is_staff, user.check_password(password)) == ("admin", True, True, True)
    assert user.profile.must_change_password is True


def test_the_second_run_does_nothing_and_says_nothing(calls, capsys, settings):
    call_command("site_prepare")
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "staticfiles.json").touch()
    anniversary()
    capsys.readouterr()
    calls.clear()

    call_command("site_prepare")

    assert calls == []
    assert capsys.readouterr().out == ""
    assert User.objects.count() == 1


def test_a_demonstration_that_was_cut_short_is_taken_up_again(calls, monkeypatch):
    def cut_short(name, **options):
        calls.append(name)
        if name == "demo":
            anniversary()
            raise KeyboardInterrupt

    monkeypatch.setattr(site_prepare, "call_command", cut_short)
    with pytest.raises(KeyboardInterrupt):
        call_command("site_prepare", no_static=True)
    monkeypatch.setattr(site_prepare, "call_command", lambda name, **options: calls.append(name))
    call_command("site_prepare", no_static=True)
    call_command("site_prepare", no_static=True)

    assert calls == ["demo", "demo"]


def test_a_site_with_an_anniversary_or_without_a_wish_for_it_gets_no_demonstration(calls):
    call_command("site_prepare", no_static=True, no_demo=True)
    anniversary()
    call_command("site_prepare", no_static=True)
    assert calls == []


def test_an_empty_site_begins_with_the_sample_that_was_asked_for(monkeypatch, calls, settings):
    asked = []
    monkeypatch.setattr(site_prepare, "call_command", lambda name, **options: asked.append((name, options)))
    settings.SAMPLE = "other"
    call_command("site_prepare", no_static=True)
    settings.SAMPLE = ""
    call_command("site_prepare", no_static=True)
    settings.SAMPLE = "none"
    call_command("site_prepare", no_static=True)
    assert asked == [("demo", {"sample": "other"}), ("demo", {"sample": "cambodia_japan"})]


def test_a_site_with_content_keeps_it_and_says_that_the_sample_asked_for_was_not_loaded(calls, settings, capsys):
    anniversary()
    settings.SAMPLE = "other"
    call_command("site_prepare", no_static=True)
    assert calls == []
    assert "This site holds “A” and keeps it. To replace all of its content by the sample: manage.py demo --sample other --reset" in capsys.readouterr().out


def test_a_sample_that_there_is_not_stops_the_start_with_a_plain_message(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(site_prepare, "DEMO_UNDER_WAY", tmp_path / "demo.unfinished")
    settings.SAMPLE = "nonsense"
    with pytest.raises(CommandError, match=r"There is no sample “nonsense”\. There are: cambodia_japan, other\."):
        call_command("site_prepare", no_static=True)


def test_somebody_else_called_admin_is_not_made_an_administrator(calls):
    User.objects.create_user("admin", password="a translator's own")
    call_command("site_prepare", no_static=True, no_demo=True)

    assert list(User.objects.order_by("username").values_list("username", "is_superuser")) == [("admin", False), ("admin2", True)]


def test_a_changed_static_file_changes_the_fingerprint(calls, settings, tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    settings.STATICFILES_DIRS = [folder]
    from django.contrib.staticfiles.finders import get_finder

    get_finder.cache_clear()
    before = site_prepare.static_fingerprint()
    assert site_prepare.static_fingerprint() == before
    (folder / "new.css").write_text("p {}")
    assert site_prepare.static_fingerprint() != before
    get_finder.cache_clear()


def test_a_lost_password_is_replaced_on_request_only(capsys):
    call_command("create_admin", "sokha")
    first = PASSWORD.search(capsys.readouterr().out).group(1)
    with pytest.raises(CommandError, match="There is a user “sokha” already"):
        call_command("create_admin", "sokha")
    with pytest.raises(CommandError, match="There is no user “nobody”"):
        call_command("create_admin", "nobody", reset=True)
    call_command("create_admin", "sokha", reset=True)
    second = PASSWORD.search(capsys.readouterr().out).group(1)

    assert first != second
    assert User.objects.get().check_password(second)
