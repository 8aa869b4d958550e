"""Addresses below /admin/competition/competition/<pk>/desk/."""

from django.urls import URLPattern

app_name = "outcome_desk"
urlpatterns: list[URLPattern] = []
