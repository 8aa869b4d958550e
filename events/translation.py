from modeltranslation.translator import TranslationOptions, register

from .models import Category, Credit, Event, Occurrence, Series, Venue


@register(Event)
class EventTranslation(TranslationOptions):
    fields = ("title", "summary", "conditions")


@register(Occurrence)
class OccurrenceTranslation(TranslationOptions):
    fields = ("room", "status_note")


@register(Venue)
class VenueTranslation(TranslationOptions):
    fields = ("name", "address", "locality", "directions", "access")


@register([Category, Series])
class NameTranslation(TranslationOptions):
    fields = ("name",)


@register(Credit)
class CreditTranslation(TranslationOptions):
    fields = ("role",)
