"""What entrants are told in their own language: ready sentences by reason or subject, and an officer's words besides."""

from typing import NamedTuple

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from .models import Check

R = Check.Reason
REASONS: dict[str, StrOrPromise] = {
    R.LATE: _("It reached us after entries had closed."),
    R.NOT_ENTITLED: _("By the rules you cannot take part: your age, your nationality or your country of residence is not one of those that are asked for."),
    R.INCOMPLETE: _("Something that the rules ask for is missing."),
    R.UNREADABLE: _("A file of your work cannot be opened."),
    R.NOT_OWN: _("We found that the work, or a part of it, was made by somebody else."),
    R.PUBLISHED: _("We found that the work had been published before it was sent."),
    R.SAME: _("The same work was sent in before."),
    R.NAMED: _("The work shows who made it. The jury has to judge without knowing that."),
    R.UNFIT: _("The work offends against the law or against decency."),
    R.OTHER: "",  # an officer says it
}
OWN = "own"


class Subject(NamedTuple):
    """A question that is asked often: what officers read, and what the entrant reads."""

    label: StrOrPromise
    text: StrOrPromise


SUBJECTS: dict[str, Subject] = {
    "age": Subject(_("Date of birth"), _("Please tell us your date of birth once more.")),
    "country": Subject(_("Nationality and residence"), _("Please tell us your nationality and the country in which you live.")),
    "guardian": Subject(_("Guardian’s consent"), _("You are not of age yet. Please ask your guardian to consent by the link that we sent them.")),
    "like": Subject(_("Like another work"), _("Your work looks very much like another one. Please tell us how you made it.")),
    "others": Subject(
        _("Parts made by others"),
        _("Does your work contain anything that others made, such as pictures, drawings or fonts? Please tell us what, and by which right you use it."),
    ),
    "ai": Subject(_("Use of AI"), _("Please tell us how AI was used for your work.")),
    OWN: Subject(_("In your own words"), ""),
}


def reason(code: str, language: str, words: str = "") -> str:
    """Why a work is not eligible, as its entrant reads it; `words` are added as they are."""
    return _joined(REASONS[code], language, words)


def question(code: str, language: str, words: str = "") -> str:
    """What is asked, as the entrant reads it."""
    return _joined(SUBJECTS[code].text, language, words)


def _joined(ready: StrOrPromise, language: str, words: str) -> str:
    with translation.override(language):
        return "\n\n".join(part for part in (str(ready), words.strip()) if part)
