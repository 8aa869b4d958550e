"""Voters: three in a browser, the others by the same views, each from a network of their own."""

from django.test import Client

from .people import People, link_to


def address(voter: int, voided: int) -> str:
    """The first ones have a tag in it."""
    tag = "+x" if voter < voided else ""
    return f"reader.{'abcdefgh'[voter // 8]}{'klmnopqr'[voter % 8]}{tag}@example.org"


def vote(people: People, slug: str, code: str, mine: str, language: str) -> None:
    """From the competition's page to the button of the letter's link."""
    with people.passing(language, viewport={"width": 390, "height": 844}) as reader:
        reader.go(f"/{language}/competition/{slug}/")
        reader.press(f"main a[href*='/competition/{slug}/vote/']")
        reader.page.click(f"label[for=work-{code}]")
        reader.page.fill("[name=address]", mine)
        reader.press(".vote-address button")
        reader.go(link_to(mine, "/vote/"))
        assert code in reader.text(".vote-confirm")
        reader.press(".vote-confirm button")


def vote_by_forms(slug: str, code: str, mine: str, network: str) -> None:
    client = Client(REMOTE_ADDR=network)
    asked = client.post(f"/en/competition/{slug}/vote/", {"work": code, "address": mine})
    assert asked.status_code == 302
    assert client.post(link_to(mine, "/vote/")).status_code in {200, 302}
