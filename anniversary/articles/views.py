from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anniversary.publishing import doors, links, pages, structured

from .description import description_of
from .models import Article, Page
from .related import related_articles

LIST_SIZE = 24


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All articles, the newest first; `?type=` shows one type."""
    chosen = pages.choice(request, "type", Article.Type.values)
    published = Article.objects.published()
    shown = published.filter(type=chosen) if chosen else published
    steps = [(_("Articles"), reverse("articles:list"))]
    context = {
        "slice": pages.keyset(shown.for_cards(*Article.CARD), request, field="date", size=LIST_SIZE, descending=True, read=pages.read_day),
        "types": _type_options(chosen, set(published.order_by().values_list("type", flat=True).distinct())),
        "type": Article.Type(chosen).label if chosen else "",
        "steps": steps,
        "json_ld": structured.dump(structured.breadcrumbs(*steps)),
    }
    return render(request, "articles/list.html", context)


def _type_options(chosen: str, used: set[str]) -> list[dict[str, Any]]:
    """The filter's links: everything, then each type of which something is published."""
    url = reverse("articles:list")
    found = [{"label": label, "url": f"{url}?type={value}", "current": value == chosen} for value, label in Article.Type.choices if value in used]
    return [{"label": _("All articles"), "url": url, "current": not chosen}, *found] if found else []


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    return article_page(request, doors.find(Article.objects.select_related("cover"), slug))


def article_page(request: HttpRequest, article: Article) -> HttpResponse:
    """The page of an article, public or previewed."""
    steps = [(_("Articles"), reverse("articles:list")), (str(article), article.get_absolute_url())]
    context = _context(request, article, steps)
    corrections = list(article.corrections.all())
    subjects = _subjects(article)
    context |= {
        "corrections": corrections,
        "subjects": [(rows[0]._meta.verbose_name_plural, rows) for rows in subjects.values() if rows],
        "related": related_articles(article, subjects, context["tags"]),
        "json_ld": structured.dump(description_of(article, corrections, context["sources"]), structured.breadcrumbs(*steps)),
    }
    return render(request, "articles/detail.html", context)


def _subjects(article: Article) -> dict[str, list[Any]]:
    """What the article is about and is public, by the name of its field."""
    names = ("events", "programmes", "people")
    records = links.of([article], *names)[article.pk]
    return {name: [record for record in records if isinstance(record, _model(name))] for name in names}


def _model(name: str) -> type:
    return Article._meta.get_field(name).related_model  # type: ignore[return-value]


@require_safe
def page_detail(request: HttpRequest, slug: str) -> HttpResponse:
    return site_page(request, doors.find(Page.objects.select_related("cover"), slug))


def site_page(request: HttpRequest, page: Page) -> HttpResponse:
    """A page such as "About", public or previewed."""
    steps = [(str(page), page.get_absolute_url())]
    context = _context(request, page, steps)
    return render(request, "pages/detail.html", context | {"json_ld": structured.dump(structured.breadcrumbs(*steps))})


def _context(request: HttpRequest, record: Article | Page, steps: list[tuple[str, str]]) -> dict[str, Any]:
    return pages.context_for(record, request) | {"steps": steps}
