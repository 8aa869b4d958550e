"""How static files are kept for serving: under names with a hash of their content, and compressed ahead of time."""

import gzip
import logging
import sysconfig
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import brotli
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

logger = logging.getLogger(__name__)
TEXT = {".css", ".js", ".svg"}
PACKAGES = Path(sysconfig.get_path("purelib"))


class TextCompressor(Compressor):
    """Our own files as small as they get; those of packages, which only the admin loads, with less effort.

    The highest effort for everything would take half a minute, nearly all of it for a few large editor scripts."""

    def __init__(self, ours: set[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.ours = ours

    def should_compress(self, filename: str) -> bool:
        return Path(filename).suffix in TEXT

    def compress(self, path: str) -> list[str]:
        data, stat = Path(path).read_bytes(), Path(path).stat()
        best = path in self.ours
        packed = [(brotli.compress(data, quality=11 if best else 5), ".br"), (gzipped(data, 9 if best else 6), ".gz")]
        return [self.write_data(path, content, suffix, stat) for content, suffix in packed if len(content) <= 0.95 * len(data)]


def gzipped(data: bytes, level: int) -> bytes:
    output = BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=output, compresslevel=level, mtime=0) as file:
        file.write(data)
    return output.getvalue()


class SiteStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed names, compressed copies. A file that no manifest knows costs the page that file, not the page (tests find such names)."""

    ours: set[str] = set()

    def post_process(self, paths: dict[str, Any], **options: Any) -> Iterator[tuple[str, str | None, bool | Exception]]:
        origins = {name: not Path(storage.path(path)).is_relative_to(PACKAGES) for name, (storage, path) in paths.items()}
        self.ours = set()
        for name, hashed_name, processed in super().post_process(paths, **options):
            if hashed_name and origins.get(name):
                self.ours.add(self.path(hashed_name))
            yield name, hashed_name, processed

    def create_compressor(self, **kwargs: Any) -> Compressor:
        return TextCompressor(ours=self.ours, **kwargs)

    def stored_name(self, name: str) -> str:
        try:
            return super().stored_name(name)
        except ValueError:
            logger.error("There is no static file “%s”.", name)
            return name
