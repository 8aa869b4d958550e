"""Addresses below /admin/competition/competition/<pk>/desk/."""

from django.urls import URLPattern

app_name = "vote_desk"
urlpatterns: list[URLPattern] = []
