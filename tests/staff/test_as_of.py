"""The site as of another day: who may, on which pages, what they then see, and that nobody else does."""

import re
import threading
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory

from anniversary import clock
from anniversary.publishing.models import Status
from anniversary.publishing.previews import url_for
from anniversary.staff.as_of import SESSION_KEY, AsOf, AsOfMiddleware, may_look
from tests.factories import articles, events, occasion
from tests.factories.programmes import programme
from tests.factories.staff import make_user

pytestmark = pytest.mark.django_db

URL = "/admin/as-of/"
LATER = datetime(2025, 6, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _year():
    occasion.anniversary()  # 1 March 2025 to 28 February 2026, Phnom Penh first


@pytest.fixture
def editor(client) -> Client:
    client.force_login(make_user(role="editor"))
    return client


def choose(client: Client, day: str, *, at: str = "", following: str = "/en/"):
    return client.post(URL, {"day": day, "at": at, "next": following})


def store(client: Client, value: object) -> None:
    session = client.session
    session[SESSION_KEY] = value
    session.save()


def is_private(response) -> bool:
    return response["Cache-Control"] == "private, no-store" and "noindex" in response["X-Robots-Tag"]


# --- choosing -----------------------------------------------------------------------------------------------------------
def test_an_editor_sees_the_public_pages_as_of_the_day_that_they_choose(editor):
    response = choose(editor, "2025-02-20", following="/en/history/")
    assert (response.status_code, response["Location"]) == (302, "/en/history/")
    page = editor.get("/en/")
    assert "Shown as of Thursday, 20 February 2025" in page.text
    assert "days until the year begins" in page.text
    assert '<meta name="robots" content="noindex">' in page.text
    assert is_private(page)


def test_a_time_is_that_of_the_first_country_s_clocks(editor):
    concert = programme(publish_at=datetime(2025, 2, 20, 11, tzinfo=UTC))  # 18:00 in Phnom Penh
    choose(editor, "2025-02-20", at="17:59")
    assert editor.get(concert.get_absolute_url()).status_code == 404
    choose(editor, "2025-02-20", at="18:00")
    page = editor.get(concert.get_absolute_url())
    assert page.status_code == 200
    assert "20 February 2025, 18:00" in re.sub(r"<[^>]+>", "", page.text)


def test_the_ribbon_steps_by_a_day_and_a_month_keeps_the_time_and_leads_back_to_the_same_page(editor):
    choose(editor, "2025-03-31", at="18:00")
    ribbon = re.search(r'<section class="as-of".*?</section>', editor.get("/ja/events/?when=all").text, re.DOTALL)[0]
    assert re.findall(r'name="day" value="([^"]+)"', ribbon) == ["2025-02-28", "2025-03-30", "2025-04-01", "2025-04-30", "2025-03-31"]
    assert ribbon.count('name="next" value="/ja/events/?when=all"') == 2
    assert '<input type="hidden" name="at" value="18:00">' in ribbon
    assert "2025年3月31日(月)" in ribbon


def test_back_to_today_is_today(editor):
    choose(editor, "2025-02-20")
    response = editor.post(URL, {"today": "1", "next": "/km/events/", "day": "2025-02-20"})
    assert (response.status_code, response["Location"]) == (302, "/km/events/")
    page = editor.get("/en/")
    assert "Shown as of" not in page.text
    assert SESSION_KEY not in editor.session
    assert page.headers.get("X-Robots-Tag") is None
    assert "Cache-Control" not in page.headers


def test_signing_out_ends_it(editor):
    choose(editor, "2025-02-20")
    editor.logout()
    assert "Shown as of" not in editor.get("/en/").text


@pytest.mark.parametrize("path", ["/en/competition/logo/enter/", "/en/competition/logo/enter/token/new/", "/km/competition/logo/vote/", "/en/jury/"])
def test_where_the_moment_decides_what_is_taken_every_day_is_today(editor, path):
    choose(editor, "2025-02-20")
    seen = {}

    def view(request):
        seen[request.path] = clock.is_set()
        return HttpResponse()

    for asked_for in (path, "/en/competition/logo/"):
        request = RequestFactory().get(asked_for)
        request.COOKIES, request.session, request.user = {settings.SESSION_COOKIE_NAME: "x"}, editor.session, make_user(username=f"u{len(seen)}", role="editor")
        AsOfMiddleware(view)(request)
    assert seen == {path: False, "/en/competition/logo/": True}


@pytest.mark.parametrize("following", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
def test_it_leads_nowhere_else(editor, following):
    assert choose(editor, "2025-02-20", following=following)["Location"] == "/en/"
    assert editor.post(URL, {"today": "1", "next": following})["Location"] == "/en/"


@pytest.mark.parametrize(
    ("day", "at", "words"),
    [
        ("", "", "Choose a date."),
        ("2025-02-30", "", "Write a date that the calendar has"),
        ("soon", "", "Write a date that the calendar has"),
        ("20/02/2025", "", "Write a date that the calendar has"),
        ("1899-12-31", "", "Choose a day between 1900 and 2199."),
        ("2200-01-01", "", "Choose a day between 1900 and 2199."),
        ("2025-02-20", "25:00", "Write a time as hours and minutes"),
        ("2025-02-20", "x" * 5000, "Write a time as hours and minutes"),
        ("9" * 5000, "", "Write a date that the calendar has"),
    ],
)
def test_a_bad_date_is_named_beside_its_field_and_nothing_is_lost(editor, day, at, words):
    choose(editor, "2025-05-05")
    response = choose(editor, day, at=at, following="/ja/events/?when=all")
    assert response.status_code == 200
    assert words in response.text
    assert f'value="{day}"' in response.text or not day
    assert f'value="{at}"' in response.text or not at
    assert 'name="next" value="/ja/events/?when=all"' in response.text
    assert editor.session[SESSION_KEY] == "2025-05-05"


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
def test_the_first_and_the_last_day_of_the_calendar_have_pages_too(editor, day):
    choose(editor, day)
    assert editor.get("/en/").status_code == 200
    assert editor.get("/en/events/").status_code == 200


# --- who may ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("role", "may"), [("translator", True), ("editor", True), ("approver", True), ("competition_officer", True), ("administrator", True),
                                          ("juror", False), ("", False)])  # fmt: skip
def test_whoever_may_read_everything_in_the_admin_may_and_nobody_else(client, role, may):
    client.force_login(make_user(role=role))
    assert client.get(URL).status_code == (200 if may else 403)
    assert ("See the site as of a date" in client.get("/admin/").text) is may
    store(client, "2025-02-20")
    assert ("Shown as of" in client.get("/en/").text) is may


def test_a_stranger_and_somebody_without_access_may_not(client):
    assert client.post(URL, {"day": "2025-02-20"}).status_code == 302
    assert SESSION_KEY not in client.session
    client.force_login(make_user(is_staff=False))
    assert client.post(URL, {"day": "2025-02-20"})["Location"].startswith("/admin/login/")
    store(client, "2025-02-20")
    page = client.get("/en/")
    assert "Shown as of" not in page.text
    assert page.headers.get("X-Robots-Tag") is None


def test_a_session_without_anybody_signed_in_sees_today(client):
    store(client, "2025-02-20")
    assert "Shown as of" not in client.get("/en/").text


def test_whoever_loses_their_access_sees_today(editor):
    choose(editor, "2025-02-20")
    user = make_user(username="other", role="editor")
    other = Client()
    other.force_login(user)
    store(other, "2025-02-20")
    assert "Shown as of" in other.get("/en/").text
    user.is_active = False
    user.save()
    assert "Shown as of" not in other.get("/en/").text
    assert "Shown as of" in editor.get("/en/").text


def test_a_form_from_elsewhere_is_refused():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user(role="editor"))
    assert client.post(URL, {"day": "2025-02-20"}).status_code == 403
    assert SESSION_KEY not in client.session


FORGED = ["soon", "2025-02-30", "2025-02-20T99:00", "0001-01-01", "9999-12-31", "２０２５-02-20", "2025-02-20\n", 5, None, ["2025-02-20"], {}, True]


@pytest.mark.parametrize("value", FORGED)
def test_what_a_forged_session_holds_is_no_day(editor, value):
    store(editor, value)
    page = editor.get("/en/")
    assert page.status_code == 200
    assert "Shown as of" not in page.text
    assert editor.get("/admin/").status_code == 200


def test_what_is_kept_reads_back_as_what_was_chosen():
    for text in ("2025-02-20", "2025-02-20T18:05"):
        assert str(AsOf.read(text)) == text
    assert AsOf.read("2025-02-20").moment == datetime(2025, 2, 20, 5, tzinfo=UTC)
    assert AsOf(date(2024, 2, 29)).steps["month_on"] == date(2024, 3, 29)
    assert AsOf(date(2025, 1, 31)).steps["month_on"] == date(2025, 2, 28)
    assert AsOf(date(2025, 1, 1)).steps["month_back"] == date(2024, 12, 1)


# --- what is seen ---------------------------------------------------------------------------------------------------------
def test_what_is_not_published_stays_hidden_whatever_the_day(editor):
    hidden = [
        programme(slug="draft", title_en="Secret draft", status=Status.DRAFT), programme(slug="review", title_en="Secret review", status=Status.IN_REVIEW),
        programme(slug="returned", title_en="Secret returned", status=Status.RETURNED),
    ]  # fmt: skip
    for day in ("2025-02-20", "2199-12-31"):
        choose(editor, day)
        assert [editor.get(record.get_absolute_url()).status_code for record in hidden] == [404, 404, 404]
        assert "Secret" not in editor.get("/en/programmes/").text
        assert "Nothing was found for “<bdi>Secret</bdi>”." in editor.get("/en/search/?q=Secret").text
    withdrawn = programme(slug="gone", status=Status.WITHDRAWN, publish_at=datetime(2025, 1, 1, tzinfo=UTC))
    choose(editor, "2025-02-20")
    assert editor.get(withdrawn.get_absolute_url()).status_code == 410


def test_a_scheduled_record_is_there_after_its_day_and_not_before(editor):
    far = datetime(2190, 6, 1, 9, tzinfo=UTC)
    record = programme(title_en="Far ahead", publish_at=far, first_published_at=far)
    for day, status in [("2190-05-31", 404), ("2190-06-02", 200)]:
        choose(editor, day)
        response = editor.get(record.get_absolute_url())
        assert (response.status_code, is_private(response)) == (status, True)
        assert "Shown as of" in response.text
        assert ("Far ahead" in editor.get("/en/programmes/").text) is (status == 200)
    assert Client().get(record.get_absolute_url()).status_code == 404


def test_what_was_not_yet_published_then_is_not_there(editor):
    record = articles.article(title_en="Written in June", publish_at=LATER)
    choose(editor, "2025-05-31")
    assert editor.get(record.get_absolute_url()).status_code == 404
    choose(editor, "2025-06-02")
    assert editor.get(record.get_absolute_url()).status_code == 200


def test_a_preview_is_still_a_preview(editor):
    record = programme(slug="draft", status=Status.DRAFT)
    choose(editor, "2025-02-20")
    response = editor.get(url_for(record))
    assert (response.status_code, response["X-Robots-Tag"], response["Cache-Control"]) == (200, "noindex, nofollow", "private, no-store")
    assert "Preview: this page is not public." in response.text


@pytest.mark.parametrize(
    "path",
    [
        "/en/", "/en/events/feed.ics", "/en/articles/feed/", "/sitemap.xml", "/robots.txt", "/en/search/?q=x", "/en/manifest.webmanifest", "/brand/hero.svg",
        "/covers/share/programme/bridge-song.png", "/en/no-such-page/",
    ],
)  # fmt: skip
def test_whatever_is_answered_as_of_another_day_is_nobody_else_s(editor, path):
    if path.startswith("/covers/"):
        from anniversary.covers.addresses import share_url

        path = share_url("programme", "bridge-song")
    choose(editor, "2025-02-20")
    assert is_private(editor.get(path))
    reader = Client().get(path)
    assert reader.headers.get("X-Robots-Tag") in {None, "noindex, noodp, noarchive"}  # the second: Django's own for a sitemap's file
    assert "private" not in reader.headers.get("Cache-Control", "")


def test_feeds_sitemap_and_search_are_as_of_the_day(editor):
    record = programme(title_en="Written in June", publish_at=LATER)
    events.occurrence(event=events.event(title_en="Night in June", publish_at=LATER))
    articles.article(title_en="Read in June", publish_at=LATER)
    for day, there in [("2025-05-31", False), ("2025-06-02", True)]:
        choose(editor, day)
        assert (record.get_absolute_url() in editor.get("/sitemap.xml").text) is there
        assert ("<mark>Written</mark> in June" in editor.get("/en/search/?q=Written").text) is there
        assert ("Night in June" in editor.get("/en/events/feed.ics").text) is there
        assert ("Read in June" in editor.get("/en/articles/feed/").text) is there


# --- what it does not touch -------------------------------------------------------------------------------------------------
def test_the_admin_and_the_sign_in_keep_today(editor):
    choose(editor, "2025-02-20")
    for path in ("/admin/", "/admin/programmes/programme/", "/en/accounts/password/change/"):
        response = editor.get(path)
        assert response.status_code == 200
        assert "Shown as of" not in response.text
    record = programme(slug="scheduled", publish_at=LATER)  # public for long
    assert "View on site" in editor.get(f"/admin/programmes/programme/{record.pk}/change/").text
    assert "You see the site as of Thursday, 20 February 2025." in editor.get("/admin/").text


def test_a_record_s_page_in_the_admin_leads_to_its_own_page_as_of_a_date(editor):
    record = programme()
    page = editor.get(f"/admin/programmes/programme/{record.pk}/change/").text
    link = re.search(r'href="(/admin/as-of/\?next=[^"]+)">See the site as of a date', page)[1]
    assert 'name="next" value="/en/programmes/bridge-song/"' in editor.get(link).text
    juror = Client()
    juror.force_login(make_user(username="juror", role="juror"))
    assert "as-of" not in juror.get("/admin/").text


def test_a_reader_s_page_is_not_made_to_vary_and_sets_no_cookie(editor, client):
    choose(editor, "2025-02-20")
    reader = Client()
    for path in ("/en/", "/en/events/", "/en/no-such-page/"):
        response = reader.get(path)
        assert "Cookie" not in response.headers.get("Vary", "")
        assert not response.cookies
        assert 'class="as-of"' not in response.text


def test_a_session_is_not_looked_for_without_its_cookie():
    class Untouchable:
        def get(self, key: str) -> None:
            raise AssertionError("A reader's session was read.")

    request = RequestFactory().get("/en/")
    request.session = Untouchable()
    assert AsOfMiddleware(lambda request: HttpResponse("today"))(request).content == b"today"


def test_what_is_kept_for_all_pages_is_not_taken_from_another_day(editor):
    articles.page(title_en="Page of June", slug="page-of-june", in_footer=True, publish_at=datetime(2190, 6, 1, tzinfo=UTC))
    choose(editor, "2190-07-01")
    assert "Page of June" in editor.get("/en/").text
    assert "Page of June" not in Client().get("/en/").text
    choose(editor, "2190-05-01")
    assert "Page of June" not in editor.get("/en/").text


def test_a_reader_in_the_same_process_at_the_same_time_sees_today():
    both_inside = threading.Barrier(2, timeout=20)
    seen: dict[str, object] = {}

    def view(request) -> HttpResponse:
        both_inside.wait()
        seen[request.name] = (clock.is_set(), clock.now())
        both_inside.wait()
        return HttpResponse()

    middleware = AsOfMiddleware(view)

    def ask(name: str, *, cookie: bool) -> None:
        request = RequestFactory().get("/en/")
        request.name = name
        request.session = {SESSION_KEY: "2025-02-20"}
        request.user = SimpleNamespace(is_active=True, is_staff=True, has_perm=lambda label: True)
        request.COOKIES = {settings.SESSION_COOKIE_NAME: "x"} if cookie else {}
        seen[f"{name} answered"] = middleware(request)

    threads = [threading.Thread(target=ask, args=(name,), kwargs={"cookie": name == "editor"}) for name in ("editor", "reader")]
    AsOf(date(2025, 1, 1)).moment  # noqa: B018  # the anniversary's zone, read here: the threads have no database
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen["editor"] == (True, datetime(2025, 2, 20, 5, tzinfo=UTC))
    assert seen["reader"][0] is False
    assert is_private(seen["editor answered"])
    assert "X-Robots-Tag" not in seen["reader answered"].headers


def test_the_clock_is_today_s_again_after_an_error():
    def broken(request) -> HttpResponse:
        raise RuntimeError

    request = RequestFactory().get("/en/")
    request.session, request.COOKIES = {SESSION_KEY: "2025-02-20"}, {settings.SESSION_COOKIE_NAME: "x"}
    request.user = SimpleNamespace(is_active=True, is_staff=True, has_perm=lambda label: True)
    with pytest.raises(RuntimeError):
        AsOfMiddleware(broken)(request)
    assert clock.is_set() is False


# --- AS_OF ----------------------------------------------------------------------------------------------------------------
def test_a_site_that_was_started_at_another_day_has_the_ribbon_without_its_form(client):
    with clock.as_of(clock.parse("2025-02-20")):
        page = client.get("/en/")
    ribbon = re.search(r'<section class="as-of".*?</section>', page.text, re.DOTALL)[0]
    assert "Shown as of Thursday, 20 February 2025" in ribbon
    assert "<form" not in ribbon
    assert not page.cookies


def test_may_look_asks_for_every_kind_that_is_published():
    assert may_look(make_user(username="root", is_superuser=True))
    assert not may_look(SimpleNamespace(is_active=True, is_staff=True, has_perm=lambda label: label != "events.view_event"))
    assert not may_look(SimpleNamespace(is_active=True, is_staff=False, has_perm=lambda label: True))
