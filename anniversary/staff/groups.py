"""How the admin's first page groups what it holds: as an editor thinks of it, not by Django app.

A ModelAdmin names its group in `admin_group`; one that names none stands with the technical records, which only a superuser sees.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Section:
    label: StrOrPromise
    explanation: StrOrPromise


SECTIONS: dict[str, Section] = {
    "programme_of_the_year": Section(_("Programme of the year"), _("What takes place, when and where: events and the programmes that they belong to.")),
    "stories": Section(_("Stories and pages"), _("News, messages and stories, and the pages that stay, such as “About”.")),
    "people": Section(_("People and organisations"), _("Who takes part: shown wherever something published names them.")),
    "history": Section(_("History and figures"), _("The timeline by decade, and numbers that become charts.")),
    "library": Section(_("Pictures, documents, tags"), _("Put pictures here first, with their description; then use them anywhere.")),
    "competition": Section(_("Logo competition"), _("The brief, the stages and the result.")),
    "site": Section(_("This site"), _("Name, colours and contact of the anniversary, and addresses that lead elsewhere.")),
    "staff": Section(_("Users and rights"), _("Who may work here, and what each role may do.")),
    "technical": Section(_("Technical records"), _("Kept by the software; seldom of use to people.")),
}

# What the libraries register themselves and nobody needs here: our own users, roles and tags take their place.
UNWANTED_ADMINS = {"django.contrib.auth.admin", "taggit.admin", "django.contrib.sites.admin"}
