"""Addresses below competition/<slug>/."""

from django.urls import path

from . import views

app_name = "outcome"
urlpatterns = [
    path("results/", views.announcement, name="results"),
    path("results/protocol/", views.kept, name="protocol"),
    path("results/protocol/figures.json", views.figures, name="figures"),
    path("gallery/", views.gallery, name="gallery"),
    path("gallery/<str:code>/", views.finalist, name="finalist"),
    path("gallery/<str:code>/<int:side>.png", views.picture, name="picture"),
]
