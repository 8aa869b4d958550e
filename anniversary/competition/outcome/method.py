"""What the figures of the protocol are called, and how each is counted, in words: a reader can count them again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from anniversary.competition.screening.models import Check
from anniversary.competition.vote.models import Ballot
from anniversary.languages import dates, text
from anniversary.occasion.models import Anniversary


@dataclass(frozen=True)
class Line:
    """`key`: the figure's name in protocol.py; `how`: how it was counted."""

    key: str
    label: StrOrPromise
    how: StrOrPromise = ""


@dataclass(frozen=True)
class Group:
    title: StrOrPromise
    lines: tuple[Line, ...]


GROUPS = (
    Group(
        _("Entries"),
        (
            Line("begun", _("Begun"), _("All works for which a form was begun, whatever became of them.")),
            Line("submitted", _("Submitted"), _("Of these, works that were sent at least once, also those that were withdrawn later.")),
            Line("submitted_in_grace", _("Submitted in the time of grace"), _("Of these, works sent after the end by forms that had been opened before it.")),
            Line("withdrawn", _("Withdrawn"), _("Works that their entrants withdrew, before or after they were sent.")),
            Line("disqualified", _("Disqualified"), _("Works that were excluded later, for a reason that is kept.")),
            Line("eligible", _("Eligible"), _("Works whose last check found that they meet the conditions.")),
            Line("ineligible", _("Not eligible"), _("Works whose last check found that they do not, by the reason given.")),
        ),
    ),
    Group(
        _("Jury"),
        (
            Line("jurors", _("Jurors"), _("Jurors who have submitted at least one round.")),
            Line("sheets_counted", _("Sheets counted"), _("In the last round: one sheet for each juror and each work. An incomplete round cannot be closed.")),
            Line("sheets_abstained", _("Sheets with an abstention"), _("They do not count towards a score.")),
            Line(
                "sheets_recused",
                _("Sheets of recused jurors"),
                _("A juror with a conflict of interest does not judge the work; marks given before are void."),
            ),
            Line("ties", _("Ties, and by what they were broken"), _("Works on the list that had the same score as another one.")),
            Line("lot_seed", _("Seed of the lot"), _("Drawn when the rules were frozen and secret until now.")),
            Line(
                "lot_sha256",
                _("SHA-256 of the seed"),
                _("It was printed with the rules before the first work was sent: the seed cannot have been chosen afterwards."),
            ),
            Line(
                "first_without",
                _("First place without each juror"),
                _("The ranking anew without one juror at a time. It is told, and changes nothing by itself."),
            ),
        ),
    ),
    Group(
        _("Shortlist and rights"),
        (
            Line("finalists", _("Finalists"), _("Works that stood and were cleared when it was decided, with their rank and score by the jury.")),
            Line("dropped", _("Not cleared"), _("Finalists who were taken off because of older rights, or disqualified.")),
            Line("called_up", _("Called up from the reserve"), _("Works that followed finalists who had left, in the order of the list.")),
        ),
    ),
    Group(
        _("Public vote"),
        (
            Line("ballots_asked", _("Ballots asked for"), _("E-mail addresses that asked for a link; one ballot for each confirmed e-mail address.")),
            Line("ballots_cast", _("Ballots cast"), _("Of these, confirmed by the link in the letter.")),
            Line("ballots_voided", _("Ballots made void"), _("Of these, not counted, by the reason given.")),
            Line("ballots_counted", _("Ballots counted"), _("By work. Share of a work: its ballots, divided by all that were counted.")),
        ),
    ),
    Group(
        _("Decision"),
        (
            Line("decision", _("Decision")),
            Line("signed", _("Signed for"), _("The names of those who signed stand with the result.")),
            Line("terms_in_force", _("Terms in force"), _("Their version, and the SHA-256 of their text in all languages.")),
            Line(
                "acts",
                _("Acts in the log"),
                _("All deeds of the office, the jury and the entrants until this protocol was made, and one SHA-256 over all of them."),
            ),
        ),
    ),
)

FORMULAS: tuple[tuple[StrOrPromise, StrOrPromise], ...] = (
    (
        _("Total of a sheet"),
        _("For each criterion: its weight, times the mark divided by the highest mark. The sum of these, divided by the sum of all weights, times 100."),
    ),
    (_("Score of a work"), _("The mean of the totals of its sheets. Each sheet that counts has the same weight. Abstentions and recusals are left out.")),
    (
        _("Ties"),
        _(
            "Works with exactly the same score are told apart by the mean of the first criterion for ties, then the second, and so on; then by the median of "
            "their totals; then by lot: the work whose SHA-256 of the seed followed by its code is smaller."
        ),
    ),
    (_("Rounding"), _("All is reckoned in fractions. Only what is printed is rounded, half up, to two places.")),
    (_("Public vote"), _("It is advisory. It changes neither the ranking nor the decision; the reason of the decision says how it was weighed.")),
)

TIES = {"median": _("median"), "lot": _("lot")}


def tie(by: str) -> StrOrPromise:
    """By what a tie was broken, in words: "criterion:2" is the second criterion for ties."""
    kind, _colon, rank = by.partition(":")
    return _("criterion %(rank)s") % {"rank": rank} if kind == "criterion" else TIES.get(kind, by)


def groups(figures: dict[str, Any]) -> Iterator[tuple[StrOrPromise, list[tuple[Line, str, Any]]]]:
    """(title, lines as (line, kind, value)) of a kept protocol; without the vote where there was none. Kinds: number, code, pairs, finalists."""
    for group in GROUPS:
        lines = [(line, *_words(line.key, figures[line.key])) for line in group.lines if figures.get(line.key) is not None]
        if lines:
            yield group.title, lines


def _words(key: str, value: Any) -> tuple[str, Any]:
    """The kind of a value, and the value with reasons, ties and countries in the reader's words."""
    if key in _PAIRS:
        return "pairs", _PAIRS[key](value)
    if key == "finalists":
        return "finalists", value
    return ("number", value) if isinstance(value, int) else ("code", value)


def _countries(signed: list[dict[str, str]]) -> list[tuple[Any, Any]]:
    names = {country.code: text.pick(country, "name")[0] for country in Anniversary.current().both}
    return [(names.get(told["country"], told["country"]), dates.partial(told["on"])) for told in signed]


_PAIRS: dict[str, Callable[[Any], list[tuple[Any, Any]]]] = {
    "ineligible": lambda found: [(Check.Reason(reason).label, dates.number(number)) for reason, number in found.items()],
    "ballots_voided": lambda found: [(Ballot.Reason(reason).label, dates.number(number)) for reason, number in found.items()],
    "ballots_counted": lambda found: [(code, dates.number(number)) for code, number in found.items()],
    "ties": lambda found: [(told["code"], tie(told["by"])) for told in found],
    "first_without": lambda found: [(_("Without juror %(number)s") % {"number": dates.digits(number)}, code or "–") for number, code in found.items()],
    "decision": lambda made: [(_("Winner"), made["winner"] or _("No award")), (_("Decided on"), dates.partial(made["decided_on"]))],
    "signed": _countries,
    "terms_in_force": lambda issued: [(_("Version %(number)d") % {"number": issued["version"]}, issued["sha256"])],
    "acts": lambda log: [(_("Number"), dates.number(log["count"])), ("SHA-256", log["sha256"])],
}
