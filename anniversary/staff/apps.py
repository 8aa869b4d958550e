from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SiteAdminConfig(AdminConfig):
    default_site = "anniversary.staff.site.StaffSite"


class StaffConfig(AppConfig):
    name = "anniversary.staff"
    label = "staff"
    verbose_name = _("Users and rights")

    def ready(self) -> None:
        # Models that come later get their rights without a migration here: the roles are synchronised after every migrate.
        post_migrate.connect(sync_roles, sender=self, dispatch_uid="staff.sync_roles")
        from . import icons, sent

        icons.name_them()
        sent.pass_over_nonsense()


def sync_roles(using: str, apps: Any = None, **kwargs: object) -> None:
    from .roles import sync

    sync(apps or installed, using)  # `flush` sends the signal too, without a registry
