"""What each step is called on its button, and what follows from it."""

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from . import stages
from .models import Competition

S = Competition.Stage

STEPS: dict[tuple[str, str], StrOrPromise] = {
    (S.SETUP, S.ANNOUNCED): _("Announce"),
    (S.ANNOUNCED, S.SETUP): _("Take the announcement back"),
    (S.CLOSED, S.ELIGIBILITY): _("Begin the eligibility check"),
    (S.ELIGIBILITY, S.JURY): _("Hand over to the jury"),
    (S.JURY, S.SHORTLIST): _("Make the shortlist"),
    (S.SHORTLIST, S.RIGHTS_CHECK): _("Begin the rights check"),
    (S.RIGHTS_CHECK, S.SHORTLIST): _("Back to the shortlist"),
    (S.RIGHTS_CHECK, S.PUBLIC_VOTE): _("Go on to the public vote"),
    (S.RIGHTS_CHECK, S.DECISION): _("Go on to the decision"),
    (S.PUBLIC_VOTE, S.DECISION): _("Go on to the decision"),
    (S.DECISION, S.EMBARGOED): _("The decision is made"),
    (S.EMBARGOED, S.RESULT_ANNOUNCED): _("Announce the result"),
    (S.EMBARGOED, S.DECISION): _("Back to the decision"),
    (S.RESULT_ANNOUNCED, S.DECISION): _("Take the result back"),
    (S.KIT_RELEASED, S.DECISION): _("Take the result back"),
    (S.RESULT_ANNOUNCED, S.KIT_RELEASED): _("Release the logo for use"),
    (S.RESULT_ANNOUNCED, S.ARCHIVED): _("Archive"),
    (S.KIT_RELEASED, S.ARCHIVED): _("Archive"),
}
_TAKEN_BACK = _("Readers are told that the result was taken back. The decision is made anew; the old one is kept.")
FOLLOWS: dict[tuple[str, str], StrOrPromise] = {
    (S.SETUP, S.ANNOUNCED): _("The rules are frozen and printed, and the lot is drawn. Entries open and close by themselves."),
    (S.ANNOUNCED, S.SETUP): _("Readers no longer see rules and dates. The rules can be changed; another lot is drawn later."),
    (S.CLOSED, S.ELIGIBILITY): _("Works are looked at one by one. The end of entries can no longer be put off."),
    (S.ELIGIBILITY, S.JURY): _("The first round can be opened. The jury sees the eligible works, without names."),
    (S.JURY, S.SHORTLIST): _("The jury's ranking is fixed and can be read from now on."),
    (S.SHORTLIST, S.RIGHTS_CHECK): _("It is searched whether others have rights in the finalists' works."),
    (S.RIGHTS_CHECK, S.SHORTLIST): _("Reserves can be taken, in their order."),
    (S.RIGHTS_CHECK, S.PUBLIC_VOTE): _("Readers see the finalists and can vote within the times of the rules."),
    (S.RIGHTS_CHECK, S.DECISION): _("The decision can be written."),
    (S.PUBLIC_VOTE, S.DECISION): _("The result of the vote can be read, by officers only; each look is logged."),
    (S.DECISION, S.EMBARGOED): _("The decision stands and is kept secret until the result is announced."),
    (S.EMBARGOED, S.RESULT_ANNOUNCED): _("Everybody sees the result, in all languages, and letters are sent."),
    (S.EMBARGOED, S.DECISION): _("A new decision can be written; the old one is kept."),
    (S.RESULT_ANNOUNCED, S.DECISION): _TAKEN_BACK,
    (S.KIT_RELEASED, S.DECISION): _TAKEN_BACK,
    (S.RESULT_ANNOUNCED, S.KIT_RELEASED): _("Everybody can save the files of the logo."),
    (S.RESULT_ANNOUNCED, S.ARCHIVED): _("The competition is over; its pages stay."),
    (S.KIT_RELEASED, S.ARCHIVED): _("The competition is over; its pages stay."),
}


def is_final(way: stages.Way) -> bool:
    """Whether nothing leads back from it, or it is told to everybody at once: such a step is asked for twice."""
    return way.target in {S.ANNOUNCED, S.RESULT_ANNOUNCED} or (way.target, way.source) not in stages.WAYS
