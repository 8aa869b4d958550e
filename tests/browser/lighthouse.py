"""Lighthouse's marks (mobile) for seven page types: python -m tests.browser.lighthouse [--base URL] [--only NAME …] [--runs 1]

Prints a table and ends with status 1 where a bar is missed, 2 where Lighthouse or Chromium is not installed. Without --base, a site of its
own is prepared and served as readers get it. Marks for speed suffer where something else uses the processor: with --runs the best run counts.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.conftest import chromium

from . import pages
from .serving import examples, prepare, serving

PROGRAM = Path(__file__).parent / "node_modules" / ".bin" / "lighthouse"
NAMES = ("home", "events", "event", "programme", "article story", "timeline", "competition")
LEAST = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"
PATIENCE = 240  # seconds for one page
TRIES = 3


def measure(address: str) -> dict[str, Any]:
    """Lighthouse's report. On a busy machine its recording fails now and then (NO_NAVSTART and the like): it says itself to run it again."""
    for _ in range(TRIES - 1):
        try:
            return measure_once(address)
        except (RuntimeError, subprocess.TimeoutExpired) as failed:
            print(f"  again: {str(failed).strip().splitlines()[-1]}", file=sys.stderr)
    return measure_once(address)


def measure_once(address: str) -> dict[str, Any]:
    """RuntimeError with what Lighthouse said if it made no report."""
    command = [
        str(PROGRAM), address, "--output=json", "--quiet", "--no-enable-error-reporting", f"--only-categories={','.join(LEAST)}", f"--chrome-flags={FLAGS}",
    ]  # fmt: skip
    done = subprocess.run(
        command, env=os.environ | {"CHROME_PATH": chromium() or ""}, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    if done.returncode:
        raise RuntimeError(f"lighthouse {address} failed:\n{done.stderr}")
    report: dict[str, Any] = json.loads(done.stdout)
    if said := report.get("runtimeError"):
        raise RuntimeError(f"lighthouse {address}: {said['message']}")
    return report


def marks(report: dict[str, Any]) -> dict[str, int]:
    return {name: round((report["categories"][name]["score"] or 0) * 100) for name in LEAST}


def shift(report: dict[str, Any]) -> float:
    """How far the layout moved while it was loading (CLS)."""
    return float(report["audits"]["cumulative-layout-shift"]["numericValue"])


def faults(report: dict[str, Any]) -> list[str]:
    """What cost a mark, in Lighthouse's words."""
    found = []
    for name in LEAST:
        for ref in report["categories"][name]["auditRefs"]:
            audit = report["audits"][ref["id"]]
            if ref["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                found.append(f"  {name}: {audit['title']} {audit.get('displayValue', '')}".rstrip())
    return found


def bases(asked: argparse.Namespace, stack: ExitStack) -> tuple[str, dict[str, str]]:
    """The site's address, and where each page type is."""
    if asked.base:
        return asked.base.rstrip("/"), pages.examples(asked.base.rstrip("/"))
    folder = prepare(asked.site or Path(stack.enter_context(tempfile.TemporaryDirectory())) / "var")
    return stack.enter_context(serving(folder)).base, examples(folder)


def main() -> int:
    parser = argparse.ArgumentParser(description="Lighthouse's marks for seven page types.")
    parser.add_argument("--base", default="", help="a running site, for example http://localhost:8000")
    parser.add_argument("--site", type=Path, help="folder of the prepared data, to be kept")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES, metavar="NAME")
    parser.add_argument("--language", choices=pages.LANGUAGES, default="en")
    parser.add_argument("--runs", type=int, default=1, help="times each page is measured; the best counts")
    asked = parser.parse_args()
    if not PROGRAM.exists() or not chromium():
        print("Lighthouse is not installed (cd tests/browser && npm ci)." if chromium() else "No Chromium found (or name one: CHROMIUM=…).", file=sys.stderr)
        return 2
    missed = False
    print(f"{'':15}" + "".join(f"{name:>16}" for name in LEAST) + f"{'CLS':>8}", flush=True)
    with ExitStack() as stack:
        base, found = bases(asked, stack)
        for name in asked.only:
            reports = [measure(base + pages.page(found, name).target(asked.language)) for _ in range(asked.runs)]
            report = max(reports, key=lambda report: sum(marks(report).values()))
            got, moved = marks(report), max(shift(report) for report in reports)
            good = all(got[mark] >= least for mark, least in LEAST.items()) and round(moved, 3) == 0
            print(f"{name:15}" + "".join(f"{got[mark]:16}" for mark in LEAST) + f"{moved:8.3f}" + ("" if good else "  missed"), flush=True)
            if not good:
                missed = True
                print("\n".join(faults(report)), flush=True)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
