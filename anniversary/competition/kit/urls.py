"""Addresses below competition/<slug>/."""

from django.urls import path

from . import views

app_name = "kit"
urlpatterns = [
    path("kit/", views.page, name="page"),
    path("kit/<uuid:key>/", views.download, name="download"),
    path("kit/<uuid:key>/shown.png", views.shown, name="shown"),
]
