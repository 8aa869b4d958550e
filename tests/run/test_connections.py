"""Every thread of the web process may have a connection of its own while others wait for a file to be drawn."""

import subprocess
import sys

import pytest

from tests.browser import serving

TOLD = "from django.conf import settings; print(settings.DATABASES['default']['OPTIONS']['pool'])"


@pytest.mark.parametrize(
    ("more", "pool"),
    [({}, "{'max_size': 6}"), ({"WEB_THREADS": "12"}, "{'max_size': 12}"), ({"WEB_THREADS": "1"}, "{'max_size': 4}"), ({"DB_POOL": "off"}, "False")],
)
def test_the_pool_is_as_large_as_there_are_threads(tmp_path, more, pool):
    environment = serving.environment(tmp_path, DATABASE_URL="postgres://site@localhost/site", DJANGO_SETTINGS_MODULE="anniversary.settings", **more)
    done = subprocess.run([sys.executable, "-c", TOLD], cwd=serving.ROOT, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == pool
