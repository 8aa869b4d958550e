"""The way from the public page to the receipt, in letters and pages."""

import hashlib

from django.core import mail

from anniversary.competition.entrants.models import Authorship, Entrant
from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Act
from anniversary.mails import outbox
from tests.competition.entrants.conftest import OPENS
from tests.competition.entrants.walking import Walk, drawing, links


def test_from_the_address_to_the_receipt(record):
    walk = Walk(record)
    answer = walk.ask()
    assert (answer.status_code, answer.url) == (302, f"/en/competition/{record.slug}/enter/asked/")
    outbox.send_due()
    [letter] = mail.outbox
    assert letter.to == ["dara@example.org"]
    [walk.here] = links()
    assert "Begin here" in walk.get()
    assert Entrant.objects.get().confirmed_at is None
    assert walk.told().url == f"{walk.here}?said=kept"
    person = Entrant.objects.get()
    assert (person.name_latin, person.birth_year, person.confirmed_at) == ("SOK Dara", 1990, OPENS)
    begun = walk.begin(publish_name="on")
    entry = Entry.objects.get()
    assert begun.status_code == 302 and begun.url.startswith(f"{walk.here}{entry.code}/check/?stamp=")
    assert (entry.state, entry.title, sorted(work.role for work in entry.works.all())) == ("draft", "Two petals", ["colour", "mono"])
    sent = walk.send(begun.url)
    assert sent.url == f"{walk.here}{entry.code}/receipt/?said=sent"
    entry.refresh_from_db()
    assert (entry.state, entry.submitted_at, entry.accepted_at, entry.revision, entry.terms.version) == ("submitted", OPENS, OPENS, 1, 1)
    assert Authorship.objects.get().credit == "សុខ ដារ៉ា (SOK Dara)"
    outbox.send_due()
    receipt = mail.outbox[-1]
    page = walk.client.get(sent.url).content.decode()
    sums = [hashlib.sha256(drawing(colour).read()).hexdigest() for colour in ("red", "black")]
    for written in (entry.code, *sums, "1 March 2023, 07:00 in Phnom Penh", "1 March 2023, 09:00 in Tokyo"):
        assert written in receipt.body
        assert written in page
    assert list(Act.objects.filter(role="entrant").values_list("verb", "subject", "before", "after")) == [
        ("register", "1", "", ""), ("begin", entry.code, "", ""), ("entry", entry.code, "draft", "submitted"), ("submit", entry.code, "", ""),
    ]  # fmt: skip
