"""Addresses below jury/: the desk of jurors, outside of the admin."""

from django.urls import URLPattern

app_name = "jury"
urlpatterns: list[URLPattern] = []
