"""What an address asks a list for, and no list can answer. Django refuses some of it and leads to the whole list (?e=1); the rest would crash it."""

import re
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList

# PostgreSQL refuses the null character, SQLite a number that is longer.
UNASKABLE = re.compile(r"\x00|\d{19}")

# Of which the beginning and the end can be told in any zone.
YEARS = range(2, 9999)


def askable(name: str, value: str) -> bool:
    if name.endswith("__year"):
        return value.isdecimal() and len(value) <= 4 and int(value) in YEARS
    return not UNASKABLE.search(value)


def refuse_nonsense() -> None:
    """To be called once, when the site starts. A table for download is made from a list too, and refused alike (StaffSite.admin_view)."""
    lists: Any = ChangeList
    made, filters = lists.__init__, lists.get_filters

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        try:
            made(self, *args, **kwargs)
        except (ValueError, OverflowError) as error:  # a day that is in no calendar
            if not self.__dict__.get("filter_params"):
                raise  # nobody asked for anything: the mistake is ours
            raise IncorrectLookupParameters(error) from error

    def get_filters(self: Any, request: Any) -> Any:
        if not all(askable(name, value) for name, values in self.get_filters_params().items() for value in values):
            raise IncorrectLookupParameters
        return filters(self, request)

    lists.__init__, lists.get_filters = init, get_filters
