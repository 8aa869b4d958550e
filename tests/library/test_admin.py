"""What an editor does with pictures, and what the forms answer."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile

from anniversary.library.admin import AlbumAdmin, DocumentAdmin, ImageAdmin, TagAdmin
from anniversary.library.models import Album, Document, Image, Tag
from tests.factories import library

from .test_uploads import SVG, stored_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(User.objects.create_superuser("editor"))
    return client


def image_form(**fields) -> dict[str, object]:
    return {"focal_point_x": "25", "focal_point_y": "75.5", "title_en": "Bridge", "licence": "own"} | fields


def upload(content: bytes, name: str = "photo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_an_image_is_added_with_its_focal_point(editor):
    response = editor.post("/admin/library/image/add/", image_form(file=upload(library.picture_bytes()), alt_km="ស្ពាន"))
    assert response.status_code == 302
    image = Image.objects.get()
    assert (image.focal_point, image.title_en, image.alt_km, image.width) == ("0.25x0.755", "Bridge", "ស្ពាន", 64)


@pytest.mark.parametrize(("content", "says"), [(SVG, "SVG drawing"), (library.picture_bytes(size=(400, 300))[:-300], "damaged"), (b"\0" * 50, "not a picture")])
def test_a_bad_upload_is_answered_beside_the_field(editor, content, says):
    response = editor.post("/admin/library/image/add/", image_form(file=upload(content)))
    assert response.status_code == 200
    errors = response.context["adminform"].form.errors
    assert list(errors) == ["file"]
    assert says in errors["file"][0]
    assert (Image.objects.count(), stored_files()) == (0, [])


def test_a_bad_upload_leaves_the_picture_that_was_there(editor):
    image = library.image()
    response = editor.post(f"/admin/library/image/{image.pk}/change/", image_form(file=upload(SVG)))
    assert response.status_code == 200
    assert image.file.name in response.text
    image.refresh_from_db()
    assert image.file.storage.exists(image.file.name)


def test_a_very_long_file_name_is_no_reason_to_refuse(editor):
    assert editor.post("/admin/library/image/add/", image_form(file=upload(library.picture_bytes(), "x" * 240 + ".png"))).status_code == 302


def test_a_title_is_needed_in_one_language(editor):
    response = editor.post("/admin/library/image/add/", image_form(file=upload(library.picture_bytes()), title_en=""))
    assert response.context["adminform"].form.errors == {"title_en": ["Write a title in at least one language."]}
    assert editor.post("/admin/library/image/add/", image_form(file=upload(library.picture_bytes()), title_en="", title_ja="橋")).status_code == 302


@pytest.mark.parametrize(("x", "y"), [("101", "0"), ("-1", "0"), ("NaN", "0"), ("left", "0"), ("1e999999", "0")])
def test_a_focal_point_outside_the_picture_is_answered_beside_the_field(editor, x, y):
    response = editor.post("/admin/library/image/add/", image_form(file=upload(library.picture_bytes()), focal_point_x=x, focal_point_y=y))
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == ["focal_point"]


@pytest.mark.parametrize(("x", "y", "focal_point"), [("", "", "0.5x0.5"), ("10", "", "0.1x0.5"), ("0", "100", "0x1"), ("33.33", "66.67", "0.3333x0.6667")])
def test_a_number_left_empty_is_the_middle(editor, x, y, focal_point):
    editor.post("/admin/library/image/add/", image_form(file=upload(library.picture_bytes()), focal_point_x=x, focal_point_y=y))
    assert Image.objects.get().focal_point == focal_point


def test_the_form_shows_the_picture_with_numbers_for_the_focal_point_and_no_inline_code(editor):
    image = library.image(focal_point="0.25x0.755")
    page = editor.get(f"/admin/library/image/{image.pk}/change/").text
    assert f'data-focal-image alt="" src="{image.file.webp_480}"' in page
    assert 'id="id_focal_point_0" min="0" max="100" step="any" value="25.0"' in page
    assert 'value="75.5"' in page
    assert 'src="/static/admin-ui/focal.js"' in page
    field = page[page.index('class="focal"') :]
    field = field[: field.index("</fieldset>")]
    assert " style=" not in field
    assert "onclick" not in field


def test_saving_without_a_description_says_what_that_means(editor):
    response = editor.post("/admin/library/image/add/", image_form(file=upload(library.picture_bytes())), follow=True)
    assert "This picture cannot be used yet: write in at least one language what it shows." in [str(message) for message in response.context["messages"]]


def found(editor, address: str) -> set[str]:
    return {str(record) for record in editor.get(address).context["cl"].result_list}


def test_images_are_searched_in_every_language_and_filtered_by_missing_descriptions(editor):
    library.image(title_en="Bridge", caption_ja="夕暮れ", alt_ja="橋")
    library.image(title_en="Temple", alt_en="", ready=False, licence="cc-by")
    address = "/admin/library/image/"
    assert found(editor, address + "?q=夕暮れ") == {"Bridge"}
    assert found(editor, address + "?no_alt=ja") == {"Temple"}
    assert found(editor, address + "?no_alt=km") == {"Bridge", "Temple"}
    assert found(editor, address + "?no_alt=all") == {"Temple"}
    assert found(editor, address + "?no_alt=xx") == {"Bridge", "Temple"}
    assert found(editor, address + "?licence__exact=cc-by") == {"Temple"}
    assert found(editor, address + "?renditions_ready__exact=0") == {"Temple"}


@pytest.mark.parametrize("model", ["image", "album", "document", "tag"])
def test_lists_need_the_same_queries_for_one_row_and_for_many(editor, model, django_assert_max_num_queries):
    makers = {"image": library.image, "album": library.album, "document": library.document, "tag": None}
    counts = []
    editor.get("/admin/")  # the anniversary's record is read once and kept
    for rows in (1, 29):
        for number in range(rows):
            if model == "tag":
                library.tag(name=f"tag {rows} {number}")
            else:
                makers[model]()
        with django_assert_max_num_queries(14) as queries:
            assert editor.get(f"/admin/library/{model}/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_album_keeps_the_order_and_refuses_an_undescribed_image(editor):
    first, second, bare = library.image(), library.image(), library.image(alt_en="")
    form = {"title_en": "Opening", "items-TOTAL_FORMS": "2", "items-INITIAL_FORMS": "0"}
    rows = {"items-0-image": first.pk, "items-0-ordering": "20", "items-1-image": second.pk, "items-1-ordering": "10"}
    assert editor.post("/admin/library/album/add/", form | rows).status_code == 302
    assert Album.objects.get().images() == [second, first]
    response = editor.post("/admin/library/album/add/", form | rows | {"items-1-image": bare.pk})
    errors = response.context["inline_admin_formsets"][0].formset.errors
    assert list(errors[1]) == ["image"]
    assert "has no description yet" in errors[1]["image"][0]
    assert editor.get(f"/admin/library/album/{Album.objects.get().pk}/change/").status_code == 200


def test_a_document_is_added_and_another_kind_refused_beside_the_field(editor):
    address = "/admin/library/document/add/"
    assert editor.post(address, {"file": upload(library.PDF, "a.pdf"), "title_en": "Plan", "language": "en"}).status_code == 302
    response = editor.post(address, {"file": upload(b"<html>", "a.pdf"), "title_en": "Plan"})
    assert list(response.context["adminform"].form.errors) == ["file"]
    assert editor.get(f"/admin/library/document/{Document.objects.get().pk}/change/").status_code == 200


def test_tags_are_found_by_name_and_by_every_label_when_completing(editor):
    library.tag(name="music", label_ja="音楽", label_km="តន្ត្រី")
    library.tag(name="dance")
    for term in ("mus", "音楽", "តន្ត្រី"):
        assert found(editor, f"/admin/library/tag/?q={term}") == {"music"}


def test_two_tags_may_not_differ_in_capitals_alone(editor):
    library.tag(name="music")
    response = editor.post("/admin/library/tag/add/", {"name": "Music", "slug": "music-2"})
    assert list(response.context["adminform"].form.errors) == ["name"]
    response = editor.post("/admin/library/tag/add/", {"name": "舞踊", "slug": "舞踊"})
    assert list(response.context["adminform"].form.errors) == ["slug"]
    assert Tag.objects.count() == 1


def test_the_index_finds_all_of_them_in_the_librarys_group():
    assert {admin.admin_group for admin in (ImageAdmin, AlbumAdmin, DocumentAdmin, TagAdmin)} == {"library"}


def test_a_picture_in_use_keeps_its_description(editor):
    picture = library.image(alt_en="A bridge")
    library.album(images=(picture,))
    url = f"/admin/library/image/{picture.pk}/change/"
    data = {"title_en": "Bridge", "alt_en": "", "licence": "own", "focal_point_x": "50", "focal_point_y": "50"}
    response = editor.post(url, data)
    assert response.status_code == 200
    assert "alt_en" in response.context["adminform"].form.errors
    picture.album_items.all().delete()
    assert editor.post(url, data).status_code == 302
