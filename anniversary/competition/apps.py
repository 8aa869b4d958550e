from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class CompetitionConfig(AppConfig):
    name = "anniversary.competition"
    label = "competition"
    verbose_name = _("Logo competition")

    def ready(self) -> None:
        from anniversary.directory.models import Organisation
        from anniversary.directory.related import organisation_providers
        from anniversary.publishing import registry
        from anniversary.publishing.models import Transition
        from anniversary.publishing.searched import parts
        from anniversary.search.registry import Part, Searched
        from anniversary.search.registry import register as make_findable

        from . import acts, chores, desks, printed, rulesheet, searched, tasks, views
        from .models import Competition, Rules

        Transition.words |= dict(Competition.Stage.choices)
        registry.register(registry.Kind(model=Competition, label=_("Competitions"), public=lambda: Competition.objects.published().real(), page=views.page))
        Organisation.referrers.append(lambda: Q(pk__in=Competition.objects.published().real().values("organisers")))
        organisation_providers.append(
            lambda organisation: (gettext("Competitions"), list(Competition.objects.published().real().filter(organisers=organisation).select_related("cover")))
        )
        make_findable(
            Searched(
                name="competition", label=_("Competitions"), model=Competition, describe=searched.competitions,
                parts=parts(Competition, Part(Rules, lambda rules: [rules.competition_id])), relations=("organisers",),
            )
        )  # fmt: skip
        rulesheet.register(printed.sections)
        chores.register(tasks.enqueue_settling)
        stages_in_words = dict(Competition.Stage.choices)
        acts.say("stage", _("Moved to another stage"), stages_in_words)
        acts.say("extend", _("End of entries put off"))
        acts.say("set_rules", _("Rules written"))
        acts.say("draft_terms", _("Draft of the terms written"))
        acts.say("issue_terms", _("Terms issued"))
        acts.say("export_acts", _("Log saved as a file"))
        # Of the works, which stand above: their own verbs are said there.
        acts.say("open_original", _("File of a work opened as it was sent"))
        for desk in (
            desks.Desk("competition_desk:stage", _("Stage"), 10),
            desks.Desk("competition_desk:rules", _("Rules"), 12, "competition.change_rules"),
            desks.Desk("competition_desk:terms", _("Terms"), 14, "competition.change_terms"),
            desks.Desk("competition_desk:acts", _("Log"), 110, "competition.view_act"),
        ):
            desks.register(desk)
