"""Tables into the admin, as an editor uploads them."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from anniversary.programmes.models import Programme, ProgrammeRichText
from tests.factories.programmes import programme
from tests.factories.users import user

pytestmark = pytest.mark.django_db
HEAD = "slug,title_en,title_km,summary_en,kind,body_en,status\n"


@pytest.fixture
def editor(client):
    client.force_login(user(permissions=("programmes.add_programme", "programmes.change_programme", "programmes.view_programme")))
    return client


def upload(client, table: str):
    file = SimpleUploadedFile("table.csv", table.encode("utf-8-sig"), "text/csv")
    return client.post(reverse("admin:programmes_programme_import"), {"import_file": file, "format": "0", "resource": "0"})


def confirm(client, shown):
    form = shown.context["confirm_form"]
    return client.post(reverse("admin:programmes_programme_process_import"), {name: form[name].value() for name in form.fields})


def test_a_row_becomes_a_draft_whatever_the_table_says_of_its_status_and_its_html_is_cleaned(editor):
    shown = upload(editor, HEAD + 'bridge,The bridge,ស្ពាន,A bridge.,cooperation,"<p onclick=""x"">Text<script>x()</script></p>",published\n')
    assert shown.status_code == 200
    assert Programme.objects.count() == 0  # shown first, written when confirmed
    assert confirm(editor, shown).status_code == 302
    made = Programme.objects.get()
    assert (made.slug, made.title_en, made.title_km, made.status) == ("bridge", "The bridge", "ស្ពាន", "draft")
    assert ProgrammeRichText.objects.get(parent=made, region="en").text == "<p>Text</p>"
    assert made.body_languages() == ["en"]


def test_a_bad_row_is_named_and_nothing_is_written(editor):
    shown = upload(editor, HEAD + "good,Good,,S.,song,,\nbad,Bad,,S.,opera,,\n")
    assert shown.status_code == 200
    assert shown.context.get("confirm_form") is None
    assert "opera" in shown.content.decode()
    assert Programme.objects.count() == 0


def test_what_is_there_is_not_changed_by_a_table(editor):
    programme(slug="bridge", title_en="As it was")
    shown = upload(editor, HEAD + "bridge,Otherwise,,S.,song,<p>More</p>,\n")
    if shown.context.get("confirm_form") is not None:
        confirm(editor, shown)
    assert Programme.objects.get().title_en == "As it was"
    assert not ProgrammeRichText.objects.exists()


@pytest.mark.parametrize("table", ["", "slug\n", "nonsense \x00\x01", HEAD + ",No address,,S.,song,,\n"])
def test_a_file_that_is_no_table_gets_a_message(editor, table):
    assert upload(editor, table).status_code == 200
    assert Programme.objects.count() == 0


def test_confirming_twice_gets_a_message(editor):
    shown = upload(editor, HEAD + "bridge,The bridge,,A bridge.,cooperation,,\n")
    assert confirm(editor, shown).status_code == 302
    again = confirm(editor, shown)
    assert (again.status_code, again["Location"]) == (302, reverse("admin:programmes_programme_import"))
    assert Programme.objects.count() == 1


def test_who_may_not_add_may_not_import(client):
    client.force_login(user(permissions=("programmes.view_programme",)))
    assert client.get(reverse("admin:programmes_programme_import")).status_code == 403


def test_an_export_holds_the_titles_in_every_language(editor):
    programme(title_ja="橋の歌")
    response = editor.post(
        reverse("admin:programmes_programme_export"),
        {"format": "0", "resource": "0", **{f"programmeresource_{name}": "on" for name in ("slug", "title_ja", "state")}},
    )
    assert response.status_code == 200
    assert "橋の歌" in response.content.decode()


@pytest.mark.parametrize("text", ["=1+1", "+855 23", "-5", "@SUM(A1)", "'=1", "'quoted'"])
def test_no_cell_is_a_formula_and_all_are_read_back_as_they_were(editor, text):
    made = programme(slug="bridge", title_en=text, kind="cooperation")
    names = ("slug", "title_en", "kind")
    asked = {"format": "0", "resource": "0", **{f"programmeresource_{name}": "on" for name in names}}
    table = editor.post(reverse("admin:programmes_programme_export"), asked).content.decode()
    [row] = csv.DictReader(io.StringIO(table))
    assert row["title_en"] == (text if text == "'quoted'" else f"'{text}")
    made.delete()
    confirm(editor, upload(editor, table))
    assert Programme.objects.get().title_en == text
