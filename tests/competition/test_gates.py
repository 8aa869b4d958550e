"""What is taken while something is closed: it is in the count, or it is not taken. On both databases."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from anniversary.competition import acts, gates, stages
from anniversary.competition.models import Act, Competition
from tests.factories.competition import competition, issued_terms, rules
from tests.factories.staff import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kept_rows_may_go")]
FUTURE = datetime.now(UTC) + timedelta(days=30)


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """What came of deeds that are done at the same time: what each returns, or its error in words."""
    outcomes: list[object] = []

    def run(deed: Callable[[], object]) -> None:
        try:
            outcomes.append(deed())
        except ValidationError:
            outcomes.append("told")
        except Exception as error:
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_a_gate_outside_of_a_transaction_is_none():
    for gate in (gates.passing, gates.shut):
        with pytest.raises(transaction.TransactionManagementError):
            gate(1)


def test_who_counts_waits_for_whoever_is_in():
    record, is_in, has_counted = competition(), threading.Event(), threading.Event()

    def take() -> str:
        with transaction.atomic():
            gates.passing(record.pk)
            is_in.set()
            has_counted.wait(1)  # in vain: the gate cannot be shut yet
            acts.write(record, "cast", role="public")
        return "taken"

    def count() -> int:
        is_in.wait(20)
        with transaction.atomic():
            gates.shut(record.pk)
            found = Act.objects.count()
        has_counted.set()
        return found

    assert sorted(map(str, at_once(take, count))) == ["1", "taken"]


@pytest.mark.postgres
def test_those_who_go_through_do_not_wait_for_each_other():
    record, inside = competition(), threading.Barrier(4, timeout=20)

    def take() -> str:
        with transaction.atomic():
            gates.passing(record.pk)
            inside.wait()
        return "taken"

    assert at_once(*[take] * 4) == ["taken"] * 4


def test_of_eight_who_announce_it_at_once_one_does_and_seven_are_told():
    record, officer = competition(), make_user(role="competition_officer")
    rules(record, opens_at=FUTURE)
    issued_terms(record, user=officer)

    def announce() -> str:
        return stages.move(Competition.objects.get(pk=record.pk), "announced", user=officer).stage

    assert sorted(map(str, at_once(*[announce] * 8))) == ["announced"] + ["told"] * 7
    assert Act.objects.filter(verb="stage").count() == 1
