"""Every page type by axe's rules for WCAG 2.2 AA, in each language, narrow and wide, light and dark; and no page is wider than its window."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from . import pages
from .editing import Editor

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Each rule at the narrow width; at the wide one, and in the dark those rules that can come out otherwise there, in one
# language, as arrangement and colours are the same in all. The slow test leaves nothing out.
ALL = {"type": "tag", "values": TAGS}
IN_THE_DARK = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
RUN = """async (only) => {
  const found = await axe.run(document, {runOnly: only, resultTypes: ["violations"], iframes: false});
  const line = ({id}, {target, failureSummary}) => `${id}: ${target.join(" ")}: ${failureSummary.replace(/\\s+/g, " ")}`;
  return found.violations.flatMap((rule) => rule.nodes.map((node) => line(rule, node)));
}"""

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not AXE.exists(), reason="axe is not installed (cd tests/browser && npm ci)")]


@pytest.fixture
def tab(opened, site):
    # axe is put in from outside the page, past its content security policy, which stays as it is for the page itself.
    def open_page(page):
        return opened(urlsplit(site.base_of(page)).netloc, bypass_csp=True)[0]

    return open_page


PAGES = [name for name in pages.NAMES if name not in pages.BY_CONSENT]


def check(site, tab, name, language, tries):
    """Fails if axe finds anything on the page, or if it is wider than its window; `tries` are the rules by colour scheme by width."""
    page = site.page(name)
    open_tab = tab(page)
    open_tab.goto(site.base_of(page) + page.target(language))
    open_tab.add_script_tag(content=AXE.read_text())
    faults = []
    for width, rules in tries.items():
        open_tab.set_viewport_size({"width": width, "height": 900})
        for scheme, only in rules.items():
            open_tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            faults += [f"{width} {scheme} {fault}" for fault in open_tab.evaluate(RUN, only)]
        wide = open_tab.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            faults.append(f"{width}: the page is {wide} wide")
    assert not faults, f"{page.target(language)}, {page.as_of or 'today'}: {len(faults)} faults:\n" + "\n".join(faults)


# Texts apart, a page is the same in each language: each is tried in one of them, in turn. The slow test leaves nothing out.
OF_TODAY = [name for name in PAGES if not name.endswith(tuple(pages.DAYS))]
OF_A_DAY = [name for name in PAGES if name not in OF_TODAY]
CASES = [(name, pages.LANGUAGES[place % len(pages.LANGUAGES)]) for names in (OF_TODAY, OF_A_DAY) for place, name in enumerate(names)]


@pytest.mark.parametrize(("name", "language"), CASES)
def test_a_page_is_accessible(site, tab, name, language):
    both = {"light": ALL, "dark": IN_THE_DARK}
    check(site, tab, name, language, {360: both, 1440: both})


@pytest.mark.slow
@pytest.mark.parametrize("language", pages.LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_at_every_width_light_and_dark(site, tab, name, language):
    check(site, tab, name, language, {width: {"light": ALL, "dark": ALL} for width in (360, 820, 1440)})


@pytest.mark.parametrize("name", ["home", "events", "event", "article story"])
def test_a_narrow_page_with_its_menu_open_is_accessible(site, tab, name):
    page = site.page(name)
    open_tab = tab(page)
    open_tab.set_viewport_size({"width": 360, "height": 700})
    open_tab.goto(site.base_of(page) + page.target("km"))
    open_tab.locator("button.menu-open").click()
    open_tab.locator("#menu").wait_for(state="visible")
    open_tab.add_script_tag(content=AXE.read_text())
    assert open_tab.evaluate(RUN, ALL) == []


@pytest.mark.parametrize("language", ["km", *(pytest.param(code, marks=pytest.mark.slow) for code in pages.LANGUAGES if code != "km")])
def test_the_editing_pages_are_accessible(site, opened, language):
    """For who writes with a keyboard or hears the form; with a date added, as its fields come later than the page's. Nothing is saved."""
    tab, _ = opened(site.server().host, bypass_csp=True)
    Editor(tab, site.base).sign_in("dara")
    tab.locator(f".language-chooser button[value={language}]").click()
    faults = []
    for path in ("", "events/event/", "events/event/add/", "articles/article/add/", "programmes/programme/add/", "library/image/add/"):
        tab.set_viewport_size({"width": 1440, "height": 900})
        tab.goto(f"{site.base}/admin/{path}")
        if path == "events/event/add/":
            tab.locator("#occurrences-group .add-row a").click()
        tab.add_script_tag(content=AXE.read_text())
        faults += [f"{path}: {fault}" for fault in tab.evaluate(RUN, ALL)]
        for width in (360, 820, 1440):
            tab.set_viewport_size({"width": width, "height": 900})
            if (wide := tab.evaluate("document.documentElement.scrollWidth")) > width:
                faults.append(f"{path}: at {width} the page is {wide} wide")
    assert not faults, "\n".join(faults)
