"""The admin's pages on which dates are repeated, moved, cancelled, duplicated: valid (Nu), accessible (axe), as they ask and as they refuse."""

from urllib.parse import urlsplit

import pytest

from . import pages
from .editing import Editor
from .serving import copied, serving
from .test_accessibility import ALL, AXE, RUN
from .test_html import JAR, faults

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (AXE.exists() and JAR.exists()), reason="axe and the Nu checker are not installed (cd tests/browser && npm ci)"),
]
IN_THE_DATES = RUN.replace("axe.run(document", "axe.run('#occurrences-group'")
VERBS = ("postpone", "reschedule", "move_online", "cancel", "delete")


@pytest.fixture
def approver(prepared, tmp_path, opened):
    """At work in the demonstration's year, on a site of their own: here is a public event that is still to come."""
    with serving(copied(prepared, tmp_path / "var"), as_of="2023-02-20") as server:
        tab, _watched = opened(server.host, bypass_csp=True, viewport={"width": 1440, "height": 900})
        editor = Editor(tab, server.base)
        editor.sign_in("hanako")
        yield editor


def press(editor: Editor, button: str) -> str:
    """Presses the button of this name attribute; what the server answered."""
    with editor.page.expect_response(lambda response: response.request.method == "POST" and response.status == 200) as answered:
        editor.page.locator(f"[name={button}]").first.click()
    editor.page.wait_for_load_state("load")
    return answered.value.text()


def opened_at(editor: Editor, address: str) -> str:
    return editor.page.goto(address).text()


def repeat_weekly(editor: Editor, event: str) -> str:
    """Dates that a rule writes for a public event; the address of the rule."""
    opened_at(editor, f"{event}repeat/")
    for name, value in {"from_day": "2023-05-03", "until_day": "2023-05-24", "start_time": "18:00", "end_time": "19:00"}.items():
        editor.page.locator(f"#id_{name}").fill(value)
    press(editor, "_show")
    with editor.page.expect_navigation():
        editor.page.locator("[name=_write]").click()
    opened_at(editor, f"{event}repeat/")
    return editor.page.locator(".repeat-rules a").first.evaluate("link => link.href")


def screens(editor: Editor, event: str, rule: str):
    """(name, HTML as it was sent) of each page, open in the browser."""
    page = editor.page
    yield "repeat", opened_at(editor, f"{event}repeat/")
    opened_at(editor, rule)
    page.locator("#id_start_time").fill("19:00")
    page.locator("[name=except]").last.check()
    yield "preview", press(editor, "_show")
    yield "note-missing", press(editor, "_write")
    opened_at(editor, rule)
    page.locator(".repeat-end summary").click()
    page.locator("[name=ahead][value=cancel]").check()
    with page.expect_response(lambda response: response.request.method == "POST") as answered:
        page.locator(".repeat-end button").click()
    page.wait_for_load_state("load")
    yield "end-note-missing", answered.value.text()
    opened_at(editor, f"{event}change/")
    links = page.locator(".date-verbs").last.locator("a")
    addresses = {urlsplit(href).path.split("/")[-2]: href for href in links.evaluate_all("links => links.map(link => link.href)")}
    for verb in VERBS:
        yield verb, opened_at(editor, addresses[verb])
    yield "duplicate", opened_at(editor, f"{event}duplicate/")
    opened_at(editor, f"{event}change/")
    page.locator('#occurrences-group [name$="-first_day"]:not([name*=__prefix__])').last.fill("2023-05-25")
    with page.expect_response(lambda response: response.request.method == "POST") as answered:
        page.locator(".submit-row [name=_continue], .submit-row [name=_save]").first.click()
    page.wait_for_load_state("load")
    assert page.locator("[name$=-why][type=radio]").count() == 2
    yield "mistake-or-moved", answered.value.text()


@pytest.mark.parametrize("languages", [("km",), pytest.param(pages.LANGUAGES, marks=pytest.mark.slow)], ids=",".join)
def test_the_pages_that_change_dates_are_valid_and_accessible(approver, tmp_path, languages):
    page, base = approver.page, approver.base
    opened_at(approver, f"{base}/admin/events/event/?dates=coming&status__exact=published")
    event = page.locator("#result_list tbody th a").first.evaluate("link => link.href").replace("change/", "").split("?")[0]
    rule = repeat_weekly(approver, event)
    sent, found = tmp_path / "sent", []
    sent.mkdir()
    for language in languages:
        opened_at(approver, f"{base}/admin/")
        page.locator(f".language-chooser button[value={language}]").click()
        for name, html in screens(approver, event, rule):
            whole = name != "mistake-or-moved"  # of the event's form only the dates are looked at
            if whole:
                (sent / f"{name}.{language}.html").write_text(html)
            page.add_script_tag(content=AXE.read_text())
            found += [f"{name}, {language}: {fault}" for fault in page.evaluate(RUN if whole else IN_THE_DATES, ALL)]
            for width in (360, 1440):
                page.set_viewport_size({"width": width, "height": 900})
                if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                    found.append(f"{name}, {language}: at {width} the page is {wide} wide")
    found += faults(sent)
    assert not found, "\n".join(found)
