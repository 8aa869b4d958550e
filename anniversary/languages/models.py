"""A base for models whose texts people type or import."""

import re
from collections.abc import Collection
from typing import Any

from django.db import models, transaction

# C0 and C1 controls but tab and line feed, and the explicit bidirectional embeddings, overrides and isolates (UAX 9), with
# which a text can be made to read otherwise than it is stored. U+200B to U+200D stay: Khmer spelling needs them.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")


def plain(text: str) -> str:
    """The text without characters that nobody types on purpose; line ends as line feeds."""
    return _UNWANTED.sub("", text.replace("\r\n", "\n"))


class CleanText(models.Model):
    """Takes unwanted characters out of every text, by whatever way it came: form, import or code.

    A row and what is written because it was saved, as the search's index, are one transaction.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.clean_characters()
        with transaction.atomic(savepoint=False):
            super().save(*args, **kwargs)

    def clean_characters(self) -> None:
        for field in self._meta.concrete_fields:
            # Through __dict__: a translated field's own attribute would write into the current language's column.
            value = self.__dict__.get(field.attname)
            if isinstance(value, str) and isinstance(field, models.CharField | models.TextField):
                self.__dict__[field.attname] = plain(value)

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        self.clean_characters()
        super().clean_fields(exclude)
