"""What of an address and of a network makes a key."""

import pytest

from anniversary.competition.vote import addresses, networks
from anniversary.competition.vote.addresses import Address


@pytest.mark.parametrize(("typed", "local", "domain", "pattern", "marks"), [
    ("dara@example.org", "dara", "example.org", "dara@example.org", []),
    (" DARA@Example.ORG ", "dara", "example.org", "dara@example.org", []),
    ("d.a.r.a.1999+logo2@example.org", "d.a.r.a.1999+logo2", "example.org", "dara@example.org", ["tagged"]),
    ("12345@example.org", "12345", "example.org", "@example.org", []),
    ("dara@BÜCHER.example", "dara", "xn--bcher-kva.example", "dara@xn--bcher-kva.example", []),
    ("dara@日本語.jp", "dara", "xn--wgv71a119e.jp", "dara@xn--wgv71a119e.jp", []),
    ("x+y@yopmail.com", "x+y", "yopmail.com", "x@yopmail.com", ["disposable", "tagged"]),
])  # fmt: skip
def test_an_address_is_read_in_one_way(typed, local, domain, pattern, marks):
    read = Address.read(typed)
    assert (read.local, read.domain, read.pattern, read.marks()) == (local, domain, pattern, marks)
    assert Address.read(str(read)) == read


@pytest.mark.django_db
def test_keys_differ_by_kind_text_and_poll(vote):
    made = [addresses.key(vote.poll, kind, text) for kind, text in (("address", "a@b.org"), ("pattern", "a@b.org"), ("address", "c@b.org"))]
    assert (len(set(made)), {len(key) for key in made}, addresses.key(vote.poll, "network", "")) == (3, {64}, "")
    vote.poll.secret = "another"
    assert addresses.key(vote.poll, "address", "a@b.org") not in made


@pytest.mark.parametrize(("remote", "forwarded", "proxies", "expected"), [
    ("203.0.113.77", "", 0, "203.0.113.0/24"),
    ("203.0.113.77", "198.51.100.1", 0, "203.0.113.0/24"),  # nobody is trusted to say it
    ("10.0.0.1", "198.51.100.1", 1, "198.51.100.0/24"),
    ("10.0.0.1", "192.0.2.9, 198.51.100.1", 1, "198.51.100.0/24"),  # what stands before is the client's own word
    ("10.0.0.1", "192.0.2.9, 198.51.100.1, 10.0.0.2", 2, "198.51.100.0/24"),
    ("203.0.113.77", "198.51.100.1", 2, "203.0.113.0/24"),  # it came past the proxies
    ("10.0.0.1", "", 1, ""),
    ("127.0.0.1", "", 0, ""),
    ("2001:db8:7:8::9", "", 0, "2001:db8:7::/48"),
    ("::ffff:203.0.113.77", "", 0, "203.0.113.0/24"),
    ("fe80::1%eth0", "", 0, ""),
    ("", "", 0, ""),
    ("10.0.0.1", "nonsense", 1, ""),
    ("10.0.0.1", "'; DROP TABLE", 1, ""),
])  # fmt: skip
def test_a_network_is_that_of_the_client_behind_our_own_proxies(rf, settings, remote, forwarded, proxies, expected):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert networks.of(rf.get("/", REMOTE_ADDR=remote, **headers)) == expected
