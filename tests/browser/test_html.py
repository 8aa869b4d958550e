"""The HTML of every page type is what the Nu checker takes for valid."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from . import pages
from .fetching import get

JAR = Path(__file__).parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"

pytestmark = [
    pytest.mark.skipif(not JAR.exists(), reason="the Nu checker is not installed (cd tests/browser && npm ci)"),
    pytest.mark.skipif(not shutil.which("java"), reason="no Java found, which the Nu checker needs"),
]


def faults(folder: Path) -> list[str]:
    """What the checker finds in the files of a folder. One run for all: Java takes longer to start than to check."""
    command = ["java", "-Xss1m", "-jar", str(JAR), "--errors-only", "--format", "json", "--exit-zero-always", *sorted(map(str, folder.iterdir()))]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [
        f"{Path(fault['url']).name}, line {fault.get('lastLine')}: {fault['message']} … {fault.get('extract', '').strip()}"
        for fault in json.loads(done.stderr or done.stdout)["messages"]
    ]


def test_the_nu_checker_finds_no_error(site, tmp_path):
    for name in pages.NAMES:
        page = site.page(name)
        for language in pages.LANGUAGES:
            file = tmp_path / f"{name.replace(' ', '-')}.{language}.html"
            file.write_bytes(get(site.base_of(page), page.target(language)).body)
    found = faults(tmp_path)
    assert not found, f"{len(found)} errors:\n" + "\n".join(found[:60])
