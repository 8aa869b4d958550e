from modeltranslation.translator import TranslationOptions, register

from .models import Organisation, Person, Role


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    fields = ("name", "description")


@register(Person)
class PersonTranslation(TranslationOptions):
    fields = ("name", "bio")


@register(Role)
class RoleTranslation(TranslationOptions):
    fields = ("title",)
