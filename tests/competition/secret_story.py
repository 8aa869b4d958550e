"""The story with names that cannot be overlooked: in every field about a person, and within the files that they send."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from django.db import transaction
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from anniversary.competition import terms
from anniversary.competition.entrants import asking, drafting, registering, stamps, submitting
from anniversary.competition.entrants.models import Authorship, Entrant, Member
from anniversary.competition.entries.models import Entry
from anniversary.competition.outcome.models import Consent
from anniversary.management.sampling import marks

from .story import Story, file

# What is said of a person, field by field; each entrant's words end in letters of their own, so that nobody's are a part of another's.
WORDS = {
    "name_native": "វិចិត្រកលា", "name_latin": "Zorvaxi", "affiliation": "Quillonberg", "group_name": "Thistlewick", "guardian_name": "Murgatro",
    "email": "vexomail", "guardian_email": "wardomail", "member_native": "ស្រួចប្រាជ្ញ", "member_latin": "Brumhild", "credit": "Kryptonym",
}  # fmt: skip
IN_FILE = "Pixelmaker"
MAILS = ("email", "guardian_email")


def word(field: str, number: int, world: str = "q") -> str:
    """What entrant `number` says of themselves in a field. `world`: another letter gives another person of the same length."""
    return f"{WORDS.get(field, field)}{world}{'bcdfghjkl'[number - 1] * 3}"


def value(field: str, number: int, world: str = "q") -> str:
    return word(field, number, world) + ("@example.org" if field in MAILS else "")


def words(number: int) -> set[str]:
    """All by which entrant `number` could be known, in both worlds."""
    return {word(field, number, world) for field in (*WORDS, IN_FILE) for world in "qx"}


def signed(content: bytes, number: int) -> bytes:
    """A PNG that says who has made it wherever one can: as text, in compressed text, as XMP and in Exif."""
    name = word(IN_FILE, number)
    picture, info, out = Image.open(io.BytesIO(content)), PngInfo(), io.BytesIO()
    info.add_text("Author", name)
    info.add_text("Copyright", name, zip=True)
    info.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{name}</x:xmpmeta>")
    exif = Image.Exif()
    exif[0x013B] = name
    picture.save(out, "PNG", pnginfo=info, exif=exif)
    return out.getvalue()


class SecretStory(Story):
    """Six entrants, two jurors: the first is dropped from the shortlist, the second wins, the sixth withdraws."""

    def register(self, number: int) -> Entrant:
        asking.ask(self.competition, value("email", number), language="en", network=f"network {number}")
        entrant, is_minor, is_group = self.entrant(number), number == self.minor, number == self.group
        born_on = date(2009 if is_minor else 1990, 5, 17)
        data = {field: value(field, number) for field in ("name_native", "name_latin", "affiliation")}
        data |= {"born_on": born_on, "nationality": "KH", "residence": "JP", "is_group": is_group}
        data["group_name"] = value("group_name", number) if is_group else ""
        data |= {field: value(field, number) if is_minor else "" for field in ("guardian_name", "guardian_email")}
        others = [{"name_native": value("member_native", number), "name_latin": value("member_latin", number), "born_on": born_on}] if is_group else []
        form = stamps.make(self.competition, registering.purpose(entrant))
        registering.keep(entrant, data, others, stamp=form, language="en", network=f"network {number}")
        if is_minor:
            registering.consent(entrant)
        return self.entrant(number)

    def enter(self, entrant: Entrant, *, stamp: str = "") -> Entry:
        number, key = entrant.number, UUID(int=entrant.number)
        stamp = stamp or stamps.make(self.competition, str(key))
        said = {"title": f"Work {number}", "concept": "It opens.", "language": "en", "tools": "", "ai": "none", "ai_note": ""}
        said |= {"publish_name": True, "credit": value("credit", number)}
        works = {role: file(signed(marks.png(drawing(number), 240), number)) for role, drawing in (("colour", marks.colour), ("mono", marks.mono))}
        for role, checked in works.items():
            checked.upload.name = f"{word(IN_FILE, number)}-{role}.png"
        entry = drafting.change(entrant, key, lambda _entry: said, works, stamp=stamp, language="en")
        self.entries[number] = submitting.submit(entrant, entry, terms.in_force(self.competition), stamp=stamp)
        return self.entries[number]

    def clear(self, *, dropped: int = 1) -> None:
        super().clear(dropped=dropped)
        for consent in Consent.objects.select_related("finalist__entry"):
            number = next(number for number, entry in self.entries.items() if entry.pk == consent.finalist.entry_id)
            Authorship.objects.filter(entry=consent.finalist.entry).update(credit=value("credit", number))

    def rename(self, *, but: int = 0) -> None:
        """Other people have made the same works."""
        for entrant in Entrant.objects.filter(competition=self.competition).exclude(number=but):
            for field in ("name_native", "name_latin", "affiliation", "email", *(name for name in ("group_name", *GUARDIAN) if getattr(entrant, name))):
                setattr(entrant, field, value(field, entrant.number, "x"))
            entrant.save()
            Authorship.objects.filter(entrant=entrant).update(credit=value("credit", entrant.number, "x"))
            both = {f"name_{kind}": value(f"member_{kind}", entrant.number, "x") for kind in ("native", "latin")}
            Member.objects.filter(entrant=entrant).update(**both)


GUARDIAN = ("guardian_name", "guardian_email")


@contextmanager
def undone() -> Iterator[None]:
    """What is done within the block has never been."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
