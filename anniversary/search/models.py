"""The index: what can be found, in which language, by which words, and since when everybody may find it."""

from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.lookups import In
from django.utils.translation import gettext_lazy as _

from anniversary import clock
from anniversary.languages.models import CleanText

MOST_TERMS, LONGEST_TERM = 20, 60
UNDATED = date.min  # sorts after all others, the same in every database, which a null does not


class Among(In):
    """A column that is in a subquery, which PostgreSQL is to run once: weighed for each row, it makes any way to the rows look as good as the best."""

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        written, params = self.as_sql(compiler, connection)
        column, _in, rows = written.partition(" IN ")
        return f"{column} = ANY(ARRAY{rows})", params


class EntryQuerySet(models.QuerySet[Any]):
    def public(self) -> Self:
        """What readers may see now: the only door of the public search."""
        now = clock.now()
        not_over = Q(until=None) | Q(until__gt=now)
        opened = Link.objects.filter(not_over, opens=True, since__lte=now, target_kind=OuterRef("kind"), target_id=OuterRef("object_id"))
        between = Entry.objects.filter(Exists(opened), split=True).order_by()
        return self.filter(not_over, Q(split=False) | Q(Among(F("pk"), between.values("pk"))), since__lte=now)


class Entry(models.Model):
    """One record in one language: what a list of results shows of it and is filtered by.

    Entries exist for drafts too, so that editors find them. `since` and `until` say when readers may: they are compared with the
    clock by the query, so that nothing has to be flipped when a time comes. A record that is public through others is so in the
    span of them all; where that has gaps, `split` is set and the links say the rest.
    """

    kind = models.CharField(max_length=20)  # a name of the registry
    object_id = models.PositiveBigIntegerField()
    language = models.CharField(max_length=8)
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    split = models.BooleanField(default=False)
    day = models.DateField(default=UNDATED)
    digest = models.CharField(max_length=32)  # of all that was written, to see what has changed
    url = models.CharField(max_length=300)
    title = models.TextField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id", "language"], name="search_entry_once")]
        indexes = [
            # With all that says whether readers may see a row: to go through them in order, the rows themselves need not be read.
            models.Index(fields=["language", "-day", "kind", "object_id", "since", "until", "split"], name="search_entry_by_day"),
            models.Index(fields=["language", "kind", "-day", "object_id", "since", "until", "split"], name="search_entry_by_kind"),
            models.Index(fields=["id"], condition=Q(split=True), name="search_entry_split"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} ({self.language})"


class Text(models.Model):
    """The words of an entry. Apart from it, so that counting and sorting entries reads short rows only.

    The tokens are the analyser's, separated by blanks; each database has its own index on them (see the migration). SQLite's
    stands on this very table: a migration that alters the table must make its triggers again.
    """

    entry = models.OneToOneField(Entry, primary_key=True, on_delete=models.CASCADE, related_name="text")
    body = models.TextField(blank=True)  # as readers see it, for the line below a result
    title_tokens = models.TextField(blank=True)
    title_words = models.TextField(blank=True)  # not stemmed: for titles that are found while they are typed
    body_tokens = models.TextField(blank=True)
    filed = models.TextField(blank=True)  # tokens of its language, kind, year and tags (filing.py)

    def __str__(self) -> str:
        return str(self.entry_id)


class Link(models.Model):
    """What a record names: what becomes public through it (`opens`, in the span that is repeated here), and what it is tagged with."""

    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    target_kind = models.CharField(max_length=20)
    target_id = models.PositiveBigIntegerField()
    opens = models.BooleanField(default=False)
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id", "target_kind", "target_id"], name="search_link_once")]
        indexes = [models.Index(fields=["target_kind", "target_id", "kind", "object_id"], name="search_link_back")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} → {self.target_kind} {self.target_id}"


class Spelling(models.Model):
    """A word of the index under itself and under what is left of it without one letter: by these, words are found that are nearly the same.

    What stands here may come from a draft: nothing of it is shown before a query that the asker may make finds it.
    """

    variant = models.CharField(max_length=40)
    word = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["variant", "word"], name="search_spelling_once")]

    def __str__(self) -> str:
        return f"{self.variant} → {self.word}"


class Synonyms(CleanText):
    """Words for the same thing in different scripts or spellings, one a line: who looks for one of them finds the others too."""

    terms = models.TextField(
        _("words"), help_text=_("One a line, in any language: for example Angkor, アンコール, អង្គរ. Whoever looks for one of them finds all of them.")
    )

    class Meta:
        verbose_name = _("words for the same")
        verbose_name_plural = _("words for the same")

    def __str__(self) -> str:
        return " · ".join(self.listed())

    def listed(self) -> list[str]:
        """The words, each once."""
        return list(dict.fromkeys(" ".join(line.split()) for line in self.terms.splitlines() if line.strip()))

    def clean(self) -> None:
        super().clean()
        if not 2 <= len(self.listed()) <= MOST_TERMS:
            raise ValidationError({"terms": _("Write two words or more, up to twenty, each on its own line.")})
        if any(len(term) > LONGEST_TERM for term in self.listed()):
            raise ValidationError({"terms": _("A line may have up to 60 characters: a word or a name, not a sentence.")})
        self.terms = "\n".join(self.listed())


class Unfound(models.Model):
    """What readers looked for in vain: the words and how often. Nothing is kept of who it was."""

    language = models.CharField(_("language"), max_length=8)
    query = models.CharField(_("looked for"), max_length=80)
    times = models.PositiveIntegerField(_("how often"), default=1)
    last_on = models.DateField(_("last on"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "query"], name="search_unfound_once")]
        ordering = ["-times", "-last_on", "query"]
        verbose_name = _("search without a result")
        verbose_name_plural = _("searches without a result")

    def __str__(self) -> str:
        return self.query


class Rebuild(models.Model):
    """How far the rebuilding of the index has come, so that one that was interrupted goes on where it was."""

    version = models.PositiveIntegerField()  # the analyser's: with another one, queries and entries do not meet
    fingerprint = models.CharField(max_length=32, default="")  # of the catalogues and languages: with another one, entries are stale
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    kind = models.CharField(max_length=20, blank=True)
    last_id = models.PositiveBigIntegerField(default=0)
    done = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.started_at}: {self.done}"


class Check(models.Model):
    """One look whether the index agrees with the content, and what it found."""

    due_at = models.DateTimeField()  # when it was asked for: the next one is counted from then
    finished_at = models.DateTimeField(null=True)
    findings = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.due_at}: {self.findings}"
