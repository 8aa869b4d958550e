"""Articles (news, reports of messages, opinions, stories) and the pages that stay, such as "About"."""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from anniversary.directory.models import Person
from anniversary.languages import text
from anniversary.languages.addresses import address
from anniversary.languages.models import CleanText
from anniversary.programmes.models import Programme
from anniversary.publishing import blocks, links
from anniversary.publishing.models import Publishable
from events.models import Event

SITE_PAGES_KEY = "articles.site_pages.{}"


class Article(Publishable):
    class Type(models.TextChoices):
        NEWS = "news", _("News")
        MESSAGE = "message", _("Message")
        OPINION = "opinion", _("Opinion")
        STORY = "story", _("Story")

    type = models.CharField(
        _("type"), max_length=7, choices=Type, default=Type.NEWS,
        help_text=_(
            "Shown above the title. A message is a report, in the third person, of what somebody said or wrote. "
            "With an opinion, readers are told that it gives its author's view."
        ),
    )  # fmt: skip
    date = models.DateField(_("date"), help_text=_("The day that readers see on the article. The list is in its order, newest first."))
    byline = models.CharField(
        _("byline"), max_length=160, blank=True,
        help_text=_("Who wrote the text, for example “Editorial team”; an opinion needs it. Never the official whose message is reported: the report is ours."),
    )  # fmt: skip
    author_office = models.CharField(
        _("whose message or opinion"), max_length=200, blank=True,
        help_text=_("Name and office at that date, for example “Minister of Culture”. Leave it empty for news and stories."),
    )  # fmt: skip
    events = models.ManyToManyField(
        Event, verbose_name=_("events"), blank=True, related_name="articles", help_text=_("What it is about: each page then leads to the other.")
    )
    programmes = models.ManyToManyField(Programme, verbose_name=_("programmes"), blank=True, related_name="articles")
    people = models.ManyToManyField(
        Person, verbose_name=_("people"), blank=True, related_name="articles",
        help_text=_("Naming somebody here makes their page public together with the article."),
    )  # fmt: skip

    RESERVED_SLUGS = frozenset({"feed"})

    CARD = ("type", "date")  # what its card shows besides

    class Meta(Publishable.Meta):
        abstract = False
        ordering = ["-date", "-pk"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes = [
            models.Index(fields=["-date", "-id"], name="articles_article_newest"),
            models.Index(fields=["type", "-date", "-id"], name="articles_article_type_newest"),
        ]

    def get_absolute_url(self) -> str:
        return address("articles:detail", self.slug)

    def clean(self) -> None:
        super().clean()
        if problems := self._author_problems():
            raise ValidationError(problems)

    def publication_problems(self) -> dict[str, Any]:
        return super().publication_problems() | self._author_problems()

    def _author_problems(self) -> dict[str, Any]:
        if self.is_opinion and not any(text.has(self, "byline", code) for code in text.codes()):
            return {f"byline_{text.current()}": _("An opinion needs its author.")}
        return {}

    @property
    def is_opinion(self) -> bool:
        return self.type == self.Type.OPINION

    @property
    def cover_kind(self) -> str:
        return self.type


class CorrectionNote(CleanText):
    """What was wrong in a published article and has been put right; readers see it below the text."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="corrections")
    date = models.DateField(_("date"))
    text = models.TextField(_("correction"), blank=True, max_length=1000, help_text=_("What was wrong and what is right. Readers see it below the article."))

    class Meta:
        ordering = ["date", "pk"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        return f"{self.date}"

    def clean(self) -> None:
        super().clean()
        if not any(text.has(self, "text", code) for code in text.codes()):
            raise ValidationError({f"text_{text.current()}": _("Write the correction in at least one language.")})


class Page(Publishable):
    """A page that belongs to the site rather than to a day. Its address stands directly below the language."""

    ordering = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("Lower numbers come first in the footer."))
    in_footer = models.BooleanField(_("in the footer"), default=False, help_text=_("Every page of the site then leads to it, once it is published."))

    # The first part of every address that the site itself answers below a language, or beside it.
    RESERVED_SLUGS = frozenset({
        "accounts", "admin", "api", "articles", "brand", "calendar", "competition", "covers", "demo", "events", "favicon", "feed", "healthz",
        "history", "home", "jury", "manifest", "media", "organisations", "palette", "people", "preview", "programmes", "robots", "search", "sitemap",
        "staff", "static", "tags", "venues", "watch", *settings.ALL_LANGUAGES,
    })  # fmt: skip

    class Meta(Publishable.Meta):
        abstract = False
        ordering = ["ordering", "slug"]
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def get_absolute_url(self) -> str:
        return reverse("page", args=[self.slug])

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        _forget_site_pages()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        _forget_site_pages()
        return deleted

    @property
    def cover_kind(self) -> str:
        return "page"


def _forget_site_pages() -> None:
    cache.delete_many([SITE_PAGES_KEY.format(code) for code in settings.ALL_LANGUAGES])


class RelatedBlock(blocks.Block):
    """What a reader may want next, within the text."""

    heading = models.CharField(_("heading"), max_length=120, blank=True, help_text=_("Readers see only what is public of the records below."))
    articles = models.ManyToManyField(Article, verbose_name=_("articles"), blank=True, related_name="+")
    events = models.ManyToManyField(Event, verbose_name=_("events"), blank=True, related_name="+")
    programmes = models.ManyToManyField(Programme, verbose_name=_("programmes"), blank=True, related_name="+")
    people = models.ManyToManyField(Person, verbose_name=_("people"), blank=True, related_name="+")
    TEMPLATE, ICON, AUTOCOMPLETE = "related", "link", ("articles", "events", "programmes", "people")

    class Meta(blocks.Block.Meta):
        abstract = True
        verbose_name = _("related pages")
        verbose_name_plural = _("related pages")

    def __str__(self) -> str:
        return self.heading

    @cached_property
    def records(self) -> list[Any]:
        """What is public of it: a page never links to something that answers 404. `links.fill` sets it for all blocks of a page at once."""
        return links.of([self], *self.AUTOCOMPLETE)[self.pk]


blocks.define(Article, *blocks.ALL, RelatedBlock)
blocks.define(Page, *blocks.ALL, RelatedBlock)
