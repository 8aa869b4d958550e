from django.urls import path

from . import feeds, views

app_name = "articles"
urlpatterns = [
    path("", views.listing, name="list"),
    path("feed/", feeds.articles, name="feed"),
    path("<slug:slug>/", views.detail, name="detail"),
]
