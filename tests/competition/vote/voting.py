"""A process of its own that casts ballots until it is killed: each button that was answered is named on a line."""

import sys

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

settings.DATABASES["default"]["NAME"] = sys.argv[1]  # that of the tests, before anything has connected
settings.ALLOWED_HOSTS = ["testserver"]

for path in sys.stdin.read().split():
    status = Client().post(path, REMOTE_ADDR="203.0.113.7").status_code
    print(path, status, flush=True)
