"""People who work on the site."""

from django.contrib.auth.models import Group, User

from anniversary.staff.models import Profile

PASSWORD = "a rather long password"


def make_user(*, username: str = "sokha", role: str = "", is_staff: bool = True, is_superuser: bool = False, must_change_password: bool = False) -> User:
    """A user who signs in with PASSWORD; `role` is one of staff.roles.ROLES."""
    user = User(username=username, is_staff=is_staff or is_superuser, is_superuser=is_superuser)
    user.set_password(PASSWORD)
    user.save()
    if role:
        user.groups.add(Group.objects.get(name=role))
    if must_change_password:
        Profile.objects.create(user=user, must_change_password=True)
    return user
