from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class JuryConfig(AppConfig):
    name = "anniversary.competition.jury"
    label = "jury"
    verbose_name = _("Jury")

    def ready(self) -> None:
        from anniversary.competition import acts, chores, desks, rulesheet, stages
        from anniversary.competition.models import Competition

        from . import guards, printed, tasks
        from .models import Round

        desks.register(desks.Desk("jury_desk:jury", _("Jury"), 40))
        stages.guard(Competition.Stage.ANNOUNCED, guards.before_announced)
        stages.guard(Competition.Stage.JURY, guards.before_jury)
        stages.guard(Competition.Stage.SHORTLIST, guards.before_shortlist)
        chores.register(tasks.enqueue_due)
        rulesheet.register(printed.sections)
        rounds = dict(Round.State.choices) | {"discarded": _("Taken back")}
        seats = {"seated": _("Seat given"), "submitted": pgettext_lazy("by a juror", "Submitted"), "left": _("Left")}
        acts.say("criteria", _("Criteria of the jury written"))
        acts.say("juror", _("Juror"), {"appointed": _("Appointed"), "dismissed": _("Appointment taken back")})
        acts.say("round", _("Round of the jury"), rounds)
        acts.say("seat", _("Seat in the jury"), seats)
        acts.say("recusal", _("Conflict declared"))
