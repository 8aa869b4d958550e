import pytest
from django.urls import reverse

from tests.factories import history, library, occasion

pytestmark = pytest.mark.django_db
TIMELINE, FIGURES = "/en/history/", "/en/history/figures/"


@pytest.fixture(autouse=True)
def fifty():
    """Cambodia and Japan, since 1975."""
    return occasion.anniversary()


def test_the_timeline_goes_by_decade_and_starts_with_what_came_before(client):
    for text in ("2023-02-23", "1979", "1569", "1975-02", "1975-03-01"):
        history.milestone(title_en=f"Step of {text}", date=text)
    decades = client.get(TIMELINE).context["decades"]
    assert [(decade.anchor, decade.label, decade.flower, [made.date for made in decade.milestones]) for decade in decades] == [
        ("before", "Before 1975", "a", ["1569"]),
        ("y1970", "1970s", "b", ["1975-02", "1975-03-01", "1979"]),
        ("y2020", "2020s", "a", ["2023-02-23"]),
    ]


def test_each_decade_has_an_anchor_that_the_navigation_leads_to(client):
    history.milestone(date="1992")
    html = client.get(TIMELINE).text
    assert 'href="#y1990"' in html
    assert 'id="y1990"' in html


def test_a_milestone_shows_date_side_title_and_text_and_leads_to_its_page(client):
    history.milestone(slug="embassies", side="JP", date="1992-03")
    html = client.get(TIMELINE).text
    assert '<li class="stone stone--b">' in html
    assert '<time datetime="1992-03">March 1992</time> <span class="stone-side">Japan</span>' in html
    assert '<a href="/en/history/embassies/">Relations begin</a>' in html
    assert "<p>Both sides opened embassies.</p>" in html


def test_only_the_highlighted_have_a_picture(client):
    history.milestone(slug="plain")
    history.milestone(slug="great", highlight=True, date="1992")
    html = client.get(TIMELINE).text
    assert html.count("stone--high") == html.count('class="stone-art"') == 1
    assert "/covers/milestone/great" in html
    assert "/covers/milestone/plain" not in html


def test_what_is_missing_in_a_language_stands_in_another_and_is_marked_as_such(client):
    history.milestone(title_ja="国交の始まり")
    html = client.get("/ja/history/").text
    assert "国交の始まり</a>" in html
    assert '<span lang="en">Both sides opened embassies.</span>' in html
    page = client.get("/km/history/relations-begin/").text
    assert 'class="notice notice--language"' in page
    assert '<span lang="en">Relations begin</span>' in page


def test_dates_are_written_as_each_language_writes_them(client):
    history.milestone(date="1992-03-04")
    assert "1992年3月4日</time>" in client.get("/ja/history/").text
    assert "ថ្ងៃទី៤ ខែមីនា ឆ្នាំ១៩៩២</time>" in client.get("/km/history/").text


@pytest.mark.parametrize(("number", "limit"), [(60, 100_000), (150, 100_000)])
def test_a_long_timeline_stays_light_even_in_khmer(client, number, limit):
    for n in range(number):
        history.milestone(slug=f"m-{n}", date=str(1950 + n % 70), title_km="ទំនាក់ទំនងការទូតរវាងប្រទេសទាំងពីរ", text_km="ប្រទេសទាំងពីរបានបើកស្ថានទូត។ " * 6)
    assert len(client.get("/km/history/").content) <= limit


def test_the_page_of_a_milestone_has_its_sources_its_tags_and_its_neighbours(client):
    for text in ("1992-01", "1992-01-01", "1992-01-02"):
        history.milestone(slug=f"m-{text}", title_en=f"Step of {text}", date=text)
    middle = history.milestone(slug="middle", date="1992-01-01")
    middle.tags.add(library.tag(name="peace", slug="peace", label_en="Peace"))
    middle.sources.create(label="Archive", url="https://example.org/a")
    html = client.get("/en/history/middle/").text
    assert '<a href="https://example.org/a" rel="external">Archive</a>' in html
    assert "Peace" in html
    assert 'href="/en/history/m-1992-01-01/" rel="prev"' in html
    assert 'href="/en/history/m-1992-01-02/" rel="next"' in html


def test_an_empty_timeline_and_an_empty_page_of_figures_say_so(client):
    assert "No milestone is published yet." in client.get(TIMELINE).text
    assert "No figure is published yet." in client.get(FIGURES).text


def test_a_figure_has_an_anchor_a_chart_and_a_table_that_says_the_same(client):
    made = history.metric(slug="trade")
    html = client.get(FIGURES).text
    assert made.get_absolute_url() == "/en/history/figures/#figure-trade"
    assert 'id="figure-trade"' in html
    assert html.count('<svg class="chart chart--bar"') == 1
    assert '<caption class="visually-hidden">Trade, US$ million</caption>' in html
    assert '<th scope="row">2021</th><td class="metric-value">1,500</td>' in html
    assert '<th scope="row">2022</th><td class="metric-value">2,099.6</td>' in html


def test_a_single_value_is_a_big_number_with_its_table(client):
    history.metric(values={2023: "17705"}, unit_km="នាក់")
    html = client.get("/km/history/figures/").text
    assert "<span><b>១៧,៧០៥</b> នាក់</span>" in html
    assert '<th scope="row">២០២៣</th><td class="metric-value">១៧,៧០៥</td>' in html
    assert '<svg class="chart' not in html


def test_a_table_has_a_column_for_notes_only_where_there_are_any(client):
    made = history.metric(values={2022: "1"})
    assert "metric-note" not in client.get(FIGURES).text
    history.point(metric=made, year=2023, note_en="Up to August.")
    assert '<td class="metric-note">Up to August.</td>' in client.get(FIGURES).text


def test_a_figure_names_each_source_once_its_own_and_its_points(client):
    made = history.metric(values={})
    made.sources.create(label="Customs", url="https://example.org/customs")
    history.point(metric=made, year=2021, source_label="Customs", source_url="https://example.org/customs", source_reference="fi-001")
    history.point(metric=made, year=2022, source_label="Yearbook 2022", source_reference="fi-002")
    html = client.get(FIGURES).text
    assert html.count('href="https://example.org/customs"') == 1
    assert "<li>Yearbook 2022</li>" in html
    assert "fi-00" not in html


@pytest.mark.parametrize("address", [TIMELINE, FIGURES, "/en/history/relations-begin/"])
def test_a_page_is_whole_without_scripts_styles_or_cookies(client, address):
    history.milestone(highlight=True)
    history.metric()
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    assert " style=" not in response.text
    assert client.post(address).status_code == 405


def test_an_unknown_milestone_answers_404(client):
    assert client.get("/en/history/nothing/").status_code == 404


def test_the_timeline_and_its_pages_have_the_names_that_others_use():
    assert [reverse("history:timeline"), reverse("history:figures"), reverse("history:milestone", args=["a"])] == [TIMELINE, FIGURES, "/en/history/a/"]
