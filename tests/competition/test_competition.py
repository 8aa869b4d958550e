from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anniversary import clock
from anniversary.competition.models import Competition, CompetitionQuote, CompetitionRichText
from anniversary.publishing import previews
from anniversary.publishing.models import Status
from anniversary.publishing.registry import kind_of
from tests.factories import directory, library, occasion
from tests.factories.competition import competition

pytestmark = pytest.mark.django_db
NOW = datetime(2023, 2, 1, tzinfo=UTC)
DAY = timedelta(days=1)
LIST, PAGE = "/en/competition/", "/en/competition/logo/"
HIDDEN = {
    "draft": ({"status": Status.DRAFT, "publish_at": None, "first_published_at": None}, 404),
    "in review": ({"status": Status.IN_REVIEW, "publish_at": None, "first_published_at": None}, 404),
    "returned": ({"status": Status.RETURNED, "publish_at": None, "first_published_at": None}, 404),
    "scheduled": ({"publish_at": NOW + DAY, "first_published_at": NOW + DAY}, 404),
    "withdrawn": ({"status": Status.WITHDRAWN}, 410),
    "taken down": ({"unpublish_at": NOW - DAY}, 410),
}


@pytest.fixture(autouse=True)
def february():
    occasion.anniversary()
    with clock.as_of(NOW):
        yield


def test_the_page_tells_brief_stages_result_and_both_readings_of_the_logo(client):
    record = competition(
        slug="logo", stage="archived", announced="2022-11-12", result_en="<p>She won.</p>", winner_name_en="Chan Sophea",
        winner_affiliation_en="School of Arts", rationale_ministry_en="<p>The seven is a roof.</p>",
        rationale_press_en="<p>Seven flowers.</p>", note_en="Not shown: not ours.",
    )  # fmt: skip
    record.sources.create(label="Ministry", url="https://example.org/logo")
    html = client.get(PAGE).text
    for text in (
        "<p>Draw a sign.</p>",
        "<p>She won.</p>",
        "<b>Chan Sophea</b> School of Arts",
        "Archived",
        "Not shown: not ours.",
        'href="https://example.org/logo"',
    ):
        assert text in html
    ministry, press = html.index("As the ministry described it"), html.index("As the press described it")
    assert ministry < html.index("The seven is a roof.") < press < html.index("Seven flowers.")


def test_a_stage_without_a_date_reads_not_stated(client):
    competition(slug="logo", announced="2022-11-12", result_en="<p>She won.</p>")
    html = client.get(PAGE).text
    assert html.count("<span>not stated</span>") == 2
    assert '<li class="path-known"><b>Result announced</b> <time datetime="2022-11-12">12 November 2022</time></li>' in html


def test_a_single_competition_stands_large_and_several_as_cards(client):
    competition(slug="logo")
    html = client.get(LIST).text
    assert "<p>Draw a sign.</p>" in html
    assert 'href="/en/competition/logo/"' in html
    competition(slug="poster", title_en="A poster for the year")
    html = client.get(LIST).text
    assert "<p>Draw a sign.</p>" not in html
    assert html.count('class="card"') == 2


def test_an_empty_list_says_so(client):
    assert "No competition is published yet." in client.get(LIST).text


@pytest.mark.parametrize(("fields", "answer"), HIDDEN.values(), ids=HIDDEN)
def test_what_is_not_public_is_at_no_door(client, fields, answer):
    organisation = directory.organisation()
    record = competition(slug="logo", title_en="Hidden call", **fields)
    record.organisers.add(organisation)
    assert client.get(PAGE).status_code == answer
    assert "Hidden call" not in client.get(LIST).text
    assert client.get(organisation.get_absolute_url()).status_code == 404
    assert record not in kind_of(Competition).public()


def test_what_is_public_is_at_every_door(client):
    organisation = directory.organisation()
    record = competition(slug="logo", title_en="Hidden call")
    record.organisers.add(organisation)
    for address in (PAGE, LIST, organisation.get_absolute_url()):
        assert "Hidden call" in client.get(address).text
    assert f'href="{organisation.get_absolute_url()}"' in client.get(PAGE).text
    assert record in kind_of(Competition).public()


def test_a_working_copy_is_at_no_door(client):
    competition(slug="logo", title_en="Half an edit", copy_of=competition(slug="logo"))
    assert "Half an edit" not in client.get(PAGE).text
    assert "Half an edit" not in client.get(LIST).text


def test_a_preview_shows_a_draft(client):
    response = client.get(previews.url_for(competition(title_en="Hidden call", public=False)))
    assert "Hidden call" in response.text
    assert 'name="robots" content="noindex"' in response.text


def test_an_old_address_leads_to_the_new_one(client):
    record = competition(slug="old")
    record.slug = "new"
    record.save()
    assert client.get("/en/competition/old/")["Location"] == "/en/competition/new/"


def test_a_language_that_is_missing_is_told_and_marked(client):
    competition(slug="logo", title_ja="ロゴ公募")
    html = client.get("/ja/competition/logo/").text
    assert 'class="notice notice--language"' in html
    assert '<div class="prose" lang="en"><p>Draw a sign.</p></div>' in html
    assert "notice--language" not in client.get(PAGE).text


def test_a_language_is_complete_with_title_summary_and_brief():
    record = competition(title_ja="公募", summary_ja="ロゴの公募。", title_km="ក", summary_km="ខ", brief_km="<p>គ</p>")
    assert record.complete_languages() == ["en", "km"]


@pytest.mark.parametrize("field", Competition.PROSE_FIELDS)
def test_scripts_in_a_rich_text_are_dropped_whatever_way_they_come(client, field):
    dirty = '<p onclick="x()">Kept <script>alert(1)</script><a href="javascript:x()">link</a></p>'
    record = competition(slug="logo", **{f"{field}_km": dirty})
    record.refresh_from_db()
    assert getattr(record, f"{field}_km") == '<p>Kept <a rel="noopener">link</a></p>'
    Competition.objects.filter(pk=record.pk).update(**{f"{field}_km": dirty})
    assert "alert(1)" not in client.get("/km/competition/logo/").text


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"opened": "2022-02-30"}, ["opened"]), ({"announced": "soon"}, ["announced"]), ({"opened": "2022-07", "closed": "2022-06-30"}, ["closed"]),
        ({"opened": "2022-07", "announced": "2021"}, ["announced"]), ({"opened": "2022-07-15", "closed": "2022-07", "announced": "2022"}, []),
    ],
)  # fmt: skip
def test_dates_are_dates_and_in_their_order(fields, wrong):
    try:
        Competition(title_en="A", slug="a", **fields).full_clean()
    except ValidationError as error:
        assert list(error.message_dict) == wrong
    else:
        assert wrong == []


def test_a_brief_is_needed_before_it_is_published():
    assert list(competition(brief_en="", public=False).publication_problems()) == ["brief_en"]
    assert competition(title_en="B", public=False).publication_problems() == {}


@pytest.mark.parametrize("number", [1, 30])
def test_pages_take_as_many_queries_for_thirty_as_for_one(client, number):
    record = competition(slug="logo", cover=library.image())
    for n in range(number):
        record.organisers.add(directory.organisation(slug=f"o-{n}", name_en=f"Organisation {n}"))
        record.sources.create(label=f"Source {n}")
        record.tags.add(library.tag(name=f"Tag {n}"))
        CompetitionRichText.objects.create(parent=record, region="en", ordering=n, text="<p>More.</p>")
        CompetitionQuote.objects.create(parent=record, region="en", ordering=n, text="Said.", source="Somebody")
    record.refresh_body_index()
    assert count(client, PAGE) == 6  # of these, one for each of the two kinds of blocks
    for n in range(number):
        competition(slug=f"c-{n}", title_en=f"Call {n}", cover=library.image())
    assert count(client, LIST) == 1


def count(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_an_editor_writes_a_competition(client):
    client.force_login(User.objects.create_superuser("editor"))
    page = client.get("/admin/competition/competition/add/").context
    data = {f"{found.formset.prefix}-{name}": value for found in page["inline_admin_formsets"] for name, value in found.formset.management_form.initial.items()}
    organisation = directory.organisation()
    data |= {
        "title_en": "A logo",
        "brief_ja": "<p>公募</p><script>x</script>",
        "stage": "open",
        "opened": "2022-07",
        "organisers": [organisation.pk],
        "winner_name_km": "ស្រឿន",
    }
    response = client.post("/admin/competition/competition/add/", data | {"closed": "2022-06"})
    assert dict(response.context["adminform"].form.errors) == {"closed": ["This is before the step that comes first."]}
    assert client.post("/admin/competition/competition/add/", data | {"closed": "2022-08"}).status_code == 302
    record = Competition.objects.get()
    assert (record.slug, record.stage, record.brief_ja, record.winner_name_km, [*record.organisers.all()]) == (
        "a-logo",
        "open",
        "<p>公募</p>",
        "ស្រឿន",
        [organisation],
    )


@pytest.mark.parametrize(("stage", "told"), [("open", False), ("embargoed", False), ("result_announced", True), ("archived", True)])
def test_nothing_of_the_result_is_shown_before_it_is_announced(client, stage, told):
    competition(
        slug="logo", stage=stage, winner_name_en="Chan Sophea", winner_affiliation_en="School of Arts", result_en="<p>She won.</p>",
        rationale_ministry_en="<p>Two hands.</p>", rationale_press_en="<p>A heart.</p>",
    )  # fmt: skip
    for address, secrets in ((PAGE, ("Chan Sophea", "School of Arts", "She won.", "Two hands.", "A heart.")), (LIST, ("Chan Sophea", "School of Arts"))):
        html = client.get(address).text
        assert [secret in html for secret in secrets] == [told] * len(secrets)
