"""Keeps the interface texts (anniversary/locale/<language>/LC_MESSAGES/django.po) complete.

    .venv/bin/python tools/catalogues.py --check                every text translated, every placeholder kept? (exit status 1 if not)
    .venv/bin/python tools/catalogues.py --update               new texts added to the catalogues, unused ones taken out
    .venv/bin/python tools/catalogues.py --missing ja           what has no translation yet, as JSON
    .venv/bin/python tools/catalogues.py --merge ja FILE.json   fills in {msgid: msgstr} or {msgid: [one, other, …]};
                                                                with --scripts those that the libraries' scripts ask for (djangojs.po)

A text with a context has the key "context\\u0004msgid". --merge takes the objects that --missing printed too, each with "msgstr".
Texts that are not in our code (of Django, its admin, allauth) may stand in a catalogue as well: they carry the comment
"#. from a library", and --update leaves them. All but --merge need gettext's xgettext, which finds the texts.
"""

import argparse
import contextlib
import io
import json
import os
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "anniversary" / "locale"
SOURCES = ["anniversary", "events", "templates"]
ENDINGS = ["py", "html", "txt", "xml", "svg"]
ELSEWHERE = "from a library"
OWNERS = "The anniversary programme contributors"

NAMED = re.compile(r"%\((\w+)\)")
POSITIONAL = re.compile(r"%[-+ #0]?\d*(?:\.\d+)?[sdrif](?![A-Za-z0-9_(])")
BRACED = re.compile(r"\{(\w*)(?:[!:][^{}]*)?\}")


# --- one message ----------------------------------------------------------------------------------------------------
def forms(text: Any) -> list[str]:
    """Singular and plural of an id, or the forms of a translation."""
    return [text] if isinstance(text, str) else list(text)


def key(message: Message) -> tuple[str | None, str]:
    return message.context, forms(message.id)[0]


def placeholders(text: str, flags: Any = ()) -> Counter[str]:
    """What the program fills into a text. Named ones count once, however often they occur."""
    found = Counter({f"%({name})": 1 for name in NAMED.findall(text)})
    found.update({f"{{{name}}}": 1 for name in BRACED.findall(text) if name})
    found.update({"{}": BRACED.findall(text).count("")})
    if "python-format" in flags:
        found.update({"%s": len(POSITIONAL.findall(BRACED.sub("", text.replace("%%", ""))))})
    return +found


def faults(message: Message, translation: list[str]) -> list[str]:
    """What is wrong with these forms as a translation of the message; empty when nothing is."""
    if not any(translation) or not all(translation):
        return ["not translated"]
    ids = [placeholders(text, message.flags) for text in forms(message.id)]
    allowed = set().union(*ids)
    problems = []
    for number, text in enumerate(translation):
        found = placeholders(text, message.flags)
        # Where a language has a form of its own for one, that form need not name the number ("an event").
        needed = ids[0] if number == 0 and len(translation) > 1 else ids[-1]
        if missing := sorted(set(needed) - set(found)):
            problems.append(f"lacks {', '.join(missing)}")
        if unknown := sorted(set(found) - allowed):
            problems.append(f"has {', '.join(unknown)}, which the English has not")
        if not missing and not unknown and any(found[name] != needed[name] for name in ("%s", "{}")):
            problems.append("fills in another number of values than the English")
    return problems


# --- catalogues -----------------------------------------------------------------------------------------------------
def path(language: str, domain: str = "django") -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"{domain}.po"


def languages() -> list[str]:
    """All languages that the site can show, but the one that the texts are written in."""
    from django.conf import settings

    return [code for code in settings.ALL_LANGUAGES if code != settings.LANGUAGE_CODE]


def catalogue(language: str, domain: str = "django") -> Catalog:
    """The catalogue as it stands; a new one if there is none."""
    if not path(language, domain).exists():
        names = {"last_translator": OWNERS, "language_team": OWNERS, "header_comment": f"# {OWNERS}"}
        return Catalog(locale=language, project="anniversary-programme", version="1", fuzzy=False, **names)
    with path(language, domain).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def save(language: str, messages: Catalog, domain: str = "django") -> None:
    path(language, domain).parent.mkdir(parents=True, exist_ok=True)
    unfinished = path(language, domain).with_suffix(".po.new")
    with unfinished.open("wb") as file:
        write_po(file, messages, width=120, include_lineno=False, ignore_obsolete=True)
    unfinished.replace(path(language, domain))


def texts(messages: Catalog) -> Iterator[Message]:
    return (message for message in messages if message.id)


def extracted() -> Catalog:
    """Every text that the code and the templates hold. Works on a copy: makemessages leaves files beside the templates on its way."""
    if not shutil.which("xgettext"):
        sys.exit("This needs xgettext, which is part of gettext. On Debian or Ubuntu: apt-get install gettext")
    from django.conf import settings
    from django.core.management import call_command

    with tempfile.TemporaryDirectory() as work, contextlib.chdir(ROOT):
        copy, found = Path(work, "copy"), Path(work, "found")
        found.mkdir()
        for source in (file for top in SOURCES for file in Path(top).rglob("*") if file.suffix[1:] in ENDINGS and file.is_file()):
            (copy / source).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy / source)
        settings.LOCALE_PATHS = [str(found)]
        with contextlib.chdir(copy):
            call_command("makemessages", locale=["ja"], extensions=ENDINGS, keep_pot=True, verbosity=0)
        # xgettext leaves the count of plural forms to be filled in; a file without any has no such line.
        template = (found / "django.pot").read_bytes().replace(b"nplurals=INTEGER", b"nplurals=2").replace(b"plural=EXPRESSION", b"plural=(n != 1)")
        return read_po(io.BytesIO(template))


# --- what can be asked for ------------------------------------------------------------------------------------------
def unfinished(source: Catalog, language: str) -> Iterator[tuple[Message, list[str]]]:
    """Each text of the source whose translation is missing, doubtful or wrong, with the reasons."""
    messages = catalogue(language)
    for message in texts(source):
        known = messages.get(forms(message.id)[0], message.context)
        if known is None:
            yield message, ["missing from the catalogue"]
        elif known.fuzzy:
            yield message, ["marked fuzzy"]
        elif problems := faults(message, forms(known.string)):
            yield message, problems


def check() -> int:
    """Prints every fault. Returns how many there are."""
    source, count = extracted(), 0
    for language in languages():
        for message, problems in unfinished(source, language):
            count += 1
            where = message.locations[0][0] if message.locations else "?"
            print(f"{language}: {forms(message.id)[0]!r} ({where}): {'; '.join(problems)}")
        # Ours in a package's place: not asked for by the code, but as wrong when a placeholder is.
        for message in texts(catalogue(language)):
            if source.get(forms(message.id)[0], message.context) is None and (problems := faults(message, forms(message.string))):
                count += 1
                print(f"{language}: {forms(message.id)[0]!r}: {'; '.join(problems)}")
    total = sum(1 for _ in texts(source))
    print(f"{total} texts, {len(languages())} catalogues: " + (f"{count} faults." if count else "complete."))
    return count


def update(language: str, source: Catalog) -> None:
    """Writes the catalogue anew: the source's texts in their order with the translations we have, then those from elsewhere."""
    old = catalogue(language)
    new = Catalog(
        locale=language, project=old.project, version=old.version, header_comment=old.header_comment, charset="utf-8",
        last_translator=old.last_translator, language_team=old.language_team, creation_date=old.creation_date, revision_date=old.revision_date, fuzzy=False,
    )  # fmt: skip
    for message in texts(source):
        known = old.get(forms(message.id)[0], message.context)
        string = known.string if known and len(forms(known.id)) == len(forms(message.id)) else None
        flags = (message.flags - {"fuzzy"}) | ({"fuzzy"} if known and known.fuzzy else set())
        places = sorted({(place, 0) for place, _ in message.locations})
        new.add(message.id, string, places, flags, message.auto_comments, known.user_comments if known else (), context=message.context)
    for message in texts(old):
        if ELSEWHERE in message.auto_comments and new.get(forms(message.id)[0], message.context) is None:
            new.add(message.id, message.string, (), message.flags, message.auto_comments, message.user_comments, context=message.context)
    save(language, new)
    print(f"{language}: {sum(1 for _ in texts(new))} texts, {sum(1 for _ in unfinished(source, language))} to translate")


def missing(language: str) -> None:
    """Prints what has to be translated, with the places where it is used."""
    wanted = []
    for message, problems in unfinished(extracted(), language):
        one, *others = forms(message.id)
        entry = {"msgid": one, "plural": others[0] if others else None, "context": message.context, "where": sorted({place for place, _ in message.locations})}
        wanted.append({name: value for name, value in (entry | {"note": " ".join(message.auto_comments), "why": "; ".join(problems)}).items() if value})
    json.dump(wanted, sys.stdout, ensure_ascii=False, indent=1)
    print()


def entries(given: Any) -> Iterator[tuple[str | None, str, str | None, list[str]]]:
    """Context, id, plural id and forms of everything in a translator's file, in either shape."""
    if isinstance(given, dict):
        given = [{"msgid": name, "msgstr": value} for name, value in given.items()]
    for entry in given:
        context, _, msgid = entry["msgid"].rpartition("\x04")
        yield entry.get("context") or context or None, msgid, entry.get("plural"), forms(entry.get("msgstr") or "")


def merge(language: str, file: Path, domain: str = "django") -> int:
    """Fills in the translations of the file. Returns how many were refused; each refusal is printed, the others are saved."""
    messages, refused, filled = catalogue(language, domain), 0, 0
    for context, msgid, plural, translation in entries(json.loads(file.read_text())):
        known = messages.get(msgid, context)
        whole: Any = known.id if known else (msgid, plural) if plural else msgid
        message = known or Message(whole, context=context)
        count = messages.num_plurals if isinstance(whole, tuple | list) else 1
        problems = faults(message, translation) if len(translation) == count else [f"has {len(translation)} forms, not {count}"]
        if problems:
            refused += 1
            print(f"{language}: {msgid!r}: {'; '.join(problems)}", file=sys.stderr)
            continue
        filled += 1
        if known is None:
            messages.add(whole, auto_comments=[ELSEWHERE], context=context)
            message = messages.get(msgid, context)
        message.string = tuple(translation) if isinstance(whole, tuple | list) else translation[0]
        message.flags.discard("fuzzy")
    save(language, messages, domain)
    print(f"{language}: {filled} filled in, {refused} refused")
    return refused


def main() -> int:
    parser = argparse.ArgumentParser(description="Keeps the interface texts complete.")
    deed = parser.add_mutually_exclusive_group(required=True)
    deed.add_argument("--check", action="store_true")
    deed.add_argument("--update", action="store_true")
    deed.add_argument("--missing", metavar="LANGUAGE")
    deed.add_argument("--merge", nargs=2, metavar=("LANGUAGE", "FILE"))
    parser.add_argument("--scripts", action="store_true", help="with --merge: into the catalogue of the scripts")
    asked = parser.parse_args()

    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anniversary.settings")
    import django

    django.setup()
    if asked.check:
        return 1 if check() else 0
    if asked.update:
        source = extracted()
        for language in languages():
            update(language, source)
        return 0
    if asked.missing:
        missing(asked.missing)
        return 0
    return 1 if merge(asked.merge[0], Path(asked.merge[1]), "djangojs" if asked.scripts else "django") else 0


if __name__ == "__main__":
    sys.exit(main())
