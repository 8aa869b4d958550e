"""What the pages under test need besides the demonstration: people who work here, a page taken down, pages not yet public.

Runs inside the site under test (serving.prepare), not in the tests' own process.
"""

import json
from datetime import date
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import translation

from anniversary.articles.models import Article
from anniversary.covers import share
from anniversary.library.models import Image, Licence
from anniversary.publishing import blocks, previews, workflow
from anniversary.staff.models import Profile
from events.models import Category, Event, Occurrence, Venue
from tests.factories.staff import make_user

STAFF = {"dara": "editor", "hanako": "approver", "bopha": "translator"}
VIDEO = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
TEXTS = {"en": "Text of the page.", "ja": "ページの本文です。", "km": "អត្ថបទនៃទំព័រ។"}


def titles(en: str, ja: str, km: str, *, field: str = "title") -> dict[str, str]:
    return {f"{field}_en": en, f"{field}_ja": ja, f"{field}_km": km}


def picture() -> Image:
    """A picture with everything a picture can have, in the sizes that readers get (the worker makes them)."""
    texts = titles("A drawing", "絵", "គំនូរ") | titles("Hills and a river", "丘と川", "ភ្នំ និងទន្លេ", field="alt")
    texts |= titles("A drawing for the tests", "テスト用の絵", "គំនូរសម្រាប់តេស្ត", field="caption")
    return Image.objects.create(file=ContentFile(share.share_png("event", "furnished"), name="drawing.png"), licence=Licence.OWN, credit_en="The site", **texts)


def draft_event(cover: Image) -> Event:
    texts = titles("An evening not yet announced", "まだ発表されていない夕べ", "ពេលល្ងាចមួយមិនទាន់ប្រកាស")
    texts |= titles("Only editors see it.", "編集者だけが見られます。", "មានតែអ្នកកែសម្រួលប៉ុណ្ណោះដែលឃើញ។", field="summary")
    event = Event.objects.create(slug="evening-not-yet-announced", category=Category.objects.all()[0], cover=cover, **texts)
    Occurrence.objects.create(event=event, first_day=date(2033, 5, 1), venue=Venue.objects.all()[0])
    return event


def draft_article(image: Image) -> Article:
    """An article with each kind of block that needs nothing but itself and a picture, in three languages."""
    article = Article.objects.create(
        slug="article-with-every-block", date=date(2023, 2, 1), type="story", cover=image,
        **titles("An article with every kind of block", "あらゆる種類のブロックがある記事", "អត្ថបទដែលមានប្លុកគ្រប់ប្រភេទ"),
        **titles("Not public yet.", "まだ公開されていません。", "មិនទាន់ផ្សព្វផ្សាយ។", field="summary"),
    )  # fmt: skip
    contents: dict[str, dict[str, Any]] = {
        "RichText": {"text": "<h2>{0}</h2><p>{0} <strong>{0}</strong> <a href='https://www.example.org/'>{0}</a></p><ul><li>{0}</li></ul>"},
        "Picture": {"image": image, "caption": "{0}"},
        "Quote": {"text": "{0}", "source": "{0}", "source_url": "https://www.example.org/"},
        "Video": {"url": VIDEO, "title": "{0}", "transcript": "{0}"},
        "Figures": {"title": "{0}", "unit": "km", "data": "2019; 2292\n2020; 1000\n2021; 1500", "source": "{0}"},
    }
    for language, text in TEXTS.items():
        for place, (name, fields) in enumerate(contents.items()):
            block = next(model for model in Article.BLOCKS if model.__name__ == f"Article{name}")
            filled = {key: value.format(text) if isinstance(value, str) else value for key, value in fields.items()}
            block._base_manager.create(parent=article, region=language, ordering=place * 10, **filled)
    article.refresh_body_index()
    return article


def withdrawn_article(by: Any) -> Article:
    texts = titles("Taken down", "取り下げ", "បានដកចេញ") | {"summary_en": "Once public."}
    article = Article.objects.create(slug="taken-down", date=date(2023, 2, 1), type="news", **texts)
    workflow.move(article, "publish", user=by)
    workflow.move(article, "withdraw", user=by, note="It was wrong.")
    return article


def path_of(address: str) -> str:
    return address.removeprefix("/en/")


def furnish() -> None:
    translation.activate("en")
    staff = {role: make_user(username=name, role=role) for name, role in STAFF.items()}
    for user in staff.values():
        Profile.objects.create(user=user, language="en")
    image = picture()
    watch = path_of(blocks.watch_url(VIDEO))
    made = {
        "gone": path_of(withdrawn_article(staff["approver"]).get_absolute_url()),
        "preview event": path_of(previews.url_for(draft_event(image))),
        "preview article": path_of(previews.url_for(draft_article(image))),
        "watch": watch,
        "watch agreed": f"{watch}?agree=1",
    }
    (settings.VAR_DIR / "furnished.json").write_text(json.dumps(made))
