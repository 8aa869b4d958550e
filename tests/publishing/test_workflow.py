from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from anniversary import clock
from anniversary.programmes.models import Programme
from anniversary.publishing import workflow
from anniversary.publishing.models import Transition
from tests.factories.programmes import programme
from tests.factories.users import user

pytestmark = pytest.mark.django_db
EDITOR = ("programmes.change_programme", "programmes.view_programme")
APPROVER = (*EDITOR, "programmes.publish_programme", "programmes.withdraw_programme")


def test_the_way_from_draft_to_published_is_logged_step_by_step():
    editor, approver = user(permissions=EDITOR), user(name="chan", permissions=APPROVER)
    record = programme(status="draft")
    workflow.move(record, "submit", user=editor)
    workflow.move(record, "return", user=approver, note="The date is missing.")
    workflow.move(record, "submit", user=editor)
    workflow.move(record, "publish", user=approver)
    record.refresh_from_db()
    assert record.is_public
    assert record.publish_at == record.first_published_at
    steps = Transition.objects.filter(object_id=record.pk).order_by("pk").values_list("verb", "before", "after", "by__username", "note")
    assert list(steps) == [
        ("submit", "draft", "in_review", "sok", ""),
        ("return", "in_review", "returned", "chan", "The date is missing."),
        ("submit", "returned", "in_review", "sok", ""),
        ("publish", "in_review", "published", "chan", ""),
    ]


@pytest.mark.parametrize(("verb", "status"), [("publish", "draft"), ("publish", "in_review"), ("return", "in_review"), ("withdraw", "published")])
def test_an_editor_may_neither_publish_nor_return_nor_withdraw(verb, status):
    record = programme(status=status)
    with pytest.raises(PermissionDenied):
        workflow.move(record, verb, user=user(permissions=EDITOR), note="Because.")
    record.refresh_from_db()
    assert (record.status, Transition.objects.count()) == (status, 0)


def test_who_may_only_view_may_not_even_submit():
    with pytest.raises(PermissionDenied):
        workflow.move(programme(status="draft"), "submit", user=user(permissions=("programmes.view_programme",)))


@pytest.mark.parametrize(
    ("verb", "status"), [("submit", "published"), ("return", "draft"), ("withdraw", "draft"), ("publish", "published"), ("take_back", "draft")]
)
def test_a_verb_that_does_not_fit_the_status_changes_nothing(verb, status):
    record = programme(status=status)
    with pytest.raises(ValidationError):
        workflow.move(record, verb, user=user(permissions=APPROVER), note="Because.")
    record.refresh_from_db()
    assert (record.status, Transition.objects.count()) == (status, 0)


def test_the_status_in_the_database_decides_not_the_one_that_was_loaded():
    stale = programme(status="draft")
    Programme.objects.filter(pk=stale.pk).update(status="published", publish_at=clock.now())
    with pytest.raises(ValidationError):
        workflow.move(stale, "submit", user=user(permissions=EDITOR))


@pytest.mark.parametrize(("verb", "status"), [("return", "in_review"), ("withdraw", "published")])
def test_returning_and_withdrawing_need_a_reason(verb, status):
    record = programme(status=status)
    with pytest.raises(ValidationError):
        workflow.move(record, verb, user=user(permissions=APPROVER), note="  ")
    record.refresh_from_db()
    assert record.status == status


def test_what_is_not_ready_is_not_published():
    record = programme(status="draft", summary_en="")
    with pytest.raises(ValidationError) as refused:
        workflow.move(record, "publish", user=user(permissions=APPROVER))
    assert list(refused.value.message_dict) == ["summary_en"]
    record.refresh_from_db()
    assert (record.status, record.publish_at) == ("draft", None)


def test_a_later_time_schedules_it_and_the_clock_shows_it():
    later = clock.now() + timedelta(days=3)
    record = workflow.move(programme(status="draft", publish_at=later), "publish", user=user(permissions=APPROVER))
    assert (record.is_public, record.is_scheduled, record.state) == (False, True, "Scheduled")
    assert not Programme.objects.published().exists()
    with clock.as_of(later + timedelta(seconds=1)):
        assert Programme.objects.published().get() == record
        assert record.is_public


def test_an_end_takes_it_down_without_anybody_s_doing():
    record = programme(unpublish_at=clock.now() + timedelta(days=1))
    with clock.as_of(clock.now() + timedelta(days=2)):
        assert not Programme.objects.published().exists()
        assert Programme.objects.withdrawn().get() == record
        assert record.state == "Taken down"


@pytest.mark.parametrize("publish_at", [None, clock.now() - timedelta(days=3)])
def test_what_should_be_down_already_is_not_published(publish_at):
    record = programme(status="draft", publish_at=publish_at, unpublish_at=clock.now() - timedelta(days=1))
    with pytest.raises(ValidationError) as refused:
        workflow.move(record, "publish", user=user(permissions=APPROVER))
    assert list(refused.value.message_dict) == ["unpublish_at"]


def test_what_was_scheduled_and_called_off_was_never_public():
    approver, later = user(permissions=APPROVER), clock.now() + timedelta(days=3)
    record = workflow.move(programme(status="draft", publish_at=later), "publish", user=approver)
    workflow.move(record, "withdraw", user=approver, note="Another plan.")
    with clock.as_of(later + timedelta(days=1)):
        assert not Programme.objects.withdrawn().exists()


def test_what_was_put_off_was_not_public_on_its_first_day():
    approver, later = user(permissions=APPROVER), clock.now() + timedelta(days=3)
    record = workflow.move(programme(status="draft", publish_at=later), "publish", user=approver)
    record.publish_at = later + timedelta(days=30)
    record.save()
    with clock.as_of(later + timedelta(days=1)):
        workflow.move(record, "withdraw", user=approver, note="Another plan.")
        assert not Programme.objects.withdrawn().exists()


def test_verbs_that_a_user_is_offered_are_those_that_work():
    assert list(workflow.verbs_for(user(permissions=EDITOR), programme(status="draft"))) == ["submit"]
    assert list(workflow.verbs_for(user(name="chan", permissions=APPROVER), programme(slug="b", status="in_review"))) == ["take_back", "return", "publish"]


def test_the_database_refuses_a_published_record_without_its_time_and_an_end_before_its_start():
    with pytest.raises(IntegrityError), transaction.atomic():
        Programme.objects.create(slug="a", title_en="A", kind="song", status="published")
    with pytest.raises(IntegrityError), transaction.atomic():
        programme(unpublish_at=clock.now() - timedelta(days=9))
