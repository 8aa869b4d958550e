"""Two people press a button at once: on both databases one of them wins and the other is told."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from anniversary.publishing import workflow
from anniversary.publishing.models import Transition
from tests.factories.programmes import programme
from tests.factories.users import user

PERMISSIONS = ("programmes.change_programme", "programmes.publish_programme", "programmes.withdraw_programme")


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_publish_at_once_one_does_and_seven_are_told():
    record, approver = programme(status="in_review"), user(permissions=PERMISSIONS)
    start, outcomes = threading.Barrier(8), []

    def publish() -> None:
        try:
            start.wait()
            workflow.move(record, "publish", user=approver)
            outcomes.append("published")
        except ValidationError:
            outcomes.append("told")
        except Exception as error:
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=publish) for _n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["published"] + ["told"] * 7
    assert Transition.objects.filter(object_id=record.pk, verb="publish").count() == 1
    record.refresh_from_db()
    assert record.status == "published"
