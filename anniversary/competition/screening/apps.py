from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

ACTS = {
    "ask": _("Question asked to the entrant"),
    "take_back_question": _("Question taken back"),
    "answer": _("Question answered"),
    "dismiss_likeness": _("Likeness found to be none"),
    "raise_likeness": _("Likeness raised again"),
}


class ScreeningConfig(AppConfig):
    name = "anniversary.competition.screening"
    label = "screening"
    verbose_name = _("Eligibility")

    def ready(self) -> None:
        from django.urls import path

        from anniversary.competition import acts, desks, stages
        from anniversary.competition.entrants import own_data, panels, redacting
        from anniversary.competition.models import Competition

        from . import answering, checking, people, tasks
        from .models import Check

        for verb, words in ACTS.items():
            acts.say(verb, words)
        acts.say("check", _("Work checked"), dict(Check.Verdict.choices))
        desks.register(desks.Desk("screening_desk:queue", _("Eligibility"), 30))
        stages.guard(Competition.Stage.JURY, checking.before_the_jury)
        stages.on_entering(Competition.Stage.ELIGIBILITY, tasks.on_entering)
        redacting.also(people.forget)
        own_data.also(people.held)
        panels.register(answering.panel)
        panels.addresses.append(path("answer/<int:question>/", answering.answer, name="answer"))
