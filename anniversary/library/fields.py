"""File columns that let nothing into the storage which uploads.py has not passed, whichever way it comes."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import models
from django.db.models.fields.files import FieldFile
from imagefield.fields import ImageField, ImageFieldFile

from .uploads import check_document, clean_image


def is_new(file: Any) -> bool:
    """Whether a file column holds an upload that is not stored yet."""
    return bool(file) and not file._committed


class PictureFile(ImageFieldFile):
    field: "PictureField"

    def save(self, name: str, content: File, save: bool = True) -> None:
        """Store the content, encoded again under a random name. ValidationError by field if it is no acceptable picture."""
        try:
            clean = clean_image(content)
        except ValidationError as error:
            raise ValidationError({self.field.name: error}) from error
        setattr(self.instance, self.field.width_field, clean.width)
        setattr(self.instance, self.field.height_field, clean.height)
        FieldFile.save(self, str(clean.name), clean, save=save)  # not imagefield's: that decodes everything a second time to see whether it can

    save.alters_data = True  # type: ignore[attr-defined]


class PictureField(ImageField):
    attr_class = PictureFile
    width_field: str
    height_field: str

    def update_dimension_fields(self, instance: models.Model, force: bool = False, *args: Any, **kwargs: Any) -> None:
        """Sizes come from the cleaned file alone: Django would parse an unchecked upload as soon as it is assigned."""

    def formfield(self, **kwargs: Any) -> Any:
        # Django's own image form field answers every fault with one sentence; the model says which it is.
        return models.FileField.formfield(self, **{"max_length": None, **kwargs})

    def save_form_data(self, instance: models.Model, data: Any) -> None:
        models.FileField.save_form_data(self, instance, data)


class DocumentFile(FieldFile):
    instance: Any

    def save(self, name: str, content: File, save: bool = True) -> None:
        """Store the content under a random name. ValidationError by field if it is no acceptable document."""
        try:
            checked = check_document(content)
        except ValidationError as error:
            raise ValidationError({self.field.name: error}) from error
        self.instance.describe(checked)
        super().save(str(checked.name), checked, save=save)

    save.alters_data = True  # type: ignore[attr-defined]


class DocumentField(models.FileField):
    attr_class = DocumentFile

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.FileField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"max_length": None, **kwargs})
