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


def test_the_nu_checker_finds_no_error(site, tmp_path):
    """One run for all: Java takes longer to start than to check."""
    found = {}
    for name in pages.NAMES:
        page = site.page(name)
        for language in pages.LANGUAGES:
            file = tmp_path / f"{name.replace(' ', '-')}.{language}.html"
            file.write_bytes(get(site.base_of(page), page.target(language)).body)
            found[file.name] = page.target(language)
    command = ["java", "-Xss1m", "-jar", str(JAR), "--errors-only", "--format", "json", "--exit-zero-always", *sorted(map(str, tmp_path.iterdir()))]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    faults = [
        f"{found[Path(fault['url']).name]}, line {fault.get('lastLine')}: {fault['message']} … {fault.get('extract', '').strip()}"
        for fault in json.loads(done.stderr or done.stdout)["messages"]
    ]
    assert not faults, f"{len(faults)} errors:\n" + "\n".join(faults[:60])
