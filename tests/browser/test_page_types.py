"""That the examples of the page types are what their names say."""

from . import pages


def test_what_stands_among_the_records_and_is_none_is_no_example_of_them():
    known = ["/en/events/map/", "/en/events/kizuna/", "/en/events/kizuna/2023-02-23/", "/ja/events/kizuna/"]
    known += ["/en/history/figures/", "/en/history/1953-relations/"]
    assert pages._records(known, "events") == ["/en/events/kizuna/"]
    assert pages._records(known, "history") == ["/en/history/1953-relations/"]
