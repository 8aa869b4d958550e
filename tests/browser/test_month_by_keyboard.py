"""The month's table by keyboard alone."""

import pytest

from .serving import copied, manage, serving

pytestmark = pytest.mark.browser

FULL_DAY = """
from datetime import date, time
from events.models import Event, Occurrence
event = Event.objects.published().order_by("pk")[0]
for hour in range(9, 14):
    Occurrence.objects.create(event=event, first_day=date(2023, 2, 15), start_time=time(hour))
"""
FOCUSED = "document.activeElement"
IN_SIGHT = "(node) => { const box = node.getBoundingClientRect(); return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight; }"


@pytest.fixture
def month(prepared, tmp_path):
    """The address of a month with a day that has more than its cell shows."""
    folder = copied(prepared, tmp_path / "var")
    manage(folder, "shell", "-v0", "-c", FULL_DAY)
    with serving(folder) as server:
        yield server.base, "/en/events/calendar/2023/02/"


def test_the_tab_key_leads_from_the_heading_to_the_first_event_and_to_what_a_day_has_more(month, opened):
    base, path = month
    tab, watched = opened(base.partition("//")[2], viewport={"width": 1440, "height": 900})

    def step_to(link) -> None:
        """By the tab key from the heading on."""
        tab.locator("h1").click()
        for _ in range(tab.locator("a").count()):
            tab.keyboard.press("Tab")
            if link.evaluate(f"(link) => link === {FOCUSED}"):
                assert link.evaluate(IN_SIGHT)
                return
        pytest.fail("The link is not reached.")

    tab.goto(base + path)
    first, more = tab.locator(".cal td a").first, tab.locator(".cal a[href='#d-2023-02-15']")
    assert more.inner_text().startswith("+2 more")
    step_to(more)
    tab.keyboard.press("Enter")
    tab.wait_for_url("**#d-2023-02-15")
    assert tab.locator("#d-2023-02-15").evaluate(IN_SIGHT)
    tab.keyboard.press("Tab")
    assert tab.evaluate(f"{FOCUSED}.closest('.agenda-day').querySelector('h3').id") == "d-2023-02-15"
    step_to(first)
    target = first.get_attribute("href")
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"**{target}")
    assert watched.taken() == []
