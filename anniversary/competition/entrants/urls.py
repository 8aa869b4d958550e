"""Addresses below competition/<slug>/."""

from django.urls import include, path

from anniversary.competition.entries.uploading import limited_upload

from . import data_views, entry_views, panels, views

app_name = "entrants"
urlpatterns = [
    path("enter/", views.ask, name="ask"),
    path("enter/asked/", views.asked, name="asked"),
    path("enter/guardian/<str:token>/", views.guardian, name="guardian"),
    path("enter/<str:token>/", views.home, name="home"),
    path("enter/<str:token>/you/", views.person, name="person"),
    path("enter/<str:token>/guardian/", views.remind_guardian, name="remind_guardian"),
    path("enter/<str:token>/new/", limited_upload(entry_views.begin), name="begin"),
    path("enter/<str:token>/data/", data_views.data, name="data"),
    path("enter/<str:token>/data/download/", data_views.download, name="download"),
    path("enter/<str:token>/data/delete/", data_views.ask_deletion, name="ask_deletion"),
    path("enter/<str:token>/<str:code>/", entry_views.entry, name="entry"),
    path("enter/<str:token>/<str:code>/edit/", limited_upload(entry_views.edit), name="edit"),
    path("enter/<str:token>/<str:code>/check/", entry_views.check, name="check"),
    path("enter/<str:token>/<str:code>/receipt/", entry_views.receipt, name="receipt"),
    path("enter/<str:token>/<str:code>/withdraw/", entry_views.withdraw, name="withdraw"),
    path("enter/<str:token>/<str:code>/works/<str:role>-<int:side>.png", entry_views.picture, name="picture"),
    path("enter/<str:token>/<str:code>/", include(panels.addresses)),
]
