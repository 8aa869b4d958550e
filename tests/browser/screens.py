"""Photographs every page type, to be looked at: python -m tests.browser.screens OUT

By default every page type × language × width × colour scheme × phase of the year; each can be narrowed: --only home event --languages km
--widths 360 --schemes dark --phases after. OUT/index.html shows them as thumbnails. What is there already is not taken again (but with
--again); --site keeps the prepared data for the next time.

Without --base, a site of its own is prepared and served, before, during and after the year. With --base, a running site's pages are taken
as they are; what only tests furnish (a preview, a page taken down) is then left out.
"""

import argparse
import html
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.conftest import chromium

from . import pages
from .serving import examples, prepare, serving

WIDTHS, SCHEMES = (360, 820, 1440), ("light", "dark")
PHASES = {"before": " before the year", "during": " in the year", "after": ""}  # the words of pages.DAYS; empty: today
NAMES = [name for name in pages.NAMES if not name.endswith(tuple(pages.DAYS)) and name not in pages.BY_CONSENT]  # the phases show the days
SHEET = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Screens</title><style>
body { font: 14px/1.4 sans-serif; margin: 1rem; background: #ddd; }
ul { display: flex; flex-wrap: wrap; gap: 1rem; padding: 0; list-style: none; }
img { display: block; height: 22rem; width: auto; max-width: 20rem; object-fit: cover; object-position: top; border: 1px solid #888; }
</style><h1>Screens</h1>
"""


@dataclass(frozen=True)
class Shot:
    """One page in one language and phase, and where it is."""

    name: str
    phase: str
    language: str
    address: str

    def file(self, width: int, scheme: str) -> str:
        return f"{self.name.replace(' ', '-')}.{self.phase}.{self.language}.{width}.{scheme}.png"


def shots(asked: argparse.Namespace, stack: ExitStack) -> Iterator[Shot]:
    if asked.base:
        found, bases = pages.examples(asked.base), {"as it is": asked.base}
    else:
        folder = prepare(asked.site or Path(stack.enter_context(tempfile.TemporaryDirectory())) / "var")
        found = examples(folder)
        bases = {phase: stack.enter_context(serving(folder, as_of=pages.DAYS.get(PHASES[phase], ""))).base for phase in asked.phases}
    for name in asked.only or NAMES:
        for phase, base in bases.items():
            for language in asked.languages:
                if name in found:
                    yield Shot(name, phase.replace(" ", "-"), language, base + pages.page(found, name + PHASES.get(phase, "")).target(language))


def take(tab: Any, shot: Shot, asked: argparse.Namespace) -> None:
    """The page in every width and scheme that is not there yet."""
    wanted = [(width, scheme) for width in asked.widths for scheme in asked.schemes if asked.again or not (asked.out / shot.file(width, scheme)).exists()]
    if not wanted:
        return
    tab.goto(shot.address)
    tab.evaluate("for (const picture of document.images) picture.loading = 'eager'")  # also those below the window
    tab.wait_for_load_state("networkidle")
    for width, scheme in wanted:
        tab.set_viewport_size({"width": width, "height": 900})
        tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        whole = tab.evaluate("document.documentElement.scrollWidth")
        tab.screenshot(path=asked.out / shot.file(width, scheme), full_page=True)
        print(f"{shot.name}, {shot.phase}, {shot.language}, {width}, {scheme}" + (f": {whole} WIDE" if whole > width else ""), flush=True)


def index(out: Path) -> None:
    """The sheet of thumbnails, by page type, of everything that is in the folder."""
    files = sorted(path.name for path in out.glob("*.*.*.*.*.png"))
    with (out / "index.html").open("w") as sheet:
        sheet.write(SHEET)
        for name, of_type in groupby(files, key=lambda file: file.split(".")[0]):
            sheet.write(f"<h2>{html.escape(name)}</h2><ul>")
            for file in of_type:
                said = html.escape(" ".join(file.split(".")[1:5]))
                sheet.write(f'<li><a href="{file}"><img src="{file}" alt="{html.escape(name)} {said}" loading="lazy"></a>{said}</li>')
            sheet.write("</ul>\n")


def main() -> None:
    parser = argparse.ArgumentParser(description="Photographs every page type.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--base", default="", help="a running site, for example http://localhost:8000")
    parser.add_argument("--site", type=Path, help="folder of the prepared data, to be kept")
    parser.add_argument("--only", nargs="+", choices=NAMES, metavar="NAME", help="these page types; all without it: " + ", ".join(NAMES))
    parser.add_argument("--languages", nargs="+", choices=pages.LANGUAGES, default=pages.LANGUAGES)
    parser.add_argument("--widths", nargs="+", type=int, default=WIDTHS)
    parser.add_argument("--schemes", nargs="+", choices=SCHEMES, default=SCHEMES)
    parser.add_argument("--phases", nargs="+", choices=PHASES, default=list(PHASES))
    parser.add_argument("--again", action="store_true", help="also what is there already")
    asked = parser.parse_args()
    asked.base = asked.base.rstrip("/")
    asked.out.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        tab = browser.new_page()
        for shot in shots(asked, stack):
            take(tab, shot, asked)
        browser.close()
    index(asked.out)
    print(f"{asked.out / 'index.html'}")


if __name__ == "__main__":
    main()
