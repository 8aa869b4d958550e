"""How long the editors' list of events takes at 1,000 and at 50,000 events.

    .venv/bin/python -m tests.bench.change_list                  SQLite, in a folder that is thrown away
    DATABASE_URL=postgres://… .venv/bin/python -m tests.bench.change_list    a test database beside that one
    … --sizes 1000 10000 --rounds 9                              other sizes, more rounds

Each page is asked for through the whole application (sessions, rights, templates) by a signed-in editor; a figure is the median of the
rounds: CPU milliseconds of the process, which on SQLite are the database's too; on PostgreSQL the time that its answers took comes on
top. What counts are the ratios within one run.
"""

import argparse
import os
import statistics
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from typing import Any

VENUES, BATCH = 200, 2000
LIST = "/admin/events/event/"
# Columns are counted from the tick box, which is 0: see ListAdmin.list_display.
PAGES = {
    "first page": "",
    "filtered": "?category__id__exact={category}&status__exact=published&country=JP",
    "drafts without Khmer": "?status__exact=draft&missing=km",
    "search: a title": "?q=Concert+123",
    "search: a venue": "?q=Hall+77",
    "search: nothing": "?q=zzzz",
    "coming": "?dates=coming",
    "no date yet": "?dates=none",
    "by next date": "?o=3",
    "by next date, last": "?o=-3",
    "by last change": "?o=-8",
    "page 15": "?p=15",
    "page 400": "?p=400",
}


def fill(first: int, last: int, today: date) -> None:
    """Events `first` to `last` with two dates each and one in 50 without, 5% of the dates long, over a year before and after today."""
    from events.models import Category, Event, Occurrence, Venue

    categories, venues = list(Category.objects.all()), list(Venue.objects.all())
    for begun in range(first, last, BATCH):
        numbers = range(begun, min(begun + BATCH, last))
        events = Event.objects.bulk_create(
            Event(
                title_en=f"Concert {n} of friendship", title_ja=f"友好のコンサート {n}", title_km=f"ការប្រគុំតន្ត្រី {n}" if n % 4 else None,
                summary_en="Two orchestras, one evening. " * 4, summary_ja="二つの楽団、一つの夕べ。" * 4, summary_km="វង់ភ្លេងពីរ។ " * 4 if n % 4 else None,
                slug=f"concert-{n}", category=categories[n % len(categories)], status="draft" if n % 10 == 0 else "published",
                publish_at=datetime(2022, 1, 1, tzinfo=UTC), recognised="official" if n % 20 == 0 else "none",
                body_index={"en": ["eventrichtext"], "ja": ["eventrichtext"]},
            )
            for n in numbers
        )  # fmt: skip
        rows = []
        for event, n in zip(events, numbers, strict=True):
            for place in range(2 if n % 50 else 0):
                day = today + timedelta(days=(n * 7919 + place * 331) % 731 - 365)
                row = Occurrence(event=event, first_day=day, venue=venues[(n + place) % len(venues)])
                row.last_day = day + timedelta(days=60) if n % 20 == 1 else day
                row.start_time = None if n % 20 == 1 else clock_time(9 + n % 10)
                row.derive()
                rows.append(row)
        Occurrence.objects.bulk_create(rows)


def measure(client: Any, address: str, rounds: int) -> tuple[float, int]:
    """Milliseconds of a page, the number of its queries. Asks once before it counts."""
    from django.db import connection

    spent: list[float] = []

    def timed(execute: Any, *arguments: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            spent.append(time.perf_counter() - began)

    found = []
    for n in range(rounds + 1):
        spent.clear()
        began = time.process_time()
        with connection.execute_wrapper(timed):
            status = client.get(address).status_code
        if status != 200:
            raise RuntimeError(f"{address} answered {status}.")
        if n:
            found.append(time.process_time() - began + (sum(spent) if connection.vendor == "postgresql" else 0))
    return statistics.median(found) * 1000, len(spent)


def prepare() -> Any:
    """A client in which an editor is signed in; kinds and venues are there."""
    from django.contrib.auth.models import User
    from django.test import Client

    from events.models import Category, Venue

    Category.objects.bulk_create(Category(slug=f"kind-{n}", name_en=f"Kind {n}") for n in range(12))
    Venue.objects.bulk_create(
        Venue(slug=f"hall-{n}", name_en=f"Hall {n}", locality_en=f"Town {n % 30}", country=("KH", "JP")[n % 2], tz=("Asia/Phnom_Penh", "Asia/Tokyo")[n % 2])
        for n in range(VENUES)
    )
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.create_superuser("editor"))
    return client


def run(sizes: list[int], rounds: int) -> dict[str, list[tuple[float, int]]]:
    from django.db import connection

    from anniversary import clock
    from events.models import Category

    client, made, found = prepare(), 0, {}
    for size in sizes:
        fill(made, size, clock.now().date())
        made = size
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # the server does so by itself, a minute later
        for name, query in PAGES.items():
            if name == "page 400" and size < 20_000:
                continue
            address = LIST + query.format(category=Category.objects.order_by("pk")[3].pk)
            found.setdefault(name, []).append(measure(client, address, rounds))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 50_000])
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        os.environ |= {"VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "anniversary.settings", "DB_POOL": "0"}
        os.environ |= {"SITE_URL": "http://localhost", "LOG_LEVEL": "CRITICAL"}
        import django

        django.setup()
        from django.db import connection

        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            found = run(asked.sizes, asked.rounds)
        finally:
            connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
    print(f"{connection.vendor}; milliseconds and queries")
    print(f"{'':<22}" + "".join(f"{size:>18,}" for size in asked.sizes) + "   ratio")
    for name, taken in found.items():
        cells = "".join(f"{milliseconds:>13.1f} {number:>4}" for milliseconds, number in taken)
        ratio = f"{taken[-1][0] / taken[0][0]:>8.2f}" if len(taken) > 1 else ""
        print(f"{name:<22}" + " " * 18 * (len(asked.sizes) - len(taken)) + cells + ratio)


if __name__ == "__main__":
    main()
