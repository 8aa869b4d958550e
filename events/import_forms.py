"""What is asked before a file is imported."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anniversary.languages import dates, shown, text

from .models import Category
from .sheets import BYTES


class UploadForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("File"), error_messages={"empty": gettext_lazy("The file is empty.")})

    ACCEPTED = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = self.ACCEPTED

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        self.named = file.name
        if file.size > BYTES:
            raise forms.ValidationError(_("The file is larger than %(size)s MB.") % {"size": dates.digits(BYTES // 1024**2)})
        return bytes(file.read())


class TableForm(UploadForm):
    ACCEPTED = ".csv,.xlsx"


class CalendarForm(UploadForm):
    ACCEPTED = ".ics,text/calendar"

    category: "forms.ModelChoiceField[Category]" = forms.ModelChoiceField(
        Category.objects.all(), label=gettext_lazy("Kind of event"), empty_label=None,
        help_text=gettext_lazy("For entries whose categories (CATEGORIES) are none of the site’s kinds."),
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language of the file"), help_text=gettext_lazy("Its titles and descriptions are written in this one."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = shown.names()  # type: ignore[attr-defined]
        self.initial.setdefault("language", text.current())


class CalendarAgainForm(CalendarForm):
    """The same without the file, which waits to be confirmed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["file"]
