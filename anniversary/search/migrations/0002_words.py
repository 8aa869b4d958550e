"""The index on the words, each database's own.

Both take the analyser's tokens as they are. SQLite's FTS5 with the tokenizer "ascii" parts them at blanks alone, as they hold no other
character that it parts at. PostgreSQL's parser would drop and part marks of many scripts: the vectors are put together without it.
"""

from typing import Any

from django.db import migrations

COLUMNS = "title_tokens, title_words, body_tokens"

SQLITE = [
    f"CREATE VIRTUAL TABLE search_fts USING fts5({COLUMNS}, content='search_text', content_rowid='entry_id', tokenize='ascii')",
    f"""CREATE TRIGGER search_fts_added AFTER INSERT ON search_text BEGIN
        INSERT INTO search_fts(rowid, {COLUMNS}) VALUES (new.entry_id, new.title_tokens, new.title_words, new.body_tokens); END""",
    f"""CREATE TRIGGER search_fts_gone AFTER DELETE ON search_text BEGIN
        INSERT INTO search_fts(search_fts, rowid, {COLUMNS}) VALUES ('delete', old.entry_id, old.title_tokens, old.title_words, old.body_tokens); END""",
    f"""CREATE TRIGGER search_fts_changed AFTER UPDATE ON search_text BEGIN
        INSERT INTO search_fts(search_fts, rowid, {COLUMNS}) VALUES ('delete', old.entry_id, old.title_tokens, old.title_words, old.body_tokens);
        INSERT INTO search_fts(rowid, {COLUMNS}) VALUES (new.entry_id, new.title_tokens, new.title_words, new.body_tokens); END""",
]

# Two blanks between title and body leave a place empty, so that no phrase reaches from one into the other.
# Positions above 16,383 are all the same to PostgreSQL, and it keeps 256 of a word: the analyser keeps below the first.
POSTGRESQL = [
    """CREATE FUNCTION search_vector(tokens text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT coalesce(string_agg(quote_literal(token) || ':' || least(place, 16383), ' '), '')::tsvector
        FROM unnest(string_to_array(tokens, ' ')) WITH ORDINALITY AS found(token, place) WHERE token <> '' $$""",
    """ALTER TABLE search_text
        ADD vector tsvector GENERATED ALWAYS AS (search_vector(title_tokens || '  ' || body_tokens)) STORED,
        ADD title_vector tsvector GENERATED ALWAYS AS (search_vector(title_tokens)) STORED,
        ADD words_vector tsvector GENERATED ALWAYS AS (search_vector(title_words)) STORED""",
    "CREATE INDEX search_text_vector ON search_text USING gin (vector)",
    "CREATE INDEX search_text_title ON search_text USING gin (title_vector)",
    "CREATE INDEX search_text_words ON search_text USING gin (words_vector)",
]

UNDO = {
    "sqlite": [f"DROP TRIGGER search_fts_{name}" for name in ("added", "gone", "changed")] + ["DROP TABLE search_fts"],
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
