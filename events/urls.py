from datetime import date

from django.urls import path, re_path, register_converter

from . import days, embedding, feeds, places, qr, views


class Day:
    """A day as ISO 8601 writes it. What the calendar does not have (a ValueError) is no address: 404."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
    to_python = staticmethod(date.fromisoformat)
    to_url = staticmethod(str)


register_converter(Day, "day")

app_name = "events"
urlpatterns = [
    path("", views.listing, name="list"),
    path("feed.ics", feeds.feed, name="feed"),
    path("calendar/", views.calendar, name="calendar"),
    re_path(r"^calendar/(?P<year>(?:19|2[01])[0-9]{2})/(?P<month>0[1-9]|1[0-2])/$", views.month, name="month"),
    path("filter/", views.choose, name="filter"),
    path("map/", places.page, name="map"),
    path("embed/", embedding.page, name="embed"),
    path("embed/code/", embedding.code, name="embed_code"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/calendar.ics", feeds.of_event, name="calendar"),
    path("<slug:slug>/qr.svg", qr.of_event, name="qr"),
    path("<slug:slug>/<day:day>/", days.page, name="day"),
    path("<slug:slug>/<day:day>/calendar.ics", feeds.of_day, name="day_calendar"),
    path("<slug:slug>/<day:day>/qr.svg", qr.of_day, name="day_qr"),
]
