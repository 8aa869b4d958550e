"""The library's addresses alone, and one that it expects of the site: tests of the library need no page of another app."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.urls import include, path


def tag(request: HttpRequest, slug: str) -> HttpResponse:
    return HttpResponse(slug)


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponseNotFound()


urlpatterns = [path("admin/", admin.site.urls), path("", include("anniversary.library.urls")), path("tags/<slug:slug>/", tag, name="tag")]
