"""Addresses below /admin/competition/competition/<pk>/desk/."""

from django.urls import path

from . import desk_views

app_name = "vote_desk"
urlpatterns = [
    path("ballots/", desk_views.desk, name="ballots"),
    path("ballots/look/", desk_views.look, name="look"),
    path("ballots/count/", desk_views.count, name="count"),
    path("ballots/<slug:mark>/", desk_views.mark, name="mark"),
]
