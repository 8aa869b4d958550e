"""One-time passwords: made by the site, told once, to be changed at the first sign-in."""

import secrets

from django.contrib.auth.models import AbstractBaseUser

from .models import Profile

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like another when it is read out or copied by hand


def generate() -> str:
    """Four groups of four characters: 79 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def issue(user: AbstractBaseUser) -> str:
    """Give a saved user a new one-time password and return it: the only time that it can be read."""
    password = generate()
    user.set_password(password)
    user.save(update_fields=["password"])
    Profile.objects.update_or_create(user_id=user.pk, defaults={"must_change_password": True})
    return password
