"""Addresses below competition/<slug>/."""

from django.urls import URLPattern

app_name = "entrants"
urlpatterns: list[URLPattern] = []
