"""Users for tests."""

from django.contrib.auth.models import Group, Permission, User


def user(*, name: str = "sok", groups: tuple[str, ...] = (), permissions: tuple[str, ...] = (), staff: bool = True) -> User:
    """A user in these role groups, with these permissions besides ("events.publish_event")."""
    made = User.objects.create_user(username=name, password="a long password of Sok", is_staff=staff)
    made.groups.set(Group.objects.filter(name__in=groups))
    for label in permissions:
        app, codename = label.split(".")
        made.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return made
