"""Addresses below /admin/competition/competition/<pk>/desk/."""

from django.urls import path

from anniversary.competition.entries.uploading import limited_upload

from . import desk

app_name = "outcome_desk"
urlpatterns = [
    path("shortlist/", desk.shortlist, name="shortlist"),
    path("clearance/", desk.clearance, name="clearance"),
    path("clearance/call-up/", desk.call_up, name="call_up"),
    path("clearance/ask/", desk.ask, name="ask"),
    path("clearance/papers/<int:paper>/", desk.paper, name="paper"),
    path("clearance/<int:finalist>/search/", limited_upload(desk.search), name="search"),
    path("clearance/<int:finalist>/<str:deed>/", desk.move, name="move"),
    path("decision/", desk.decision, name="decision"),
    path("decision/preview/", desk.preview, name="preview"),
    path("protocol/", desk.protocol, name="protocol"),
]
