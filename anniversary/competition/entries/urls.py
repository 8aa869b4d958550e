from django.urls import path

from . import views

app_name = "entries"
urlpatterns = [path("works/<int:pk>/original/", views.original, name="original")]
