from modeltranslation.translator import TranslationOptions, register

from .models import Metric, Milestone, Point


@register(Milestone)
class MilestoneTranslation(TranslationOptions):
    fields = ("title", "summary", "text")


@register(Metric)
class MetricTranslation(TranslationOptions):
    fields = ("title", "summary", "unit")


@register(Point)
class PointTranslation(TranslationOptions):
    fields = ("note",)
