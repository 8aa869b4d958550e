from copy import deepcopy
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def letters_of_the_tests(settings) -> None:
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(Path(__file__).parent / "templates")
    settings.TEMPLATES = templates
