from modeltranslation.translator import TranslationOptions, register

from .models import Anniversary, Country, Link


@register(Anniversary)
class AnniversaryTranslation(TranslationOptions):
    fields = ("name", "full_name", "tagline", "lead", "publisher", "disclaimer")


@register(Country)
class CountryTranslation(TranslationOptions):
    fields = ("name", "capital")


@register(Link)
class LinkTranslation(TranslationOptions):
    fields = ("label",)
