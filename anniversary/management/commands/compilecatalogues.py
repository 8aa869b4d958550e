"""Compiles the interface texts without gettext: django.po to django.mo, where the .po is newer."""

import os
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand


def compile_catalogues() -> list[Path]:
    """Brings every .mo below LOCALE_PATHS up to date with its .po and returns those that it wrote.

    A .mo appears whole or not at all, so that two processes may do this at the same time."""
    written = []
    for source in sorted(found for base in settings.LOCALE_PATHS for found in Path(base).glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name, abort_invalid=True)
        unfinished = target.with_name(f".{target.name}.{os.getpid()}")
        with unfinished.open("wb") as file:
            write_mo(file, catalogue)
        unfinished.replace(target)
        written.append(target)
    return written


class Command(BaseCommand):
    help = "Compiles the interface texts (.po to .mo) that changed; needs no gettext."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for path in compile_catalogues():
            self.stdout.write(str(path.relative_to(settings.BASE_DIR)))
