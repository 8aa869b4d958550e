"""What the rules themselves say, as sections of the rule sheet."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anniversary.languages.dates import number
from anniversary.occasion.countries import country_name
from anniversary.occasion.models import Anniversary

from . import moments, timetable
from .models import Competition, FileType, Rules
from .rulesheet import Section

MB = 1024 * 1024
Facts = Iterator[tuple[str, Any]]


def sections(competition: Competition, rules: Rules) -> Sequence[Section]:
    """Dates, who may enter, what is asked for, how it is judged, ties, personal data."""
    return [
        Section(_("Times"), 10, list(_dates(rules)), list(_about_dates(rules))),
        Section(_("Who may enter"), 20, list(_who(rules))),
        Section(_("What is asked for"), 30, list(_what(rules))),
        Section(_("How it is judged"), 40, list(_judged(rules))),
        Section(_("Works with equal marks"), 50, [(_("SHA-256 of the lot"), rules.lot_digest)], list(_ties())),
        Section(_("Personal data"), 60, paragraphs=[_kept(rules)]),
    ]


def said_bool(value: bool) -> str:
    return _("yes") if value else _("no")


def megabytes(rules: Rules) -> str:
    return _("%(size)s MB") % {"size": number(round(rules.most_bytes / MB, 1))}


def countries(rules: Rules) -> str:
    own = [country.code for country in Anniversary.current().both]
    ordered = sorted(rules.countries, key=lambda code: (own.index(code) if code in own else len(own), country_name(code)))
    return _(", ").join(map(country_name, ordered)) or _("from anywhere")


def file_types(rules: Rules) -> str:
    return _(", ").join(str(FileType(kind).label) for kind in rules.file_types)


def _dates(rules: Rules) -> Facts:
    return ((label, moments.said(at)) for label, at in timetable.windows(rules))


def _about_dates(rules: Rules) -> Iterator[str]:
    if rules.grace_minutes:
        yield ngettext(
            "A form that was opened before the end may still be sent for %(minutes)s minute. Nobody loses a work while sending it.",
            "A form that was opened before the end may still be sent for %(minutes)s minutes. Nobody loses a work while sending it.",
            rules.grace_minutes,
        ) % {"minutes": number(rules.grace_minutes)}
    if rules.has_vote:
        yield _("The public vote advises: it changes neither the jury's ranking nor, by itself, the decision. One ballot for each confirmed e-mail address.")


def _who(rules: Rules) -> Facts:
    yield _("Works of one entrant, at most"), number(rules.entries_each)
    yield _("Groups"), _("up to %(members)s members") % {"members": number(rules.group_most)} if rules.groups else _("no")
    if rules.youngest:
        yield _("Least age"), _("%(age)s years, on the day on which entries open") % {"age": number(rules.youngest)}
    yield _("Under age"), _("Who is younger than %(age)s names a guardian, who consents.") % {"age": number(rules.adult_age)}
    yield _("Nationality or residence"), countries(rules)


def _what(rules: Rules) -> Facts:
    yield _("Explanation"), _("up to %(letters)s characters") % {"letters": number(rules.concept_limit)}
    if not rules.takes_files:
        yield _("Files"), _("none: the title is the work")
        return
    yield _("Types of files"), file_types(rules)
    yield _("Size of a file"), _("up to %(size)s") % {"size": megabytes(rules)}
    yield _("Pixels of a picture"), _("shorter side at least %(least)s, longer side at most %(most)s") % {
        "least": number(rules.least_side), "most": number(rules.most_side),
    }  # fmt: skip
    yield _("A version in black and white"), _("needed") if rules.needs_mono else _("not needed")
    yield _("The source file"), _("needed") if rules.needs_source else _("not needed")
    if rules.small_sizes:
        yield _("Small sizes"), _("Before a work is sent it is shown at 16, 32 and 64 pixels and in grey.")


def _judged(rules: Rules) -> Facts:
    yield _("Jurors who judge each work"), _("at least %(jurors)s, without knowing whose it is") % {"jurors": number(rules.quorum)}
    yield _("Jurors' comments"), rules.get_comments_display()
    yield _("Works on the shortlist"), number(rules.shortlist_size)
    yield _("Works in reserve"), number(rules.reserve_size)


def _ties() -> Iterator[str]:
    yield _("Where two works have the same score, the criterion of the first rank decides, then the next; then the median of the jurors' totals; then the lot.")
    yield _("The lot: the work whose code, put behind the lot's secret, has the smaller SHA-256. The secret was drawn when the rules were announced and is "
            "printed with the result. Its own SHA-256 stands here, so that nobody can choose another one afterwards.")  # fmt: skip


def _kept(rules: Rules) -> str:
    return ngettext(
        "Personal data are kept for %(months)s month after the end and then redacted. Everybody may ask for their own, and for their deletion.",
        "Personal data are kept for %(months)s months after the end and then redacted. Everybody may ask for their own, and for their deletion.",
        rules.keep_months,
    ) % {"months": number(rules.keep_months)}
