"""Files as somebody would send them who means harm, or only has a bad program. Each is made here, none is kept."""

import io
import struct
import zipfile
import zlib

from PIL import Image, ImageDraw
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 100"{more}>{body}</svg>'
DOT = '<circle cx="50" cy="50" r="40" fill="#e00025"/>'


def svg(body: str, more: str = "") -> bytes:
    return SVG.format(body=body, more=more).encode()


def picture(kind: str = "PNG", size: tuple[int, int] = (640, 640), mode: str = "RGB", **options) -> bytes:
    """A sign: a disc and a bar, off the middle."""
    image = Image.new(mode, size, 0 if mode == "RGBA" else "white")
    drawn = ImageDraw.Draw(image)
    width, height = size
    drawn.ellipse((width * 0.1, height * 0.15, width * 0.6, height * 0.65), fill=(224, 0, 37) if mode != "L" else 80)
    drawn.rectangle((width * 0.55, height * 0.6, width * 0.9, height * 0.85), fill=(15, 47, 127) if mode != "L" else 30)
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of(width: int, height: int, *more: bytes, lines: int = 0) -> bytes:
    """A PNG that says it is of this size: its data are lines of black, however few bytes they take."""
    packed = zlib.compressobj(9)
    data = b"".join(packed.compress(b"\0" * (1 + 3 * width)) for _line in range(lines or height)) + packed.flush()
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + b"".join(more)
        + chunk(b"IDAT", data)
        + chunk(b"IEND", b"")
    )


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("index.html", "<script>alert(1)</script>")
    return out.getvalue()


def pdf(pages: int = 1, *, size: tuple[float, float] = (400, 400), content: bytes = b"1 0 0 rg 100 100 200 200 re f", password: str = "") -> bytes:
    writer = PdfWriter()
    for _number in range(pages):
        page = writer.add_blank_page(*size)
        stream = DecodedStreamObject()
        stream.set_data(content)
        page[NameObject("/Contents")] = writer._add_object(stream)
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def nested_forms(levels: int = 12, times: int = 10) -> bytes:
    """A page that draws a form ten times, which draws a form ten times, and so on."""
    writer = PdfWriter()
    page = writer.add_blank_page(400, 400)
    inner = None
    for level in range(levels):
        stream = DecodedStreamObject()
        stream.set_data(b"0 0 400 400 re f" if inner is None else b"/F Do " * times)
        stream.update({NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Form")})
        stream[NameObject("/BBox")] = page.mediabox
        if inner is not None:
            stream[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): DictionaryObject({NameObject("/F"): inner})})
        inner = writer._add_object(stream)
        assert level < levels
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): DictionaryObject({NameObject("/F"): inner})})
    stream = DecodedStreamObject()
    stream.set_data(b"/F Do")
    page[NameObject("/Contents")] = writer._add_object(stream)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def laughs(by: str) -> bytes:
    """Ten times ten times … : by <use>, by patterns, by style sheets."""
    levels = range(1, 12)
    if by == "use":
        body = f'<g id="l0">{DOT}</g>' + "".join(f'<g id="l{n}">{f"<use xlink:href={chr(34)}#l{n - 1}{chr(34)}/>" * 10}</g>' for n in levels)
        return svg(f'<defs>{body}</defs><use href="#l11"/>')
    painted = '<rect width="9" height="9" {}/>'
    how = (lambda n: f'class="c{n}"') if by == "style" else (lambda n: f'fill="url(#l{n})"')
    sheet = "<style>" + "".join(f".c{n}{{fill:url('#l{n}')}}" for n in range(12)) + "</style>" if by == "style" else ""
    body = f'<pattern id="l0" width="10" height="10">{DOT}</pattern>'
    body += "".join(f'<pattern id="l{n}" width="10" height="10">{painted.format(how(n - 1)) * 10}</pattern>' for n in levels)
    return svg(f"{sheet}<defs>{body}</defs>{painted.format(how(11))}")


ENTITIES = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
FILE_ENTITY = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'

# name → (content, code of the refusal)
REFUSED: dict[str, tuple[bytes, str]] = {
    "0 bytes": (b"", "empty"),
    "a text": (b"Hello, this is my logo.", "type"),
    "HTML": (b"<!doctype html><script>alert(1)</script>", "type"),
    "GIF": (b"GIF89a" + bytes(100), "type"),
    "ZIP": (archive(), "type"),
    "ZIP before a PNG": (archive() + picture(), "type"),
    "a program": (b"\x7fELF" + bytes(1000), "type"),
    "EPS as the work": (b"%!PS-Adobe-3.0 EPSF-3.0\nshowpage", "type"),
    "PSD as the work": (b"8BPS\0\1" + bytes(100), "type"),
    "gzipped SVG": (zlib.compress(svg(DOT)), "type"),
    "PNG, nothing but its name": (b"\x89PNG\r\n\x1a\n", "damaged"),
    "PNG, cut off": (picture()[:1500], "damaged"),
    "PNG, its data no data": (picture()[:60] + b"\xff" * 500 + picture()[-12:], "damaged"),
    "JPEG, cut off": (picture("JPEG")[:2000], "damaged"),
    "JPEG, nothing but its name": (b"\xff\xd8\xff\xe0", "damaged"),
    "PNG of 20,000 × 20,000": (png_of(20_000, 20_000, lines=100), "too_many_pixels"),
    "PNG of 2 thousand million lines": (png_of(1000, 2**31 - 1, lines=1), "too_many_pixels"),
    "PNG of 8,000 × 8,000, within the sides": (png_of(8000, 8000), "too_many_pixels"),
    "PNG with a text of 200 MB": (png_of(640, 640, chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(200_000_000), 9))), "damaged"),
    "SVG, cut off": (svg(DOT)[:-20], "damaged"),
    "SVG, the root another": (b'<x xmlns="http://www.w3.org/2000/svg"><svg >' + b"</svg></x>", "damaged"),
    "SVG without a size": (b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9v9z"/></svg>', "damaged"),
    "SVG of no size": (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 nan"><path d="M0 0h9v9z"/></svg>', "damaged"),
    "SVG in an unknown encoding": (b'<?xml version="1.0" encoding="klingon"?>' + svg(DOT), "damaged"),
    "SVG with entities of entities": (ENTITIES.encode() + svg("<g>&c;</g>"), "entities"),
    "SVG with an external entity": (FILE_ENTITY.encode() + svg("<g>&x;</g>"), "entities"),
    "SVG with a document type elsewhere": (b'<!DOCTYPE svg SYSTEM "http://example.org/a.dtd">' + svg(DOT), "entities"),
    "SVG with an entity of a type elsewhere": (
        b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">' + svg("<g>&x;</g>"),
        "entities",
    ),
    "SVG with text": (svg('<text x="10" y="50">Dara</text>'), "text"),
    "SVG with a picture inside": (svg('<image width="9" height="9" href="data:image/png;base64,AAAA"/>'), "pictures"),
    "SVG with nothing to be seen": (svg('<image href="file:///etc/passwd" width="9" height="9"/><foreignObject/>'), "blank"),
    "SVG that uses itself": (svg('<g id="a"><use href="#a"/></g>'), "complex"),
    "SVG with two that use each other": (svg('<defs><g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g></defs><use href="#a"/>'), "complex"),
    "SVG, use of use of use": (laughs("use"), "complex"),
    "SVG, pattern in pattern": (laughs("pattern"), "complex"),
    "SVG, pattern in pattern by a style sheet": (laughs("style"), "complex"),
    "SVG, 5,000 deep": (svg("<g>" * 5000 + "</g>" * 5000), "complex"),
    "SVG, 60,000 parts": (svg('<path d="M0 0h9"/>' * 60_000), "complex"),
    "SVG, 300 uses in a row": (svg("<defs>" + "".join(f'<use id="u{n}" href="#u{n + 1}"/>' for n in range(300)) + '</defs><use href="#u0"/>'), "complex"),
    "PDF of 100 pages": (pdf(100), "pages"),
    "PDF with a password": (pdf(password="secret"), "locked"),
    "PDF, cut off": (pdf()[:150], "damaged"),
    "PDF, nothing but its name": (b"%PDF-1.7\n", "damaged"),
}

# name → content; nothing of what is in them may reach the picture or anybody's browser
TAMED: dict[str, bytes] = {
    "PNG and ZIP": picture() + archive(),
    "PNG and HTML": picture() + b"<html><script>alert(1)</script></html>",
    "PNG with a comment": png_of(640, 640, chunk(b"tEXt", b"Author\0Dara Sok <script>alert(1)</script>")),
    "JPEG and PHP": picture("JPEG") + b"<?php system($_GET[0]); ?>",
    "JPEG with a comment": picture("JPEG", comment=b"<script>alert(1)</script> Dara Sok"),
    "SVG with a script": svg(f"{DOT}<script>alert(1)</script>", ' onload="alert(1)"'),
    "SVG with a handler": svg('<circle cx="50" cy="50" r="40" onclick="alert(1)" onmouseover="alert(2)"/>'),
    "SVG with HTML in it": svg(f'{DOT}<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></body></foreignObject>'),
    "SVG with a link": svg(f'<a href="javascript:alert(1)">{DOT}</a>'),
    "SVG with a file": svg(f'{DOT}<image href="file:///etc/passwd" width="9" height="9"/><use href="file:///etc/passwd#x"/>'),
    "SVG with another's drawing": svg(f'{DOT}<use xlink:href="https://example.org/a.svg#b"/>'),
    "SVG with a sheet elsewhere": b'<?xml-stylesheet href="https://example.org/a.css"?>'
    + svg(f'<style>@import url("https://example.org/b.css");</style>{DOT}'),
    "SVG with a style elsewhere": svg("<style>circle{fill:url(https://example.org/x#y);background:url(file:///etc/passwd)}</style>" + DOT),
    "SVG with a style that hides": svg('<circle r="40" cx="50" cy="50" style="fill:u/**/rl(https://example.org/x#y);fill:\\75rl(x)"/>'),
    "SVG with a font elsewhere": svg(f"<style>@font-face{{font-family:x;src:url(https://example.org/x.woff)}}</style>{DOT}"),
    "SVG that moves": svg(f'{DOT}<set attributeName="href" to="javascript:alert(1)"/><animate attributeName="x" values="javascript:alert(1)"/>'),
    "SVG of 30,000 pixels": svg(DOT, ' width="30000" height="30000"'),
    "SVG with a filter picture": svg(f'<filter id="f"><feImage href="file:///etc/passwd"/></filter>{DOT}'),
    "SVG with metadata": svg(f"<metadata>Dara Sok</metadata><title>Dara Sok</title><!-- Dara Sok -->{DOT}"),
    "SVG of another program": svg(
        f'<switch><foreignObject requiredExtensions="x" width="1" height="1"/><g i:extraneous="self">{DOT}</g></switch>', ' xmlns:i="http://ns.adobe.com/AI/"'
    ),
    "PDF with a program": pdf(content=b"1 0 0 rg 100 100 200 200 re f") + b"\n% /OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
}

# name → content; whether they are drawn or refused is the machine's matter, but neither may cost more than is allowed
HEAVY: dict[str, bytes] = {
    "SVG with a filter of a million pixels": svg(
        f'<filter id="f" x="-1000000%" y="-1000000%" width="9000000%" height="9000000%"><feGaussianBlur stdDeviation="100000"/></filter>'
        f'<g filter="url(#f)">{DOT}</g>'
    ),
    "SVG with a pattern of a million pixels": svg(
        f'<pattern id="p" width="1000000" height="1000000" patternUnits="userSpaceOnUse" viewBox="0 0 1 1">{DOT}</pattern>'
        '<rect width="100" height="100" fill="url(#p)"/>'
    ),
    "SVG with 300 layers": svg('<g opacity=".9">' * 90 + DOT + "</g>" * 90),
    "SVG with endless dashes": svg('<path d="M0 0H100000" stroke="red" stroke-width="9" stroke-dasharray="0.00001"/>'),
    "SVG of 19 MB": svg(f'<path d="M0 0{"l1 1-1 1" * 2_300_000}z"/>'),
    "PNG of 49 million pixels": png_of(7000, 7000),
    "PDF of a huge page": pdf(size=(1e7, 1e7)),
    "PDF with forms in forms": nested_forms(),
}
