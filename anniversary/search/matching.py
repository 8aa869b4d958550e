"""A query as each database's own index on the words takes it. An expression, so that it goes with every other filter."""

import math
from collections.abc import Callable, Sequence
from typing import Any, Literal

from django.db import connection
from django.db.models import BooleanField, F, Func

from .asking import Query
from .filing import Filed
from .models import EntryQuerySet
from .wording import Words

# Where the words must stand: anywhere; in the title; in the title as it is being typed, which has its words whole.
Where = Literal["all", "title", "words"]
_SQLITE = {"all": "search_fts", "title": "search_titles", "words": "search_titles"}
_COLUMN = {"all": "", "title": "{title_tokens}: ", "words": "{title_words}: "}
MANY = 2_500  # entries
FIRST = "\ue001"  # before the first word of a title, which is there once more so: to ask for its place would be to read all titles
DOUBLE, SINGLE = '"', "'"
_VECTOR = {"all": "vector", "title": "title_vector", "words": "words_vector"}


class Match(Func):
    """Entries that have one way of every part and none of what is excluded, and are filed under what is asked for.

    Runs without blanks are looked for by their pairs, wherever these stand: by the positions of each, PostgreSQL would have to read every
    text that it finds. Texts that have the pairs and not the run are rare, and the ranking puts them last.
    """

    output_field = BooleanField()
    arity = 1

    many = False  # so many that the entries had better be gone through in the order that is wanted (facets.in_order)

    def __init__(self, parts: Sequence[Sequence[Words]], excluded: Sequence[Words] = (), where: Where = "all", filed: Filed = ()) -> None:
        self.parts, self.excluded, self.where, self.filed = parts, excluded, where, filed
        super().__init__(F("pk"))

    @classmethod
    def of(cls, query: Query, filed: Filed = ()) -> "Match":
        return cls(query.parts, query.excluded, "title" if query.in_titles else "all", filed)

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        key, params = compiler.compile(self.source_expressions[0])
        table = _SQLITE[self.where]
        return f"{key} IN (SELECT rowid FROM {table} WHERE {table} MATCH %s)", [*params, fts5(self.parts, self.excluded, self.where, self.filed)]  # noqa: S608 - names of ours

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        key, params = compiler.compile(self.source_expressions[0])
        asked = tsquery(self.parts, self.excluded, self.filed)
        # By itself: where only the first rows are wanted, the planner would rather read one text after the other until it has met so many.
        found = f"WITH found AS MATERIALIZED (SELECT entry_id FROM search_text WHERE {_VECTOR[self.where]} @@ %s::tsquery) SELECT entry_id FROM found"  # noqa: S608
        # A test that is no join keeps PostgreSQL from beginning with what is found, of which it always expects too little.
        return f"({key} IN ({found})){' IS TRUE' if self.many else ''}", [*params, asked]


def fts5(parts: Sequence[Sequence[Words]], excluded: Sequence[Words] = (), where: Where = "all", filed: Filed = ()) -> str:
    """The same in the language of SQLite's FTS5."""

    def one(words: Words) -> str:
        star = " *" if words.beginning else ""
        if words.adjacent:
            return f'"{" ".join(map(_bare, words.tokens))}"{star}'
        each = [*(f'"{_bare(token)}"' for token in words.tokens[:-1]), f'"{_bare(words.tokens[-1])}"{star}']
        return " AND ".join([f"^ {each[0]}" if words.initial else each[0], *each[1:]])

    asked = _formula(parts, one, " AND ", " OR ")
    if excluded:
        asked = f"({asked}) NOT ({' OR '.join(f'({one(words)})' for words in excluded)})"
    asked = f"{_COLUMN[where]}({asked})" if _COLUMN[where] else asked
    return " AND ".join([f"({asked})", *(f"{{filed}}: ({_either(tokens, DOUBLE, ' OR ')})" for tokens in filed)]) if filed else asked


def tsquery(parts: Sequence[Sequence[Words]], excluded: Sequence[Words] = (), filed: Filed = ()) -> str:
    """The same in that of PostgreSQL's text search."""

    def one(words: Words) -> str:
        tokens = [f"'{_bare(token)}'" for token in words.tokens]
        star = ":*" if words.beginning else ""
        together = (" <-> " if words.adjacent else " & ").join([*tokens[:-1], tokens[-1] + star])
        if not words.initial:
            return together
        first = f"'{FIRST}{_bare(words.tokens[0])}'"
        return f"{first} & ({together})" if len(tokens) > 1 else first + star

    asked = _formula(parts, one, " & ", " | ")
    asked = f"({asked}) & !({' | '.join(f'({one(words)})' for words in excluded)})" if excluded else asked
    return " & ".join([f"({asked})", *(f"({_either(tokens, SINGLE, ' | ')})" for tokens in filed)]) if filed else asked


def _either(tokens: Sequence[str], quote: str, either: str) -> str:
    return either.join(f"{quote}{_bare(token)}{quote}" for token in tokens)


def _formula(parts: Sequence[Sequence[Words]], one: Callable[[Words], str], both: str, either: str) -> str:
    return both.join(f"({either.join(f'({one(words)})' for words in part)})" for part in parts)


def _bare(token: str) -> str:
    """The analyser's tokens hold none of these; should one ever, it must not become an operator."""
    return token.translate({ord(letter): None for letter in "\"'\\\0 "})


def many(match: Match, most: int = MANY) -> bool:
    """Whether so many entries match that they are better found in the order in which they are wanted than sorted.

    One query, which reads no entry. Beginnings are counted in titles alone: in texts, that is to read all that they begin.
    """
    if match.where == "all" and any(words.beginning for part in match.parts for words in part):
        return True
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            table, asked = _SQLITE[match.where], fts5(match.parts, match.excluded, match.where, match.filed)
            cursor.execute(f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {table} MATCH %s LIMIT %s) found", [asked, most])  # noqa: S608 - names of ours
            return bool(cursor.fetchone()[0] == most)
        return _expected(cursor, match.parts, _VECTOR[match.where], match.filed) >= most


def _expected(cursor: Any, parts: Sequence[Sequence[Words]], vector: str, filed: Filed) -> float:
    """About how many PostgreSQL would find. It could only count by going to all the rows.

    It expects pairs of one word to have nothing to do with one another, and far too little of them together: so it is asked for each by itself.
    """
    tokens = list(dict.fromkeys(token for part in parts for way in part for token in way.tokens))
    asked = [*(f"'{_bare(token)}'" for token in tokens), *(f"({_either(each, SINGLE, ' | ')})" for each in filed)]
    # A limit, so that the parts of the plan stay in this order: shared out among processes, they would not.
    wheres = ["", *[f"WHERE {vector} @@ %s::tsquery"] * len(asked)]
    each = " UNION ALL ".join(f"(SELECT 1 FROM search_text {where} LIMIT {10**9})" for where in wheres)  # noqa: S608 - names of ours
    cursor.execute(f"EXPLAIN (FORMAT JSON) {each}", asked)
    every, *numbers = (plan["Plan Rows"] for plan in cursor.fetchone()[0][0]["Plan"]["Plans"])
    known = dict(zip(tokens, numbers, strict=False))
    found = min(sum(min(known[token] for token in way.tokens) for way in part) for part in parts)
    language, *others = numbers[len(tokens) :] or [every]
    return float(min(found, language) * math.prod(number / max(every, 1) for number in others))


def frequencies(rows: EntryQuerySet, tokens: Sequence[str], most: int) -> list[int]:
    """In how many of the rows each token stands, counted up to `most`. Two queries.

    What stands in more entries than that, of whatever rows, is only common: it is not looked at which of them are among these.
    """
    numbers = dict.fromkeys(tokens, 0)
    numbers.update(zip(tokens, _counted([_anywhere(token, most) for token in tokens]), strict=True))
    if rare := [token for token in tokens if 0 < numbers[token] < most]:
        # Put together once, not for each token: that would take longer than the counting.
        written, params = rows.filter(Match([[Words((rare[0],), ())]])).order_by().values("pk").query.sql_with_params()
        place = params.index(_asked(rare[0]))
        here = [(f"(SELECT count(*) FROM ({written}) one)", [*params[:place], _asked(token), *params[place + 1 :]]) for token in rare]  # noqa: S608
        numbers.update(zip(rare, _counted(here), strict=True))
    return list(numbers.values())


def _anywhere(token: str, most: int) -> tuple[str, list[Any]]:
    """How often a token stands in whatever rows: as SQL, with its parameters."""
    if connection.vendor == "sqlite":
        return "(SELECT count(*) FROM (SELECT 1 FROM search_fts WHERE search_fts MATCH %s LIMIT %s))", [_asked(token), most]
    return "(SELECT least(count(*), %s) FROM search_text WHERE vector @@ %s::tsquery)", [most, _asked(token)]


def _asked(token: str) -> str:
    parts = [[Words((token,), ())]]
    return fts5(parts) if connection.vendor == "sqlite" else tsquery(parts)


def _counted(each: Sequence[tuple[str, Sequence[Any]]]) -> list[int]:
    if not each:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(written for written, _params in each), [value for _written, params in each for value in params])
        return list(cursor.fetchone())
