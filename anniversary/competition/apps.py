from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class CompetitionConfig(AppConfig):
    name = "anniversary.competition"
    label = "competition"
    verbose_name = _("Logo competition")

    def ready(self) -> None:
        from anniversary.directory.models import Organisation
        from anniversary.directory.related import organisation_providers
        from anniversary.publishing import registry
        from anniversary.publishing.models import Transition
        from anniversary.publishing.searched import parts
        from anniversary.search.registry import Searched
        from anniversary.search.registry import register as make_findable

        from . import searched, views
        from .models import Competition

        Transition.words |= dict(Competition.Stage.choices)
        registry.register(registry.Kind(model=Competition, label=_("Competitions"), public=Competition.objects.published, page=views.page))
        Organisation.referrers.append(lambda: Q(pk__in=Competition.objects.published().values("organisers")))
        organisation_providers.append(
            lambda organisation: (gettext("Competitions"), list(Competition.objects.published().filter(organisers=organisation).select_related("cover")))
        )
        make_findable(
            Searched(
                name="competition", label=_("Competitions"), model=Competition, describe=searched.competitions, parts=parts(Competition),
                relations=("organisers",),
            )
        )  # fmt: skip
