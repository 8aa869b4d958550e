"""Bar 6: for each role and each model, exactly what it may do and nothing else."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission

from anniversary.staff import roles
from tests.factories.staff import make_user

pytestmark = pytest.mark.django_db

ROLES = ["translator", "editor", "approver", "competition_officer", "juror", "administrator"]
ACTIONS = {"v": "view", "a": "add", "c": "change", "d": "delete", "p": "publish", "w": "withdraw", "r": "conduct"}
# v view, a add, c change, d delete, p publish, w withdraw, r conduct (run); in the order of ROLES.
TABLE = {
    "articles.article":        ["vc", "vacd", "vacdpw", "v", "", "vacdpw"],
    "articles.page":           ["vc", "vacd", "vacdpw", "v", "", "vacdpw"],
    "events.event":            ["vc", "vacd", "vacdpw", "v", "", "vacdpw"],
    "programmes.programme":    ["vc", "vacd", "vacdpw", "v", "", "vacdpw"],
    "history.milestone":       ["vc", "vacd", "vacdpw", "v", "", "vacdpw"],
    "competition.competition": ["vc", "vacd", "vacdpw", "vacdpwr", "", "vacdpwr"],
    "competition.rules":       ["", "", "", "vac", "", "vac"],
    "competition.terms":       ["", "", "", "vac", "", "vac"],
    "competition.act":         ["", "", "", "v", "", "v"],
    "jury.criterion":         ["", "", "", "vacd", "", "vacd"],
    "kit.master":             ["", "", "", "vacd", "", "vacd"],
    "kit.kit":                ["", "", "", "vac", "", "vac"],
    "entries.entry":          ["", "", "", "v", "", "v"],
    "entries.work":           ["", "", "", "v", "", "v"],
    "entrants.entrant":       ["", "", "", "v", "", "v"],
    "entrants.member":        ["", "", "", "v", "", "v"],
    "entrants.authorship":    ["", "", "", "v", "", "v"],
    "screening.check":        ["", "", "", "v", "", "v"],
    "screening.question":     ["", "", "", "v", "", "v"],
    "screening.likeness":     ["", "", "", "v", "", "v"],
    "jury.juror":             ["", "", "", "v", "", "v"],
    "jury.round":             ["", "", "", "v", "", "v"],
    "jury.seat":              ["", "", "", "v", "", "v"],
    "jury.recusal":           ["", "", "", "v", "", "v"],
    "vote.poll":              ["", "", "", "v", "", "v"],
    "vote.option":            ["", "", "", "v", "", "v"],
    "outcome.finalist":       ["", "", "", "v", "", "v"],
    "outcome.clearance":      ["", "", "", "v", "", "v"],
    "outcome.clearancepaper": ["", "", "", "v", "", "v"],
    "outcome.decision":       ["", "", "", "v", "", "v"],
    "outcome.signatory":      ["", "", "", "v", "", "v"],
    "outcome.consent":        ["", "", "", "v", "", "v"],
    "outcome.protocol":       ["", "", "", "v", "", "v"],
    "kit.kitfile":            ["", "", "", "v", "", "v"],
    "kit.download":           ["", "", "", "v", "", "v"],
    "articles.correctionnote": ["vc", "vacd", "vacd", "v", "", "vacd"],
    "events.occurrence":       ["vc", "vacd", "vacd", "v", "", "vacd"],
    "events.venue":            ["vc", "vacd", "vacd", "v", "", "vacd"],
    "events.category":         ["vc", "vacd", "vacd", "v", "", "vacd"],
    "events.series":           ["vc", "vacd", "vacd", "v", "", "vacd"],
    "events.credit":           ["vc", "vacd", "vacd", "v", "", "vacd"],
    "events.organisership":    ["v", "vacd", "vacd", "v", "", "vacd"],
    "programmes.outcome":      ["vc", "vacd", "vacd", "v", "", "vacd"],
    "programmes.media":        ["vc", "vacd", "vacd", "v", "", "vacd"],
    "directory.person":        ["vc", "vacd", "vacd", "v", "", "vacd"],
    "directory.role":          ["vc", "vacd", "vacd", "v", "", "vacd"],
    "directory.organisation":  ["vc", "vacd", "vacd", "v", "", "vacd"],
    "history.metric":          ["vc", "vacd", "vacdpw", "v", "", "vacdpw"],
    "history.point":           ["vc", "vacd", "vacd", "v", "", "vacd"],
    "library.image":           ["vc", "vacd", "vacd", "v", "", "vacd"],
    "library.album":           ["vc", "vacd", "vacd", "v", "", "vacd"],
    "library.albumitem":       ["v", "vacd", "vacd", "v", "", "vacd"],
    "library.document":        ["vc", "vacd", "vacd", "v", "", "vacd"],
    "library.tag":             ["vc", "vacd", "vacd", "v", "", "vacd"],
    "library.taggeditem":      ["v", "vacd", "vacd", "v", "", "vacd"],
    "publishing.source":       ["v", "vacd", "vacd", "v", "", "vacd"],
    "publishing.oldaddress":   ["v", "v", "vacd", "v", "", "vacd"],
    "publishing.transition":   ["v", "v", "v", "v", "", "v"],
    "search.synonyms":         ["vacd", "vacd", "vacd", "v", "", "vacd"],
    "search.unfound":          ["v", "vd", "vd", "v", "", "vd"],
    "occasion.anniversary":    ["vc", "vc", "vc", "v", "", "vacd"],
    "occasion.country":        ["vc", "vc", "vc", "v", "", "vacd"],
    "occasion.link":           ["vc", "vc", "vc", "v", "", "vacd"],
    "auth.user":               ["", "", "", "", "", "vacd"],
    "staff.role":              ["", "", "", "", "", "v"],
    "events.recurrencerule": [""] * 6,  # goes with its event: it has no rights of its own
    # Kept by the software: superusers only.
    "publishing.tombstone": [""] * 6,
    "search.entry": [""] * 6, "search.text": [""] * 6, "search.link": [""] * 6, "search.spelling": [""] * 6, "search.rebuild": [""] * 6,
    "search.check": [""] * 6,
    # Read by code alone.
    "entries.band": [""] * 6, "entrants.key": [""] * 6, "jury.sheet": [""] * 6, "jury.mark": [""] * 6, "vote.ballot": [""] * 6, "vote.tally": [""] * 6,
    "entrants.asked": [""] * 6, "vote.ruling": [""] * 6, "vote.asking": [""] * 6,
    "mails.letter": [""] * 6,
    "staff.profile": [""] * 6, "auth.group": [""] * 6, "auth.permission": [""] * 6, "admin.logentry": [""] * 6, "contenttypes.contenttype": [""] * 6,
    "sessions.session": [""] * 6, "taggit.tag": [""] * 6, "taggit.taggeditem": [""] * 6, "reversion.revision": [""] * 6, "reversion.version": [""] * 6,
    "django_tasks_database.dbtaskresult": [""] * 6, "account.emailaddress": [""] * 6, "account.emailconfirmation": [""] * 6, "mfa.authenticator": [""] * 6,
}  # fmt: skip
# Blocks go with their page.
BLOCKS = {
    "articles.article": ["vacd", "vacd", "vacd", "v", "", "vacd"],
    "articles.page": ["vacd", "vacd", "vacd", "v", "", "vacd"],
    "events.event": ["vacd", "vacd", "vacd", "v", "", "vacd"],
    "programmes.programme": ["vacd", "vacd", "vacd", "v", "", "vacd"],
    "history.milestone": ["vacd", "vacd", "vacd", "v", "", "vacd"],
    "competition.competition": ["vacd", "vacd", "vacd", "vacd", "", "vacd"],
}


def expected(model) -> list[str]:
    if roles.is_block(model):
        return BLOCKS[model._meta.get_field("parent").related_model._meta.label_lower]
    return TABLE[model._meta.label_lower]


def test_the_table_names_every_model_there_is():
    unnamed = [model._meta.label_lower for model in apps.get_models() if not roles.is_block(model) and model._meta.label_lower not in TABLE]
    assert unnamed == [], "say in TABLE what each role may do with these, and in staff/roles.py"
    assert {model._meta.label_lower for model in admin.site._registry} <= set(TABLE)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_exactly_what_the_table_says(role):
    user = make_user(role=role)
    wrong = {}
    for model in apps.get_models():
        letters = expected(model)[ROLES.index(role)]
        for letter, action in ACTIONS.items():
            right = f"{model._meta.app_label}.{action}_{model._meta.model_name}"
            if user.has_perm(right) != (letter in letters):
                wrong[right] = "should be allowed" if letter in letters else "should be forbidden"
    assert wrong == {}


def test_no_role_has_any_other_right():
    letters = {label: set("".join(columns)) for label, columns in TABLE.items()}
    tabled = {(*label.split("."), ACTIONS[letter]) for label, found in letters.items() for letter in found}
    blocks = {(*model._meta.label_lower.split("."), action) for model in apps.get_models() if roles.is_block(model) for action in ACTIONS.values()}
    codes = Permission.objects.filter(group__name__in=ROLES).values_list("content_type__app_label", "content_type__model", "codename")
    given = {(app, model, code.split("_")[0]) for app, model, code in codes}
    assert given - tabled - blocks == set()


def test_the_groups_are_the_roles():
    assert sorted(Group.objects.values_list("name", flat=True)) == sorted(ROLES) == sorted(roles.ROLES)


def test_synchronising_takes_away_what_the_table_does_not_give():
    group = Group.objects.get(name="juror")
    before = set(group.permissions.all())
    group.permissions.add(Permission.objects.get(codename="delete_user"))
    Group.objects.get(name="editor").permissions.clear()
    roles.sync(apps)
    assert set(group.permissions.all()) == before
    assert Group.objects.get(name="editor").permissions.exists()


def test_only_an_administrator_of_all_roles_may_grant_roles():
    assert [role for role in ROLES if make_user(username=role, role=role).has_perm("auth.change_user")] == ["administrator"]


def test_what_a_role_may_do_is_told_in_words():
    assert dict(roles.explained("juror")) == {}
    assert dict(roles.explained("competition_officer"))["Criteria"] == "see, add, change, delete"
    assert dict(roles.explained("approver"))["Competitions"] == "see, add, change, delete, publish, withdraw"
