from django.apps import AppConfig


class AnniversaryConfig(AppConfig):
    name = "anniversary"
    label = "anniversary"
