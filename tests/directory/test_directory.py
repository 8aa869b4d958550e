import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from anniversary.directory.models import Organisation, Person, Role
from tests.factories import directory, library
from tests.factories.programmes import programme
from tests.factories.users import user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("status", "answer"), [("published", 200), ("draft", 404), ("withdrawn", 404)])
def test_a_person_is_public_while_something_published_refers_to_them(client, status, answer):
    person = directory.person()
    programme(status=status).people.add(person)
    assert client.get(person.get_absolute_url()).status_code == answer
    assert (person.name in client.get(reverse("directory:people")).content.decode()) is (answer == 200)


@pytest.mark.parametrize(("status", "answer"), [("published", 200), ("draft", 404)])
def test_an_organisation_is_public_while_something_published_refers_to_it(client, status, answer):
    embassy = directory.organisation()
    programme(status=status).partners.add(embassy)
    assert client.get(embassy.get_absolute_url()).status_code == answer
    assert list(Organisation.objects.public()) == ([embassy] if answer == 200 else [])


def test_a_person_s_page_links_only_to_organisations_that_have_a_page(client):
    person, embassy = directory.person(), directory.organisation()
    Role.objects.create(person=person, title_en="Ambassador", organisation=embassy, start="2023-01")
    record = programme()
    record.people.add(person)
    html = client.get(person.get_absolute_url()).content.decode()
    assert "Ambassador" in html
    assert embassy.get_absolute_url() not in html
    record.partners.add(embassy)
    assert embassy.get_absolute_url() in client.get(person.get_absolute_url()).content.decode()


def test_a_role_does_not_end_before_it_begins():
    person = directory.person()
    with pytest.raises(ValidationError) as refused:
        Role(person=person, title_en="Ambassador", start="2023-02", end="2022").full_clean()
    assert list(refused.value.message_dict) == ["end"]
    Role(person=person, title_en="Ambassador", start="2023-02", end="2023").full_clean()


@pytest.mark.parametrize("start", ["2023-13", "2023-02-30", "0000", "២០២៣", "2023-2", "yesterday"])
def test_a_date_that_the_calendar_has_not_is_refused(start):
    with pytest.raises(ValidationError) as refused:
        Role(person=directory.person(), title_en="Ambassador", start=start).full_clean()
    assert list(refused.value.message_dict) == ["start"]


@pytest.mark.parametrize("name", ["directory:people", "directory:organisations"])
def test_an_empty_list_says_what_to_do(client, name):
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert reverse("events:list") in response.content.decode()


def test_a_list_asks_no_more_of_thirty_people_than_of_one(client, django_assert_max_num_queries):
    record = programme()
    record.people.add(directory.person(slug="first"))
    client.get(reverse("directory:people"))
    with django_assert_max_num_queries(6) as one:
        client.get(reverse("directory:people"))
    for number in range(30):
        person = directory.person(slug=f"person-{number}", name_en=f"Person {number}")
        Role.objects.create(person=person, title_en="Guest")
        record.people.add(person)
    with django_assert_max_num_queries(6) as thirty:
        client.get(reverse("directory:people"))
    assert len(one) == len(thirty)


def test_people_are_found_by_name_in_any_language(client):
    directory.person(name_km="សុខ ដារ៉ា")
    programme().people.add(Person.objects.get())
    assert f'<a href="/km/people/{Person.objects.get().slug}/" hreflang="km">' in client.get(reverse("search"), {"q": "ដារ៉ា"}).text


def test_a_person_s_page_shows_only_tags_that_have_a_page(client):
    person, shown, hidden = directory.person(), library.tag(name="Music"), library.tag(name="Secret plan")
    person.tags.set([shown, hidden])
    record = programme()
    record.people.add(person)
    record.tags.set([shown])
    programme(slug="draft", status="draft").tags.set([hidden])
    html = client.get(person.get_absolute_url()).text
    assert shown.get_absolute_url() in html
    assert "Secret plan" not in html


def test_nobody_is_deleted_while_something_published_names_them(client):
    client.force_login(user(groups=("editor",)))
    named, unknown = directory.person(), directory.person(slug="b", name_en="Nobody yet")
    programme().people.add(named)
    assert client.post(reverse("admin:directory_person_delete", args=[named.pk]), {"post": "yes"}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": [named.pk, unknown.pk], "post": "yes"}
    client.post(reverse("admin:directory_person_changelist"), data)
    assert Person.objects.count() == 2
    client.post(reverse("admin:directory_person_changelist"), data | {"_selected_action": [unknown.pk]})
    assert Person.objects.get() == named


def test_a_changed_address_leads_to_the_new_one_while_the_person_is_public(client):
    person = directory.person()
    record = programme()
    record.people.add(person)
    old = person.get_absolute_url()
    person.slug = "sok-dara-the-singer"
    person.save()
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, person.get_absolute_url())
    record.people.clear()
    assert client.get(old).status_code == 404


@pytest.mark.parametrize(("made", "field"), [(directory.person, "portrait"), (directory.organisation, "logo")])
def test_a_picture_without_a_description_is_refused(made, field):
    record = made(**{field: library.image(alt_en="")})
    with pytest.raises(ValidationError) as refused:
        record.full_clean()
    assert list(refused.value.message_dict) == [field]
