"""Addresses below /admin/competition/competition/<pk>/desk/."""

from django.urls import path

from . import acts_views, rules_admin, stage_views, terms_admin

app_name = "competition_desk"
urlpatterns = [
    path("stage/", stage_views.desk, name="stage"),
    path("rules/", rules_admin.desk, name="rules"),
    path("rules/extend/", rules_admin.extend, name="extend"),
    path("terms/", terms_admin.desk, name="terms"),
    path("terms/new/", terms_admin.new, name="terms_new"),
    path("terms/<int:version>/", terms_admin.version, name="terms_version"),
    path("terms/<int:version>/issue/", terms_admin.issue, name="terms_issue"),
    path("acts/", acts_views.desk, name="acts"),
    path("acts/file/", acts_views.file, name="acts_file"),
]
