"""The index on the words, each database's own.

Both take the analyser's tokens as they are. SQLite's FTS5 with the tokenizer "ascii" parts them at blanks alone, as they hold no other
character that it parts at. PostgreSQL's parser would drop and part marks of many scripts: the vectors are put together without it.
"""

from typing import Any

from django.db import migrations

Tables = dict[str, tuple[str, str]]

# Titles once more by themselves, and with their beginnings of one to three letters: a title that is being typed is found without
# the words of all texts being read.
TABLES: Tables = {
    "search_fts": ("title_tokens, body_tokens", ""),
    "search_titles": ("title_tokens, title_words", ", prefix='1 2 3'"),
}


def _triggers(tables: Tables) -> list[str]:
    def gone(row: str) -> str:
        return "".join(
            f"INSERT INTO {table}({table}, rowid, {columns}) VALUES ('delete', {row}.entry_id, {_of(row, columns)}); " for table, (columns, _more) in tables.items()
        )

    def added(row: str) -> str:
        return "".join(f"INSERT INTO {table}(rowid, {columns}) VALUES ({row}.entry_id, {_of(row, columns)}); " for table, (columns, _more) in tables.items())

    return [
        f"CREATE TRIGGER search_fts_added AFTER INSERT ON search_text BEGIN {added('new')} END",
        f"CREATE TRIGGER search_fts_gone AFTER DELETE ON search_text BEGIN {gone('old')} END",
        f"CREATE TRIGGER search_fts_changed AFTER UPDATE ON search_text BEGIN {gone('old')} {added('new')} END",
    ]


def _of(row: str, columns: str) -> str:
    return ", ".join(f"{row}.{column}" for column in columns.split(", "))


def sqlite(tables: Tables) -> list[str]:
    """The statements that make these indexes, which stand on search_text."""
    made = [
        f"CREATE VIRTUAL TABLE {table} USING fts5({columns}, content='search_text', content_rowid='entry_id', tokenize='ascii'{more})"
        for table, (columns, more) in tables.items()
    ]
    return [*made, *_triggers(tables)]


SQLITE = sqlite(TABLES)

# Two blanks between title and body leave a place empty, so that no phrase reaches from one into the other.
# Positions above 16,383 are all the same to PostgreSQL, and it keeps 256 of a word: the analyser keeps below the first.
# The rows stay short, with what is long apart (TOAST): what the indexes find is counted without reading any text.
POSTGRESQL = [
    """CREATE FUNCTION search_vector(tokens text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT coalesce(string_agg(quote_literal(token) || ':' || least(place, 16383), ' '), '')::tsvector
        FROM unnest(string_to_array(tokens, ' ')) WITH ORDINALITY AS found(token, place) WHERE token <> '' $$""",
    # The first word of a title has a weight of its own: a title that begins as somebody types comes first.
    """ALTER TABLE search_text
        ADD vector tsvector GENERATED ALWAYS AS (search_vector(title_tokens || '  ' || body_tokens)) STORED,
        ADD title_vector tsvector GENERATED ALWAYS AS (search_vector(title_tokens)) STORED,
        ADD words_vector tsvector GENERATED ALWAYS AS (
            setweight(search_vector(split_part(title_words, ' ', 1)), 'A') || search_vector(substr(title_words, length(split_part(title_words, ' ', 1)) + 2))
        ) STORED""",
    "ALTER TABLE search_text SET (toast_tuple_target = 1024)",
    "CREATE INDEX search_text_vector ON search_text USING gin (vector)",
    "CREATE INDEX search_text_title ON search_text USING gin (title_vector)",
    "CREATE INDEX search_text_words ON search_text USING gin (words_vector)",
]

UNDO = {
    "sqlite": [f"DROP TRIGGER search_fts_{name}" for name in ("added", "gone", "changed")] + [f"DROP TABLE {table}" for table in TABLES],
    "postgresql": ["ALTER TABLE search_text DROP vector, DROP title_vector, DROP words_vector", "DROP FUNCTION search_vector(text)"],
}


def forwards(apps: Any, editor: Any) -> None:
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[editor.connection.vendor]:
        editor.execute(statement)


def backwards(apps: Any, editor: Any) -> None:
    for statement in UNDO[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
