"""Addresses below /admin/competition/competition/<pk>/desk/."""

from django.urls import path

from . import desk_views

app_name = "kit_desk"
urlpatterns = [
    path("kit/", desk_views.desk, name="desk"),
    path("kit/master/", desk_views.upload, name="upload"),
    path("kit/master/<int:master>/remove/", desk_views.remove, name="remove"),
    path("kit/master/<int:master>.png", desk_views.picture, name="picture"),
    path("kit/guidelines/", desk_views.guidelines, name="guidelines"),
    path("kit/again/", desk_views.again, name="again"),
    path("kit/file/<int:file>/", desk_views.file, name="file"),
]
