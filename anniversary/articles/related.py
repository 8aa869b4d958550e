"""Which articles go together: those that share an event, a programme, a person or a tag."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from anniversary.library.models import TaggedItem

from .models import Article

SHOWN = 3
ON_OTHER_PAGES = 4
# The same event says more than the same tag.
WEIGHTS = {"event": 4, "programme": 3, "person": 2, "tag": 1}


def related_articles(article: Article) -> list[Article]:
    """The published articles that have most in common with this one, at most three; one query."""
    common: Any = Value(0)
    for target, through in [("event", Article.events.through), ("programme", Article.programmes.through), ("person", Article.people.through)]:
        common = common + _shared(through.objects.all(), "article", target, article)
    meta = Article._meta
    tagged = TaggedItem.objects.filter(content_type__app_label=meta.app_label, content_type__model=meta.model_name)
    common = common + _shared(tagged, "object_id", "tag", article)
    found = Article.objects.published().exclude(pk=article.pk).annotate(common=common).filter(common__gt=0)
    return list(found.select_related("cover").order_by("-common", "-date", "-pk")[:SHOWN])


def _shared(links: "QuerySet[Any]", owner: str, target: str, article: Article) -> Any:
    """The weighted number of the article's `target`s that another article has too."""
    mine = links.filter(**{owner: article.pk}).values(target)
    counted = links.filter(**{owner: OuterRef("pk"), f"{target}__in": mine}).order_by().values(owner).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0) * Value(WEIGHTS[target])


def about(**condition: Any) -> list[Article]:
    """The newest published articles on an event, a programme or a person, for its page: about(events=event)."""
    return list(Article.objects.published().filter(**condition).select_related("cover").order_by("-date", "-pk")[:ON_OTHER_PAGES])
