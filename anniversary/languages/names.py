"""The order in which a language lists names; Japanese ones by how they are read, which their characters do not say."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from . import text

KANA = re.compile(r"[ぁ-ゖァ-ヺー・ ]*[ぁ-ゖァ-ヺ][ぁ-ゖァ-ヺー・ ]*")


def check_kana(value: str) -> None:
    """ValidationError unless `value` is hiragana or katakana, with long marks, middle dots and blanks between words."""
    if not KANA.fullmatch(value):
        raise ValidationError(_("Write how the name is read, in hiragana: no other letters, no digits."))


class ReadingField(models.CharField):  # type: ignore[type-arg]
    """How a Japanese name is read. Kept in letters of full width, with one blank between words, however it was typed."""

    language = "ja"  # for the admin: it stands among the Japanese texts, and where those are hidden, it is

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 200)
        kwargs["validators"] = [check_kana]
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("validators", None)
        return name, path, args, kwargs

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return " ".join(unicodedata.normalize("NFKC", value).split()) if value else value


# --- the order of kana --------------------------------------------------------------------------------------------------
_HIRAGANA = {code: chr(code - 0x60) for code in range(0x30A1, 0x30F7)}
_LARGE = dict(zip(map(ord, "ぁぃぅぇぉっゃゅょゎゕゖ"), "あいうえおつやゆよわかけ", strict=True))
_COLUMNS = {"あ": "あかさたなはまやらわ", "い": "いきしちにひみりゐ", "う": "うくすつぬふむゆる", "え": "えけせてねへめれゑ", "お": "おこそとのほもよろを"}
_VOWELS = {kana: vowel for vowel, column in _COLUMNS.items() for kana in column}
_VOICING = "\u3099\u309a"
_BETWEEN_WORDS = re.compile(r"[\s・]+")
_INVISIBLE = re.compile("[\u200b-\u200d]")


def _in_japanese(written: str) -> tuple[str, str]:
    """As a Japanese dictionary has it (JIS X 4061): the sounds decide, voiced or not, small or large; where they are the same, the marks do.

    Word by word, so that people of one family name stand together.
    """
    marked = _BETWEEN_WORDS.sub(" ", unicodedata.normalize("NFKC", written).casefold().translate(_HIRAGANA))
    plain = "".join(letter for letter in unicodedata.normalize("NFD", marked) if letter not in _VOICING).translate(_HIRAGANA | _LARGE)
    sounds: list[str] = []
    for letter in plain:
        sounds.append(_VOWELS.get(sounds[-1], letter) if letter == "ー" and sounds else letter)
    return "".join(sounds), marked


def place(name: str, reading: str = "", language: str = "") -> tuple[str, str]:
    """What sorts a name among others of a list in this language (by default the current one); the same on every database."""
    code = language or text.current()
    if code == "ja":
        return _in_japanese(reading or name)
    return (_INVISIBLE.sub("", name) if code == "km" else name.casefold()), name


Record = TypeVar("Record", bound=models.Model)


def by_name(records: Iterable[Record]) -> list[Record]:
    """Records with a translated `name`, a `slug` and, if they are of a kind that has one, a `reading`: as the current language lists them."""
    return sorted(records, key=key_of)


def key_of(record: Any) -> tuple[tuple[str, str], str]:
    return place(text.pick(record, "name")[0], getattr(record, "reading", "")), record.slug
