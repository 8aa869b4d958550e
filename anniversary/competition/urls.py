from django.urls import path

from . import rules_page, views

app_name = "competition"
urlpatterns = [
    path("", views.listing, name="list"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/rules/", rules_page.rules, name="rules"),
    path("<slug:slug>/terms/<int:version>/", rules_page.terms, name="terms"),
]
