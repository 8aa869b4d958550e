"""Empties a site of its content, so that a sample can be loaded as on the first day."""

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from reversion.models import Revision

from anniversary.articles.models import Article, Page
from anniversary.competition.models import Competition
from anniversary.directory.models import Organisation, Person
from anniversary.history.models import Metric, Milestone
from anniversary.library.models import Album, Document, Image, Tag
from anniversary.occasion.models import Anniversary
from anniversary.programmes.models import Programme
from anniversary.publishing.models import OldAddress, Source, Transition
from anniversary.publishing.tombstones import Tombstone
from anniversary.search.models import Synonyms, Unfound
from events.models import Category, Event, Series, Venue

# In the order in which nothing that is still there points at what goes.
CONTENT = [
    Article, Page, Competition, Milestone, Metric, Event, Series, Programme, Category, Venue, Person, Organisation, Album, Document, Image, Tag,
    Source, Transition, OldAddress, Tombstone, Synonyms, Unfound, Anniversary,
]  # fmt: skip


def remove_everything() -> None:
    """Deletes all content, drafts and old versions too. Users, their rights and their sessions stay. Files go with their records."""
    for model in CONTENT:
        for record in model._base_manager.all():
            record.delete()
    Revision.objects.all().delete()
    # Who changed what names what is no longer there; what concerns users is kept.
    LogEntry.objects.filter(content_type__in=ContentType.objects.get_for_models(*CONTENT, for_concrete_models=False).values()).delete()
