"""Khmer and Japanese as the browser has worked them out: room for the marks above and below, no spaced or changed letters, ligatures as the font has them."""

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


# Every element that shows letters itself: of Japanese only headings are set tight, nothing else is broken by its phrases, and what is in the other
# language says so.
JAPANESE = """() => [...document.querySelectorAll("body *:not(svg *)")].flatMap((element) => {
  const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join("").trim()
  if (!own || !element.getClientRects().length || element.closest("select, textarea, code, pre")) return []
  const style = getComputedStyle(element), japanese = element.closest("[lang]").lang === "ja"
  const heading = element.closest("h1, h2, h3, h4"), tight = style.fontFeatureSettings.includes("palt")
  const wrong = [
    japanese !== /[\\u3041-\\u30ff\\u3400-\\u9fff]/.test(own) && /[\\u3041-\\u30ff\\u3400-\\u9fff\\u1780-\\u17d3]/.test(own) && "no lang",
    tight && !(japanese && heading) && "tight",
    !japanese && style.wordBreak === "auto-phrase" && "broken by phrases",
    japanese && style.letterSpacing !== "normal" && parseFloat(style.letterSpacing) !== 0 && "spaced",
  ].filter(Boolean)
  return wrong.length ? [`${element.tagName.toLowerCase()}.${element.className}: ${wrong.join(", ")}: ${own.slice(0, 30)}`] : []
})"""
HEADINGS = """() => [...document.querySelectorAll("h1:lang(ja), main h2:lang(ja)")].map((element) => getComputedStyle(element).fontFeatureSettings)"""


@pytest.mark.parametrize("name", ["home", "event", "timeline", "people", "article story", "search found", "events frame"])
def test_japanese_headings_alone_are_tight_and_no_other_language_is_taken_for_it(site, opened, name):
    page = site.page(name)
    tab, _watched = opened(urlsplit(site.base_of(page)).netloc)
    for language in ("ja", "km"):
        tab.goto(site.base_of(page) + page.target(language))
        assert tab.evaluate(JAPANESE) == [], language
        if language == "ja":
            assert set(tab.evaluate(HEADINGS)) == {'"palt"'}
