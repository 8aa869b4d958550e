"""The code of a page's address, for its print. Who must not get it: test_days."""

from datetime import date
from xml.etree import ElementTree

import pytest
import segno

from events import qr
from tests.factories import events, occasion

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def _event():
    occasion.anniversary()
    event = events.event(slug="class", title_ja="教室", summary_ja="踊ります。")
    for day in (date(2023, 2, 23), date(2023, 3, 2)):
        events.occurrence(event=event, first_day=day)


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("/en/events/class/qr.svg", "http://localhost:8000/en/events/class/"),
        ("/ja/events/class/qr.svg", "http://localhost:8000/ja/events/class/"),
        ("/km/events/class/qr.svg", "http://localhost:8000/en/events/class/"),  # no text in Khmer: the address that is printed, too
        ("/ja/events/class/2023-03-02/qr.svg", "http://localhost:8000/ja/events/class/2023-03-02/"),
        ("/km/events/class/2023-03-02/qr.svg", "http://localhost:8000/en/events/class/2023-03-02/"),
    ],
)
def test_the_code_holds_the_address_that_is_printed_beside_it(client, asked, held):
    response = client.get(asked)
    assert (response.status_code, response["Content-Type"]) == (200, "image/svg+xml")
    assert response.content == qr.draw(held)
    page = client.get(asked.removesuffix("qr.svg")).content.decode()
    assert f'<p class="print-address">{held}</p>' in page and f'<img class="print-code" src="{asked}" alt="' in page


def test_the_drawing_has_every_module_and_its_quiet_zone():
    code, root = segno.make_qr("http://localhost:8000/en/events/class/", error="m"), ElementTree.fromstring(qr.draw("http://localhost:8000/en/events/class/"))
    size = code.symbol_size(border=4)[0]
    assert root.attrib["viewBox"] == f"0 0 {size} {size}"
    assert [path.attrib.get("stroke", path.attrib.get("fill")) for path in root.iter(f"{SVG}path")] == ["#fff", "#000"]
    assert not any("style" in element.attrib for element in root.iter())


def test_it_is_kept_for_long_and_not_sent_again(client):
    response = client.get("/en/events/class/qr.svg")
    assert response["Cache-Control"] == "public, max-age=2592000"
    again = client.get("/en/events/class/qr.svg", headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/ja/events/class/qr.svg", headers={"if-none-match": response["ETag"]}).status_code == 200


def test_no_other_page_asks_for_a_code(client):
    assert "print-code" not in client.get("/en/events/").content.decode()
