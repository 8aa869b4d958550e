import json

import pytest
from django.utils import translation

from anniversary.languages.changes import told


def kept(*parts) -> str:
    return json.dumps(list(parts))


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Changed Title [ja] and Address."), ("ja", "タイトル [ja] と アドレス を変更しました。"), ("km", "បានកែប្រែ ចំណងជើង [ja] និង អាសយដ្ឋាន។")],
)
def test_fields_are_named_in_the_readers_language(language, words):
    with translation.override(language):
        assert told(kept({"changed": {"fields": ["Title [ja]", "Address"]}})) == words


@pytest.mark.parametrize("message", ["", "Written by hand.", "[", "7", '["x"]', '{"a": 1}', "null"])
def test_what_is_no_list_of_changes_stays_as_it_is(message):
    assert told(message) == message


def test_nothing_changed_and_a_record_made_are_said_in_the_readers_language():
    with translation.override("km"):
        assert not told(kept()).isascii()
        assert not told(kept({"added": {}})).isascii()
        assert "event" not in told(kept({"added": {"name": "event", "object": "ក"}}))
