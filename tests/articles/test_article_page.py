import json
import re
from datetime import date

import pytest
from django.utils.html import strip_tags

from anniversary.articles.models import CorrectionNote
from anniversary.directory.models import Person
from tests.factories import articles, library

from . import subjects

pytestmark = pytest.mark.django_db
DISCLAIMER = "This is an opinion."


def shown(client, article, language: str = "en"):
    response = client.get(f"/{language}/articles/{article.slug}/")
    assert response.status_code == 200
    return response


def words(response) -> str:
    return " ".join(strip_tags(response.text.partition("<main")[2].partition("</main>")[0]).split())


def graph(response) -> list[dict]:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', response.text, re.S).group(1))["@graph"]


def test_day_byline_office_and_body_are_shown(client):
    article = articles.article(type="message", byline_en="Editorial team", author_office_en="Prime Minister of Japan", body_en="<p>They wrote.</p>")
    text = words(shown(client, article))
    assert "Message Two ceremonies Both capitals opened the year." in text
    assert "10 January 2023 Editorial team Message from: Prime Minister of Japan They wrote." in text


def test_every_opinion_says_whose_view_it_gives_and_nothing_else_does(client):
    for kind in ("news", "message", "story", "opinion"):
        article = articles.article(title_en=kind, type=kind, byline_en="Dara Sok")
        assert (DISCLAIMER in shown(client, article).text) == (kind == "opinion")


def test_corrections_stand_below_the_text_in_their_order(client):
    article = articles.article(body_en="<p>The body.</p>")
    CorrectionNote.objects.create(article=article, date=date(2023, 3, 2), text_en="The hour was wrong.")
    CorrectionNote.objects.create(article=article, date=date(2023, 2, 1), text_en="A name was misspelt.")
    assert "The body. Corrections 1 February 2023 A name was misspelt. 2 March 2023 The hour was wrong." in words(shown(client, article))
    assert "Corrections" not in words(shown(client, articles.article(title_en="Other")))


def test_sources_are_named_at_the_end(client):
    article = articles.article(body_en="<p>The body.</p>")
    article.sources.create(label="Embassy of Japan", url="https://example.org/a")
    assert re.search(r"The body\..*Sources.*Embassy of Japan", words(shown(client, article)))


def test_what_it_is_about_is_linked_as_far_as_it_is_public(client):
    hidden = subjects.event(title_en="Draft event", status="draft", publish_at=None)
    article = articles.article(events=[subjects.event(), hidden], programmes=[subjects.programme()], people=[subjects.person()])
    response = shown(client, article)
    assert [(str(label), [str(record) for record in records]) for label, records in response.context["subjects"]] == [
        ("events", ["Opening ceremony"]), ("programmes", ["Goodwill ambassadors"]), ("people", ["Tuy Ry"]),
    ]  # fmt: skip
    for address in ("/en/events/opening-ceremony/", "/en/programmes/goodwill-ambassadors/", "/en/people/tuy-ry/"):
        assert f'<a href="{address}">' in response.text


def test_a_block_of_related_pages_links_to_what_is_public(client):
    article, other, draft = articles.article(), articles.article(title_en="Other"), articles.article(title_en="Draft", public=False)
    articles.related_block(parent=article, articles=[other, draft], events=[subjects.event()], programmes=[subjects.programme()])
    articles.related_block(parent=article, heading="Who", people=[subjects.person(), subjects.person(slug="unnamed", name_en="Unnamed")])
    articles.article(title_en="Third", people=[Person.objects.get(slug="tuy-ry")])
    blocks = shown(client, article).context["body"].blocks
    assert [(block.heading, [str(record) for record in block.records]) for block in blocks] == [
        ("Read on", ["Other", "Opening ceremony", "Goodwill ambassadors"]), ("Who", ["Tuy Ry"]),
    ]  # fmt: skip


def test_a_block_alone_knows_its_records(client):
    article, other = articles.article(), articles.article(title_en="Other")
    assert [str(record) for record in articles.related_block(parent=article, articles=[other]).records] == ["Other"]


def test_a_text_in_another_language_is_marked_and_announced_as_it_is(client):
    article = articles.article(title_ja="式典", summary_ja="両国の首都で。", byline_en="Editorial team", body_en="<p>The body.</p>")
    text = shown(client, article, "ja").text
    assert "<h1>式典</h1>" in text
    assert '<span lang="en">Editorial team</span>' in text
    assert '<div class="body" lang="en">' in text
    assert "notice--language" in text
    assert 'hreflang="ja"' not in text.partition("</head>")[0]  # its body is not in Japanese
    assert "notice--language" not in shown(client, article, "en").text


def test_three_languages_show_their_own_texts(client):
    article = articles.article(
        title_en="Opening", title_ja="式典", title_km="ពិធី", summary_ja="概要", summary_km="សង្ខេប", body_en="<p>One</p>", body_ja="<p>二</p>", body_km="<p>បី</p>"
    )
    for language, title, body in [("en", "Opening", "One"), ("ja", "式典", "二"), ("km", "ពិធី", "បី")]:
        text = shown(client, article, language).text
        assert f"<h1>{title}</h1>" in text
        assert f"<p>{body}</p>" in text
        assert [code for code in ("en", "ja", "km") if f'hreflang="{code}" href="http' in text] == ["en", "ja", "km"]


@pytest.mark.parametrize(("kind", "schema"), [("news", "NewsArticle"), ("message", "Article"), ("opinion", "OpinionNewsArticle"), ("story", "Article")])
def test_machines_are_told_what_it_is(client, kind, schema):
    article = articles.article(type=kind, byline_en="Dara Sok", title_en='</script><b>"x"', slug="opening")
    article.sources.create(label="Embassy", url="https://example.org/a")
    about, crumbs = graph(shown(client, article))
    assert (about["@type"], about["headline"], about["datePublished"], about["creditText"]) == (schema, '</script><b>"x"', "2023-01-10", "Dara Sok")
    assert about["citation"] == ["https://example.org/a"]
    assert ("author" in about) == (kind != "opinion")
    assert [step["item"] for step in crumbs["itemListElement"]] == [f"http://localhost:8000/en/{path}" for path in ("", "articles/", "articles/opening/")]


def test_a_shared_link_shows_type_day_and_a_picture(client):
    article = articles.article(tags=[library.tag(name="Music")])
    head = shown(client, article).text.partition("</head>")[0]
    assert '<meta property="og:type" content="article">' in head
    assert '<meta property="article:published_time" content="2023-01-10">' in head
    assert '<meta property="article:tag" content="Music">' in head
    assert re.search(r'property="og:image" content="http://localhost:8000/covers/news/two-ceremonies\.png\?v=\w{8}"', head)


def test_tags_lead_to_their_pages(client):
    assert 'href="/en/tags/music/"' in shown(client, articles.article(tags=[library.tag(name="Music")])).text
