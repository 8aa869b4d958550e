"""No name in what the jury reads, however it is hidden."""

import pytest

from anniversary.competition.entrants import blindness


@pytest.mark.parametrize("unseen", ["\u200b", "\u200c", "\u200d", "\u00ad", "\u2060", "\ufeff"], ids=lambda sign: f"U+{ord(sign):04X}")
def test_a_sign_that_nobody_sees_hides_no_name(unseen):
    assert blindness._has(f"Bridge of Da{unseen}ra", "Dara") is True
    assert blindness._has(f"ស្ពានរបស់ដា{unseen}រ៉ា", "ដារ៉ា") is True
    assert blindness._has(f"Bridge of Da{unseen}rat", "Dara") is False
