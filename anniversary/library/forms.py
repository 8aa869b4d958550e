"""The admin's forms: a focal point set by clicking, by arrow keys or by two numbers."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AdminFileWidget
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from anniversary.languages import shown
from anniversary.languages.admin import columns

from .fields import is_new
from .models import Album, Document, Image, Tag
from .uploads import ACCEPT


class FocalWidget(forms.MultiWidget):
    """Two numbers in per cent; focal.js puts the picture and a movable mark above them."""

    image: Image | None = None  # set by the form

    class Media:
        css = {"all": ["admin-ui/focal.css"]}
        js = ["admin-ui/focal.js"]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"x": forms.NumberInput(), "y": forms.NumberInput()}, attrs)

    def decompress(self, value: str | None) -> list[float]:
        try:
            x, y = (round(float(part) * 100, 2) for part in (value or "").split("x"))
        except ValueError:
            return [50, 50]
        return [x, y]

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:
        # The form renderer does not see the project's templates.
        return render_to_string("library/focal.html", context | {"preview": self._preview()})

    def _preview(self) -> str:
        image = self.image
        if image is None or not image.pk or not image.file or is_new(image.file):
            return ""
        shown = image.rendition("webp_480")
        return shown.url if shown else image.file.url


class FocalField(forms.MultiValueField):
    widget = FocalWidget

    def __init__(self, **kwargs: Any) -> None:
        limits: Any = {"min_value": 0, "max_value": 100, "max_digits": 5, "decimal_places": 2}
        super().__init__([forms.DecimalField(**limits), forms.DecimalField(**limits)], **kwargs)

    def compress(self, data_list: list[Any]) -> str:
        """A number left empty is the middle."""
        shares = [0.5 if part is None else part / 100 for part in data_list or (None, None)]
        return "x".join(f"{share:.4f}".rstrip("0").rstrip(".") for share in shares)


class TitledForm(forms.ModelForm):
    """A title is needed in one language, whichever; the error stands beside the first title that the form shows."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        shown = [name for name in columns("title") if name in self.fields]
        if shown and not any(data.get(name) for name in shown) and not any(getattr(self.instance, name) for name in columns("title") if name not in shown):
            self.add_error(shown[0], ValidationError(_("Write a title in at least one language."), code="required"))
        return data


class ImageForm(TitledForm):
    focal_point = FocalField(
        label=_("Focal point"), required=False,
        help_text=_("What must stay in sight when the picture is cropped for a card or a share image. Click on it, or use the arrow keys or the numbers."),
    )  # fmt: skip

    class Meta:
        model = Image
        fields = ["file", "focal_point"]  # the admin adds those of its fieldsets
        widgets = {"file": AdminFileWidget(attrs={"accept": ACCEPT, "data-focal-file": ""})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "focal_point" in self.fields:
            self.fields["focal_point"].widget.image = self.instance

    def clean(self) -> dict[str, Any]:
        """A picture that is in use keeps its description."""
        data = super().clean()
        shown = [name for name in columns("alt") if name in self.fields]
        emptied = shown and not any(data.get(name) for name in shown) and not any(getattr(self.instance, name) for name in columns("alt") if name not in shown)
        if emptied and self.instance.pk and self.instance.is_used():
            self.add_error(shown[0], ValidationError(_("The picture is in use: say in at least one language what it shows."), code="required"))
        return data


class AlbumForm(TitledForm):
    class Meta:
        model = Album
        fields: list[str] = []


class DocumentForm(TitledForm):
    class Meta:
        model = Document
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("language"):
            wanted = {*shown.codes(), self.instance.language, ""}  # one in a language that is off keeps it
            field.choices = [choice for choice in field.choices if choice[0] in wanted]  # type: ignore[attr-defined]


class TagForm(forms.ModelForm):
    class Meta:
        model = Tag
        fields: list[str] = []

    def clean_name(self) -> str:
        """taggit finds tags whatever their capitals (TAGGIT_CASE_INSENSITIVE): two that differ in them alone could not be told apart."""
        name = " ".join(self.cleaned_data["name"].split())
        same = Tag.objects.filter(name__iexact=name).exclude(pk=self.instance.pk)
        if settings.TAGGIT_CASE_INSENSITIVE and same.exists():
            raise ValidationError(_("There is a tag of this name already."), code="unique")
        return name
