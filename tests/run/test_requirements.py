"""What is installed is locked: the same versions everywhere, checked by hash, with no word about where they come from."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def pins(name: str) -> dict[str, str]:
    """Package → its line (version and marker) of a requirements file."""
    lines = (ROOT / "requirements" / name).read_text().splitlines()
    return {line.split("==")[0]: line.removesuffix(" \\") for line in lines if re.match(r"[a-z0-9]", line)}


def test_what_the_site_needs_is_what_tests_run_with():
    base, dev = pins("base.txt"), pins("dev.txt")
    assert {name: dev.get(name) for name in base} == base


@pytest.mark.parametrize("name", ["base.txt", "dev.txt"])
def test_every_package_has_hashes_and_none_an_address(name):
    text = (ROOT / "requirements" / name).read_text()
    blocks = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert re.findall(r"(?:https?|file)://\S+|--(?:index-url|extra-index-url|find-links)\b", text) == []


def test_the_page_checkers_are_locked_without_an_address():
    lock = (ROOT / "tests" / "browser" / "package-lock.json").read_text()
    packages = {name: package for name, package in json.loads(lock)["packages"].items() if name}
    assert {"node_modules/axe-core", "node_modules/lighthouse", "node_modules/vnu-jar"} <= set(packages)
    assert [name for name, package in packages.items() if not package.get("integrity", "").startswith("sha512-")] == []
    assert '"resolved"' not in lock
