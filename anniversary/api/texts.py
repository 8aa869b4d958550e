"""Texts and addresses of pages in the language that a program asks for, or in all that there are."""

from typing import Any

from django.conf import settings

from anniversary.languages import text
from anniversary.library.models import Tag
from anniversary.publishing.structured import absolute


class Wording:
    """With a language: plain strings; where a text had to be taken from another language, `fallback` says from which. Without: objects by language."""

    def __init__(self, language: str) -> None:
        self.language, self.codes = language, text.codes()

    def of(self, record: Any, *fields: str) -> dict[str, Any]:
        """The texts of these translated fields by their names, None for what is not written in any language; and `fallback`."""
        if not self.language:
            return {field: self._all(record, field) for field in fields} | {"fallback": None}
        picked = {field: text.pick(record, field, self.language) for field in fields}
        fallback = {field: code for field, (found, code) in picked.items() if found and code != self.language}
        return {field: found or None for field, (found, _code) in picked.items()} | {"fallback": fallback}

    def _all(self, record: Any, field: str) -> dict[str, str] | None:
        found = {code: written for code in self.codes if (written := getattr(record, f"{field}_{code}", None))}
        if found:
            return found
        written, code = text.pick(record, field, self.codes[0])  # of a language that the site does not show: better than no name
        return {code: written} if written else None

    def tag(self, tag: Tag) -> dict[str, Any]:
        """A tag's words: its label, or the name that it has in no language in particular, taken for the site's first."""
        found = self.of(tag, "label")
        if found["label"] is None:
            found["label"] = tag.name if self.language else {settings.LANGUAGE_CODE: tag.name}
        return found

    def page(self, path: str) -> str | dict[str, str]:
        """The full address of a page below a language's prefix, in the language asked for or in each."""
        rest = path.lstrip("/").partition("/")[2]
        if self.language:
            return absolute(f"/{self.language}/{rest}")
        return {code: absolute(f"/{code}/{rest}") for code in self.codes}
