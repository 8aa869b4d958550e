"""Which articles go together: those that share an event, a programme, a person or a tag."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models

from anniversary.library.models import TaggedItem

from .models import Article

SHOWN = 3
ON_OTHER_PAGES = 4
# The same event says more than the same tag.
WEIGHTS = {"events": 4, "programmes": 3, "people": 2, "tags": 1}


def related_articles(article: Article, subjects: Mapping[str, Sequence[models.Model]], tags: Sequence[models.Model]) -> list[Article]:
    """The published articles that have most in common with this one, at most three; two queries, of which the second only if there are any.

    `subjects` are the records that the page shows anyway, by the name of the field ("events", …), `tags` the article's.
    """
    links = [_links(Article._meta.get_field(name), records) for name, records in subjects.items() if records]
    if tags:
        meta = Article._meta
        tagged = TaggedItem.objects.filter(content_type__app_label=meta.app_label, content_type__model=meta.model_name, tag__in=[tag.pk for tag in tags])
        links.append(tagged.order_by().values_list("object_id", models.Value(WEIGHTS["tags"])))
    common: Counter[int] = Counter()
    for owner, weight in links[0].union(*links[1:], all=True) if links else ():
        common[owner] += weight
    del common[article.pk]
    found = Article.objects.published().for_cards(*Article.CARD).filter(pk__in=list(common)) if common else ()
    return sorted(found, key=lambda other: (common[other.pk], other.date, other.pk), reverse=True)[:SHOWN]


def _links(field: Any, records: Sequence[models.Model]) -> "models.QuerySet[Any]":
    """(an article's key, the weight) for each of `records` that an article points at with the field."""
    chosen = {f"{field.m2m_reverse_field_name()}__in": [record.pk for record in records]}
    rows = field.remote_field.through.objects.filter(**chosen).order_by()
    return rows.values_list(f"{field.m2m_field_name()}_id", models.Value(WEIGHTS[field.name]))


def about(**condition: Any) -> list[Article]:
    """The newest published articles on an event, a programme or a person, for its page: about(events=event)."""
    return list(Article.objects.published().filter(**condition).for_cards(*Article.CARD).order_by("-date", "-pk")[:ON_OTHER_PAGES])
