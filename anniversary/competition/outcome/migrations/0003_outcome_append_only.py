"""A protocol is made and read, by nobody changed: the database itself refuses, as it does for acts (competition 0003).

A sample's may be deleted, so that a demonstration can be taken away; whether it is one cannot be changed either.
On SQLite a migration that remakes the table loses its triggers: it has to run `forwards` again.
"""

from typing import Any

from django.db import migrations

PROTOCOL = "outcome_protocol"
KEPT = (PROTOCOL,)
NAMES = {"sqlite": ("unchanged", "undeleted", "unreplaced"), "postgresql": ("unchanged", "undeleted", "unemptied")}
REFUSED = f"rows of {PROTOCOL} are kept as they are"


def _sqlite() -> list[str]:
    refusal = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    return [
        f"CREATE TRIGGER {PROTOCOL}_unchanged BEFORE UPDATE ON {PROTOCOL} {refusal}",
        f"CREATE TRIGGER {PROTOCOL}_undeleted BEFORE DELETE ON {PROTOCOL} WHEN NOT OLD.sample {refusal}",
        # REPLACE INTO takes the old row away without asking the trigger above: by its key, or by its number.
        f"""CREATE TRIGGER {PROTOCOL}_unreplaced BEFORE INSERT ON {PROTOCOL} WHEN EXISTS (SELECT 1 FROM {PROTOCOL} WHERE id = NEW.id
            OR (competition_id = NEW.competition_id AND number = NEW.number)) {refusal}""",
    ]


def _postgresql() -> list[str]:
    refused = f"RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation';"
    return [
        f"CREATE FUNCTION {PROTOCOL}_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refused} END $$",
        f"""CREATE FUNCTION {PROTOCOL}_keep_all() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF EXISTS (SELECT 1 FROM {PROTOCOL} WHERE NOT sample) THEN {refused} END IF; RETURN NULL; END $$""",
        f"CREATE TRIGGER {PROTOCOL}_unchanged BEFORE UPDATE ON {PROTOCOL} FOR EACH ROW EXECUTE FUNCTION {PROTOCOL}_keep()",
        f"CREATE TRIGGER {PROTOCOL}_undeleted BEFORE DELETE ON {PROTOCOL} FOR EACH ROW WHEN (NOT OLD.sample) EXECUTE FUNCTION {PROTOCOL}_keep()",
        f"CREATE TRIGGER {PROTOCOL}_unemptied BEFORE TRUNCATE ON {PROTOCOL} FOR EACH STATEMENT EXECUTE FUNCTION {PROTOCOL}_keep_all()",
    ]


def forwards(apps: Any, editor: Any) -> None:
    for statement in {"sqlite": _sqlite, "postgresql": _postgresql}[editor.connection.vendor]():
        editor.execute(statement, params=None)  # a per cent sign or none: nothing is filled in


def backwards(apps: Any, editor: Any) -> None:
    vendor = editor.connection.vendor
    for name in NAMES[vendor]:
        editor.execute(f"DROP TRIGGER {PROTOCOL}_{name}" + (f" ON {PROTOCOL}" if vendor == "postgresql" else ""))
    if vendor == "postgresql":
        editor.execute(f"DROP FUNCTION {PROTOCOL}_keep(), {PROTOCOL}_keep_all()")


class Migration(migrations.Migration):
    dependencies = [("outcome", "0002_outcome_moments")]
    operations = [migrations.RunPython(forwards, backwards)]
