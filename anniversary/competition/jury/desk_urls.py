"""Addresses below /admin/competition/competition/<pk>/desk/."""

from django.urls import path

from . import desk

app_name = "jury_desk"
urlpatterns = [
    path("jury/", desk.jury, name="jury"),
    path("jury/criteria/", desk.criteria, name="criteria"),
    path("jury/jurors/", desk.appoint, name="appoint"),
    path("jury/jurors/<int:juror>/dismiss/", desk.dismiss, name="dismiss"),
    path("jury/rounds/", desk.prepare, name="prepare"),
    path("jury/rounds/<int:number>/", desk.result, name="result"),
    path("jury/rounds/<int:number>/discard/", desk.discard, name="discard"),
    path("jury/rounds/<int:number>/open/", desk.open_round, name="open"),
    path("jury/rounds/<int:number>/close/", desk.close, name="close"),
    path("jury/rounds/<int:number>/seats/<int:juror>/leave/", desk.leave, name="leave"),
]
