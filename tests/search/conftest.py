"""Only for tests that ask for `kinds`: the small kinds of kinds.py in place of those of the features."""

import pytest

from anniversary.search import registry

from . import kinds as ours


@pytest.fixture
def kinds(monkeypatch):
    monkeypatch.setattr(registry, "_by_name", {})
    ours.register()
    return ours
