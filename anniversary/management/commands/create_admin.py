"""Makes an administrator with a generated password, which must be changed at the first sign-in."""

import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from anniversary.staff.models import Profile

# No letter or digit that is taken for another one when copied by hand (0O, 1lI).
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 4, 5  # 20 of 32 characters: 100 bits


def new_password() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))


@transaction.atomic
def give_password(user: User) -> str:
    """Gives the administrator a new generated password, to be changed at sign-in, and returns it. It is kept nowhere in clear."""
    user.set_password(password := new_password())
    user.is_staff = user.is_superuser = user.is_active = True
    user.save()
    Profile.objects.update_or_create(user=user, defaults={"must_change_password": True})
    return password


def framed(*lines: str) -> str:
    width = max(len(line) for line in lines)
    return "\n".join(["", f"┌─{'─' * width}─┐", *(f"│ {line:<{width}} │" for line in lines), f"└─{'─' * width}─┘", ""])


def announcement(username: str, password: str) -> str:
    """What the person at the terminal is told, once."""
    return framed(
        "An administrator was made. This is shown once; note it down:",
        "",
        f"   user name   {username}",
        f"   password    {password}",
        "",
        "The first sign-in asks for a password of your own.",
    )


class Command(BaseCommand):
    help = "Makes an administrator with a generated password, or gives an existing one a new password (--reset)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", nargs="?", default="admin")
        parser.add_argument("--reset", action="store_true", help="a new password for an administrator who lost it")

    def handle(self, *args: Any, **options: Any) -> None:
        username = options["username"]
        user = get_user_model().objects.filter(username=username).first()
        if user and not options["reset"]:
            raise CommandError(f"There is a user “{username}” already. A new password for them: manage.py create_admin {username} --reset")
        if not user and options["reset"]:
            raise CommandError(f"There is no user “{username}”.")
        self.stdout.write(announcement(username, give_password(user or get_user_model()(username=username))))
