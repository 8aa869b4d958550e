from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "anniversary.directory"
    label = "directory"
    verbose_name = _("People and organisations")

    def ready(self) -> None:
        from anniversary.publishing.registry import Kind, register
        from anniversary.search.describing import part_of
        from anniversary.search.registry import Searched
        from anniversary.search.registry import register as make_findable

        from . import searched, views
        from .models import Organisation, Person, Role

        register(Kind(model=Person, label=_("People"), public=lambda: Person.objects.public(), page=views.person_page, title="name"))
        register(Kind(model=Organisation, label=_("Organisations"), public=lambda: Organisation.objects.public(), page=views.organisation_page, title="name"))
        make_findable(Searched(name="person", label=_("People"), model=Person, describe=searched.people, parts=[part_of(Role, "person")], through_others=True))
        make_findable(Searched(name="organisation", label=_("Organisations"), model=Organisation, describe=searched.organisations, through_others=True))
