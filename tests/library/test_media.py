"""The door to stored files, from both sides."""

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from anniversary.library.tasks import make_renditions
from tests.factories import library

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.library.urls")]


@pytest.fixture
def image():
    made = library.image(ready=False)
    make_renditions.func(made.pk)
    made.refresh_from_db()
    return made


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def staff(*, may_view: bool = True, **fields) -> User:
    user = User.objects.create_user("editor", is_staff=True, **fields)
    if may_view:
        user.user_permissions.add(Permission.objects.get(content_type__app_label="library", codename="view_image"))
    return user


@pytest.mark.parametrize(("name", "content_type"), [("card", "image/webp"), ("avif_480", "image/avif"), ("share", "image/jpeg")])
def test_anybody_gets_a_rendition_to_keep_for_a_year(client, image, name, content_type):
    response = client.get(image.rendition(name).url, headers={"accept-encoding": "gzip"})
    assert response.status_code == 200
    assert response["Content-Type"] == content_type
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Content-Encoding" not in response
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies
    assert len(body(response)) == int(response["Content-Length"])


def test_anonymous_people_are_refused_an_original(client, image):
    assert client.get(image.file.url).status_code == 404


def test_staff_without_the_permission_are_refused_an_original(client, image):
    client.force_login(staff(may_view=False))
    assert client.get(image.file.url).status_code == 404


def test_a_user_who_is_not_staff_is_refused_an_original_even_with_the_permission(client, image):
    user = staff()
    user.is_staff = False
    user.save()
    client.force_login(user)
    assert client.get(image.file.url).status_code == 404


def test_staff_with_the_permission_get_an_original_that_no_cache_keeps(client, image):
    client.force_login(staff())
    response = client.get(image.file.url)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Type"] == "image/png"
    assert body(response).startswith(b"\x89PNG")


def test_a_document_is_downloaded_under_its_title(client):
    document = library.document(title_en='Tea / "Ceremony": notes', title_ja="茶会のしおり", language="ja")
    response = client.get(document.file.url)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%E8%8C%B6%E4%BC%9A%E3%81%AE%E3%81%97%E3%81%8A%E3%82%8A.pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert body(response) == library.PDF
    document.language = "en"
    assert document.download_name == "Tea Ceremony notes.pdf"


def test_a_document_without_a_row_is_not_served(client):
    name = default_storage.save("documents/ab/" + "ab" * 16 + ".pdf", ContentFile(library.PDF))
    assert client.get(f"/media/{name}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "../secret", "__processed__/../secret", "__processed__/..%2f..%2fsecret", "originals/../secret", "__processed__//etc/passwd", "/etc/passwd", "secret",
        "__processed__/abc/def/%00.webp", "documents/../../secret", "__processed__/abc/def/" + "a" * 32 + "-" + "b" * 12 + ".webp%0a",
        "__processed__/abc/def/" + "a" * 32 + "-" + "b" * 12 + ".webp", "documents/" + "x" * 5000,
    ],
)  # fmt: skip
def test_no_other_path_leads_anywhere(client, path):
    default_storage.save("secret", ContentFile(b"secret"))
    client.force_login(User.objects.create_superuser("root"))
    assert client.get(f"/media/{path}").status_code == 404


def test_only_reading_is_possible(client, image):
    assert client.post(image.rendition("card").url).status_code == 405
    assert client.head(image.rendition("card").url).status_code == 200
