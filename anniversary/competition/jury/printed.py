"""What the printed rules say of the jury's criteria."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from anniversary.competition.models import Competition, Rules
from anniversary.competition.rulesheet import Section
from anniversary.languages import text
from anniversary.languages.dates import number

from .models import Criterion


def sections(competition: Competition, rules: Rules) -> Sequence[Section]:
    """The criteria in the order of their tie ranks, and the formula."""
    criteria = list(competition.criteria.order_by("tie_rank"))
    if not criteria:
        return []
    return [Section(_("Criteria"), 45, [(text.pick(row, "name")[0], _said(row)) for row in criteria], [_formula()])]


def _said(criterion: Criterion) -> str:
    told = {"weight": number(criterion.weight), "most": number(criterion.most), "place": number(criterion.tie_rank)}
    return _("weight %(weight)s, marks from 1 to %(most)s, rank %(place)s where scores are equal") % told


def _formula() -> str:
    return _(
        "Each mark is divided by the highest one of its criterion and counts by its weight; what a juror gives a work comes to a total of at most 100. "
        "A work's score is the mean of these totals. Abstentions and conflicts do not count."
    )
