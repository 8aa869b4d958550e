"""Only for tests that ask for `kinds`: the small kinds of kinds.py in place of those of the features."""

from dataclasses import replace

import pytest

from anniversary import clock
from anniversary.search import registry

from . import documents
from . import kinds as ours


@pytest.fixture
def kinds(monkeypatch):
    monkeypatch.setattr(registry, "_by_name", {})
    ours.register()
    return ours


@pytest.fixture
def described(kinds) -> list[tuple[str, list[int]]]:
    """Which records are described from now on, call by call."""
    calls = []

    def watched(kind):
        return lambda keys: calls.append((kind.name, list(keys))) or kind.describe(keys)

    for kind in registry.searched():
        registry.register(replace(kind, describe=watched(kind)))
    return calls


@pytest.fixture
def plain(monkeypatch):
    """Kinds without records, and the first of May 2023."""
    monkeypatch.setattr(registry, "_by_name", {})
    documents.register()
    with clock.as_of(documents.NOW):
        yield documents
