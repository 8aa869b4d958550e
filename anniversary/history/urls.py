from django.urls import path

from . import views

app_name = "history"
urlpatterns = [
    path("", views.timeline, name="timeline"),
    path("figures/", views.figures, name="figures"),
    path("<slug:slug>/", views.milestone, name="milestone"),
]
