"""What a first visit costs, compressed as it is served and without pictures; and that nothing needs JavaScript."""

import re
from urllib.parse import urljoin, urlsplit

import pytest

from . import pages
from .fetching import Answer, get, links

KB = 1024
FIRST_VISIT, CSS, JS, HTML = 60 * KB, 30 * KB, 15 * KB, 100 * KB


def loaded(base: str, answer: Answer, page: str) -> dict[str, dict[str, int]]:
    """Bytes over the wire by kind (css, js, font) and address, pictures left out."""
    found: dict[str, dict[str, int]] = {"css": {}, "js": {}, "font": {}}
    for element, address in links(answer.text)[0]:
        kind = {"link stylesheet": "css", "script": "js", "link preload": "font", "link modulepreload": "js"}.get(element)
        target = urlsplit(urljoin(base + page, address))
        if not kind or target.netloc != urlsplit(base).netloc:
            continue
        path = target.path + (f"?{target.query}" if target.query else "")
        sheet = get(base, path)
        assert sheet.status == 200, path
        found[kind][path] = len(sheet.sent)
        if kind == "css":
            for inner in re.findall(r"""url\(\s*["']?([^"')]+\.woff2?)""", sheet.text):
                font = urlsplit(urljoin(base + path, inner)).path
                found["font"][font] = len(get(base, font).sent)
    return found


@pytest.mark.parametrize("name", pages.NAMES)
def test_a_first_visit_is_light(site, name):
    page = site.page(name)
    base = site.base_of(page)
    for language in pages.LANGUAGES:
        answer = get(base, page.target(language))
        assert answer.headers.get("content-encoding") == "gzip", page.target(language)
        parts = loaded(base, answer, page.target(language))
        sums = {kind: sum(sizes.values()) for kind, sizes in parts.items()}
        whole = len(answer.sent) + sum(sums.values())
        assert len(answer.body) <= HTML, f"{page.target(language)}: {len(answer.body)} bytes of HTML"
        assert sums["css"] <= CSS, parts["css"]
        assert sums["js"] <= JS, parts["js"]
        assert whole <= FIRST_VISIT, f"{page.target(language)}: {whole} bytes, HTML {len(answer.sent)}, {parts}"


def test_static_files_keep_for_a_year(site):
    """Their names change with their content."""
    for element, address in links(get(site.base, "/en/").text)[0]:
        if element in {"link stylesheet", "script"} and address.startswith("/static/"):
            assert "immutable" in get(site.base, address).headers.get("cache-control", ""), address


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1440])
def test_everything_works_without_javascript(site, opened, width):
    tab, watched = opened(urlsplit(site.base).netloc, java_script_enabled=False, viewport={"width": width, "height": 800})
    tab.goto(f"{site.base}/en/")
    menu = tab.get_by_role("button", name="Menu")
    if menu.is_visible():
        menu.click()
    tab.get_by_role("navigation", name="Main menu").get_by_role("link", name="The year 2023", exact=True).click()
    assert urlsplit(tab.url).path == "/en/events/"
    tab.get_by_role("main").locator("a[href*='category=']").first.click()
    assert "category=" in tab.url
    filtered = urlsplit(tab.url).query
    tab.locator("a[hreflang=ja]").first.click()
    assert urlsplit(tab.url).path == "/ja/events/"
    assert urlsplit(tab.url).query == filtered
    tab.locator("a[hreflang=km]").first.click()
    assert urlsplit(tab.url).path == "/km/events/"
    tab.goto(f"{site.base}/en/")
    tab.locator("a.search-link").click()
    tab.locator("main input[type=search]").fill("Japan")
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    assert urlsplit(tab.url).query == "q=Japan"
    assert tab.get_by_role("main").locator("li a").count() > 3
    assert watched.taken() == []
