from modeltranslation.translator import TranslationOptions, register

from .models import Kit


@register(Kit)
class KitTranslation(TranslationOptions):
    fields = ("guidelines",)
