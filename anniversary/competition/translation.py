from modeltranslation.translator import TranslationOptions, register

from .models import Competition, Terms


@register(Competition)
class CompetitionTranslation(TranslationOptions):
    fields = ("title", "summary", "brief", "result", "rationale_ministry", "rationale_press", "note", "winner_name", "winner_affiliation")


@register(Terms)
class TermsTranslation(TranslationOptions):
    fields = ("text",)
