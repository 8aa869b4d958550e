from django.urls import path

from . import views

app_name = "occasion"
urlpatterns = [
    path("palette-<slug:version>.css", views.palette, name="palette"),
    path("palette/<slug:theme>/<slug:version>.css", views.palette, name="palette_in"),
]
