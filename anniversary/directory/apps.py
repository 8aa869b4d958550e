from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "anniversary.directory"
    label = "directory"
    verbose_name = _("People and organisations")

    def ready(self) -> None:
        from anniversary.publishing.registry import Kind, register

        from . import views
        from .models import Organisation, Person

        register(Kind(model=Person, label=_("People"), public=lambda: Person.objects.public(), page=views.person_page, title="name"))
        register(Kind(model=Organisation, label=_("Organisations"), public=lambda: Organisation.objects.public(), page=views.organisation_page, title="name"))
