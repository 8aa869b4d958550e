from modeltranslation.translator import TranslationOptions, register

from .models import Album, Document, Image, Tag


@register(Image)
class ImageTranslation(TranslationOptions):
    fields = ("title", "alt", "caption", "credit")


@register(Album)
class AlbumTranslation(TranslationOptions):
    fields = ("title",)


@register(Document)
class DocumentTranslation(TranslationOptions):
    fields = ("title",)


@register(Tag)
class TagTranslation(TranslationOptions):
    fields = ("label",)
