"""Addresses below competition/<slug>/."""

from django.urls import include, path

from . import panels, views

app_name = "entrants"
urlpatterns = [
    path("enter/<str:token>/", views.home, name="home"),
    path("enter/<str:token>/<str:code>/", views.entry, name="entry"),
    path("enter/<str:token>/<str:code>/", include(panels.addresses)),
]
