"""The measure: a list as a beginner's Django project has it. `startproject`'s middleware and context processors, one query, 50 rows, one template."""

import tempfile
from pathlib import Path
from typing import Any

import django
from django.conf import settings

ROWS = 50
TEMPLATE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ title }}</title></head>
<body>
<h1>{{ title }}</h1>
<ul>
{% for event in events %}<li><a href="{% url "event" event.pk %}">{{ event.title }}</a>
<time datetime="{{ event.start|date:"c" }}">{{ event.start|date:"j F Y, H:i" }}</time>
<p>{{ event.summary }}</p></li>
{% endfor %}</ul>
</body>
</html>
"""


def application() -> Any:
    """The WSGI application, with its rows in a database of its own."""
    folder = Path(tempfile.mkdtemp(prefix="bare-"))
    (folder / "list.html").write_text(TEMPLATE)
    settings.configure(
        SECRET_KEY="not a secret: this site exists for a measurement",
        ALLOWED_HOSTS=["localhost"],
        ROOT_URLCONF=__name__,
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages"],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [folder],
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "bare.sqlite3"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )
    django.setup()

    from datetime import UTC, datetime, timedelta

    from django.core.wsgi import get_wsgi_application
    from django.db import connection, models
    from django.http import HttpRequest, HttpResponse
    from django.shortcuts import render
    from django.urls import path

    class Event(models.Model):  # noqa: DJ008
        title = models.CharField(max_length=200)
        summary = models.TextField()
        start = models.DateTimeField()

        class Meta:
            app_label = "bare"

    with connection.schema_editor() as editor:
        editor.create_model(Event)
    first = datetime(2023, 1, 9, 9, tzinfo=UTC)
    Event.objects.bulk_create(
        Event(title=f"Concert number {number}", summary="Songs of two countries, for guests of both.", start=first + timedelta(days=number))
        for number in range(ROWS)
    )

    def listing(request: HttpRequest) -> HttpResponse:
        return render(request, "list.html", {"title": "Events", "events": Event.objects.order_by("start")[:ROWS]})

    def detail(request: HttpRequest, pk: int) -> HttpResponse:
        return HttpResponse(str(pk))

    globals()["urlpatterns"] = [path("events/", listing), path("events/<int:pk>/", detail, name="event")]
    return get_wsgi_application()
