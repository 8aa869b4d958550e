"""Khmer text as the browser has worked it out: room for the marks above and below, no spaced or changed letters, ligatures as the font has them."""

from urllib.parse import urlsplit

import pytest

from .editing import Editor

pytestmark = pytest.mark.browser

# Every element that shows Khmer letters itself, with what is wrong with it. Digits need no room: they have no marks; nor does a map's lettering, line by line.
MEASURE = """() => [...document.querySelectorAll("body *:not(svg *)")].flatMap((element) => {
  const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join("").trim()
  if (!/[\\u1780-\\u17D3]/.test(own) || !element.getClientRects().length || element.closest("[lang]").lang !== "km") return []
  const style = getComputedStyle(element)
  const lines = parseFloat(style.lineHeight) / parseFloat(style.fontSize)
  const spaced = style.letterSpacing !== "normal" && parseFloat(style.letterSpacing) !== 0
  const wrong = [
    lines < 1.69 && `lines ${lines.toFixed(2)}`, spaced && "spaced", style.textTransform !== "none" && "transformed",
    style.fontFeatureSettings !== "normal" && "features", style.fontVariantLigatures === "none" && "no ligatures",
  ].filter(Boolean)
  return wrong.length ? [`${element.tagName.toLowerCase()}.${element.className}: ${wrong.join(", ")}: ${own.slice(0, 30)}`] : []
})"""


@pytest.mark.parametrize("name", ["home", "events past", "event", "timeline", "figures", "competitions", "article story", "login", "events frame"])
def test_khmer_has_room_on_every_kind_of_page(site, opened, name):
    page = site.page(name)
    tab, _watched = opened(urlsplit(site.base_of(page)).netloc)
    tab.goto(site.base_of(page) + page.target("km"))
    assert tab.evaluate(MEASURE) == []


def test_khmer_has_room_in_the_admin(desk, opened):
    tab, _watched = opened(desk.host)
    Editor(tab, desk.base).sign_in("dara")
    tab.locator("button[name=language][value=km]").click()
    for path in ("", "events/event/", "events/event/add/", "events/event/import/", "programmes/programme/export/", "articles/article/add/"):
        tab.goto(f"{desk.base}/admin/{path}")
        assert tab.evaluate(MEASURE) == [], path
