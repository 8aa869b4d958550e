"""What an officer's forms send, as a browser would."""

from typing import Any

from anniversary.competition.models import Competition

LANGUAGES = ("en", "ja", "km")
TERMS = {f"text_{code}": f"<p>Terms in {code}.</p>" for code in LANGUAGES}


def address(record: Competition, name: str) -> str:
    return f"/admin/competition/competition/{record.pk}/desk/{name}/"


def rules_sent(**changed: Any) -> dict[str, Any]:
    """Entries in March 2023 on Phnom Penh's clocks (UTC+7), by the rules' defaults; what is changed to None is not sent."""
    sent = {
        "opens_at": "2023-03-01T00:00", "closes_at": "2023-03-31T23:59", "grace_minutes": "15", "entries_each": "1", "groups": "on", "group_most": "10",
        "youngest": "0", "adult_age": "18", "concept_limit": "800", "takes_files": "on", "file_types": ["png", "jpeg", "svg", "pdf"], "megabytes": "20",
        "least_side": "500", "most_side": "10000", "needs_mono": "on", "small_sizes": "on", "quorum": "3", "comments": "ends", "shortlist_size": "5",
        "reserve_size": "3", "vote_opens_at": "", "vote_closes_at": "", "keep_months": "24", "seen": "",
    }  # fmt: skip
    return {name: value for name, value in (sent | changed).items() if value is not None}
