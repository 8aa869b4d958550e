"""What was done and agreed to stays as it was, whoever tries: the database itself refuses, on both databases."""

from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import ProtectedError

from anniversary.competition import acts, terms
from anniversary.competition.models import Act, Terms
from tests.factories.competition import competition, issued_terms, rules
from tests.factories.staff import make_user

pytestmark = pytest.mark.django_db
OPENS = datetime(2023, 3, 1, tzinfo=UTC)


def refused(deed) -> bool:
    try:
        with transaction.atomic():
            deed()
    except IntegrityError as error:
        assert "kept as they are" in str(error)
        return True
    return False


def test_an_act_is_neither_changed_nor_deleted():
    act = acts.write(competition(), "stage", role="clock", before="open", after="closed")
    for deed in (
        lambda: Act.objects.filter(pk=act.pk).update(after="open"),
        lambda: Act.objects.filter(pk=act.pk).update(sample=True),
        lambda: Act.objects.filter(pk=act.pk).delete(),
        lambda: Act(pk=act.pk, competition=act.competition, at=act.at, role="clock", verb="other").save(),
    ):
        assert refused(deed)
    assert list(Act.objects.values_list("verb", "before", "after", "sample")) == [("stage", "open", "closed", False)]


def test_an_act_is_not_replaced():
    act = acts.write(competition(), "stage", role="clock")
    columns = "id, competition_id, at, role, verb, subject, before, after, detail, sample"
    values = f"SELECT {columns.replace('verb', chr(39) + 'other' + chr(39))} FROM competition_act WHERE id = {act.pk}"
    added = f"INSERT INTO competition_act ({columns}) {values}"
    replaced = f"INSERT OR REPLACE INTO competition_act ({columns}) {values}" if connection.vendor == "sqlite" else (
        f"{added} ON CONFLICT (id) DO UPDATE SET verb = excluded.verb"
    )  # fmt: skip
    with connection.cursor() as cursor:
        assert refused(lambda: cursor.execute(replaced))
    assert Act.objects.get().verb == "stage"


@pytest.mark.postgres
def test_the_table_is_not_emptied_while_a_real_act_is_there():
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE competition_act")  # nothing is there
        acts.write(competition(), "stage", role="clock")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table with checks to come is emptied anyway
        assert refused(lambda: cursor.execute("TRUNCATE competition_act"))
    assert Act.objects.count() == 1


def test_acts_of_a_sample_go_with_it():
    record = competition()
    rules(record, opens_at=OPENS, sample=True)
    assert acts.write(record, "stage", role="clock").sample is True
    with pytest.raises(ProtectedError):
        record.delete()
    assert refused(lambda: Act.objects.update(sample=False))
    Act.objects.all().delete()
    record.delete()
    assert Act.objects.count() == 0


def test_what_was_done_outlives_who_did_it():
    officer = make_user(role="competition_officer")
    act, key = acts.write(competition(), "stage", role="officer", by=officer), officer.pk
    officer.delete()
    act.refresh_from_db()
    assert (act.by_id, User.objects.filter(pk=key).exists()) == (key, False)


def test_issued_terms_are_neither_changed_nor_deleted_drafts_are():
    record, officer = competition(), make_user(role="competition_officer")
    rules(record, opens_at=OPENS)
    issued = issued_terms(record, user=officer, text="<p>Once.</p>")
    draft = terms.draft(record, text_en="<p>Twice.</p>")
    for deed in (
        lambda: Terms.objects.filter(pk=issued.pk).update(text_ja="<p>Other.</p>"),
        lambda: Terms.objects.filter(pk=issued.pk).update(issued_at=None, digest=""),
        lambda: Terms.objects.filter(pk=issued.pk).delete(),
    ):
        assert refused(deed)
    Terms.objects.filter(pk=draft.pk).update(text_en="<p>Thrice.</p>")
    draft.delete()
    assert list(Terms.objects.values_list("version", "text_en")) == [(1, "<p>Once.</p>")]


@pytest.mark.parametrize("table", ["competition_act", "competition_terms"])
def test_the_triggers_are_there(table):
    append_only = import_module("anniversary.competition.migrations.0003_append_only")
    sql = "SELECT name FROM sqlite_master WHERE type = 'trigger'" if connection.vendor == "sqlite" else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found = {name for (name,) in cursor.fetchall()}
    assert {f"{table}_{name}" for name in append_only.NAMES[connection.vendor]} <= found


@pytest.mark.parametrize(
    "wrong",
    [{"subject": "sok@example.org"}, {"subject": "Sok San"}, {"after": "it was late"}, {"reason": "សុខ"}, {"score": 1.5}, {"who": None}, {"role": "sok"}],
)
def test_the_log_takes_no_names_addresses_or_sentences(wrong):
    record = competition()
    with pytest.raises(ValueError, match=r"codes and numbers|Nobody acts"):
        acts.write(record, "stage", **{"role": "officer"} | wrong)
    assert not Act.objects.exists()


def test_the_log_takes_codes_numbers_and_yes_or_no():
    act = acts.write(competition(), "void_ballot", role="officer", subject="K7M-4QX", reason="burst", number=3, seen=True)
    assert (act.subject, act.detail) == ("K7M-4QX", {"reason": "burst", "number": 3, "seen": True})


def test_an_act_is_gone_with_the_deed_that_failed():
    record = competition()
    with pytest.raises(DatabaseError), transaction.atomic():
        acts.write(record, "stage", role="clock")
        raise DatabaseError
    assert not Act.objects.exists()
