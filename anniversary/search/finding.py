"""The search of readers and editors: results, titles while they are typed, and the keys of what a text finds."""

from django.db.models import QuerySet

from anniversary.languages import text as languages

from . import analysis, asking, cursors, facets, filing, offering, pool, showing, spelling
from .answers import Asked as Asked
from .answers import Choice as Choice
from .answers import Elsewhere as Elsewhere
from .answers import Hit as Hit
from .answers import Results as Results
from .asking import Query
from .facets import NEWEST, Seen
from .matching import Match
from .models import Entry, EntryQuerySet
from .pool import Pool
from .wording import Words, from_first, typed_so_far, units_of

PAGE = 20
SORTED = 500  # titles that go on what is typed: more are gone through in order until there are enough


def find(asked: Asked) -> Results:
    """A page of what readers may find now. As many queries for one result as for many."""
    asked = facets.allowed(asked)
    query = asking.parse(asked.text)
    if not query or asked.language not in languages.codes():
        return Results()
    found = pool.gather(query, asked.language)
    left, of_kinds, of_years, of_tags = facets.filtered(found.seen, found.seen_of, asked)
    results = Results(total=left.total, more_than=left.more, kinds=facets.kinds(of_kinds, asked), years=facets.years(of_years, asked))
    results.tags = facets.tags(of_tags, asked) if found.seen.total else []
    pks, results.after = _by_date(found, asked) if asked.by_date else _by_relevance(found, asked, left)
    results.hits = showing.hits(pks, query)
    if not found.own:
        results.instead = spelling.instead(query, asked.language)
    if not (asked.after or asked.kind or asked.year or asked.tag):
        results.elsewhere = offering.elsewhere(found)
        if not results.total and not results.elsewhere:
            results.suggestions = offering.suggestions(query, asked.language)
    return results


def _by_relevance(found: Pool, asked: Asked, left: Seen) -> tuple[list[int], str]:
    """(ids of a page, the cursor of the next)."""
    best = found.best(asked, left) if left.total else []
    start = cursors.place(asked.after, len(best))
    return best[start : start + PAGE], cursors.of_place(start + PAGE) if len(best) > start + PAGE else ""


def _by_date(found: Pool, asked: Asked) -> tuple[list[int], str]:
    rows = found.newest(asked)
    after = cursors.entry(asked.after)
    page = list((rows.filter(after.rest()) if after else rows).only("pk", "day", "kind", "object_id")[: PAGE + 1])
    return [entry.pk for entry in page[:PAGE]], cursors.of_entry(page[PAGE - 1]) if len(page) > PAGE else ""


def complete(text: str, language: str, limit: int = 8) -> list[Hit]:
    """What readers may open, of whose title the words typed are, the last being typed still: in this language, then in the others; of each,
    first the titles that begin as was typed, then those that begin with its first word."""
    shown = languages.codes()
    text = asking.clean(text)
    words = typed_so_far(text)[: asking.MOST_PIECES]
    if not words or language not in shown:
        return []
    found: dict[tuple[str, int], int] = {}
    typed = analysis.normalise(text)

    def begins(row: tuple[int, str, int, str]) -> bool:
        return not analysis.normalise(row[3]).startswith(typed)

    for codes in ([language], [code for code in shown if code != language]):
        for parts in ([(from_first(words),)], [(each,) for each in words]):
            if codes and len(found) < limit:
                match = Match(parts, where="words", filed=filing.languages(*codes))
                rows = facets.readable(*codes)
                ordered = rows.filter(match).order_by(*NEWEST, "language") if len(codes) > 1 else facets.in_order(rows, match, codes[0], most=SORTED)
                for pk, kind, key, _title in sorted(ordered.values_list("pk", "kind", "object_id", "title")[: 3 * limit], key=begins):
                    found.setdefault((kind, key), pk)
    return showing.titles(list(found.values())[:limit], words)


def keys(kind: str, text: str) -> "QuerySet[Entry, int]":
    """The keys of the records of a kind that have a text in any language, drafts too: for editors only. A word may be the beginning of one."""
    return _keys(Entry.objects.all(), kind, _with_beginnings(asking.parse(text)))


def public_keys(kind: str, text: str) -> "QuerySet[Entry, int]":
    """The keys of the records of a kind that have a text in any language that readers may see now."""
    rows: EntryQuerySet = Entry.objects.public().filter(language__in=languages.codes())
    return _keys(rows, kind, asking.parse(text))


def _keys(rows: EntryQuerySet, kind: str, query: Query) -> "QuerySet[Entry, int]":
    rows = rows.filter(Match.of(query, filing.kind(kind)), kind=kind) if query else rows.none()
    return rows.values_list("object_id", flat=True)


def _with_beginnings(query: Query) -> Query:
    return Query(query.text, tuple((*part, *_beginnings(part[0], query.words)) for part in query.parts), query.excluded, query.wholes)


def _beginnings(words: Words, typed: tuple[str, ...]) -> list[Words]:
    """A word of three letters or more, as the beginning of others."""
    if len(words.tokens) > 1 or words.beginning or words.adjacent:
        return []
    return [Words((word,), words.units, beginning=True) for word in typed if len(word) > 2 and units_of(word)[0].text == words.tokens[0]]
