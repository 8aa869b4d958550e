"""Addresses below competition/<slug>/."""

from django.urls import URLPattern

app_name = "vote"
urlpatterns: list[URLPattern] = []
