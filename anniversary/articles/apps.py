from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "anniversary.articles"
    label = "articles"
    verbose_name = _("Articles and pages")

    def ready(self) -> None:
        from anniversary.directory.models import Person
        from anniversary.directory.related import person_providers
        from anniversary.programmes.related import related_providers as programme_providers
        from anniversary.publishing.registry import Kind, register
        from anniversary.publishing.searched import parts
        from anniversary.search.describing import part_of
        from anniversary.search.registry import Searched
        from anniversary.search.registry import register as make_findable
        from events.related import related_providers as event_providers

        from . import searched, views
        from .models import Article, CorrectionNote, Page
        from .related import about

        register(Kind(model=Article, label=_("Articles"), public=lambda: Article.objects.published(), page=views.article_page))
        register(Kind(model=Page, label=_("Pages"), public=lambda: Page.objects.published(), page=views.site_page))
        belonging = parts(Article, part_of(CorrectionNote, "article"))
        make_findable(Searched(name="article", label=_("Articles"), model=Article, describe=searched.articles, parts=belonging, relations=("people",)))
        make_findable(Searched(name="page", label=_("Pages"), model=Page, describe=searched.pages, parts=parts(Page)))
        Person.referrers.append(lambda: Q(pk__in=Article.objects.published().values("people")))
        event_providers.append(lambda event: (gettext("Articles"), about(events=event)))
        programme_providers.append(lambda programme: (gettext("Articles"), about(programmes=programme)))
        person_providers.append(lambda person: (gettext("Articles"), about(people=person)))
