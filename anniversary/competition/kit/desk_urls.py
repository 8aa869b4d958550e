"""Addresses below /admin/competition/competition/<pk>/desk/."""

from django.urls import URLPattern

app_name = "kit_desk"
urlpatterns: list[URLPattern] = []
