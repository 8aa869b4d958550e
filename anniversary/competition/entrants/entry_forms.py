"""What is asked about a work. A draft takes whatever is right of it; what is still missing is told on the page before it is sent (`complete`)."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anniversary.competition.entries.models import Entry, Work
from anniversary.competition.models import Rules
from anniversary.languages import shown

from . import blindness
from .models import Authorship, Entrant

KINDS = {"png": "PNG", "jpeg": "JPEG", "svg": "SVG", "pdf": "PDF"}
ACCEPT = {"png": "image/png", "jpeg": "image/jpeg", "svg": "image/svg+xml", "pdf": "application/pdf"}
PARTS = ("title", "concept", "language", "tools", "ai", "ai_note")
AUTHORS = ("publish_name", "credit")


def roles(rules: Rules) -> list[str]:
    """The files that a work may have, the needed ones first."""
    return [Work.Role.COLOUR, Work.Role.MONO, Work.Role.SOURCE] if rules.takes_files else []


def needed(rules: Rules) -> list[str]:
    """The files without which a work is not taken."""
    asked = {Work.Role.COLOUR: True, Work.Role.MONO: rules.needs_mono, Work.Role.SOURCE: rules.needs_source}
    return [role for role in roles(rules) if asked[Work.Role(role)]]


class EntryForm(forms.ModelForm):
    """A work and how its author wants to be named. Everything may stay empty in a draft."""

    publish_name = Authorship._meta.get_field("publish_name").formfield(label=gettext_lazy("My name may be published with my work."))
    credit = Authorship._meta.get_field("credit").formfield(
        label=gettext_lazy("My name as it shall be read"), help_text=gettext_lazy("For example a name that you draw under. Empty: your name as you gave it.")
    )

    class Meta:
        model = Entry
        fields = PARTS
        labels = {"title": gettext_lazy("Title of the work"), "language": gettext_lazy("Language in which you have written this")}
        help_texts = {
            "title": gettext_lazy("Without your name, your school or your group: the jury must not know whose work it is."),
            "tools": gettext_lazy("Pencil, Illustrator, Procreate, …"),
            "ai_note": gettext_lazy("Only if you used AI: which program, and for what."),
        }
        widgets = {"concept": forms.Textarea(attrs={"rows": 8}), "ai": forms.RadioSelect, "ai_note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, rules: Rules, entrant: Entrant, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rules, self.entrant = rules, entrant
        # Once it is sent in, nothing of it may become empty again.
        self.is_sent = bool(self.instance.submitted_at)
        concept = self.fields["concept"]
        concept.widget.attrs["data-most"] = rules.concept_limit
        concept.help_text = _("At most %(most)d characters. Say what you drew, and why.") % {"most": rules.concept_limit}
        self.fields["language"] = forms.ChoiceField(label=self.fields["language"].label, choices=shown.names)
        for name in ("title", "concept"):
            self.fields[name].required = self.is_sent

    def clean_concept(self) -> str:
        concept = str(self.cleaned_data["concept"]).replace("\r\n", "\n")
        if len(concept) > self.rules.concept_limit:
            told = _("This has %(length)d characters; at most %(most)d are taken.")
            raise ValidationError(told % {"length": len(concept), "most": self.rules.concept_limit})
        return self._blind(concept)

    def clean_title(self) -> str:
        return self._blind(unicodedata.normalize("NFC", self.cleaned_data["title"]))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.is_sent and data.get("ai") != Entry.AI.NONE and "ai_note" in data and not data["ai_note"]:
            self.add_error("ai_note", _("Say which program you used, and for what."))
        return data

    def _blind(self, written: str) -> str:
        if name := blindness.named_in(written, self.entrant, names_of_members(self.entrant)):
            raise ValidationError(_("Take “%(name)s” out: the jury must not know whose work it is.") % {"name": name})
        return written


class FilesForm(forms.Form):
    """The files; each is looked at by `entries.files.check`, which knows what the rules take."""

    def __init__(self, *args: Any, rules: Rules, works: dict[str, Work] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = _("Types: %(types)s. At most %(size)s.")
        told = kinds % {"types": ", ".join(KINDS[kind] for kind in rules.file_types), "size": filesizeformat(rules.most_bytes)}
        accept = ",".join(ACCEPT[kind] for kind in rules.file_types)
        must = needed(rules)
        for role in roles(rules):
            attrs = {} if role == Work.Role.SOURCE else {"accept": accept}
            help_text = _("The file that you worked in, if you want to add it.") if role == Work.Role.SOURCE and role not in must else told
            field = forms.FileField(label=Work.Role(role).label, required=False, help_text=help_text, widget=forms.FileInput(attrs=attrs))
            field.needed = role in must  # type: ignore[attr-defined]  # for the template
            field.work = (works or {}).get(role)  # type: ignore[attr-defined]
            self.fields[role] = field


class SendForm(forms.ModelForm):
    """The last page: what the entrant declares, and the terms that they accept."""

    accept = forms.BooleanField(label=gettext_lazy("I have read the terms and accept them."))

    class Meta:
        model = Entry
        fields = Entry.DECLARATIONS

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in Entry.DECLARATIONS:
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = _("Works are taken only with this declaration.")
        self.fields["accept"].error_messages["required"] = _("Works are taken only if you accept the terms.")


def names_of_members(entrant: Entrant) -> list[str]:
    members = entrant.members.all() if entrant.is_group else []
    return [name for member in members for name in (member.name_native, member.name_latin)]
