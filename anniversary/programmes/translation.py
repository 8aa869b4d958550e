from modeltranslation.translator import TranslationOptions, register

from .models import Media, Outcome, Programme


@register(Programme)
class ProgrammeTranslation(TranslationOptions):
    fields = ("title", "summary", "places")


@register(Outcome)
class OutcomeTranslation(TranslationOptions):
    fields = ("unit", "label")


@register(Media)
class MediaTranslation(TranslationOptions):
    fields = ("title", "transcript")
