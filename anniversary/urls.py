"""Every address of the site. Public pages stand below the language; what machines ask for stands beside it."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

import events.views
from anniversary.articles.views import page_detail

from . import api, search_page, sitemaps, views

DESKS = ("desk_urls", *(f"{app}.desk_urls" for app in ("entrants", "screening", "jury", "vote", "outcome", "kit")))

urlpatterns = [
    path("admin/competition/", include("anniversary.competition.entries.urls")),
    *(path("admin/competition/competition/<int:pk>/desk/", include(f"anniversary.competition.{app}")) for app in DESKS),
    path("admin/", admin.site.urls),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemaps.view, name="sitemap"),
    path("api/", api.door, name="api"),
    re_path("^api/", api.door),
    path("", include("anniversary.covers.urls")),
    path("", include("anniversary.occasion.urls")),
    path("", include("anniversary.library.urls")),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("events/", include("events.urls")),
        path("venues/<slug:slug>/", events.views.venue, name="venue"),
        path("programmes/", include("anniversary.programmes.urls")),
        path("articles/", include("anniversary.articles.urls")),
        path("competition/", include("anniversary.competition.urls")),
        *(path("competition/<slug:slug>/", include(f"anniversary.competition.{app}.urls")) for app in ("entrants", "vote", "outcome", "kit")),
        path("jury/", include("anniversary.competition.jury.urls")),
        path("history/", include("anniversary.history.urls")),
        path("", include("anniversary.directory.urls")),
        path("tags/", views.tags, name="tags"),
        path("tags/<slug:slug>/", views.tag, name="tag"),
        path("search/", search_page.page, name="search"),
        path("search/complete/", search_page.complete, name="search_complete"),
        path("search/opensearch.xml", search_page.description, name="search_description"),
        path("manifest.webmanifest", views.manifest, name="manifest"),
        path("accounts/", include("allauth.urls")),
        path("", include("anniversary.publishing.urls")),
        path("<slug:slug>/", page_detail, name="page"),
    ),
]
