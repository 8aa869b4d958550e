from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    name = "anniversary.programmes"
    label = "programmes"
    verbose_name = _("Programmes")

    def ready(self) -> None:
        from django.db.models import Q

        from anniversary.directory.models import Organisation, Person
        from anniversary.publishing.registry import Kind, register
        from anniversary.publishing.searched import parts
        from anniversary.search.describing import part_of
        from anniversary.search.registry import Searched
        from anniversary.search.registry import register as make_findable

        from . import searched, views
        from .models import Media, Outcome, Programme

        register(Kind(model=Programme, label=_("Programmes"), public=lambda: Programme.objects.published(), page=views.page))
        shown = Programme.objects.published
        Organisation.referrers.append(lambda: Q(pk__in=shown().values("partners")))
        Person.referrers.append(lambda: Q(pk__in=shown().values("people")))
        belonging = parts(Programme, part_of(Outcome, "programme"), part_of(Media, "programme"))
        make_findable(
            Searched(name="programme", label=_("Programmes"), model=Programme, describe=searched.programmes, parts=belonging, relations=("partners", "people"))
        )
