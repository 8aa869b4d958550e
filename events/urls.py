from django.urls import path, re_path

from . import feeds, views

app_name = "events"
urlpatterns = [
    path("", views.listing, name="list"),
    path("feed.ics", feeds.feed, name="feed"),
    path("calendar/", views.calendar, name="calendar"),
    re_path(r"^calendar/(?P<year>(?:19|2[01])[0-9]{2})/(?P<month>0[1-9]|1[0-2])/$", views.month, name="month"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/calendar.ics", feeds.of_event, name="calendar"),
]
