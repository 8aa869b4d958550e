from modeltranslation.translator import TranslationOptions, register

from .models import Article, CorrectionNote, Page


@register(Article)
class ArticleTranslation(TranslationOptions):
    fields = ("title", "summary", "byline", "author_office")


@register(Page)
class PageTranslation(TranslationOptions):
    fields = ("title", "summary")


@register(CorrectionNote)
class CorrectionNoteTranslation(TranslationOptions):
    fields = ("text",)
