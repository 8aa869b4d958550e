"""Work on what strangers send in, in a process of its own: without our environment, with little memory and time, so that no worker is taken along.

`run` starts this very file as a program, which sets its limits, takes up one function of ours and gives it the bytes. That function's module
must do without Django: there are no settings in there.
"""

import json
import logging
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from django.core.files.base import File

MEMORY = 384 * 1024 * 1024
CPU_SECONDS = 20
SECONDS = 60
OUTPUT = 64 * 1024 * 1024
AT_ONCE = 2  # by one web worker; the others wait their turn …
PATIENCE = 30  # … for so many seconds: each holds a thread that readers need
ROOT = Path(__file__).resolve().parents[2]
REFUSED, SWOLLEN = 3, 4  # what the process says at its end
UNLIMITED = b"without a limit: "

logger = logging.getLogger(__name__)
_turns = BoundedSemaphore(AT_ONCE)
_told: set[bytes] = set()


class Refusal(Exception):
    """Raised in there by a function that does not take what it was given; `run` raises it again out here. A token and numbers, no sentence."""

    def __init__(self, token: str, **numbers: int) -> None:
        super().__init__(token)
        self.token, self.numbers = token, numbers


class Failure(Exception):
    """The process came to no end of its own: too much memory, too long, or broken off by what it was given."""


class Busy(Failure):
    """Others were at it all the time: nothing was done. It can be tried again."""


def run(function: Callable[..., bytes], data: "bytes | BinaryIO | File", *, seconds: int = SECONDS, **options: Any) -> bytes:
    """What `function(data, **options)` returns. Refusal if it raised that, Failure if it came to no end, Busy if it had no turn.

    It is a function of a module, `options` are what JSON can hold. A file is read from its beginning, piece by piece: it is in no memory of ours.
    """
    told = json.dumps([str(ROOT), function.__module__, function.__name__, options])
    command = [sys.executable, "-I", __file__, told]
    # Files, not pipes: they have a limit too, and the one that it writes to its end does not swell in our memory.
    with _turn(), tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as said:
        if isinstance(data, bytes):
            given.write(data)
        else:
            data.seek(0)
            shutil.copyfileobj(data, given)
        given.seek(0)
        try:
            code = subprocess.run(command, stdin=given, stdout=out, stderr=said, timeout=seconds, env={}, check=False).returncode  # noqa: S603
        except subprocess.TimeoutExpired as late:
            raise Failure("time") from late
        said.seek(0)
        _tell(said.read(4096))
        out.seek(0)
        found = out.read(OUTPUT)
    if code == REFUSED:
        token, numbers = json.loads(found)
        raise Refusal(token, **numbers)
    if code:
        raise Failure("memory" if code == SWOLLEN else f"code {code}")
    return found


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=PATIENCE):
        raise Busy("busy")
    try:
        yield
    finally:
        _turns.release()


def _tell(said: bytes) -> None:
    """Once for each limit that this system does not keep: the site runs all the same, its operator should know."""
    for line in said.splitlines():
        if line.startswith(UNLIMITED) and line not in _told:
            _told.add(line)
            logger.warning("This system does not limit what a process takes: %s. Files that strangers send in are opened without it.", line[17:].decode())


def main() -> int:
    """Within the process: do what the only argument says with the standard input, write it to the standard output."""
    limit()
    root, module, name, options = json.loads(sys.argv[1])
    sys.path.insert(0, root)
    # This file is also the module of that name, whose Refusal functions raise: one class, not two.
    sys.modules["anniversary.library.limited"] = sys.modules["__main__"]
    try:
        sys.stdout.buffer.write(getattr(import_module(module), name)(sys.stdin.buffer.read(), **options))
        sys.stdout.buffer.flush()
    except Refusal as refusal:
        sys.stdout.buffer.write(json.dumps([refusal.token, refusal.numbers]).encode())
        return REFUSED
    except MemoryError:
        return SWOLLEN
    return 0


def limit() -> None:
    """Bound this process. A limit that the system does not know is told at the standard error, and the work is done without it."""
    try:
        import resource
    except ImportError:
        sys.stderr.write(f"{UNLIMITED.decode()}memory, time\n")
        return
    limits = {"memory": ("RLIMIT_AS", MEMORY), "time": ("RLIMIT_CPU", CPU_SECONDS), "size of files": ("RLIMIT_FSIZE", OUTPUT), "dumps": ("RLIMIT_CORE", 0)}
    for name, (constant, most) in limits.items():
        number = getattr(resource, constant, None)
        try:
            if number is None:
                raise OSError
            resource.setrlimit(number, (most, most))
        except (ValueError, OSError):  # unknown here, or a lower one is set already
            with suppress(ValueError, OSError):
                if number is not None and 0 <= resource.getrlimit(number)[1] <= most:
                    continue
            sys.stderr.write(f"{UNLIMITED.decode()}{name}\n")


if __name__ == "__main__":
    sys.exit(main())
