"""Entrants who all come at once, over real connections to real web processes: each follows the pages as they are given, and writes down what was answered.

They know no more of the site than a browser does, but for the tokens of their links; what became of it all is judged by who sent them.
"""

import hashlib
import io
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection
from itertools import count
from urllib.parse import urlencode

from PIL import Image, ImageDraw

WORK = {"title": "Two petals", "concept": "They meet.", "language": "en", "tools": "Pencil", "ai": "none"}
DECLARED = dict.fromkeys(["own_work", "unpublished", "no_others_rights", "not_jurys_family", "accept"], "on")
BOUNDARY = "a-line-that-no-file-of-ours-has"
PATIENCE = 120  # seconds for an answer; a limit, not an expectation
_numbers = count(1)


@dataclass(frozen=True)
class Answer:
    """What was asked and what came back, between two moments of the clock that the site has as well."""

    deed: str  # form, begin, look, send
    status: int
    where: str
    page: str
    began: datetime
    ended: datetime


@dataclass
class Sent:
    """One work on its way: its form, and all answers about it, in their order."""

    token: str
    stamp: str = ""
    form_key: str = ""
    code: str = ""
    files: dict[str, str] = field(default_factory=dict)  # SHA-256 of what was sent, by role
    answers: list[Answer] = field(default_factory=list)

    def last(self, deed: str) -> Answer | None:
        return next((answer for answer in reversed(self.answers) if answer.deed == deed), None)


class Entrant:
    """With a browser of their own, at one of the web processes; a connection for each request: one kept open may be shut as it is used again."""

    def __init__(self, host: str, slug: str) -> None:
        self.host, self.slug = host, slug

    def open(self, token: str) -> Sent:
        """The form of a new work; after the end a page that says so, without a form."""
        work = Sent(token)
        page = self._ask(work, "form", self._url(work, "new/")).page
        work.stamp, work.form_key = hidden(page, "stamp"), hidden(page, "form_key")
        return work

    def begin(self, work: Sent) -> bool:
        """Send the form with two pictures that nobody else has; whether it was taken."""
        number = next(_numbers)
        pictures = {"colour": picture(number, "red"), "mono": picture(number, "black")}
        work.files = {role: hashlib.sha256(content).hexdigest() for role, content in pictures.items()}
        body = multipart({"stamp": work.stamp, "form_key": work.form_key, **WORK, "on": ""}, pictures)
        answer = self._ask(work, "begin", self._url(work, "new/"), body, f"multipart/form-data; boundary={BOUNDARY}")
        work.code = answer.where.split("/")[-3] if answer.status == 302 else ""
        return answer.status == 302

    def send(self, work: Sent) -> None:
        """Look at the work, declare all, send it in; whoever is shown no button any more sends what they had seen of it before."""
        where = work.answers[-1].where if work.answers[-1].deed == "begin" else self._url(work, f"{work.code}/check/")
        page = (work.last("look") or self._ask(work, "look", where)).page
        form = {"stamp": work.stamp, "terms": hidden(page, "terms"), **DECLARED}
        self._ask(work, "send", self._url(work, f"{work.code}/check/"), urlencode(form).encode(), "application/x-www-form-urlencoded")

    def look(self, work: Sent) -> None:
        """The page with the button that sends it in, left open."""
        self._ask(work, "look", work.answers[-1].where)

    def _url(self, work: Sent, path: str) -> str:
        return f"/en/competition/{self.slug}/enter/{work.token}/{path}"

    def _ask(self, work: Sent, deed: str, url: str, body: bytes | None = None, kind: str = "") -> Answer:
        began = datetime.now(UTC)
        with closing(HTTPConnection(self.host, timeout=PATIENCE)) as connection:
            connection.request("GET" if body is None else "POST", url, body, {"Connection": "close"} | ({"Content-Type": kind} if kind else {}))
            response = connection.getresponse()
            page = response.read().decode()
            answer = Answer(deed, response.status, response.headers.get("Location", ""), page, began, datetime.now(UTC))
        work.answers.append(answer)
        return answer


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return found[1] if found else ""


def picture(number: int, colour: str) -> bytes:
    """A small PNG that is like no other: its number stands in it as dots."""
    image = Image.new("RGB", (512, 512), "white")
    draw = ImageDraw.Draw(image)
    draw.ellipse((100, 100, 400, 400), fill=colour)
    for bit in range(24):
        if number >> bit & 1:
            draw.rectangle((20 * bit, 0, 20 * bit + 15, 60), fill=colour)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def multipart(fields: dict[str, str], files: dict[str, bytes]) -> bytes:
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
    for name, content in files.items():
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}.png"\r\nContent-Type: image/png\r\n\r\n'
        parts.append(head.encode() + content + b"\r\n")
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


Walk = Callable[[Entrant, Iterator[str]], Iterator[Sent]]


def at_once(hosts: Sequence[str], slug: str, tokens: Sequence[Sequence[str]], walk: Walk) -> list[Sent]:
    """All works on which the walks went, one thread with each list of tokens, taking the web processes in turn. The first error of any of them is raised."""
    works: list[Sent] = []
    errors: list[BaseException] = []
    start = threading.Barrier(len(tokens), timeout=PATIENCE)

    def run(place: int) -> None:
        try:
            start.wait()
            works.extend(walk(Entrant(hosts[place % len(hosts)], slug), iter(tokens[place])))
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=[place]) for place in range(len(tokens))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return works
