"""An officer walks from the shortlist to the announcement in a real browser, by what the desks offer."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import sync_playwright

from anniversary import clock
from anniversary.competition.outcome.models import Clearance, ClearancePaper, Consent, Decision, Finalist, Protocol
from tests.conftest import chromium
from tests.factories.outcome import EMBARGO, NOW, S, judged

PDF = SimpleUploadedFile("report.pdf", b"%PDF-1.7\nreport\n%%EOF\n")


@pytest.mark.browser
def test_the_way_from_the_shortlist_to_the_announcement(kept_rows_may_go, live_server, client, monkeypatch, tmp_path):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's driver runs a loop of its own in this thread
    shown = {"at": NOW}
    monkeypatch.setattr(clock, "_started_as_of", lambda: shown["at"])  # the server's threads have a clock of their own
    made = judged()
    client.force_login(made.officer)
    report = tmp_path / "report.pdf"
    report.write_bytes(PDF.read())
    desk = f"{live_server.url}/admin/competition/competition/{made.competition.pk}/desk"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        context = browser.new_context()
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        page = context.new_page()

        page.goto(f"{desk}/shortlist/")
        page.get_by_role("button", name="Name finalists and reserve").click()
        assert Finalist.objects.filter(reserve=False).count() == 2
        made.move(S.RIGHTS_CHECK)

        page.goto(f"{desk}/clearance/")
        page.get_by_role("button", name="Ask 2 finalists what may be shown").click()
        for place, result in ((0, "conflict"), (1, "clear")):
            of = f"#f{made.finalist(place).pk}"
            page.fill(f"{of} input[name$=done_by]", "Agency")
            page.fill(f"{of} input[name$=searched_in]", "WIPO")
            page.select_option(f"{of} select[name$=result]", result)
            page.set_input_files(f"{of} input[type=file]", report)
            page.locator(of).get_by_role("button", name="Record", exact=True).click()
        page.locator(f"#f{made.finalist(1).pk}").get_by_role("button", name="Cleared").click()
        first = page.locator(f"#f{made.finalist(0).pk}")
        first.locator("summary", has_text="Take off the list").click()
        first.locator("input[name=why]").fill("Older rights.")
        first.get_by_role("button", name="Drop").click()
        assert (made.finalist(0).state, made.finalist(1).state, ClearancePaper.objects.count()) == ("dropped", "cleared", 2)
        page.get_by_role("button", name=f"Call up {made.entries[2].code} from the reserve").click()
        of = f"#f{made.finalist(2).pk}"
        page.fill(f"{of} input[name$=done_by]", "Agency")
        page.fill(f"{of} input[name$=searched_in]", "WIPO")
        page.select_option(f"{of} select[name$=result]", "clear")
        page.locator(of).get_by_role("button", name="Record", exact=True).click()
        page.locator(of).get_by_role("button", name="Cleared").click()
        page.get_by_role("button", name="Ask 1 finalist what may be shown").click()
        assert (Clearance.objects.count(), Consent.objects.count()) == (3, 3)
        made.move(S.DECISION)

        page.goto(f"{desk}/decision/")
        page.get_by_label(made.entries[2].code).check()
        for code, reason in (("en", "It is clear."), ("ja", "明快です。"), ("km", "វាច្បាស់។")):
            page.fill(f"textarea[name=reason_{code}]", reason)
        page.fill("input[name=decided_on]", "2023-06-02")
        page.fill("input[name=embargo_until]", "2023-06-10T10:00:00")
        for fieldset in page.locator("fieldset.signing").all():
            fieldset.locator("input[name$=_0_name]").fill("Sok")
            fieldset.locator("input[name$=_0_office]").fill("Minister")
            fieldset.locator("input[name$=_0_on]").fill("2023-06-02")
        page.get_by_role("button", name="Write it down").click()
        assert Decision.objects.get().winner == made.finalist(2)
        page.get_by_role("link", name="Preview of the announcement").click()
        assert page.locator("h1").inner_text().endswith("Work 3")
        made.move(S.EMBARGOED)

        page.goto(f"{desk}/protocol/")
        page.get_by_role("button", name="Make the protocol").click()
        assert Protocol.objects.get().figures["dropped"] == 1
        public = f"{live_server.url}/en/competition/logo/results/"
        assert page.goto(public).status == 404

        shown["at"] = EMBARGO + timedelta(minutes=1)
        with clock.as_of(shown["at"]):
            made.move(S.RESULT_ANNOUNCED)
        assert page.goto(public).status == 200
        assert page.locator("h1").inner_text().endswith("Work 3")
        page.get_by_role("link", name="Every figure of the result").click()
        assert page.locator(".digest").inner_text() == Protocol.objects.get().digest
        browser.close()
