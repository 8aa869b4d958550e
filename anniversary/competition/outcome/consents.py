"""What finalists allow to be shown: asked by a letter with a link, answered on their own page, changed by them at any time."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from anniversary.competition import acts, gates
from anniversary.competition.entrants import letters
from anniversary.competition.entrants.models import Authorship
from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Competition

from . import announcing, deciding, office, reserve
from .models import Consent, Finalist

ASKING = (office.S.SHORTLIST, office.S.RIGHTS_CHECK, office.S.PUBLIC_VOTE, office.S.DECISION, office.S.EMBARGOED)


def unasked(competition: Competition) -> list[Finalist]:
    """The finalists who stand and were not asked yet."""
    return list(reserve.standing(competition).filter(consent=None).order_by("rank"))


def ask(competition: Competition, *, user: Any) -> int:
    """Write to each finalist who was not asked; how many letters. PermissionDenied; ValidationError out of the stages for it."""
    with office.deed(competition, user, *ASKING) as held:
        asked = unasked(held.competition)
        for finalist in asked:
            Consent.objects.create(finalist=finalist, asked_at=held.moment)
            if Authorship.objects.filter(entry=finalist.entry).exists():  # an invented work of a sample is nobody's
                letters.to_entrant(finalist.entry, key=f"finalist-{finalist.pk}", template="finalist", link="consent/")
            acts.write(held.competition, "ask_consent", role="officer", by=user, at=held.moment, subject=finalist.entry.code)
        return len(asked)


def of_entry(entry: Entry) -> Consent | None:
    """What the finalist was asked; None for whoever is no finalist or was not asked."""
    return Consent.objects.filter(finalist__entry=entry).first()


def may_be_shown(entry: Entry) -> bool:
    """Whether a finalist has allowed their work to be shown: then it stays when their own data are taken out."""
    return Consent.objects.filter(finalist__entry=entry, gallery=True).exists()


def forget(entry: Entry) -> None:
    """Take the name of a finalist whose own data are taken out from what readers see: it stands on the competition's page and in the search too."""
    if Consent.objects.filter(finalist__entry=entry).update(name=False):
        _follow(entry)


def _follow(entry: Entry) -> None:
    """Have the public record say what may be read. Nothing before there is a result: by its moment readers could see when a finalist has answered."""
    competition = Competition._base_manager.get(pk=entry.competition_id)  # as it is now: announced, perhaps, since the page was opened
    if deciding.announced(competition):
        announcing.write_record(competition)


def answer(entry: Entry, *, gallery: bool, name: bool, credit: str) -> Consent:
    """Keep the finalist's answer; a later one replaces it, and what readers see follows it.

    ValidationError if nobody asked, or the name is to be read and there is none.
    """
    with transaction.atomic():
        moment = gates.passing(entry.competition_id)
        consent = Consent.objects.select_for_update(of=("self",)).filter(finalist__entry=entry).first()
        if consent is None:
            raise ValidationError(_("Nobody has asked for this yet."))
        if name and not credit.strip():
            raise ValidationError({"credit": _("Write the name as it shall be read.")})
        consent.gallery, consent.name, consent.answered_at = gallery, name, moment
        consent.save(update_fields=["gallery", "name", "answered_at"])
        Authorship.objects.filter(entry=entry).update(publish_name=name, **({"credit": credit.strip()} if name else {}))
        acts.write(entry.competition, "consent", role="entrant", at=moment, subject=entry.code, gallery=gallery, name=name)
        _follow(entry)
    return consent
