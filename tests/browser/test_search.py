"""The search box in a browser: suggestions by keyboard, by pointer and with an input method; without JavaScript, or where no answer comes, the form."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from .test_accessibility import ALL, AXE, RUN

pytestmark = pytest.mark.browser
BOX, OPTIONS = "#search-box", ".search-options [role=option]"
FIRST = {"title": "Bridge song", "language": "en", "tongue": "", "kind": "Events", "url": "/en/search/?q=first"}
SECOND = {"title": "橋の歌", "language": "ja", "tongue": "日本語", "kind": "Programmes", "url": "/ja/search/?q=second"}


@pytest.fixture
def box(site, opened):
    """The search page with its box, where every request for suggestions is answered by `answers` and kept in `asked`."""

    def open_at(path="/en/search/", answers=(FIRST, SECOND), **options):
        tab, watched = opened(urlsplit(site.base).netloc, **options)
        asked: list[str] = []

        def answer(route):
            asked.append(parse_qs(urlsplit(route.request.url).query)["q"][0])
            route.fulfill(body=json.dumps({"said": f"{len(answers)} suggestions", "options": list(answers)}), content_type="application/json")

        tab.route("**/search/complete/**", answer)
        tab.goto(f"{site.base}{path}")
        tab.locator(BOX).focus()
        return tab, watched, asked

    return open_at


def type_and_wait(tab, words="bri") -> None:
    tab.keyboard.type(words)
    tab.locator(".search-options").wait_for(state="visible")


def state(tab) -> tuple[str | None, str | None]:
    """Whether the list is said to be open, and the title of the option that is said to be active."""
    return tuple(
        tab.evaluate("""() => {
            const box = document.querySelector("#search-box"), active = document.getElementById(box.getAttribute("aria-activedescendant") || "-");
            return [box.getAttribute("aria-expanded"), active && active.querySelector("span").textContent];
        }""")
    )


def test_suggestions_are_walked_through_by_keyboard_and_opened(box):
    tab, watched, asked = box()
    type_and_wait(tab)
    assert asked == ["bri"]  # once, not for each letter
    assert tab.locator(BOX).get_attribute("role") == "combobox"
    assert tab.locator(BOX).get_attribute("aria-controls") == tab.locator("[role=listbox]").get_attribute("id")
    assert tab.locator(".search-form [role=status]").inner_text() == "2 suggestions"
    assert tab.locator(f"{OPTIONS} [lang=ja]").all_inner_texts() == ["橋の歌", "日本語"]  # the title, and the name of its language
    assert tab.locator(OPTIONS).all_inner_texts() == ["Bridge song\nEvents", "橋の歌\nProgrammes · 日本語"]
    seen = [state(tab)]
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "Home", "ArrowDown", "End", "Escape"):
        tab.keyboard.press(key)
        seen.append(state(tab))
    assert seen == [
        ("true", None), ("true", "Bridge song"), ("true", "橋の歌"), ("true", None), ("true", "橋の歌"), ("true", "Bridge song"), ("true", None),
        ("true", "Bridge song"), ("true", None), ("false", None),
    ]  # fmt: skip
    assert tab.input_value(BOX) == "bri"
    tab.keyboard.press("ArrowDown")
    assert (state(tab), asked) == (("true", "Bridge song"), ["bri"])  # what is known is not asked again
    assert tab.locator("[aria-selected=true]").count() == 1
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/ja/search/?q=second")
    assert watched.taken() == []


def test_without_a_choice_enter_sends_the_form(box):
    tab, watched, _asked = box()
    type_and_wait(tab, "two words")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/en/search/?q=two+words")
    assert tab.locator(BOX).input_value() == "two words"
    assert watched.taken() == []


def test_a_click_or_a_tap_opens_and_leaving_the_box_closes(box):
    tab, _watched, _asked = box(viewport={"width": 360, "height": 640}, has_touch=True)
    type_and_wait(tab)
    heights = tab.locator(OPTIONS).evaluate_all("(all) => all.map((each) => each.getBoundingClientRect().height)")
    assert min(heights) >= 44
    tab.keyboard.press("Tab")
    assert state(tab) == ("false", None)
    tab.locator(BOX).focus()
    tab.keyboard.type("d")
    tab.locator(OPTIONS).nth(1).tap()
    tab.wait_for_url("**/ja/search/?q=second")


def test_while_a_word_is_composed_nothing_is_asked_and_enter_sends_nothing(box):
    tab, _watched, asked = box("/ja/search/")
    tab.clock.install()  # the page's own: what it would wait for comes at once
    session = tab.context.new_cdp_session(tab)
    for so_far in ("h", "は", "はs", "はし"):
        session.send("Input.imeSetComposition", {"text": so_far, "selectionStart": len(so_far), "selectionEnd": len(so_far)})
    tab.clock.run_for(5000)
    assert asked == []
    composing = """() => {
        const box = document.querySelector("#search-box");
        const enter = new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true });
        return box.dispatchEvent(enter);  // false: kept from sending the form
    }"""
    assert tab.evaluate(composing) is False
    session.send("Input.insertText", {"text": "橋"})
    tab.clock.run_for(5000)
    tab.locator(".search-options").wait_for(state="visible")
    assert (asked, tab.input_value(BOX), urlsplit(tab.url).query) == (["橋"], "橋", "")
    assert tab.evaluate(composing.replace("true, bubbles", "false, bubbles")) is True


def test_an_answer_to_what_is_no_longer_asked_is_not_shown(box, site):
    tab, _watched, _asked = box()
    waiting = []
    tab.unroute("**/search/complete/**")

    def answer(route):
        if "q=bri&" in f"{route.request.url}&":
            waiting.append(route)  # never answered: the page has to let it go
        else:
            route.fulfill(body=json.dumps({"said": "1", "options": [SECOND]}), content_type="application/json")

    tab.route("**/search/complete/**", answer)
    with tab.expect_request("**/complete/?q=bri"):
        tab.keyboard.type("bri")
    with tab.expect_event("requestfailed") as given_up:
        tab.keyboard.type("d")
    assert given_up.value.url.endswith("q=bri")
    tab.locator(OPTIONS).wait_for()
    assert tab.locator(OPTIONS).all_inner_texts() == ["橋の歌\nProgrammes · 日本語"]


def test_where_no_answer_comes_or_there_is_nothing_to_suggest_the_box_is_a_box(box):
    tab, _watched, _asked = box(answers=())
    with tab.expect_response("**/search/complete/**"):
        tab.keyboard.type("bri")
    tab.wait_for_function("document.querySelector('.search-form [role=status]').textContent === '0 suggestions'")
    assert state(tab) == ("false", None)
    tab.unroute("**/search/complete/**")
    tab.route("**/search/complete/**", lambda route: route.abort())
    with tab.expect_event("requestfailed"):
        tab.keyboard.type("dge")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/en/search/?q=bridge")


def test_real_titles_are_suggested_in_each_language(site, opened):
    for language, words in (("en", "japan"), ("ja", "日本"), ("km", "ជប៉ុន")):
        tab, watched = opened(urlsplit(site.base).netloc)
        tab.goto(f"{site.base}/{language}/search/")
        tab.locator(BOX).focus()
        tab.keyboard.type(words)
        tab.locator(OPTIONS).first.wait_for()
        assert tab.locator(OPTIONS).first.locator("span").get_attribute("lang") == language
        tab.keyboard.press("ArrowDown")
        tab.keyboard.press("Enter")
        tab.wait_for_url(lambda url, language=language: "/search/" not in url and f"/{language}/" in url)
        assert watched.taken() == []


def test_the_box_with_its_list_open_is_accessible(box, site):
    if not AXE.exists():
        pytest.skip("axe is not installed (cd tests/browser && npm ci)")
    for language in ("en", "ja", "km"):
        tab, _watched, _asked = box(f"/{language}/search/", bypass_csp=True)
        tab.add_script_tag(content=AXE.read_text())
        for width in (360, 1440):
            tab.set_viewport_size({"width": width, "height": 800})
            for scheme in ("light", "dark"):
                tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                tab.locator(BOX).fill("")
                tab.locator(BOX).focus()
                type_and_wait(tab)
                tab.keyboard.press("ArrowDown")
                assert tab.evaluate(RUN, ALL) == [], (language, width, scheme)
                assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_without_javascript_results_are_narrowed_and_widened_again(site, opened):
    tab, watched = opened(urlsplit(site.base).netloc, java_script_enabled=False)
    tab.goto(f"{site.base}/en/search/")

    def look_for(words: str, query: str) -> str:
        tab.locator(BOX).fill(words)
        tab.keyboard.press("Enter")
        tab.wait_for_url(f"**/en/search/?{query}")
        return tab.locator(".search-said").inner_text()

    every = look_for("Japan", "q=Japan")
    tab.get_by_role("navigation", name="Kind").get_by_role("link", name="Events").click()
    tab.wait_for_url("**/en/search/?q=Japan&kind=event")
    assert set(tab.locator(".hit .eyebrow").all_text_contents()) == {"Event"}
    look_for("Cambodia", "q=Cambodia&kind=event")  # other words, among the same
    assert look_for("Japan", "q=Japan&kind=event") != every
    tab.get_by_role("navigation", name="Chosen").get_by_role("link", name="Events").click()
    tab.wait_for_url("**/en/search/?q=Japan")
    assert tab.locator(".search-said").inner_text() == every
    assert watched.taken() == []
