"""What was done and what was agreed to can be added to and read, by nobody changed: the database itself refuses.

Samples may be deleted, so that a demonstration can be taken away; whether a row is one cannot be changed either.
On SQLite a migration that remakes one of these tables loses its triggers: it has to run `forwards` again.
"""

from typing import Any

from django.db import migrations

ACT, TERMS = "competition_act", "competition_terms"
# Which rows are kept, as they were before: every act; of terms those that were issued.
KEPT = {ACT: "", TERMS: "OLD.issued_at IS NOT NULL"}
REAL = {ACT: "sample = {false}", TERMS: "sample = {false} AND issued_at IS NOT NULL"}


def _sqlite() -> list[str]:
    made = []
    for table, kept in KEPT.items():
        refusal = f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are kept as they are'); END"
        also = f" AND {kept}" if kept else ""
        made += [
            f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} {f'WHEN {kept} ' if kept else ''}{refusal}",
            f"CREATE TRIGGER {table}_undeleted BEFORE DELETE ON {table} WHEN NOT OLD.sample{also} {refusal}",
            # REPLACE INTO takes the old row away without asking the trigger above.
            f"CREATE TRIGGER {table}_unreplaced BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) {refusal}",
        ]
    return made


def _postgresql() -> list[str]:
    made = []
    for table, kept in KEPT.items():
        real = REAL[table].format(false="false")
        also = f" AND {kept}" if kept else ""
        refused = f"RAISE EXCEPTION 'rows of {table} are kept as they are' USING ERRCODE = 'integrity_constraint_violation';"
        made += [
            f"CREATE FUNCTION {table}_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refused} END $$",
            f"""CREATE FUNCTION {table}_keep_all() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF EXISTS (SELECT 1 FROM {table} WHERE {real}) THEN {refused} END IF; RETURN NULL; END $$""",
            f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} FOR EACH ROW {f'WHEN ({kept}) ' if kept else ''}EXECUTE FUNCTION {table}_keep()",
            f"CREATE TRIGGER {table}_undeleted BEFORE DELETE ON {table} FOR EACH ROW WHEN (NOT OLD.sample{also}) EXECUTE FUNCTION {table}_keep()",
            f"CREATE TRIGGER {table}_unemptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_keep_all()",
        ]
    return made


NAMES = {"sqlite": ("unchanged", "undeleted", "unreplaced"), "postgresql": ("unchanged", "undeleted", "unemptied")}


def forwards(apps: Any, editor: Any) -> None:
    for statement in {"sqlite": _sqlite, "postgresql": _postgresql}[editor.connection.vendor]():
        editor.execute(statement, params=None)  # a per cent sign or none: nothing is filled in


def backwards(apps: Any, editor: Any) -> None:
    vendor = editor.connection.vendor
    for table in KEPT:
        for name in NAMES[vendor]:
            editor.execute(f"DROP TRIGGER {table}_{name}" + (f" ON {table}" if vendor == "postgresql" else ""))
        if vendor == "postgresql":
            editor.execute(f"DROP FUNCTION {table}_keep(), {table}_keep_all()")


class Migration(migrations.Migration):
    dependencies = [("competition", "0002_rules_terms_acts")]
    operations = [migrations.RunPython(forwards, backwards)]
