"""What the site remembers of the people who work on it, and the roles that they can have."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, Group, GroupManager
from django.db import models
from django.utils.translation import gettext_lazy as _


def languages() -> list[tuple[str, str]]:
    """All that the site can be shown in, as a function so that an installation with fewer needs no migration."""
    return list(settings.LANGUAGES)


class Profile(models.Model):
    """A user's settings. Most users have none until there is something to remember."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile")
    language = models.CharField(_("language of the editing pages"), max_length=7, blank=True, choices=languages, help_text=_("Empty: as the browser asks."))
    must_change_password = models.BooleanField(_("must choose a new password"), default=False)

    class Meta:
        default_permissions = ()
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self) -> str:
        return str(self.user)

    @classmethod
    def of(cls, user: AbstractBaseUser | AnonymousUser) -> "Profile":
        """The user's profile, or an unsaved one with the defaults; never writes."""
        found = cls.objects.filter(user_id=user.pk).first() if user.pk else None
        return found or cls(user_id=user.pk)  # type: ignore[misc]


class RoleManager(GroupManager):
    use_in_migrations = False

    def get_queryset(self) -> models.QuerySet[Group]:
        from .roles import ROLES

        return super().get_queryset().filter(name__in=list(ROLES))


class Role(Group):
    """One of the groups that `roles.py` describes, under its translated name. What it may do is set there, not in the database."""

    objects = RoleManager()  # type: ignore[misc]

    class Meta:
        proxy = True
        default_permissions = ("view",)
        ordering = ["pk"]
        verbose_name = _("role")
        verbose_name_plural = _("roles")

    def __str__(self) -> str:
        from .roles import ROLES

        return str(ROLES[self.name].label) if self.name in ROLES else self.name
