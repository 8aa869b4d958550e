"""How staff sign in (allauth): nobody signs up, and a password that was told by somebody else is replaced."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from anniversary.occasion.models import Anniversary

from .models import Profile


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("admin:index") if request.user.is_staff else super().get_password_change_redirect_url(request)

    def clean_password(self, password: str, user: Any = None) -> str:
        """Refuses the password that the user has already: a one-time password could be kept otherwise."""
        password = super().clean_password(password, user)
        if user and user.pk and user.has_usable_password() and user.check_password(password):
            raise ValidationError(_("Choose another password than the one you have now."), code="password_unchanged")
        return password

    def set_password(self, user: Any, password: str) -> None:
        """Called wherever users set their own password: change, first setting, reset by e-mail."""
        super().set_password(user, password)
        Profile.objects.filter(user=user).update(must_change_password=False)


class MFAAdapter(DefaultMFAAdapter):
    def _get_site_name(self) -> str:
        """The name under which an authenticator app or a browser keeps the key."""
        return Anniversary.current().name
