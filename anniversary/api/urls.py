"""The addresses below /api/; resolved by answers.py, not by the site's own urls.py."""

from django.urls import include, path

from . import description
from .things import api

urlpatterns = [
    path("api/", description.page),
    path("api/openapi.json", description.openapi),
    path("api/", include((api.urls[0], "api"))),
]
