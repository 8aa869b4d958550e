"""What a PDF says, read by pypdf in a process of its own: a hostile file can make that spin or swell, and must not take a worker with it."""

import io
import re
import subprocess
import sys
from contextlib import suppress

PAGES = 200
CHARACTERS = 500_000
MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 20
SECONDS = 60

LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
BLANK_LINES = re.compile(r"[ \t]*\n[ \t\n]*")
UNSPACED = r"[\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]"
# Where a line of print ends within a word: at a hyphen, or anywhere in scripts that put no blanks between words.
WITHIN_WORD = re.compile(rf"(?<=[^\W\d_])-\n(?=[a-z])|(?<={UNSPACED})\n(?={UNSPACED})")


def text_of(data: bytes) -> str:
    """The text of its first pages; empty if it is broken, locked or holds none. What was read until a limit was reached is kept."""
    try:
        # No environment: what the site's own holds is no business of whatever a file makes the reader do.
        command = [sys.executable, "-I", __file__]
        done = subprocess.run(command, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=SECONDS, env={}, check=False)  # noqa: S603
        found = done.stdout
    except subprocess.TimeoutExpired as late:
        found = late.stdout or b""
    text = BLANK_LINES.sub("\n", LINE_END.sub("\n", found.decode("utf-8", "ignore")))
    return WITHIN_WORD.sub("", text)[:CHARACTERS].strip()


def main() -> None:
    """Write the text of the PDF at the standard input to the standard output, page by page."""
    _limit()
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(sys.stdin.buffer.read()))
    if reader.is_encrypted and not reader.decrypt(""):
        return
    left = CHARACTERS
    for number in range(min(len(reader.pages), PAGES)):
        with suppress(Exception):  # one page that cannot be read; the next may be better
            found = reader.pages[number].extract_text()[:left]
            sys.stdout.buffer.write(found.encode("utf-8", "ignore") + b"\n")
            sys.stdout.buffer.flush()
            left -= len(found)
        if left <= 0:
            return


def _limit() -> None:
    import resource

    for name, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):  # a system that does not know the limit, or has set a lower one
            resource.setrlimit(name, (most, most))


if __name__ == "__main__":
    main()
