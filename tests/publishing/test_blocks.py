import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from anniversary.languages import text
from anniversary.programmes import models
from anniversary.publishing import blocks, charts
from tests.factories import library
from tests.factories.programmes import programme

pytestmark = pytest.mark.django_db


def test_scripts_styles_and_handlers_are_cleaned_whatever_way_a_text_comes():
    dirty = '<p onclick="x()">Kept <script>alert(1)</script><a href="javascript:x()">link</a> <b style="color:red">bold</b></p>'
    dirty += '<style>p{}</style><iframe src="//x"></iframe>'
    block = models.ProgrammeRichText.objects.create(parent=programme(), region="en", text=dirty)
    block.refresh_from_db()
    assert block.text == '<p>Kept <a rel="noopener">link</a> bold</p>'


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://www.youtube.com/watch?v=abcdefghijk", ("youtube", "abcdefghijk")),
        ("https://youtu.be/abcdefghijk", ("youtube", "abcdefghijk")),
        ("https://vimeo.com/123456789", ("vimeo", "123456789")),
    ],
)
def test_a_video_s_address_is_understood(url, found):
    assert blocks.video_of(url) == found


@pytest.mark.parametrize(
    "url", ["https://example.org/watch?v=abcdefghijk", "https://youtube.com.example.org/watch?v=abcdefghijk", "https://vimeo.com/about", "javascript:alert(1)"]
)
def test_an_address_that_is_no_video_is_refused_beside_its_field(url):
    with pytest.raises(ValidationError) as refused:
        models.ProgrammeVideo(parent=programme(), region="en", url=url, title="A film").clean()
    assert list(refused.value.message_dict) == ["url"]


def test_nothing_is_loaded_from_a_video_s_provider_before_the_reader_agrees(client: Client):
    block = models.ProgrammeVideo(url="https://youtu.be/abcdefghijk", title="A film")
    asked = client.get(block.watch_url)
    assert "<iframe" not in asked.content.decode()
    assert "youtube-nocookie.com" not in asked["Content-Security-Policy"]
    agreed = client.get(block.watch_url, {"agree": "1"})
    assert 'src="https://www.youtube-nocookie.com/embed/abcdefghijk"' in agreed.content.decode()
    assert "frame-src https://www.youtube-nocookie.com" in agreed["Content-Security-Policy"]


def test_the_player_s_page_embeds_no_video_but_ours(client: Client):
    assert client.get("/en/watch/youtube:abcdefghijk/").status_code == 404
    assert client.get("/en/watch/youtube:abcdefghijk:forged/").status_code == 404


def test_a_picture_without_description_is_refused_beside_its_field():
    picture = library.image(alt_en="")
    with pytest.raises(ValidationError) as refused:
        models.ProgrammePicture(parent=programme(), region="en", image=picture).clean()
    assert list(refused.value.message_dict) == ["image"]
    models.ProgrammePicture(parent=programme(slug="b"), region="en", image=library.image()).clean()


@pytest.mark.parametrize("data", ["2019", "2019; many", "; 5", "", "2019; 1e400", "2019; NaN"])
def test_a_line_that_is_no_figure_is_named(data):
    block = models.ProgrammeFigures(parent=programme(), region="en", title="Visitors", source="Office", data=data)
    with pytest.raises(ValidationError) as refused:
        block.clean()
    assert list(refused.value.message_dict) == ["data"]


def test_a_chart_is_drawn_from_the_rows_without_text_and_hidden_from_those_who_hear_the_table():
    rows = charts.read_rows("2018; 1,000\n2019; 2500")
    assert [(row.label, str(row.value), round(row.share, 2)) for row in rows] == [("2018", "1000", 0.4), ("2019", "2500", 1.0)]
    svg = charts.draw(rows, "bar")
    assert svg.count("<rect") == 2
    assert 'aria-hidden="true"' in svg
    assert "<text" not in svg
    assert charts.draw(rows[:1], "bar") == ""
    assert charts.draw(rows, "line").count("<circle") == 2


def test_only_the_kinds_of_blocks_that_a_page_has_are_asked_for(client, django_assert_num_queries):
    from anniversary.publishing.pages import body_of

    record = programme()
    models.ProgrammeRichText.objects.create(parent=record, region="en", ordering=2, text="<p>Two</p>")
    models.ProgrammeQuote.objects.create(parent=record, region="en", ordering=1, text="One", source="A book")
    models.ProgrammeRichText.objects.create(parent=record, region="ja", ordering=1, text="<p>日本語</p>")
    record.refresh_body_index()
    text.codes()  # the site's languages are kept from here on
    with django_assert_num_queries(2):
        body = body_of(record)
    assert [type(block).__name__ for block in body.blocks] == ["ProgrammeQuote", "ProgrammeRichText"]
    assert (body.language, body.fallback, record.body_languages()) == ("en", False, ["en", "ja"])


def test_related_pages_never_link_to_what_is_not_public():
    shown, hidden = programme(slug="shown"), programme(slug="hidden", status="draft")
    block = models.ProgrammeRelatedBlock.objects.create(parent=programme(), region="en")
    block.programmes.set([shown, hidden])
    assert models.ProgrammeRelatedBlock.get_queryset().get(pk=block.pk).records == [shown]
