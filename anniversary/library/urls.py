from django.urls import path

from . import views

app_name = "library"
urlpatterns = [path("media/<path:path>", views.media, name="media")]
