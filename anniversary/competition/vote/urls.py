"""Addresses below competition/<slug>/."""

from django.urls import path

from . import views

app_name = "vote"
urlpatterns = [
    path("vote/", views.vote, name="vote"),
    path("vote/asked/", views.asked, name="asked"),
    path("vote/method/", views.method, name="method"),
    path("vote/works/<str:code>.png", views.work, name="work"),
    path("vote/<str:token>/", views.ballot, name="ballot"),
]
