"""What is found of articles and pages: what readers see, each language by itself."""

from datetime import UTC, date, datetime

import pytest

from anniversary.articles.models import (
    ArticleDownload,
    ArticleFigures,
    ArticleGallery,
    ArticlePicture,
    ArticleQuote,
    ArticleRelatedBlock,
    ArticleRichText,
    ArticleVideo,
    CorrectionNote,
)
from anniversary.library.models import AlbumItem
from anniversary.publishing.models import Status
from anniversary.publishing.searched import from_html
from tests.factories import articles, directory, events, library, occasion, programmes

from .describing import changed_by, described, facts, lines, tagging, texts

pytestmark = pytest.mark.django_db


def test_each_language_has_its_own_text_and_nothing_of_another():
    article = articles.article(
        title_en="Two ceremonies", title_ja="二つの式典", summary_en="Both opened.", summary_ja="両国で開幕。", byline_en="Editorial team",
        body_en="<p>Guests came.</p>", body_ja="<p>来賓が集った。</p>", body_km="<p>ភ្ញៀវ</p>", slug="two",
    )  # fmt: skip
    assert texts(article) == {
        "en": ("Two ceremonies", ["Both opened.", "Guests came.", "10 January 2023", "Editorial team", "News"]),
        "ja": ("二つの式典", ["両国で開幕。", "来賓が集った。", "2023年（令和5年）1月10日", "ニュース"]),
    }
    found = described(article)
    assert found.urls == {"en": "/en/articles/two/", "ja": "/ja/articles/two/"}
    assert found.day == date(2023, 1, 10)


def test_a_language_without_a_title_has_no_entry():
    assert set(texts(articles.article(summary_km="សេចក្តីសង្ខេប", body_km="<p>ភ្ញៀវ</p>"))) == {"en"}
    assert set(texts(articles.article(title_en="", title_km="ពិធី"))) == {"km"}


def test_a_language_that_the_site_does_not_show_is_kept_ready():
    occasion.anniversary(languages=["en"])
    article = articles.article(title_ja="二つの式典", slug="two", summary_en="")
    assert lines(article, "ja") == ["2023年（令和5年）1月10日", "ニュース"]
    assert described(article).urls == {"en": "/en/articles/two/", "ja": "/ja/articles/two/"}


@pytest.mark.parametrize(
    "html, plain",
    [
        ("<p>One</p><p>two</p>", "One\ntwo"),
        ("<h2>Head</h2><ul><li><p>first</p></li><li>second</li></ul>", "Head\nfirst\nsecond"),
        ("a<strong>b</strong><em>c</em>", "abc"),
        ("line<br>break<br/>again", "line\nbreak\nagain"),
        ("5 &lt; 6 &amp; 7&nbsp;8", "5 < 6 & 7 8"),
        ('<a href="https://example.org/?a=1&amp;b=%3E">link</a> on', "link on"),
        ('<a href="https://example.org/?q=a>b">link</a> on', "link on"),
        ("<script>steal()</script><p>kept</p><style>p {}</style>", "kept"),
        ("<p>a</p>\n\n<p>  b   c </p>", "a\nb c"),
        ("<p>មិត្ត\u200bភាព</p>", "មិត្ត\u200bភាព"),
        ("", ""),
    ],
)
def test_formatted_text_becomes_lines(html, plain):
    assert from_html(html) == plain


def rich_article(**fields):
    """One that has a block of every sort in English; the picture's texts in two languages."""
    article = articles.article(summary_en="In short.", body_en="<p>First.</p>", title_ja="記事", **fields)
    bridge = library.image(title_en="IMG 1", alt_en="A bridge", alt_ja="橋", caption_en="The bridge", caption_ja="かけ橋", credit_en="Photo: Sok")
    boat = library.image(title_en="IMG 2", alt_en="A boat", caption_km="ទូក")
    album = library.album(title_en="By the river", images=(bridge, boat))
    paper = library.document(title_en="Guidelines", title_ja="要項")
    ArticlePicture.objects.create(parent=article, region="en", ordering=20, image=bridge, caption="Seen from here")
    ArticleGallery.objects.create(parent=article, region="en", ordering=30, album=album)
    ArticleQuote.objects.create(parent=article, region="en", ordering=40, text="We are friends.", source="The mayor")
    ArticleVideo.objects.create(parent=article, region="en", ordering=50, url="https://youtu.be/aaaaaaaaaaa", title="The film", transcript="Drums.\nSinging.")
    ArticleDownload.objects.create(parent=article, region="en", ordering=60, document=paper)
    ArticleFigures.objects.create(parent=article, region="en", ordering=70, title="Visitors", unit="people", data="2019; 2292\n2020; 1500.5", source="Ministry")
    article.refresh_body_index()
    return article


BLOCKS = [
    "First.", "A bridge", "Seen from here", "Photo: Sok", "By the river", "A bridge", "The bridge", "Photo: Sok", "A boat", "We are friends.", "The mayor",
    "The film", "Drums.", "Singing.", "Guidelines", "Visitors", "people", "2019 2,292", "2020 1,500.5", "Ministry",
]  # fmt: skip


def test_every_block_is_read_in_its_order_in_its_language_alone():
    article = rich_article()
    assert lines(article) == ["In short.", *BLOCKS, "10 January 2023", "News"]
    assert lines(article, "ja") == ["2023年（令和5年）1月10日", "ニュース"]


def test_a_block_of_another_language_says_there_what_its_pictures_say_there():
    article = articles.article(title_ja="記事", title_km="អត្ថបទ")
    bridge = library.image(alt_en="A bridge", alt_ja="橋", caption_en="The bridge", caption_ja="かけ橋", credit_en="Photo: Sok")
    ArticlePicture.objects.create(parent=article, region="ja", image=bridge)
    ArticlePicture.objects.create(parent=article, region="km", image=bridge)
    ArticleDownload.objects.create(parent=article, region="ja", ordering=1, document=library.document(title_en="Guidelines"), label="")
    assert lines(article, "ja")[:2] == ["橋", "かけ橋"]
    assert lines(article, "km")[0].startswith("ថ្ងៃទី")
    assert not {"A bridge", "The bridge", "Photo: Sok", "Guidelines"} & {*lines(article, "ja"), *lines(article, "km")}


def test_figures_are_written_in_the_digits_of_their_language():
    article = articles.article(title_km="អត្ថបទ", summary_km="")
    ArticleFigures.objects.create(parent=article, region="km", title="ភ្ញៀវ", data="2019; 2292", source="ក្រសួង")
    assert lines(article, "km")[:3] == ["ភ្ញៀវ", "២០១៩ ២,២៩២", "ក្រសួង"]


def test_figures_that_went_past_the_form_do_no_harm():
    article = articles.article(summary_en="")
    ArticleFigures.objects.create(parent=article, region="en", title="Visitors", data="no number here", source="Ministry")
    assert lines(article)[:2] == ["Visitors", "Ministry"]


def test_a_block_is_found_before_the_index_of_the_body_is_written():
    article = articles.article(summary_en="")
    ArticleRichText.objects.create(parent=article, region="en", text="<p>Just saved.</p>")
    article.refresh_from_db()
    assert article.body_index == {}
    assert lines(article)[0] == "Just saved."


def test_who_wrote_it_whose_message_it_is_and_what_was_corrected():
    article = articles.article(
        title_ja="寄稿", summary_en="", type="message", byline_en="Editorial team", author_office_en="Minister of Culture", author_office_ja="文化大臣",
    )  # fmt: skip
    CorrectionNote.objects.create(article=article, date=date(2023, 2, 1), text_en="It was Tuesday.", text_ja="火曜日でした。")
    CorrectionNote.objects.create(article=article, date=date(2023, 2, 2), text_en="It was noon.")
    assert lines(article) == ["It was Tuesday.", "It was noon.", "10 January 2023", "Editorial team", "Minister of Culture", "Message"]
    assert lines(article, "ja") == ["火曜日でした。", "2023年（令和5年）1月10日", "文化大臣", "メッセージ"]
    assert facts(article) == ["10 January 2023", "Editorial team", "Minister of Culture", "Message"]


def test_people_stand_in_it_by_name_events_and_programmes_do_not():
    dara = directory.person(name_en="Sok Dara", name_km="សុខ តារា")
    article = articles.article(
        title_km="អត្ថបទ", title_ja="記事", summary_en="", people=[dara],
        events=[events.event(title_en="Secret concert", status=Status.DRAFT, publish_at=None)],
        programmes=[programmes.programme(title_en="Secret programme", status="draft")],
    )  # fmt: skip
    articles.related_block(parent=article, heading="Read on", events=list(article.events.all()))
    assert lines(article) == ["10 January 2023", "Sok Dara", "News"]
    assert "សុខ តារា" in lines(article, "km")
    assert "Sok Dara" in lines(article, "ja")  # the page's own name for somebody who has none in Japanese
    assert described(article).opens == {("person", dara.pk)}


def test_tags_stand_in_it_as_the_page_shows_them():
    bridges = library.tag(name="bridges", label_en="Bridges", label_ja="橋")
    article = articles.article(summary_en="", title_ja="記事", title_km="អត្ថបទ", tags=[bridges, library.tag(name="rivers")])
    assert lines(article)[-2:] == ["Bridges", "rivers"]
    assert lines(article, "ja")[-2:] == ["橋", "rivers"]
    assert lines(article, "km")[-2:] == ["Bridges", "rivers"]
    assert {name for name in described(article).names if name[0] == "tag"} == {("tag", tag.pk) for tag in article.tags.all()}


def test_pages_say_what_stands_on_them():
    page = articles.page(slug="about", title_ja="このサイト", summary_en="What it is.", body_en="<p>Hello</p>")
    page.tags.set([library.tag(name="site")])
    assert texts(page) == {"en": ("About this site", ["What it is.", "Hello", "site"]), "ja": ("このサイト", ["site"])}
    assert described(page).urls == {"en": "/en/about/", "ja": "/ja/about/"}
    assert described(page).day is None


# --- since when -------------------------------------------------------------------------------------------------------------
UP, DOWN = datetime(2023, 3, 1, tzinfo=UTC), datetime(2023, 4, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "fields, span",
    [
        ({"status": Status.PUBLISHED, "publish_at": UP}, (UP, None)),
        ({"status": Status.PUBLISHED, "publish_at": UP, "unpublish_at": DOWN}, (UP, DOWN)),
        ({"status": Status.PUBLISHED, "publish_at": datetime(2999, 1, 1, tzinfo=UTC)}, (datetime(2999, 1, 1, tzinfo=UTC), None)),
        ({"status": Status.DRAFT, "publish_at": UP}, None),
        ({"status": Status.IN_REVIEW, "publish_at": UP}, None),
        ({"status": Status.RETURNED, "publish_at": UP}, None),
        ({"status": Status.WITHDRAWN, "publish_at": UP, "unpublish_at": DOWN}, None),
    ],
)
def test_the_span_is_that_of_what_is_published(fields, span):
    assert described(articles.article(public=False, **fields)).span == span


def test_a_working_copy_is_not_found_at_all():
    article = articles.article()
    copy = articles.article(copy_of=article, slug=article.slug)
    assert described(copy) is None
    assert described(article) is not None


# --- what changes it --------------------------------------------------------------------------------------------------------
def test_what_its_text_is_made_of_leads_back_to_it():
    article, other = rich_article(tags=[library.tag(name="bridges")]), articles.article()
    note = CorrectionNote.objects.create(article=article, date=date(2023, 2, 1), text_en="It was Tuesday.")
    gallery = ArticleGallery.objects.get()
    item, document = AlbumItem.objects.filter(album=gallery.album)[0], ArticleDownload.objects.get().document
    for row in (note, gallery, item, document, *tagging(article), ArticleQuote.objects.get(), ArticleRichText.objects.get()):
        assert changed_by("article", row) == {article.pk}
        assert changed_by("page", row) == set()
    assert changed_by("article", AlbumItem.objects.create(album=library.album(), image=library.image())) == set()
    assert changed_by("article", library.document(title_en="Unused")) == set()
    assert changed_by("article", articles.related_block(parent=other)) == set()


def test_a_tag_of_another_kind_with_the_same_key_changes_nothing():
    article = articles.article()
    page = articles.page(pk=article.pk)
    page.tags.set([library.tag(name="site")])
    [row] = tagging(page)
    assert changed_by("page", row) == {page.pk}
    assert changed_by("article", row) == set()


def test_it_names_the_pictures_and_the_album_and_opens_the_document():
    article = rich_article()
    picture, gallery = ArticlePicture.objects.get(), ArticleGallery.objects.get()
    boat = gallery.album.items.last().image
    assert described(article).names == {("image", picture.image_id), ("image", boat.pk), ("album", gallery.album_id)}
    assert described(article).opens == {("document", ArticleDownload.objects.get().document_id)}
    ArticleRelatedBlock.objects.create(parent=article, region="en").people.add(directory.person())
    assert described(article).opens == {("document", ArticleDownload.objects.get().document_id)}
