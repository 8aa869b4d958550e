from django.urls import path

from . import feeds, views

app_name = "events"
urlpatterns = [
    path("", views.listing, name="list"),
    path("feed.ics", feeds.feed, name="feed"),
    path("filter/", views.choose, name="filter"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/calendar.ics", feeds.of_event, name="calendar"),
]
