"""What machines are told of an article: schema.org and the picture of a shared link."""

from typing import Any

from anniversary.covers import addresses
from anniversary.languages import text
from anniversary.publishing import structured

from .models import Article, CorrectionNote, Page

SCHEMA_TYPES = {Article.Type.NEWS: "NewsArticle", Article.Type.OPINION: "OpinionNewsArticle"}


def share_image(record: Article | Page) -> str:
    """The whole address of the picture that stands beside a shared link: the cover picture's, or the drawn cover's."""
    made = record.cover.rendition("share") if record.cover else None
    return structured.absolute(made.url if made else addresses.share_url(record.cover_kind, record.slug))


def description_of(article: Article, corrections: list[CorrectionNote], sources: list[Any]) -> dict[str, Any]:
    """schema.org's Article, NewsArticle or OpinionNewsArticle. The publisher is named as the author only where it speaks for itself."""
    return {
        "@type": SCHEMA_TYPES.get(Article.Type(article.type), "Article"),
        "@id": article.uuid.urn,
        "headline": text.pick(article, "title")[0],
        "description": text.pick(article, "summary")[0],
        "url": structured.absolute(article.get_absolute_url()),
        "inLanguage": text.current(),
        "image": share_image(article),
        "datePublished": article.date,
        "dateModified": article.updated_at,
        "author": None if article.is_opinion else structured.publisher(),
        "creditText": text.pick(article, "byline")[0],
        "publisher": structured.publisher(),
        "correction": [text.pick(note, "text")[0] for note in corrections],
        "citation": [source.url for source in sources if source.url],
    }
