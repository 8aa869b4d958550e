"""Addresses below /admin/competition/competition/<pk>/desk/."""

from django.urls import path

from . import desk_views as views

app_name = "screening_desk"
urlpatterns = [
    path("eligibility/", views.queue, name="queue"),
    path("eligibility/compare/", views.compare, name="compare"),
    path("eligibility/<slug:code>/", views.entry, name="entry"),
    path("eligibility/<slug:code>/accept/", views.accept, name="accept"),
    path("eligibility/<slug:code>/reject/", views.reject, name="reject"),
    path("eligibility/<slug:code>/ask/", views.ask, name="ask"),
    path("eligibility/<slug:code>/take-back/", views.take_back, name="take_back"),
    path("eligibility/<slug:code>/like/<int:likeness>/", views.dismiss, name="dismiss"),
    path("eligibility/<slug:code>/<str:role>-<int:side>.png", views.picture, name="picture"),
]
