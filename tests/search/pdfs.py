"""PDF files made for the tests, written out by hand: pages of one line each."""

from collections.abc import Sequence


def pdf(*pages: str, extra: bytes = b"") -> bytes:
    """A PDF of these pages in Latin letters; a line feed begins a new line of print."""
    return assembled([_content(page) for page in pages], extra=extra)


def assembled(contents: Sequence[bytes], *, extra: bytes = b"") -> bytes:
    """A PDF of pages with these content streams."""
    numbers = range(4, 4 + 2 * len(contents), 2)
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>", 3: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"}
    objects[2] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(contents), b" ".join(b"%d 0 R" % number for number in numbers))
    for number, content in zip(numbers, contents, strict=True):
        objects[number] = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>" % (number + 1)
        objects[number + 1] = b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), extra, content)
    out, places = b"%PDF-1.4\n", {}
    for number in sorted(objects):
        places[number] = len(out)
        out += b"%d 0 obj%s\nendobj\n" % (number, objects[number])
    table = b"".join(b"%010d 00000 n \n" % places[number] for number in sorted(objects))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, table, len(objects) + 1, len(out),
    )  # fmt: skip


def _content(page: str) -> bytes:
    lines = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("latin-1") for line in page.split("\n")]
    return b"BT /F1 12 Tf 14 TL 50 700 Td " + b" ".join(b"(%s) Tj T*" % line for line in lines) + b" ET"
