"""What readers see of a competition that is run here: always by the clock, told from the rules, a sample never taken for a real one."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from anniversary import clock
from anniversary.competition import chores, doorways, moments, rulesheet, stages, tasks, terms
from anniversary.competition.models import Act, Competition, Rules
from anniversary.publishing.registry import kind_of
from anniversary.search.models import Text
from tests.factories import directory
from tests.factories.competition import competition, issued_terms, rules

from .conftest import CLOSES, NOW, OPENS

pytestmark = pytest.mark.django_db
S = Competition.Stage
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
PAGE, RULES, LIST = "/en/competition/logo/", "/en/competition/logo/rules/", "/en/competition/"


# --- moments ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "14 March 2023, 21:59 in Phnom Penh / 23:59 in Tokyo"), ("en", "14 March 2023, 22:30 in Phnom Penh / 15 March 2023, 00:30 in Tokyo")],
)
def test_a_moment_is_said_on_both_countries_clocks(language, said):
    moment = datetime(2023, 3, 14, 14, 59, tzinfo=UTC) if "23:59" in said else datetime(2023, 3, 14, 15, 30, tzinfo=UTC)
    with translation.override(language):
        assert moments.said(moment) == said


# --- the page -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("moment", "sentence", "now"),
    [
        (OPENS - SECOND, "Entries are taken from 1 March 2023, 00:00 in Phnom Penh / 02:00 in Tokyo until 31 March 2023, 00:00 in Phnom Penh", "Announced"),
        (OPENS, "Entries are taken until 31 March 2023, 00:00 in Phnom Penh / 02:00 in Tokyo.", "Open for entries"),
        (CLOSES - SECOND, "Entries are taken until 31 March 2023, 00:00 in Phnom Penh / 02:00 in Tokyo.", "Open for entries"),
        (CLOSES, "Entries are closed. What was sent in is checked against the rules.", "Closed for entries"),
    ],
)
def test_page_and_list_and_home_follow_the_clock_whatever_is_stored(client, announced, moment, sentence, now):
    with clock.as_of(moment):
        page = client.get(PAGE).text
        assert sentence in page
        assert f"<strong>{now}</strong>" in page
        listed = client.get(LIST).text
        assert sentence in listed
        assert f'<p class="eyebrow">{now}</p>' in listed
        home = client.get("/en/").text
        assert sentence in home
        assert ('id="take-part"' in home) is (now == "Open for entries")
    assert Competition.objects.get().stage == S.ANNOUNCED


def test_the_path_is_told_from_the_rules(client, record, officer):
    rules(record, opens_at=OPENS, vote=True)
    issued_terms(record, user=officer)
    stages.move(record, S.ANNOUNCED, user=officer)
    Competition.objects.update(stage=S.JURY)
    page = client.get(PAGE)
    states = {str(step.stage): step.state for step in page.context["whole_path"]}
    assert states == {
        "announced": "done", "open": "done", "eligibility": "done", "jury": "now", "shortlist": "ahead", "rights_check": "ahead", "public_vote": "ahead",
        "decision": "ahead", "result_announced": "ahead", "kit_released": "ahead",
    }  # fmt: skip
    assert '<li class="path-now path-known" aria-current="step"><b>With the jury</b></li>' in page.text
    assert "30 April 2023, 00:00 in Phnom Penh / 02:00 in Tokyo" in page.text  # the vote
    Rules.objects.update(vote_opens_at=None, vote_closes_at=None, takes_files=False)
    assert [step.label for step in client.get(PAGE).context["whole_path"]][-2:] == ["Decision", "Result announced"]


@pytest.mark.parametrize(("stage", "state"), [(S.CLOSED, ("done", "ahead", "ahead")), (S.EMBARGOED, ("done", "done", "now")), (S.ARCHIVED, ("done",) * 3)])
def test_stages_that_only_officers_tell_apart_stand_between(client, announced, stage, state):
    Competition.objects.update(stage=stage)
    found = {step.stage: step.state for step in client.get(PAGE).context["whole_path"]}
    assert (found["open"], found["eligibility"], found["decision"]) == state


def test_nothing_of_the_rules_is_told_before_they_are_announced(client, record):
    rules(record, opens_at=OPENS)
    page = client.get(PAGE).text
    assert "The call is being prepared." in page
    assert "1 March 2023" not in page
    assert "/rules/" not in page
    assert client.get(RULES).status_code == 404
    with clock.as_of(OPENS + DAY):
        assert client.get(RULES).status_code == 404


def test_doorways_are_buttons_the_main_one_first(client, announced, monkeypatch):
    monkeypatch.setattr(doorways, "_offers", [])
    doorways.offer(lambda record, rules, stage: doorways.Doorway("Look", "/look/"))
    doorways.offer(lambda record, rules, stage: doorways.Doorway("Enter now", "/enter/", main=True))
    page = client.get(PAGE).text
    buttons = [page.index(text) for text in ('<a class="button" href="/enter/">Enter now</a>', '<a class="button button--quiet" href="/look/">Look</a>')]
    assert buttons == sorted(buttons)
    assert f'href="{RULES}"' in page
    assert 'href="/en/competition/logo/terms/1/"' in page


def test_the_rules_are_printed_with_the_lots_digest_and_the_sections_of_others(client, announced, monkeypatch):
    monkeypatch.setattr(rulesheet, "_providers", [*rulesheet._providers])
    rulesheet.register(lambda record, rules: [rulesheet.Section("Criteria", 45, [("Idea", "weight 3")])])
    page = client.get(RULES)
    titles = [section.title for section in page.context["sections"]]
    assert titles[:4] == ["Times", "Who may enter", "What is asked for", "How it is judged"]
    assert titles.index("How it is judged") < titles.index("Criteria") < titles.index("Works with equal marks")
    frozen = Rules.objects.get()
    for text in (
        frozen.lot_digest, "31 March 2023, 00:15 in Phnom Penh / 02:15 in Tokyo", "<dd>up to 20 MB</dd>", "<dd>PNG, JPEG, SVG, PDF</dd>", "weight 3",
        "<dd>from anywhere</dd>", "for 15 minutes", 'href="/en/competition/logo/terms/1/"',
    ):  # fmt: skip
        assert text in page.text
    assert frozen.lot_seed not in page.text


def test_each_issued_version_can_be_read_and_no_draft(client, announced, officer):
    second = terms.draft(announced, **{f"text_{code}": f"<p>Second {code}</p>" for code in ("en", "ja", "km")})
    assert client.get("/en/competition/logo/terms/2/").status_code == 404
    terms.issue(second, user=officer)
    first = client.get("/ja/competition/logo/terms/1/").text
    assert "<p>I agree.</p>" in first
    assert 'href="/ja/competition/logo/terms/2/"' in first
    newest = client.get("/ja/competition/logo/terms/2/").text
    assert "<p>Second ja</p>" in newest
    assert second.digest in newest
    for version in ("3", "0", "9" * 30):
        assert client.get(f"/en/competition/logo/terms/{version}/").status_code == 404


@pytest.mark.parametrize("address", ["rules/", "terms/1/"])
def test_pages_below_go_with_the_competitions_own(client, announced, address):
    assert client.get(f"{PAGE}{address}").status_code == 200
    announced.slug = "sign"
    announced.save()
    assert client.get(f"{PAGE}{address}")["Location"] == f"/en/competition/sign/{address}"
    Competition.objects.update(status="draft")
    assert client.get(f"/en/competition/sign/{address}").status_code == 404
    Competition.objects.update(status="withdrawn")
    assert client.get(f"/en/competition/sign/{address}").status_code == 410
    assert client.get(f"/en/competition/{competition(slug='told').slug}/{address}").status_code == 404


def test_as_many_queries_for_thirty_as_for_one(client, announced, officer):
    few = [count(client, address) for address in (LIST, PAGE, RULES)]  # what other features ask for among them
    for n in range(30):
        other = competition(slug=f"c{n}", title_en=f"Call {n}", stage=S.ANNOUNCED)
        rules(other, opens_at=NOW - DAY)
        issued_terms(announced, user=officer)
    assert [count(client, address) for address in (LIST, PAGE, RULES)] == few
    assert few[0] == 1


def count(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_admins_list_is_by_the_clock_too_in_constant_queries(office, announced):
    with clock.as_of(OPENS + DAY):
        address = "/admin/competition/competition/"
        assert '<td class="field-stage_mark">Open for entries</td>' in office.get(address).text
        assert office.get(f"{address}?stage=open").context["cl"].result_count == 1
        assert office.get(f"{address}?stage=announced").context["cl"].result_count == 0
        few = count(office, address)
        for n in range(20):
            rules(competition(slug=f"c{n}", stage=S.ANNOUNCED), opens_at=NOW)
        assert count(office, address) == few


# --- the clock's moves are stored and found -------------------------------------------------------------------------------
def test_the_round_of_the_worker_settles_what_the_clock_has_moved(announced, monkeypatch):
    monkeypatch.setattr(chores, "_chores", [tasks.enqueue_settling])
    assert list(tasks.due()) == []
    with clock.as_of(CLOSES + DAY):
        assert list(tasks.due()) == [announced]
        chores.enqueue_due()
        assert Competition.objects.get().stage == S.CLOSED
        assert list(tasks.due()) == []
        assert tasks.settle_due.call() == 0
    assert list(Act.objects.filter(role="clock").values_list("after", "at")) == [(S.OPEN, OPENS), (S.CLOSED, CLOSES)]


@pytest.fixture
def indexed(monkeypatch):
    monkeypatch.undo()  # conftest spares most tests the index


def test_the_search_follows_the_clock_once_it_is_settled(indexed, announced):
    def body() -> str:
        return Text.objects.get(entry__kind="competition", entry__language="en").body

    assert "Announced" in body()
    assert "1 March 2023" in body()
    with clock.as_of(CLOSES + DAY):
        stages.settle(announced)
    assert "Closed for entries" in body()


# --- samples --------------------------------------------------------------------------------------------------------------
@pytest.fixture
def sample(officer):
    record = competition(slug="logo", title_en="An invented call", stage=S.OPEN)
    rules(record, opens_at=NOW - DAY, sample=True)
    terms.issue(terms.draft(record, **{f"text_{code}": "<p>I agree.</p>" for code in ("en", "ja", "km")}), user=officer)
    return record


@pytest.mark.parametrize("address", ["", "rules/", "terms/1/"])
def test_a_sample_says_so_on_each_page_and_is_not_indexed(client, sample, address):
    html = client.get(f"{PAGE}{address}").text
    assert '<div class="sample-mark">' in html
    assert '<meta name="robots" content="noindex">' in html


@pytest.mark.parametrize("address", [PAGE, RULES, "/en/competition/logo/terms/1/"])
def test_a_real_one_has_no_such_mark(client, announced, address):
    html = client.get(address).text
    assert "sample-mark" not in html
    assert 'name="robots"' not in html


def test_a_sample_is_at_no_door_of_machines_and_in_no_list_of_real_ones(client, indexed, sample):
    organisation = directory.organisation(name_en="The invented office")
    sample.organisers.add(organisation)
    sample.save()
    assert sample not in kind_of(Competition).public()
    assert "/competition/logo/" not in client.get("/sitemap.xml").text
    for address in ("/en/", "/en/search/?q=invented", "/api/organisations/", "/api/search/?q=invented", "/en/articles/feed/", "/en/organisations/"):
        assert "/competition/logo/" not in client.get(address).text, address
        assert "The invented office" not in client.get(address).text, address
    assert client.get(organisation.get_absolute_url()).status_code == 404
    listed = client.get(LIST).text
    assert "No competition is published yet." in listed
    assert '<h2 id="samples">Samples, to be tried out</h2>' in listed
    assert listed.count("An invented call") == 1
    Rules.objects.update(sample=False)
    sample.save()
    assert "/competition/logo/" in client.get("/en/search/?q=invented").text
    assert "The invented office" in client.get("/en/organisations/").text
