from django.apps import AppConfig


class CoversConfig(AppConfig):
    name = "anniversary.covers"
    label = "covers"
