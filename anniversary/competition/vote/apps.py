from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

ACTS = {
    "prepare_poll": _("Public vote prepared"),
    "close_poll": _("Public vote closed"),
    "count_poll": _("Public vote counted"),
    "look_at_vote": _("Result of the vote looked at"),
    "release_ballots": _("Ballots released from quarantine"),
    "void_ballots": _("Ballots declared void"),
}


class VoteConfig(AppConfig):
    name = "anniversary.competition.vote"
    label = "vote"
    verbose_name = _("Public vote")

    def ready(self) -> None:
        from anniversary.competition import acts, chores, desks, doorways, stages
        from anniversary.competition.models import Competition

        from . import counting, pages, tasks

        stages.guard(Competition.Stage.DECISION, counting.problems)
        doorways.offer(pages.doorway)
        chores.register(tasks.enqueue_due)
        for verb, words in ACTS.items():
            acts.say(verb, words)
        desks.register(desks.Desk("vote_desk:ballots", _("Ballots"), 70))
