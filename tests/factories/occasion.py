"""The anniversary of two countries that are not those of the demonstration."""

from datetime import date
from typing import Any

from anniversary.occasion.models import Anniversary, Country


def anniversary(**fields: Any) -> Anniversary:
    values = {
        "name_en": "Fifty", "full_name_en": "Fifty years", "years": 50, "founded": date(1975, 3, 1), "start": date(2025, 3, 1), "end": date(2026, 2, 28),
        "publisher_en": "The secretariat", "contact_email": "office@example.org",
    }  # fmt: skip
    record = Anniversary.objects.create(**(values | fields))
    for order, (code, name, capital, zone, flower) in enumerate(
        [("KH", "Cambodia", "Phnom Penh", "Asia/Phnom_Penh", "rumduol"), ("JP", "Japan", "Tokyo", "Asia/Tokyo", "sakura")]
    ):
        Country.objects.create(anniversary=record, code=code, name_en=name, capital_en=capital, time_zone=zone, flower=flower, ordering=order)
    record.save()
    return record
