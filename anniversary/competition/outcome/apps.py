from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

ACTS = {
    "name_finalist": _("Finalist named"),
    "search": _("Search for older rights recorded"),
    "ask_consent": _("Finalist asked for consent"),
    "consent": _("Finalist’s consent written"),
    "decision": _("Decision written"),
    "open_paper": _("Document of a clearance opened"),
    "call_up": _("Work called up from the reserve"),
    "protocol": _("Protocol made"),
}


class OutcomeConfig(AppConfig):
    name = "anniversary.competition.outcome"
    label = "outcome"
    verbose_name = _("Outcome")

    def ready(self) -> None:
        from django.urls import path

        from anniversary.competition import acts, chores, desks, doorways
        from anniversary.competition.entrants import panels, redacting
        from anniversary.competition.entries import sweeping

        from . import consents, entrant_pages, tasks
        from .models import ClearancePaper, Finalist

        self.watch_stages()
        for verb, words in ACTS.items():
            acts.say(verb, words, {"reserve": _("In reserve"), "finalist": _("On the shortlist"), "no_award": _("No award")})
        acts.say("finalist", _("Finalist moved to another state"), dict(Finalist.State.choices))
        desks.register(desks.Desk("outcome_desk:shortlist", _("Shortlist"), 50))
        desks.register(desks.Desk("outcome_desk:clearance", _("Rights"), 60))
        desks.register(desks.Desk("outcome_desk:decision", _("Decision"), 80))
        desks.register(desks.Desk("outcome_desk:protocol", _("Protocol"), 90))
        doorways.offer(result_door)
        doorways.offer(gallery_door)
        chores.register(tasks.enqueue_due)
        sweeping.watch("clearance", ClearancePaper, "file")
        redacting.keeps(consents.may_be_shown)
        redacting.also(consents.forget)
        panels.register(entrant_pages.consent_panel)
        panels.register(entrant_pages.certificate_panel)
        panels.addresses += [
            path("consent/", entrant_pages.consent, name="consent"),
            path("certificate/", entrant_pages.certificate, name="certificate"),
        ]

    def watch_stages(self) -> None:
        """What the last stages ask for, and what is done when they are entered."""
        from anniversary.competition import stages
        from anniversary.competition.models import Competition

        from . import announcing, guards

        S = Competition.Stage
        stages.guard(S.RIGHTS_CHECK, guards.rights_check)
        stages.guard(S.PUBLIC_VOTE, guards.public_vote)
        stages.guard(S.DECISION, guards.decision)
        stages.guard(S.EMBARGOED, guards.embargoed)
        stages.guard(S.RESULT_ANNOUNCED, guards.result_announced)
        stages.on_entering(S.RIGHTS_CHECK, announcing.shortlist)
        stages.on_entering(S.PUBLIC_VOTE, guards.prepare_vote)
        stages.on_entering(S.EMBARGOED, announcing.embargo)
        stages.on_entering(S.RESULT_ANNOUNCED, announcing.announce)
        stages.on_entering(S.DECISION, announcing.take_back)


def result_door(competition: Any, rules: Any, stage: str) -> Any:
    """To the announcement, from it on; and to the news that it was taken back."""
    from django.urls import reverse

    from anniversary.competition.doorways import Doorway

    from . import deciding

    told = stage in competition.TOLD and deciding.is_announced(competition)
    if not told and deciding.taken_back(competition) is None:
        return None
    return Doorway(_("The result"), reverse("outcome:results", args=[competition.slug]), main=told)


def gallery_door(competition: Any, rules: Any, stage: str) -> Any:
    """To the finalists' works, from the announcement on."""
    from django.urls import reverse

    from anniversary.competition.doorways import Doorway

    from . import deciding

    told = stage in competition.TOLD and deciding.is_announced(competition)
    return Doorway(_("The finalists’ works"), reverse("outcome:gallery", args=[competition.slug])) if told else None
