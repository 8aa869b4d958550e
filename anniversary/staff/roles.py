"""Who may do what: the one table of the roles' rights, and `sync`, which gives the groups exactly these.

Rights are per model ("app.model") and action; `publish` and `withdraw` exist for what goes through review. Finer rules (an editor
deletes drafts only, a translator writes in one language) are kept by the forms and the workflow, on top of this table.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.management import create_permissions
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class RoleText:
    label: StrOrPromise
    explanation: StrOrPromise


# By group name, in the order in which people meet them.
ROLES: dict[str, RoleText] = {
    "translator": RoleText(_("Translator"), _("Sees everything and writes translations; adds, deletes and publishes nothing.")),
    "editor": RoleText(_("Editor"), _("Writes and changes everything that readers see, and sends it to review; does not publish.")),
    "approver": RoleText(_("Approver"), _("Does what an editor does, and publishes, returns and withdraws.")),
    "competition_officer": RoleText(_("Competition officer"), _("Runs the logo competition, and sees the rest.")),
    "juror": RoleText(_("Juror"), _("Judges works at the jury's own desk, without knowing whose they are, and sees nothing else.")),
    "administrator": RoleText(_("Administrator"), _("Does everything, and adds people and gives them roles.")),
}

NONE: frozenset[str] = frozenset()
VIEW = frozenset({"view"})
TRANSLATE = VIEW | {"change"}
WRITE = TRANSLATE | {"add", "delete"}
PUBLISH = WRITE | {"publish", "withdraw"}
CONDUCT = PUBLISH | {"conduct"}

PUBLISHABLE = frozenset({
    "events.event", "programmes.programme", "articles.article", "articles.page", "history.milestone", "history.metric", "competition.competition",
})  # fmt: skip
COMPETITION = frozenset({"competition.competition"})
# By what a competition is run, and what was done in it: the office's alone. Nothing of it is ever deleted.
OFFICE = frozenset({"competition.rules", "competition.terms", "kit.kit"})
ACTS = frozenset({"competition.act"})
# What officers prepare by forms …
PREPARED = frozenset({"jury.criterion", "kit.master"})
# … and what they see on the competition's desks, where each deed is asked for and logged by itself. Of links, marks, ballots, tallies and
# letters nobody has a right to anything: code alone reads them.
SEEN = frozenset({
    "entries.entry", "entries.work", "entrants.entrant", "entrants.member", "entrants.authorship",
    "screening.check", "screening.question", "screening.likeness",
    "jury.juror", "jury.round", "jury.seat", "jury.recusal", "vote.poll", "vote.option",
    "outcome.finalist", "outcome.clearance", "outcome.clearancepaper", "outcome.decision", "outcome.signatory", "outcome.consent", "outcome.protocol",
    "kit.kitfile", "kit.download",
})  # fmt: skip
# What readers see besides, with texts in several languages.
TRANSLATED = frozenset({
    "events.occurrence", "events.venue", "events.category", "events.series", "events.credit",
    "programmes.outcome", "programmes.media",
    "directory.person", "directory.role", "directory.organisation",
    "history.point",
    "articles.correctionnote",
    "library.image", "library.album", "library.document", "library.tag",
})  # fmt: skip
# … and what has no text to translate.
PLAIN = frozenset({"publishing.source", "library.albumitem", "library.taggeditem", "events.organisership"})
SITE = frozenset({"occasion.anniversary", "occasion.country", "occasion.link"})
SEARCH = frozenset({"search.synonyms", "search.unfound"})
OLD_ADDRESSES = frozenset({"publishing.oldaddress"})
LOG = frozenset({"publishing.transition"})
USERS = frozenset({"auth.user"})
READ_ONLY_USERS = frozenset({"staff.role"})

CONTENT = PUBLISHABLE | COMPETITION | TRANSLATED | PLAIN


def actions(role: str, label: str) -> frozenset[str]:
    """What `role` may do with the model `label`, blocks aside; empty for what is in no set above."""
    if label in OFFICE | PREPARED | ACTS | SEEN:
        return _office(label) if role in {"competition_officer", "administrator"} else NONE
    if label not in CONTENT | SITE | SEARCH | OLD_ADDRESSES | LOG | USERS | READ_ONLY_USERS or role not in ROLES:
        return NONE
    if role == "juror":
        return NONE  # the jury's desk is outside of these pages, and asks for a seat
    if label in USERS | READ_ONLY_USERS:
        return (WRITE if label in USERS else VIEW) if role == "administrator" else NONE
    if label in LOG:
        return VIEW
    if label in SITE:
        return {"administrator": WRITE, "approver": TRANSLATE, "editor": TRANSLATE, "translator": TRANSLATE}.get(role, VIEW)
    if label in SEARCH:
        return _search(role, label)
    if label in OLD_ADDRESSES:
        return WRITE if role in {"administrator", "approver"} else VIEW
    return _content(role, label)


def _office(label: str) -> frozenset[str]:
    if label in PREPARED:
        return WRITE
    return TRANSLATE | {"add"} if label in OFFICE else VIEW


def _search(role: str, label: str) -> frozenset[str]:
    """Translators write words for the same too: they know them. What was looked for in vain is read, and taken away when it is seen to."""
    if role == "competition_officer":
        return VIEW
    if label == "search.unfound":
        return VIEW if role == "translator" else VIEW | {"delete"}
    return WRITE


def _content(role: str, label: str) -> frozenset[str]:
    full = PUBLISH if label in PUBLISHABLE else WRITE
    if label in COMPETITION and role in {"competition_officer", "administrator"}:
        return CONDUCT
    if role in {"approver", "administrator"}:
        return full
    if role == "competition_officer":
        return VIEW
    if role == "editor":
        return WRITE
    return VIEW if label in PLAIN else TRANSLATE


def is_block(model: Any) -> bool:
    """Whether the model is a block of a page's body: content-editor's plugins have a parent and a region."""
    names = {field.name for field in model._meta.get_fields() if getattr(field, "concrete", False)}
    return {"parent", "region", "ordering"} <= names


def rights(role: str, model: Any) -> frozenset[str]:
    """What `role` may do with a model. Blocks are part of their page: who may change the page may do all with its blocks."""
    if is_block(model):
        parent = model._meta.get_field("parent").related_model._meta.label_lower
        mine = actions(role, parent)
        return WRITE if "change" in mine else mine & VIEW
    return actions(role, model._meta.label_lower)


def sync(apps: Any, using: str = "default") -> None:
    """Make the groups and give them exactly the rights of the table. `apps` is Django's registry or a migration's."""
    for config in apps.get_app_configs():
        _ensure_permissions(config, apps, using)
    Group, Permission, ContentType = (apps.get_model(*name) for name in [("auth", "Group"), ("auth", "Permission"), ("contenttypes", "ContentType")])
    kinds = {kind.pk: f"{kind.app_label}.{kind.model}" for kind in ContentType.objects.using(using).all()}
    known = {(kinds[row.content_type_id], row.codename): row.pk for row in Permission.objects.using(using).all()}
    models = [model for model in apps.get_models() if not model._meta.auto_created]
    for role in ROLES:
        wanted = {
            known[key]
            for model in models
            for action in rights(role, model)
            if (key := (model._meta.label_lower, f"{action}_{model._meta.model_name}")) in known
        }
        group, _created = Group.objects.using(using).get_or_create(name=role)
        group.permissions.set(wanted)


def _ensure_permissions(config: Any, apps: Any, using: str) -> None:
    """Django makes permissions after all migrations only; they are needed now."""
    known = getattr(config, "models_module", None)
    config.models_module = known or True  # a migration's registry has none, and Django would skip the app
    create_permissions(config, apps=apps, using=using, verbosity=0)
    config.models_module = known


def explained(role: str) -> Iterator[tuple[str, str]]:
    """For people: each kind of record that the role may do something with, and what, in the page's language."""
    from django.apps import apps

    names = {
        "view": gettext("see"), "add": gettext("add"), "change": gettext("change"), "delete": gettext("delete"),
        "publish": gettext("publish"), "withdraw": gettext("withdraw"), "conduct": gettext("run"),
    }  # fmt: skip
    for model in apps.get_models():
        if not is_block(model) and (may := rights(role, model)):
            yield capfirst(str(model._meta.verbose_name_plural)), _join(text for action, text in names.items() if action in may)


def _join(texts: Iterable[str]) -> str:
    return gettext(", ").join(texts)
