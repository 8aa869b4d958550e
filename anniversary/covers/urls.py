from django.urls import path

from . import views

app_name = "covers"

urlpatterns = [
    path("covers/<slug:kind>/<slug:key>.svg", views.cover_svg, name="cover"),
    path("covers/<slug:kind>/<slug:key>.png", views.share_png_view, name="share"),
    path("brand/<str:name>", views.brand, name="brand"),
]
