"""What machines are told of an article: schema.org and the picture of a shared link."""

from typing import Any

from anniversary.languages import text
from anniversary.publishing import structured
from anniversary.publishing.pages import share_image

from .models import Article, CorrectionNote

SCHEMA_TYPES = {Article.Type.NEWS: "NewsArticle", Article.Type.OPINION: "OpinionNewsArticle"}


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
