"""Addresses below /admin/competition/competition/<pk>/desk/."""

from django.urls import path

from . import desk_views

app_name = "entrants_desk"
urlpatterns = [
    path("entrants/", desk_views.people, name="people"),
    path("entrants/<int:number>/", desk_views.one, name="one"),
    path("entrants/<int:number>/redact/", desk_views.redact, name="redact"),
]
