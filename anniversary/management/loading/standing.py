"""What a site holds already, so that one sample is not mixed into another or into somebody's own year."""

from anniversary.occasion.models import Anniversary

from .files import Sample


def another_than(sample: Sample) -> str:
    """The name of the anniversary that the site holds, if it is not the sample's; empty if it is, or if there is none.

    Two are the same if the same countries remember the same day: names and colours may have been edited since.
    """
    record = Anniversary.objects.first()
    if record is None:
        return ""
    told = sample.tables["anniversary"]["founded"], {country["code"] for country in sample.rows("country")}
    held = record.founded.isoformat(), set(record.countries.values_list("code", flat=True))
    return "" if told == held else str(record)
