from modeltranslation.translator import TranslationOptions, register

from .models import Decision


@register(Decision)
class DecisionTranslation(TranslationOptions):
    fields = ("reason",)
