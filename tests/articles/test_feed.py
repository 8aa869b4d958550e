import uuid
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest

from anniversary import clock
from anniversary.articles.models import Article
from anniversary.publishing.models import Status
from tests.factories import articles, library

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def feed(client, language: str = "en", **headers: str) -> ElementTree.Element:
    response = client.get(f"/{language}/articles/feed/", headers=headers)
    assert (response.status_code, response["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    return ElementTree.fromstring(response.content)


def entries(root: ElementTree.Element) -> list[ElementTree.Element]:
    return root.findall(f"{ATOM}entry")


def said(element: ElementTree.Element, name: str) -> str | None:
    return element.findtext(f"{ATOM}{name}")


def test_an_entry_says_what_where_when_and_by_whom(client):
    article = articles.article(byline_en="Editorial team", slug="opening", tags=[library.tag(name="Music")], type="story")
    changed = datetime(2023, 5, 4, 3, 2, 1, tzinfo=UTC)
    Article.objects.filter(pk=article.pk).update(updated_at=changed, uuid=uuid.UUID(int=7))
    [entry] = entries(feed(client))
    assert said(entry, "id") == "urn:uuid:00000000-0000-0000-0000-000000000007"
    assert (said(entry, "title"), said(entry, "summary")) == ("Two ceremonies", "Both capitals opened the year.")
    assert (said(entry, "published"), said(entry, "updated")) == ("2023-01-10T12:00:00+00:00", "2023-05-04T03:02:01+00:00")
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Editorial team"
    assert [found.get("term") for found in entry.findall(f"{ATOM}category")] == ["Story", "Music"]
    assert [found.get("href") for found in entry.findall(f"{ATOM}link")] == ["http://localhost:8000/en/articles/opening/"]


def test_the_id_outlasts_a_new_address(client):
    article = articles.article(slug="first")
    before = said(entries(feed(client))[0], "id")
    article.slug = "second"
    article.save()
    assert said(entries(feed(client))[0], "id") == before


def test_no_address_comes_from_the_host_header(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    articles.article()
    text = client.get("/en/articles/feed/", headers={"host": "evil.example"}).text
    assert "evil.example" not in text
    root = ElementTree.fromstring(text.encode())
    assert said(root, "id") == "http://localhost:8000/en/articles/feed/"
    links = [(link.get("rel"), link.get("href")) for link in root.findall(f"{ATOM}link")]
    assert links == [("alternate", "http://localhost:8000/en/articles/"), ("self", "http://localhost:8000/en/articles/feed/")]


def test_each_language_has_its_own_and_marks_what_is_in_another(client):
    articles.article(title_en="Opening", title_ja="式典", summary_ja="概要", day=date(2023, 1, 2))
    articles.article(title_en="Closing", day=date(2023, 1, 1))
    root = feed(client, "ja")
    assert root.get(XML_LANG) == "ja"
    assert [(said(entry, "title"), entry.get(XML_LANG)) for entry in entries(root)] == [("式典", None), ("Closing", "en")]
    assert entries(root)[0].find(f"{ATOM}link").get("href").startswith("http://localhost:8000/ja/articles/")


def test_texts_stay_texts(client):
    articles.article(title_en="Rice & <b>fish</b>", summary_en="1 < 2 & more")
    [entry] = entries(feed(client))
    assert (said(entry, "title"), said(entry, "summary")) == ("Rice & <b>fish</b>", "1 &lt; 2 &amp; more")  # summary is HTML


def test_an_article_that_was_scheduled_is_new_on_its_day(client):
    article = articles.article(publish_at=datetime(2030, 1, 1, tzinfo=UTC))
    assert entries(feed(client)) == []
    with clock.as_of(datetime(2030, 1, 2, tzinfo=UTC)):
        assert said(entries(feed(client))[0], "updated") == "2030-01-01T00:00:00+00:00"
    assert article.updated_at.year < 2030


def test_a_reader_that_asks_by_time_learns_of_a_withdrawal(client):
    article = articles.article()
    response = client.get("/en/articles/feed/")
    assert "Last-Modified" not in response
    assert client.get("/en/articles/feed/", headers={"if-none-match": response["ETag"]}).status_code == 304
    Article.objects.filter(pk=article.pk).update(status=Status.WITHDRAWN)
    assert client.get("/en/articles/feed/", headers={"if-none-match": response["ETag"]}).status_code == 200


def test_an_empty_feed_is_a_feed(client):
    with clock.as_of(datetime(2023, 1, 1, tzinfo=UTC)):
        root = feed(client)
    assert (entries(root), said(root, "updated")) == ([], "2023-01-01T00:00:00+00:00")


def test_it_holds_the_newest_thirty(client):
    for number in range(1, 33):
        articles.article(title_en=f"Article {number}", day=date(2023, 1 + number // 28, 1 + number % 28))
    found = [said(entry, "title") for entry in entries(feed(client))]
    assert (len(found), found[0], found[-1]) == (30, "Article 32", "Article 3")
