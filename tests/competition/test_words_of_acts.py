"""The log is read by people: every verb that is written has words."""

import ast
from pathlib import Path

from anniversary.competition import acts

ROOT = Path(acts.__file__).parent


def _written() -> set[str]:
    """The verbs that stand in the calls themselves."""
    found = set()
    for path in ROOT.rglob("*.py"):
        for call in (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)):
            asked = call.func
            is_write = isinstance(asked, ast.Attribute) and asked.attr == "write" and isinstance(asked.value, ast.Name) and asked.value.id == "acts"
            if is_write and len(call.args) > 1 and isinstance(call.args[1], ast.Constant):
                found.add(call.args[1].value)
    return found


def test_every_verb_has_words():
    written = _written()
    assert {"stage", "submit", "check", "seat", "protocol"} <= written
    assert {verb for verb in written if acts.said(verb).words == verb} == set()
