"""What an editor does with milestones and figures, and what the forms answer."""

import pytest
from django.contrib.auth.models import User

from anniversary.history.models import Metric, Milestone
from anniversary.publishing.models import Status
from tests.factories import history, library, occasion

pytestmark = pytest.mark.django_db
MILESTONE, METRIC = "/admin/history/milestone/add/", "/admin/history/metric/add/"


@pytest.fixture
def editor(client):
    occasion.anniversary()
    client.force_login(User.objects.create_superuser("editor"))
    return client


@pytest.fixture
def post(editor):
    """Sends the form of an address as it stands, with some fields changed."""

    def send(address: str, **fields: object):
        page = editor.get(address).context
        data: dict[str, object] = {}
        for formset in page["inline_admin_formsets"]:
            data |= {f"{formset.formset.prefix}-{name}": value for name, value in formset.formset.management_form.initial.items()}
        form = page["adminform"].form
        for name, field in form.fields.items():
            value = field.prepare_value(form.get_initial_for_field(field, name))
            if value is not None and value is not False:
                data[name] = [getattr(part, "pk", part) for part in value] if isinstance(value, list | tuple) else value
        return editor.post(address, data | fields)

    return send


def errors(response) -> dict[str, list[str]]:
    assert response.status_code == 200
    return dict(response.context["adminform"].form.errors)


def test_a_milestone_is_written_in_three_languages(post):
    tag = library.tag()
    response = post(
        MILESTONE, title_en="Bridge", title_ja="橋", title_km="ស្ពាន", text_ja="開通しました。", date="2015-04", side="KH", highlight="on", tags=[tag.pk]
    )
    assert response.status_code == 302
    made = Milestone.objects.get()
    assert (made.title_km, made.text_ja, made.date, made.decade, made.side, made.highlight, made.slug) == (
        "ស្ពាន",
        "開通しました。",
        "2015-04",
        2010,
        "KH",
        True,
        "bridge",
    )
    assert ([*made.tags.all()], made.status) == ([tag], Status.DRAFT)


@pytest.mark.parametrize(
    ("field", "value"), [("title_en", ""), ("date", ""), ("date", "2023-02-30"), ("date", "9.1.1953"), ("side", "FR"), ("slug", "figures")]
)
def test_a_mistake_is_answered_beside_its_field(post, field, value):
    assert list(errors(post(MILESTONE, **{"title_en": "Bridge", "date": "2015", "side": "both", field: value}))) == [field]
    assert Milestone.objects.count() == 0


def test_the_sides_are_the_countries_of_this_anniversary(editor):
    html = editor.get(MILESTONE).text
    for option in ('<option value="both" selected>Both countries</option>', '<option value="KH">Cambodia</option>', '<option value="JP">Japan</option>'):
        assert option in html


def test_the_list_shows_date_and_side_and_goes_by_date(editor):
    history.milestone(title_en="Old", date="1953", side="KH")
    history.milestone(title_en="New", date="2023-02", highlight=True)
    for query, found in [("", ["Old", "New"]), ("decade=1950", ["Old"]), ("highlight__exact=1", ["New"]), ("day__year=2023", ["New"]), ("q=old", ["Old"])]:
        page = editor.get(f"/admin/history/milestone/?{query}")
        assert {str(row) for row in page.context["cl"].result_list} == set(found)
    assert "Cambodia" in editor.get("/admin/history/milestone/").text


def points(*rows: dict[str, object]) -> dict[str, object]:
    return {"points-TOTAL_FORMS": str(len(rows))} | {f"points-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}


def test_a_figure_is_written_with_its_values(post):
    rows = points(
        {"year": "2021", "value": "1500", "note_ja": "概数"},
        {"year": "2022", "value": "2099.60", "source_label": "Customs", "source_url": "https://example.org/"},
    )
    assert post(METRIC, title_en="Trade", summary_en="Goods.", unit_ja="百万米ドル", shape="line", ordering="2", **rows).status_code == 302
    made = Metric.objects.get()
    assert (made.unit_ja, made.shape, made.ordering) == ("百万米ドル", "line", 2)
    assert [(point.year, str(point.value), point.note_ja, point.source_label) for point in made.points.all()] == [
        (2021, "1500.00", "概数", ""),
        (2022, "2099.60", None, "Customs"),
    ]


@pytest.mark.parametrize(
    ("row", "field"), [({"year": "0", "value": "1"}, "year"), ({"year": "2021", "value": "-1"}, "value"), ({"year": "2021", "value": "many"}, "value")]
)
def test_a_wrong_value_is_answered_beside_its_field(post, row, field):
    response = post(METRIC, title_en="Trade", shape="bar", ordering="0", **points(row))
    formset = next(found.formset for found in response.context["inline_admin_formsets"] if found.formset.prefix == "points")
    assert list(formset.errors[0]) == [field]
    assert Metric.objects.count() == 0


def test_the_same_year_twice_is_refused(post):
    response = post(METRIC, title_en="Trade", shape="bar", ordering="0", **points({"year": "2021", "value": "1"}, {"year": "2021", "value": "2"}))
    assert response.status_code == 200
    assert Metric.objects.count() == 0


def test_a_figure_without_values_says_what_is_missing_when_it_is_to_be_published(post, editor):
    made = history.metric(values={}, public=False)
    address = f"/admin/history/metric/{made.pk}/change/"
    response = post(address, _verb="publish")
    assert response["Location"] == f"{address}?check=publish"
    assert "Add at least one year with its value before it is published." in editor.get(response["Location"]).text
    made.refresh_from_db()
    assert made.status == Status.DRAFT


def test_a_figure_has_no_cover(editor):
    assert "cover" not in editor.get(METRIC).context["adminform"].form.fields
