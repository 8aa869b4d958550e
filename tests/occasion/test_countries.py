import pytest
from django.utils import translation

from anniversary.occasion.countries import country_name
from anniversary.occasion.models import Country
from tests.factories import directory, events, occasion
from tests.factories.staff import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "names"), [("en", ["Kampuchea", "Indonesia"]), ("ja", ["柬埔寨", "インドネシア"]), ("km", ["Kampuchea", "ឥណ្ឌូណេស៊ី"])])
def test_a_country_has_the_anniversary_s_name_for_it_or_unicode_s(language, names):
    occasion.anniversary()
    Country.objects.filter(code="KH").update(name_en="Kampuchea", name_ja="柬埔寨", name_km="")
    with translation.override(language):
        assert [country_name("KH"), country_name("ID")] == names


@pytest.mark.parametrize("code", ["", "XX", "??"])
def test_letters_that_are_no_country_s_stay_as_they_are(code):
    assert country_name(code) == code


def test_the_lists_of_venues_and_people_are_filtered_by_countries_with_names(client):
    occasion.anniversary()
    events.venue(), events.tokyo()
    directory.person(country_code="JP"), directory.person(slug="other", country_code="")
    client.force_login(make_user(role="editor"))
    venues = client.get("/admin/events/venue/", {"country": "JP"})
    assert [venue.slug for venue in venues.context["cl"].result_list] == ["tokyo-hall"]
    assert [choice["display"] for choice in venues.context["cl"].filter_specs[0].choices(venues.context["cl"])][1:] == ["Japan", "Cambodia"]
    people = client.get("/admin/directory/person/", {"country": "JP"})
    assert [person.slug for person in people.context["cl"].result_list] == ["sok-dara"]
    assert '<td class="field-country">Japan</td>' in people.text
    assert client.get("/admin/directory/person/", {"country": "x\x00"}).status_code in {200, 302}
