"""Photographs every page type: python -m tests.browser.screens OUT [--base URL] [--only NAME …] [--languages en ja km] [--widths 360 820 1440]

Without --base, a site of its own is prepared and served (page types "in the year" as of that year). With it, a running site's pages
are taken; what only tests furnish (a preview, a page taken down) is then left out.
"""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.conftest import chromium

from . import pages
from .serving import examples, prepare, serving

WIDTHS, SCHEMES = (360, 820, 1440), ("light", "dark")


def shots(asked: argparse.Namespace, stack: ExitStack) -> Iterator[tuple[str, str, str]]:
    """Name, language and address of each page to take."""
    bases: dict[bool, str] = {False: asked.base, True: ""}
    if asked.base:
        found = pages.examples(asked.base)
    else:
        folder = prepare(Path(stack.enter_context(tempfile.TemporaryDirectory())) / "var")
        found = examples(folder)
        bases = {False: stack.enter_context(serving(folder)).base, True: stack.enter_context(serving(folder, as_of=pages.DURING)).base}
    for name in asked.only or pages.NAMES:
        if name.removesuffix(" in the year") in found and bases[(page := pages.page(found, name)).in_the_year]:
            for language in asked.languages:
                yield name, language, bases[page.in_the_year] + page.target(language)


def main() -> None:
    parser = argparse.ArgumentParser(description="Photographs every page type.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--base", default="", help="a running site, for example http://localhost:8000")
    parser.add_argument("--only", nargs="+", choices=pages.NAMES, metavar="NAME", help="these page types; all without it")
    parser.add_argument("--languages", nargs="+", choices=pages.LANGUAGES, default=pages.LANGUAGES)
    parser.add_argument("--widths", nargs="+", type=int, default=WIDTHS)
    parser.add_argument("--schemes", nargs="+", choices=SCHEMES, default=SCHEMES)
    asked = parser.parse_args()
    asked.base = asked.base.rstrip("/")
    asked.out.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        tab = browser.new_page()
        for name, language, address in shots(asked, stack):
            tab.goto(address)
            tab.evaluate("for (const picture of document.images) picture.loading = 'eager'")  # also those below the window
            tab.wait_for_load_state("networkidle")
            for width in asked.widths:
                tab.set_viewport_size({"width": width, "height": 900})
                for scheme in asked.schemes:
                    tab.emulate_media(color_scheme=scheme)
                    tab.screenshot(path=asked.out / f"{name.replace(' ', '-')}-{language}-{width}-{scheme}.png", full_page=True)
            print(f"{name}, {language}")
        browser.close()


if __name__ == "__main__":
    main()
