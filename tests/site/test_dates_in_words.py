"""Dates, times and numbers on the public pages in Japanese and Khmer: in the language's words, order, digits and separators, wherever a reader meets them.

And nothing of the one language on pages of the other without saying so.

A page takes 50 ms of processor time and reading it one, so that the walk through all of them, on three days, is for make test-slow.
"""

import re
from collections.abc import Iterable, Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from anniversary import clock
from anniversary.library.models import Tag
from anniversary.publishing.registry import kinds
from events.models import Event
from tests.staff.reading import Page

pytestmark = pytest.mark.django_db
LANGUAGES = ["ja", "km"]
DAYS = ["2022-12-01", "2023-02-20", "2026-11-22"]  # before, in and after the year
LISTS = [
    "", "events/", "events/?when=past", "events/?when=all&country=JP", "events/filter/", "events/?from=2023-02-01&until=2023-03-09", "events/map/",
    "events/embed/", "events/calendar/2023/02/", "programmes/", "articles/", "articles/?type=news", "competition/", "history/",
    "history/figures/", "people/", "organisations/", "tags/", "search/?q=Japan", "search/?q=70&kind=event&sort=date",
]  # fmt: skip

MONTHS = "January|February|March|April|June|July|August|September|October|November|December|Jan|Feb|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
WEEKDAYS = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tue|Wed|Thu|Fri|Sat"
WORDS = re.compile(rf"\b(?:{MONTHS}|{WEEKDAYS}|[ap]\.m\.|noon|midnight|today|tomorrow|yesterday)(?![A-Za-z])|\b(?:\d+|a|an)\s+\w+\s+ago\b|\d\s?[AP]M\b")
OF_A_DAY = re.compile(r"(?<![\d/.-])(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([/.])\d{1,2}\2\d{4}|\d{1,2}/\d{4})(?![\d/.-])")
# Groups of three that are not divided by a comma, and five digits or more that are not divided at all. One point alone is that of 23.502 billion.
NUMBERS = re.compile(r"(?<![\d.,/:–-])(?:\d{1,3}(?:(?:\.\d{3}){2,}|(?:['’\u00a0\u202f\u2009 ]\d{3})+)|\d{5,})(?![\d.,/:–-])")
KHMER_MONTHS = "មករា|កុម្ភៈ|មីនា|មេសា|ឧសភា|មិថុនា|កក្កដា|សីហា|កញ្ញា|តុលា|វិច្ឆិកា|ធ្នូ"
# And what is of the other language altogether, and does not say so by its lang.
WRONG = {
    "ja": re.compile(r"\d+日\s*\d+月|月\s*\d{4}年|\d{4}年\d+日|年\d+月\d+(?![\d日月か〜～・、–-])|[ក-៿]+"),
    "km": re.compile(rf"[ぁ-ヿ㐀-鿿]+|ឆ្នាំ\s?[\d]{{4}}\s?(?:ខែ|ទី\d)|(?:{KHMER_MONTHS})\s?\d{{1,2}}(?!\d)|ខែ(?:{KHMER_MONTHS})\s?(?:ថ្ងៃ)?ទី\d"),
}
ADDRESS = re.compile(r"https?://\S+|\S+@[\w.-]+")
LATIN = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")


def faults(text: str, language: str) -> list[str]:
    """What in a text is a date, a time or a number as another language writes it."""
    text = ADDRESS.sub("", text)
    found = [*WORDS.finditer(text)]
    text = text.translate(LATIN)
    return [match[0] for match in (*found, *OF_A_DAY.finditer(text), *NUMBERS.finditer(text), *WRONG[language].finditer(text))]


def pages_of(language: str, most: int = 0) -> Iterator[str]:
    """The addresses of all lists and of all records, or of no more than `most` of a kind: the first, the last, and those between at equal distances."""
    yield from (f"/{language}/{path}" for path in LISTS)
    with translation.override(language):
        for kind in kinds():
            if kind.in_sitemap:
                yield from spread([record.get_absolute_url() for record in kind.public().order_by("pk")], most)
        yield from spread([reverse("tag", args=[slug]) for slug in Tag.objects.order_by("pk").values_list("slug", flat=True)], most)
        days = Event.objects.published().filter(occurrences__start_time__isnull=False).order_by("pk").distinct()
        yield from spread([f"{event.get_absolute_url()}{event.occurrences.earliest('start').first_day}/" for event in days], most)


def spread(addresses: list[str], most: int) -> list[str]:
    if not most or len(addresses) <= most:
        return addresses
    return [addresses[number * (len(addresses) - 1) // (most - 1)] for number in range(most)]


def wrong(client: Client, addresses: Iterable[str], language: str) -> dict[str, str]:
    """Each fault with the text that it stands in, and where it was met first."""
    found: dict[str, str] = {}
    read = 0
    for address in addresses:
        answer = client.get(address, follow=True)
        if answer.status_code == 200:  # tags of drafts, days without a page of their own
            read += 1
            for where, text in Page(answer.text, language).texts:
                for fault in faults(text, language):
                    found.setdefault(f"{fault}: {text[:100]}", f"{address} <{where}>")
    assert read > len(LISTS)
    return found


# --- how it is measured -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("ja", "2023年2月23日(木) 18時", []), ("ja", "23 February 2023", ["February"]), ("ja", "Feb. 23", ["Feb"]), ("ja", "2023-02-23", ["2023-02-23"]),
        ("ja", "23/2/2023", ["23/2/2023"]), ("ja", "2 weeks ago", ["2 weeks ago"]), ("ja", "6 p.m.", ["p.m."]), ("ja", "午後6時", []),
        ("ja", "23日2月 2023年", ["23日2月"]), ("ja", "1,234,567人", []), ("ja", "1.234.567人", ["1.234.567"]), ("ja", "12345人", ["12345"]),
        ("ja", "23.502人", []), ("ja", "1 234人", ["1 234"]),
        ("ja", "（Mon）", ["Mon"]), ("ja", "Monorom、Decameron", []), ("ja", "1953年〜2023年", []), ("ja", "កុម្ភៈ 2023年", ["កុម្ភៈ"]),
        ("km", "ថ្ងៃព្រហស្បតិ៍ ទី២៣ ខែកុម្ភៈ ឆ្នាំ២០២៣", []), ("km", "2月", ["月"]), ("km", "ឆ្នាំ២០២៣ ខែកុម្ភៈ ទី២៣", ["ឆ្នាំ2023 ខែ"]), ("km", "ឆ្នាំ១៩៩៩ ទីក្រុង", []),
        ("km", "ខែកុម្ភៈ ទី២៣", ["ខែកុម្ភៈ ទី2"]),
        ("km", "១.២៣៤.៥៦៧", ["1.234.567"]), ("km", "១,២៣៤,៥៦៧", []), ("km", "Thu", ["Thu"]), ("km", "កុម្ភៈ ២៣", ["កុម្ភៈ 23"]), ("km", "កុម្ភៈ ២០២៣", []),
        ("km", "២៣/០២/២០២៣", ["23/02/2023"]), ("km", "https://example.org/2023-02-23", []),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_text(language, text, found):
    assert faults(text, language) == found


# --- the walk -----------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_every_type_have_dates_and_numbers_of_their_language(demonstration, client, language):
    with clock.as_of(clock.parse(DAYS[1])):
        assert wrong(client, pages_of(language, most=3), language) == {}


@pytest.mark.slow
@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_dates_and_numbers_of_its_language(demonstration, client, language, day):
    with clock.as_of(clock.parse(day)):
        assert wrong(client, pages_of(language), language) == {}
