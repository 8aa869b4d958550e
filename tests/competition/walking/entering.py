"""Entrants: the ones that are told apart walk in a browser, the others send the same forms."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from anniversary.management.sampling import marks
from tests.competition.entrants.walking import PERSON, Walk

from .people import People, Somebody, link_to

SIDE = 600
NAMES = ("Dara", "Bopha", "Chan", "Devi", "Kanha", "Mealea", "Nary", "Phalla", "Rith", "Sovan", "Thida", "Vuthy")


def address(number: int) -> str:
    return f"entrant{number}@example.org"


def latin(number: int) -> str:
    return f"{NAMES[number - 1]} Keo"


def pictures(number: int) -> dict[str, bytes]:
    return {"colour": marks.png(marks.colour(number), SIDE), "mono": marks.png(marks.mono(number), SIDE)}


class Entrant:
    """One at a browser. `born_on` says whether a guardian has to be named."""

    def __init__(self, people: People, slug: str, number: int, language: str = "en") -> None:
        self.people, self.slug, self.number, self.language = people, slug, number, language
        self.me: Somebody = people.somebody(language, viewport={"width": 390, "height": 844})
        self.page, self.here = self.me.page, ""

    def find(self) -> "Entrant":
        """From the public page of the competition to the letter, and by its link to the page of one's own."""
        self.me.go(f"/{self.language}/competition/{self.slug}/")
        self.me.press(f"main a[href$='/competition/{self.slug}/enter/']")
        self.page.fill("#id_email", address(self.number))
        self.me.press("form.enter-form button")
        self.here = link_to(address(self.number), "/enter/")
        assert self.me.go(self.here) == 200
        return self

    def tell(self, *, born_on: str = "1990-05-17", guardian: str = "", member: str = "") -> "Entrant":
        """Who one is; with a guardian's address, or in a group with one more member."""
        self.me.press(".enter-card a.button")
        typed = {"name_native": f"ដារ៉ា {self.number}", "name_latin": latin(self.number), "born_on": born_on}
        typed |= {"guardian_name": "Mother", "guardian_email": guardian} if guardian else {}
        for name, value in typed.items():
            self.page.fill(f"#id_{name}", value)
        self.page.select_option("#id_nationality", "KH")
        self.page.select_option("#id_residence", "JP")
        if member:
            self.page.check("#id_is_group")
            self.page.click(".enter-group summary")
            self.page.fill("#id_group_name", "The Story")
            self.page.fill("[name=members-0-name_native]", "សុខ")
            self.page.fill("[name=members-0-name_latin]", member)
            self.page.fill("[name=members-0-born_on]", born_on)
        self.me.press("form.enter-form button[type=submit]")
        assert self.page.locator(".field--wrong").count() == 0, self.page.locator(".field--wrong").all_inner_texts()
        return self

    def begin(self) -> "Entrant":
        """The form of the work, filled in but not sent."""
        self.me.press("a.button[href$='/new/']")
        self.page.fill("#id_title", f"Work {self.number}")
        self.page.fill("#id_concept", "It opens.")
        for role, content in pictures(self.number).items():
            self.page.set_input_files(f"#id_{role}", {"name": "dara.png", "mimeType": "image/png", "buffer": content})
        return self

    def send(self) -> str:
        """On to the declarations, all ticked, and sent in; the code on the receipt."""
        self.me.press("button[name=on]")
        for box in self.page.query_selector_all("form.enter-form input[type=checkbox]"):
            box.check()
        self.me.press("form.enter-form button[type=submit]")
        return self.me.text(".enter-code b")

    def home(self) -> "Entrant":
        self.me.go(self.here)
        return self

    def withdraw(self, code: str) -> None:
        self.home().me.press(f"main a[href$='/{code}/']")
        self.me.press("main a[href$='/withdraw/']")
        self.me.press("main form button")

    def done(self) -> None:
        self.page.context.close()


def agree(people: People, guardian: str) -> None:
    """A guardian reads the letter and presses the button."""
    with people.passing() as parent:
        parent.go(link_to(guardian, "/enter/guardian/"))
        parent.press("form .button--send")
        assert parent.page.locator("main .lead[role=status]").count() == 1, parent.text("main")


def enter_by_forms(record: Any, number: int) -> str:
    """The whole way of an entrant by the same views; the code."""
    walk = Walk(record, address(number))
    walk.client.defaults["REMOTE_ADDR"] = f"198.51.100.{number}"
    files = {role: SimpleUploadedFile("dara.png", content) for role, content in pictures(number).items()}
    walk.follow()
    told = walk.told(**PERSON | {"name_latin": latin(number), "affiliation": ""})
    assert told.status_code == 302
    begun = walk.begin(files=False, title=f"Work {number}", concept="It opens.", publish_name="on", **files)
    return str(walk.send(begun.url).url).split("/")[-3]
