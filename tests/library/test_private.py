"""Private files: stored, read by code, for nobody else's eyes."""

import stat
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from anniversary.library.private import check_private_root


def test_a_private_file_has_no_address_and_no_reader_but_the_site(settings):
    storage = storages["private"]
    name = storage.save("works/ab/abcdef", ContentFile(b"secret"))
    assert storage.open(name).read() == b"secret"
    path = Path(storage.path(name))
    assert path == Path(settings.PRIVATE_ROOT) / "works/ab/abcdef"
    assert [stat.S_IMODE(found.stat().st_mode) for found in (path, path.parent)] == [0o600, 0o700]
    with pytest.raises(ValueError, match="not accessible via a URL"):
        storage.url(name)


@pytest.mark.parametrize(
    ("private", "wrong"), [("private", []), ("media", ["library.E001"]), ("media/private", ["library.E001"]), ("static/x", ["library.E001"])]
)
def test_it_must_not_lie_where_everybody_reads(settings, tmp_path, private, wrong):
    settings.MEDIA_ROOT, settings.STATIC_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "static", tmp_path / private
    assert [found.id for found in check_private_root()] == wrong
