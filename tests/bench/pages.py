"""CPU time per request of the public pages against a bare Django list, and the memory of the web worker.

    .venv/bin/python -m tests.bench.pages              the demonstration, prepared as `make run` does, in a folder of its own
    .venv/bin/python -m tests.bench.pages --rounds 60  more rounds, for a busy machine

Both applications answer in processes of their own, turn by turn, so that what else the machine does weighs on both; a page's
figure is the median of its rounds' ratios. No page is cached, none is compressed in the one column, all are in the other. The
worker is gunicorn with the settings of `make run`, its memory the kernel's high-water mark (VmHWM) after all pages of the sitemap
were asked for in three languages, eight at a time. Exit status 1 above the bars: 3 times the bare list, 130 MB.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.browser import serving
from tests.browser.fetching import get
from tests.browser.pages import LANGUAGES, addresses

PAGES = ("home", "events", "event", "article story", "timeline")
MOST, MEGABYTES = 3.0, 130
EACH = 4  # requests of a kind in a round, of which the quickest counts: the others were disturbed


class Answering:
    """A process that answers requests to one application (serving_process.py)."""

    def __init__(self, application: str, environment: dict[str, str]) -> None:
        command = [sys.executable, "-m", "tests.bench.serving_process", application]
        self.process = subprocess.Popen(
            command, cwd=serving.ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        if self._read() != "ready":
            raise RuntimeError(f"The application “{application}” did not start.")

    def _read(self) -> str:
        return self.process.stdout.readline().strip()  # type: ignore[union-attr]

    def ask(self, path: str, **more: Any) -> dict[str, Any]:
        """What serving_process.py says of a request."""
        self.process.stdin.write(json.dumps({"path": path, "times": EACH, "encoding": "identity", **more}) + "\n")  # type: ignore[union-attr]
        self.process.stdin.flush()  # type: ignore[union-attr]
        found: dict[str, Any] = json.loads(self._read())
        return found

    def seconds(self, path: str, encoding: str = "identity") -> float:
        """CPU seconds of a request. RuntimeError if it is not answered with 200."""
        found = self.ask(path, encoding=encoding)
        if found["status"] != 200:
            raise RuntimeError(f"{path} answered {found['status']}.")
        return min(found["seconds"])

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


def measure(folder: Path, rounds: int) -> dict[tuple[str, str], tuple[float, float]]:
    """(page, encoding): its median ratio to the bare list, and its median milliseconds."""
    examples = serving.examples(folder)
    bare, site = Answering("bare", dict(os.environ)), Answering("site", serving.environment(folder, SITE_URL="http://localhost"))
    asked = [(name, encoding, f"/en/{examples[name]}") for name in PAGES for encoding in ("identity", "gzip")]
    for _name, encoding, path in asked:
        site.seconds(path, encoding)  # templates read, the occasion known
    bare.seconds("/events/")
    found: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for _ in range(rounds):
        for name, encoding, path in asked:
            measure_of, taken = bare.seconds("/events/"), site.seconds(path, encoding)
            found.setdefault((name, encoding), []).append((taken / measure_of, taken * 1000))
            found.setdefault(("bare list", encoding), []).append((1.0, measure_of * 1000))
    bare.stop()
    site.stop()
    return {key: (statistics.median(ratio for ratio, _ in rows), statistics.median(taken for _, taken in rows)) for key, rows in found.items()}


def worker_megabytes(folder: Path) -> float:
    """The most memory that gunicorn's worker has held after answering every page of the sitemap from several threads."""
    with serving.serving(folder) as server:
        paths = [path for language in LANGUAGES for path in addresses(server.base)[language]]
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda path: get(server.base, path).status, [*paths, *paths[::7]]))
        parent = server.processes[0].pid
        workers = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        status = Path(f"/proc/{workers[0]}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--folder", type=Path, help="where the prepared site is kept for the next time (default: a new one, thrown away)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        folder = serving.prepare(asked.folder or Path(scratch) / "site")
        found = measure(folder, asked.rounds)
        memory = worker_megabytes(folder)
    print(f"{'page':<13} {'ratio':>6} {'ms':>7}   gzip: {'ratio':>6} {'ms':>7}")
    for name in ("bare list", *PAGES):
        (ratio, taken), (packed, packed_taken) = found[name, "identity"], found[name, "gzip"]
        print(f"{name:<13} {ratio:>6.2f} {taken:>7.2f}         {packed:>6.2f} {packed_taken:>7.2f}")
    print(f"web worker   {memory:.0f} MB at most")
    return 1 if memory > MEGABYTES or any(ratio > MOST for ratio, _ in found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
