"""Hostile files: each is refused in words or shown tamed, and none costs a worker its memory.

They are all sent to a web worker of its own with as many threads as gunicorn gives it (worker.py); the tests look at what became of them.
"""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from anniversary.competition.entries import files, svg
from anniversary.library import limited
from tests.competition.entries import corpus

MOST_KB = 400 * 1024
THREADS = "6"
ALL = {**{name: content for name, (content, _code) in corpus.REFUSED.items()}, **corpus.TAMED, **corpus.HEAVY}
RED = (224, 0, 37)


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """(what became of each, folder of the previews)."""
    folder = tmp_path_factory.mktemp("hostile")
    names = {}
    for number, (name, content) in enumerate(ALL.items()):
        (folder / str(number)).write_bytes(content)
        names[name] = str(number)
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("worker.py")), str(folder), THREADS], capture_output=True, text=True, timeout=500, check=True
    )
    told = json.loads(done.stdout)
    told["of"] = {name: told["fates"][number] for name, number in names.items()}
    told["preview"] = lambda name: (folder / f"{names[name]}.preview").read_bytes()
    return told


@pytest.mark.parametrize("name", corpus.REFUSED)
def test_it_is_refused_and_told_why(sent, name):
    fate = sent["of"][name]
    assert fate["code"] == corpus.REFUSED[name][1]
    assert fate["words"].endswith(".")
    assert len(fate["words"]) > 15


@pytest.mark.parametrize("name", corpus.TAMED)
def test_it_is_shown_and_nothing_but_pixels_is(sent, name):
    assert sent["of"][name]["code"] == ""
    shown = sent["preview"](name)
    for forbidden in (b"script", b"Dara", b"php", b"PK\3\4", b"http", b"html", b"passwd"):
        assert forbidden not in shown
    chunks = set()
    place = 8
    while place < len(shown):
        size = int.from_bytes(shown[place : place + 4], "big")
        chunks.add(shown[place + 4 : place + 8])
        place += size + 12
    assert (shown[:8], chunks, place) == (b"\x89PNG\r\n\x1a\n", {b"IHDR", b"IDAT", b"IEND"}, len(shown))
    with Image.open(io.BytesIO(shown)) as picture:
        assert max(picture.size) <= 1600


def test_a_drawing_is_drawn_whatever_was_taken_from_it(sent):
    for name in ("SVG with a script", "SVG with HTML in it", "SVG with a link", "SVG of 30,000 pixels", "SVG of another program", "SVG with metadata"):
        with Image.open(io.BytesIO(sent["preview"](name))) as picture:
            assert (picture.size, picture.getpixel((800, 800)), picture.getpixel((20, 20))[3]) == ((1600, 1600), (*RED, 255), 0)


@pytest.mark.parametrize("name", corpus.HEAVY)
def test_what_is_heavy_is_drawn_or_refused_in_words(sent, name):
    fate = sent["of"][name]
    assert fate["code"] in {"", "too_heavy", "blank"}
    if fate["code"] == "too_heavy":
        assert fate["words"] == "This file could not be drawn: it takes too much memory or time. Save it in a simpler form, or send a PNG."


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps to the limit of memory and tells it in these units")
def test_neither_the_worker_nor_a_process_of_it_takes_400_megabytes(sent):
    assert sent["worker"] < MOST_KB
    assert sent["child"] < MOST_KB


# --- what is left of a drawing ------------------------------------------------------------------------------------------
def cleaned(content: bytes) -> str:
    return svg.clean(content).written(100, 100)


HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 100" width="100" height="100">'


@pytest.mark.parametrize("name", [name for name in corpus.TAMED if name.startswith("SVG")])
def test_nothing_in_a_cleaned_drawing_acts_loads_or_tells(name):
    left = cleaned(corpus.TAMED[name]).removeprefix(HEAD)
    for forbidden in ("script", "on", "java", "http", "file:", "data:", "@", "import", "Dara", "foreign", "image", "animate", "<set", "\\", "<!", "<?"):
        assert forbidden not in left
    assert "<circle" in left


def test_what_a_drawing_needs_is_left_as_it_was():
    body = (
        '<style>.a,#b{fill:url(#g);stroke:#000}circle{opacity:.5}</style><defs><linearGradient id="g" gradientTransform="rotate(90)">'
        '<stop offset="0" stop-color="#fff"/><stop offset="1" style="stop-color:rgb(1,2,3)"/></linearGradient>'
        '<clipPath id="レイヤー_1"><path d="M0 0h9v9z"/></clipPath></defs><g clip-path="url(#レイヤー_1)" transform="matrix(1 0 0 1 2 3)">'
        '<circle class="a" cx="5" cy="5" r="4"/><use xlink:href="#g" x="1"/></g>'
    )
    assert cleaned(corpus.svg(body)) == f"{HEAD}{body}</svg>"


def test_quotation_marks_and_brackets_stay_values():
    left = cleaned(corpus.svg("""<g id="a&quot;>&lt;script>" class='"x"' fill="a&lt;script&gt;"/><path d='M0 0"h9' in="&amp;lt;"/>"""))
    assert left == f'{HEAD}<g/><path d=\'M0 0"h9\' in="&amp;lt;"/></svg>'


def test_a_document_type_of_mere_name_is_taken():
    public = b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    assert cleaned(public + corpus.svg(corpus.DOT)) == f"{HEAD}{corpus.DOT}</svg>"


@pytest.mark.parametrize(
    ("told", "box"),
    [
        ('viewBox="1,2 30 4e1"', (1, 2, 30, 40)),
        ('width="30" height="40px"', (0, 0, 30, 40)),
        ('width="1in" height="72pt"', (0, 0, 96, 96)),
        ('width="25.4mm" height="2.54cm" viewBox="nonsense"', (0, 0, 96, 96)),
    ],
)
def test_its_size_is_found_in_any_unit(told, box):
    drawing = svg.clean(f'<svg xmlns="http://www.w3.org/2000/svg" {told}/>'.encode())
    assert drawing.box == pytest.approx(box)


@pytest.mark.parametrize("told", ['width="100%" height="100%"', 'viewBox="0 0 1e9 1"', 'viewBox="0 0 -5 5"', 'viewBox="0 0 inf 5"', 'width="1e-99" height="5"'])
def test_a_size_that_is_none_is_refused(told):
    with pytest.raises(limited.Refusal, match="damaged"):
        svg.clean(f'<svg xmlns="http://www.w3.org/2000/svg" {told}/>'.encode())


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%!PS-Adobe-3.0", "eps"), (b"\xc5\xd0\xd3\xc6", "eps"), (b"8BPS", "psd"), (b"%PDF-1.4", "pdf"), (b" \n<svg>", "svg"),
        (b"\xef\xbb\xbf<?xml?><s:svg ", "svg"),
        (b" %PDF-1.4", ""), (b"x<svg>", ""), (b"<svgx>", ""), (b"", ""),
    ],
)  # fmt: skip
def test_a_kind_is_known_by_what_a_file_begins_with(head, kind):
    assert files.kind_of(head) == kind
