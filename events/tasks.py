"""Background work of the calendar. Safe to run twice."""

import reversion
from django.contrib.auth import get_user_model
from django_tasks import task
from reversion.models import Version

from .models import Event


@task()
def keep_first_versions(keys: list[int], user: int) -> int:
    """Keep a version of each of these new events, with its dates, as made by the user; how many. One that has been edited meanwhile has its own."""
    by, count = get_user_model().objects.filter(pk=user).first(), 0
    for event in Event.objects.filter(pk__in=keys):
        if Version.objects.get_for_object(event).exists():
            continue
        # Each by itself: a version that holds several events could not be restored.
        with reversion.create_revision():
            reversion.set_user(by)
            reversion.add_to_revision(event)
        count += 1
    return count
