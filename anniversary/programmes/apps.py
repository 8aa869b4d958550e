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

        from . import views
        from .models import Programme

        register(Kind(model=Programme, label=_("Programmes"), public=lambda: Programme.objects.published(), page=views.page))
        shown = Programme.objects.published
        Organisation.referrers.append(lambda: Q(pk__in=shown().values("partners")))
        Person.referrers.append(lambda: Q(pk__in=shown().values("people")))
