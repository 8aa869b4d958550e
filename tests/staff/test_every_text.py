"""Everything that an editor meets in the admin, in Japanese and in Khmer: no text is left in English, whoever wrote the page."""

import json
import re
from pathlib import Path

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from babel import Locale
from django.contrib.auth.tokens import default_token_generator
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import dates, translation

from anniversary.articles.models import Page as SitePage
from anniversary.programmes.models import Programme
from anniversary.staff.models import Profile
from anniversary.staff.roles import ROLES
from tests.factories.staff import PASSWORD, make_user

from .furnished import KHMER, furnish
from .reading import Page, english
from .walking import ODD, Walk, sent_as_it_is

pytestmark = pytest.mark.django_db

# Names of languages, countries (their codes), kinds of files, licences, other sites; and foreign terms that stand in brackets behind their translation.
NAMES = {
    "English", "en", "ja", "km", "PDF", "ODT", "ODS", "ODP", "DOCX", "XLSX", "PPTX", "CSV", "csv", "ZIP", "JPEG", "PNG", "WebP", "GIF", "AVIF", "SHA-256",
    "SVG", "CC BY", "CC BY-SA", "Excel", "YouTube", "Vimeo", "Atom", "feed", "iCalendar", "API", "hearing loop", "http", "https",
    "JP", "KH",
}  # fmt: skip
LANGUAGES = ["ja", "km"]
# The other roles see less of the same; their walks are for make test-slow.
SOME = [("administrator", "km")]
ALL = [pytest.param(role, language, marks=[] if (role, language) in SOME else pytest.mark.slow) for role in ROLES for language in LANGUAGES]


def signed_in(client: Client, language: str, role: str, username: str = "u1") -> Client:
    user = make_user(username=username, role=role)
    Profile.objects.create(user=user, language=language)
    client.force_login(user)
    return client


def faults(pages) -> dict[str, str]:
    """Each text that is in another language, with the address where it was met first."""
    found: dict[str, str] = {}
    for address, page in pages:
        for where, text in english(page, NAMES):
            found.setdefault(f"{where}: {text}", address)
    return found


# --- how it is measured -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>ការកែសម្រួល</p>", []), ("<p>ឯកសារ CSV</p>", []), ("<p>CC BY-SA</p>", []), ("<label>ចំណងជើង [en]</label>", []),
        ("<p>https://example.org/a</p>", []), ("<p>#FBF8F2 #F6CBD5</p>", []),
        ("<code>title_en</code>", []), ("<p lang=en>About this site</p>", []), ("<textarea>About it</textarea>", []),
        ("<p>Save</p>", [("p", "Save")]), ("<p>តាម content type</p>", [("p", "តាម content type")]), ("<img alt=True>", [("img[alt]", "True")]),
        ("<input type=submit value=Search>", [("button", "Search")]), ("<div hidden>Save it</div><b>CSVs</b>", [("b", "CSVs")]),
        ("<p lang=en>Read <i lang=km>Go on</i></p>", [("i", "Go on")]),
    ],
)  # fmt: skip
def test_english_is_told_from_names_and_codes(html, found):
    assert english(Page(html, "km"), NAMES) == found


# --- the walk -----------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("role", "language"), ALL)
def test_no_page_of_an_editor_and_no_answer_of_its_forms_is_in_english(client, role, language):
    furnish()
    walk = Walk(signed_in(client, language, role), language, "/admin/", f"/{language}/accounts/2fa/", f"/{language}/accounts/password/change/")
    pages = list(walk.pages())
    assert len(pages) > (3 if role == "juror" else 60)
    assert faults(pages) == {}
    odd = ODD if role == "administrator" else ODD[:1]
    assert faults(answer for address, form in walk.forms(pages) for answer in walk.answers(address, form, odd)) == {}


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_history_of_a_record_is_in_the_reader_s_language_whoever_made_it(client, language):
    furnish()
    programme, page = Programme.objects.get(), SitePage.objects.get()
    other = signed_in(Client(), "en", "administrator", "u2")
    for address in (f"/admin/programmes/programme/{programme.pk}/change/", f"/admin/articles/page/{page.pk}/change/"):
        assert sent_as_it_is(other, address, title_km=KHMER * 2, summary_ja="").status_code == 302
    tag = programme.tags.get()
    assert sent_as_it_is(other, f"/admin/library/tag/{tag.pk}/change/", label_km=KHMER * 2).status_code == 302
    signed_in(client, language, "administrator")
    seen = [f"/admin/programmes/programme/{programme.pk}/history/", f"/admin/articles/page/{page.pk}/history/", f"/admin/library/tag/{tag.pk}/history/"]
    walk = Walk(client, language, *seen)
    walk.times.update({walk.shape(address): 1 for address in ("/admin/", "/admin/programmes/programme/")})
    pages = [(address, page) for address, page in walk.pages() if "/history/" in address or "/recover/" in address]
    assert len(pages) >= 5
    assert faults(pages) == {}
    with translation.override(language):
        title = str(Programme._meta.get_field("title_km").verbose_name)
    assert not title.isascii()
    assert title in client.get(seen[0]).text


# --- signing in ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", LANGUAGES)
def test_signing_in_and_what_can_go_wrong_with_it(client, language):
    furnish()
    user = make_user(username="u1", role="editor")
    with translation.override(language):
        key = f"{int(user.pk):x}-{default_token_generator.make_token(user)}"
        names = ["login", "reset_password", "reset_password_done", "reset_password_from_key_done", "inactive", "signup", "email_verification_sent"]
        starts = [*(reverse(f"account_{name}") for name in names), f"/{language}/accounts/password/reset/key/{key}/"]
    walk = Walk(client, language, *starts)
    pages = list(walk.pages())
    assert faults(pages) == {}
    assert faults(answer for address, form in walk.forms(pages) for answer in walk.answers(address, form)) == {}
    wrong = [client.post(f"/{language}/accounts/login/", {"login": "u1", "password": "x"}) for _ in range(7)]  # in the end it is too many times
    assert faults((f"wrong password {number}", Page(answer.text, language)) for number, answer in enumerate(wrong)) == {}


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_second_step_is_set_up_used_and_taken_off(client, language):
    furnish()
    client.force_login(make_user(username="u1", role="editor"))
    client.post(f"/{language}/accounts/reauthenticate/", {"password": PASSWORD})
    user = client.get(f"/{language}/accounts/2fa/").wsgi_request.user
    with translation.override(language):
        names = ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "account_email", "account_change_password"]
        starts = [reverse(name) for name in names]
    walk = Walk(client, language, *starts)
    pages = list(walk.pages())
    TOTP.activate(user, "ABCDEFGHABCDEFGH")
    RecoveryCodes.activate(user)
    walk.seen.clear()
    walk.times.clear()
    walk.to_see = [*starts, *(f"/{language}/accounts/2fa/{part}/" for part in ("totp/deactivate", "recovery-codes", "recovery-codes/generate", "webauthn"))]
    pages += walk.pages()
    assert any("recovery-codes" in address for address, _page in pages)
    assert faults(pages) == {}
    assert faults(answer for address, form in walk.forms(pages) for answer in walk.answers(address, form)) == {}
    stranger = Client()
    asked = stranger.post(f"/{language}/accounts/login/", {"login": "u1", "password": PASSWORD}, follow=True)
    refused = stranger.post(f"/{language}/accounts/2fa/authenticate/", {"code": "000"})
    assert "/2fa/authenticate/" in asked.redirect_chain[-1][0]
    assert faults([("asked", Page(asked.text, language)), ("refused", Page(refused.text, language))]) == {}


# --- tables -------------------------------------------------------------------------------------------------------------------
WRONG = {
    "events/event": b"slug,title_km,day,from,category,colour\n,,x,25:99,nothing,y\ne1,x,2033-02-30,,c1,\n",
    "programmes/programme": b"slug,title_km,kind,start\n,,x,99\nx y,\xff,song,99\n",
    "history/milestone": "slug,title_km,date,side\nm2,ក,x,\nm3,ខ,1953-13,XX\n".encode(),
    "articles/article": "slug,title_km,date,type\na9,ក,31/02/2023,news\n".encode(),
}
RIGHT = {"programmes/programme": f"slug,title_km,summary_km,kind\ng9,{KHMER},{KHMER},song\n".encode(), "articles/page": f"slug,title_km\nb9,{KHMER}\n".encode()}


# Columns by their headings, and what stands in their cells.
HEADINGS = {"slug", "kind", "start", "end", "state", "colour", "date", "side", "type", "song", "news", "nothing", "XX"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tables", [WRONG, RIGHT], ids=["wrong", "right"])
def test_what_is_said_of_a_table(client, language, tables):
    furnish()
    signed_in(client, language, "administrator")
    for kind, table in tables.items():
        field = "file" if kind == "events/event" else "import_file"
        answer = client.post(f"/admin/{kind}/import/", {field: SimpleUploadedFile("t.csv", table), "format": "0", "resource": "0"}, follow=True)
        assert answer.status_code == 200
        assert english(Page(answer.text, language), NAMES | HEADINGS) == [], kind


# --- days, and what scripts say --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", LANGUAGES)
def test_days_and_months_have_the_names_that_unicode_gives_them(language):
    cldr = Locale.parse(language)
    with translation.override(language):
        for months in (dates.MONTHS, dates.MONTHS_AP, dates.MONTHS_ALT, dates.MONTHS_3):
            assert {number: str(name) for number, name in months.items()} == dict(cldr.months["format"]["wide"])
        assert {number: str(name) for number, name in dates.WEEKDAYS.items()} == dict(cldr.days["format"]["wide"])


ASKED = re.compile(r"""\b(?:gettext|pX)\(\s*(["'`])(.+?)\1""")
# What the admin's pages load; minified scripts call gettext by a name of their own (pX).
SCRIPTS = ["admin/js", "content_editor", "django_prose_editor", "admin_ordering", "import_export", "admin-ui"]


def asked_by_scripts() -> set[str]:
    found = set()
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            if path.startswith(tuple(SCRIPTS)) and path.endswith(".js") and "/vendor/" not in path:
                found |= {text for _quote, text in ASKED.findall(Path(storage.path(path)).read_text())}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_that_a_script_asks_for_is_in_the_catalogue_of_the_scripts(client, language):
    asked = {text.replace(r"\'", "'") for text in asked_by_scripts()}
    assert {"Today", "Insert Table", "Hide"} <= asked
    signed_in(client, language, "editor")
    catalogue = json.loads(re.search(r"const newcatalog = (\{.*?\});", client.get("/admin/jsi18n/").text, re.DOTALL)[1])
    assert sorted(asked - catalogue.keys()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_fields_that_are_completed_while_one_types_speak_the_language(client, language):
    furnish()
    signed_in(client, language, "administrator")
    page = client.get("/admin/programmes/programme/add/").text
    assert f"select2/i18n/{language}.js" in page
