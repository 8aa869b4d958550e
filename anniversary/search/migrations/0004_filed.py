"""What an entry is filed under beside its words, in the databases' own indexes too."""

from importlib import import_module
from typing import Any

from django.db import migrations, models

words = import_module("anniversary.search.migrations.0002_words")

TABLES = {
    "search_fts": ("title_tokens, body_tokens, filed", ""),
    "search_titles": ("title_tokens, title_words, filed", ", prefix='1 2 3'"),
}
MARK = "\ue000"
# As search/filing.py writes it, of the entries that there are: they are found before the index has been built anew.
FILED = f"""UPDATE search_text SET filed = (
    SELECT '{MARK}l' || entry.language || ' {MARK}k' || entry.kind || CASE WHEN entry.day = '0001-01-01' THEN '' ELSE ' {MARK}y' || substr(CAST(entry.day AS text), 1, 4) END
    || coalesce((SELECT %s FROM search_link link WHERE link.kind = entry.kind AND link.object_id = entry.object_id AND link.target_kind = 'tag'), '')
    FROM search_entry entry WHERE entry.id = search_text.entry_id)"""
TAGS = {
    "sqlite": f"group_concat(' {MARK}t' || link.target_id, '')",
    "postgresql": f"string_agg(' {MARK}t' || link.target_id, '')",
}

WITH_FILED = {
    "vector": "search_vector(title_tokens || '  ' || body_tokens)",
    "title_vector": "search_vector(title_tokens)",
    "words_vector": "search_vector(title_words) || array_to_tsvector(ARRAY['\ue001' || split_part(title_words, ' ', 1)])",
}
WITHOUT = WITH_FILED | {
    "words_vector": "setweight(search_vector(split_part(title_words, ' ', 1)), 'A') || search_vector(substr(title_words, length(split_part(title_words, ' ', 1)) + 2))",
}
INDEXES = {"vector": "search_text_vector", "title_vector": "search_text_title", "words_vector": "search_text_words"}
POSTGRESQL = [
    "ALTER TABLE search_text DROP vector, DROP title_vector, DROP words_vector",
    "ALTER TABLE search_text SET (toast_tuple_target = 256)",  # shorter rows still: of a common word, nearly all of them are looked at
    "ALTER TABLE search_text "
    + ", ".join(
        f"ADD {name} tsvector GENERATED ALWAYS AS ({written} || array_to_tsvector(string_to_array(filed, ' '))) STORED" for name, written in WITH_FILED.items()
    ),
    *(f"CREATE INDEX {index} ON search_text USING gin ({name})" for name, index in INDEXES.items()),
]
AS_BEFORE = [
    "ALTER TABLE search_text DROP vector, DROP title_vector, DROP words_vector",
    "ALTER TABLE search_text " + ", ".join(f"ADD {name} tsvector GENERATED ALWAYS AS ({written}) STORED" for name, written in WITHOUT.items()),
    *(f"CREATE INDEX {index} ON search_text USING gin ({name})" for name, index in INDEXES.items()),
]


def _execute(editor: Any, statements: list[str]) -> None:
    for statement in statements:
        editor.execute(statement)


def without_triggers(apps: Any, editor: Any) -> None:
    """Before the table is altered: SQLite makes it anew, and would lose them."""
    if editor.connection.vendor == "sqlite":
        _execute(editor, words.UNDO["sqlite"])


def with_filed(apps: Any, editor: Any) -> None:
    vendor = editor.connection.vendor
    _execute(editor, [FILED % TAGS[vendor]])
    _execute(editor, POSTGRESQL if vendor == "postgresql" else [*words.sqlite(TABLES), *_filled(TABLES)])


def as_before(apps: Any, editor: Any) -> None:
    """Before the column is taken away."""
    _execute(editor, AS_BEFORE if editor.connection.vendor == "postgresql" else words.UNDO["sqlite"])


def with_triggers(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "sqlite":
        _execute(editor, [*words.SQLITE, *_filled(words.TABLES)])


def _filled(tables: Any) -> list[str]:
    return [f"INSERT INTO {table}({table}) VALUES ('rebuild')" for table in tables]


class Migration(migrations.Migration):
    dependencies = [("search", "0003_rebuild_fingerprint")]
    operations = [
        migrations.RunPython(without_triggers, with_triggers),
        migrations.AddField("text", "filed", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.RunPython(with_filed, as_before),
        migrations.RemoveIndex("entry", "search_entry_newest"),
        migrations.RemoveIndex("entry", "search_entry_kind"),
        migrations.AddIndex("entry", models.Index(fields=["language", "-day", "kind", "object_id", "since", "until", "split"], name="search_entry_by_day")),
        migrations.AddIndex("entry", models.Index(fields=["language", "kind", "-day", "object_id", "since", "until", "split"], name="search_entry_by_kind")),
        migrations.AddIndex("entry", models.Index(condition=models.Q(split=True), fields=["id"], name="search_entry_split")),
    ]
