"""Entries as hits: in their order, with what was found marked."""

import re
from collections.abc import Iterable, Iterator, Sequence

from django.utils.safestring import SafeString, mark_safe

from .answers import Hit
from .asking import Query
from .highlight import Needle, highlight, lines_with, show
from .marking import to_mark
from .models import UNDATED, Entry
from .registry import FACTS
from .wording import Words

# Characters of the line below a title, such that it takes about as much room in every language.
WIDTH, WIDTHS = 220, {"ja": 110, "km": 120}
MOST_FACTS = 3
BETWEEN = " · "
_LINE_END = re.compile(r"(?<![\s.!?…:。！？：។៕៖\"'”’)」』])\n")  # of a heading, which else would run into the text below it


def hits(pks: Sequence[int], query: Query | None = None) -> list[Hit]:
    """The entries of these ids as hits, in this order. One query."""
    found = {entry.pk: entry for entry in Entry.objects.filter(pk__in=pks).select_related("text")}
    return [hit(found[pk], query) for pk in pks if pk in found]


def hit(entry: Entry, query: Query | None = None) -> Hit:
    title, body = f" {entry.text.title_tokens} ", f" {entry.text.body_tokens} "
    groups = to_mark(query, f"{title}{body}") if query else []
    marked = list(dict.fromkeys(needle for group in groups for needle in group))
    # The tokens say at once what is not there: to look for it in the text itself takes long.
    in_title, in_body = ([each for each in marked if _may_have(tokens, each)] for tokens in (title, body))
    name = show(entry.title, in_title)
    wanted = [[needle for needle in group if needle in in_body] for group in groups[1:] if not name.found.intersection(group)]
    return _hit(entry, name.html, _snippet(entry.text.body, in_body, wanted, WIDTHS.get(entry.language, WIDTH)))


def _may_have(tokens: str, needle: Needle) -> bool:
    """Whether a text of these tokens may have the needle: the first of its units begins one of them."""
    return f" {needle.units[0]}" in tokens


def _hit(entry: Entry, title_html: SafeString, snippet: SafeString) -> Hit:
    day = None if entry.day == UNDATED else entry.day
    return Hit(entry.kind, entry.object_id, entry.language, entry.url, day, entry.title, title_html, snippet)


def _snippet(body: str, needles: Sequence[Needle], wanted: Iterable[Sequence[Needle]], width: int) -> SafeString:
    """The prose around what is found in it, or its beginning; behind it those facts that alone have what of the query (`wanted`, part by part)
    neither the title nor this prose shows. Without any prose, the first facts."""
    prose, _blank, facts = body.partition(FACTS)
    told = show(prose, needles, width)
    lines = list(_facts(facts, [group for group in wanted if group and not told.found.intersection(group)]))
    if not prose:
        lines = lines or facts.split("\n")[:MOST_FACTS]
    elif lines and not told.found:  # the facts are what was looked for
        told = show(prose, (), width // 2)
    shown = [*([told.html] if prose else []), *(highlight(line, needles, width // 2) for line in lines)]
    return mark_safe(_LINE_END.sub(BETWEEN, BETWEEN.join(shown)))  # every piece is HTML, and so is what stands between


def _facts(facts: str, wanted: Sequence[Sequence[Needle]]) -> Iterator[str]:
    """For each of what is wanted the first line that has it."""
    found = lines_with(facts, list(dict.fromkeys(needle for group in wanted for needle in group))) if wanted else []
    first = dict.fromkeys(next((line for line, here in found if here.intersection(group)), "") for group in wanted)
    yield from [line for line in first if line][:MOST_FACTS]


def titles(pks: Sequence[int], words: Sequence[Words]) -> list[Hit]:
    """The same without their texts: for titles that are being typed. One query."""
    found = {entry.pk: entry for entry in Entry.objects.filter(pk__in=pks)} if pks else {}
    marked = [Needle(each.units, each.beginning) for each in words]
    return [_hit(found[pk], highlight(found[pk].title, marked), SafeString()) for pk in pks if pk in found]
