"""Addresses below /admin/competition/competition/<pk>/desk/."""

from django.urls import URLPattern

app_name = "screening_desk"
urlpatterns: list[URLPattern] = []
