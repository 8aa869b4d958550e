"""Addresses below jury/: the desk of jurors, outside of the admin."""

from django.urls import path

from . import views

app_name = "jury"
ROUND = "<slug:slug>/<int:number>/"
urlpatterns = [
    path("", views.index, name="index"),
    path(ROUND, views.round_page, name="round"),
    path(f"{ROUND}submit/", views.submit, name="submit"),
    path(f"{ROUND}<str:code>/", views.sheet, name="sheet"),
    path(f"{ROUND}<str:code>/recuse/", views.recuse, name="recuse"),
    path(f"{ROUND}<str:code>/<str:name>", views.picture, name="picture"),
]
