"""Writes a sample's rows as records: the same file loaded twice gives the same records once."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import models

from anniversary.articles.models import Article, Page
from anniversary.competition.models import Competition
from anniversary.directory.models import Organisation, Person
from anniversary.history.models import Metric, Milestone
from anniversary.library.models import Image, Tag
from anniversary.occasion.models import Anniversary, Country, Link, every_language
from anniversary.programmes.models import Programme
from anniversary.publishing.models import Publishable, Source
from anniversary.publishing.workflow import publish_imported
from anniversary.search.models import Synonyms
from events.models import Category, Credit, Event, Organisership, Venue

from . import drawings
from .dates import put_dates
from .files import Sample, translated


def midnight(text: str) -> datetime:
    """The first moment (UTC) of a date of any precision."""
    year, month, day = ([int(part) for part in text.split("-")] + [1, 1])[:3]
    return datetime(year, month, day, tzinfo=UTC)


def put(model: type[models.Model], slug: str, values: dict[str, Any]) -> Any:
    """The record of this slug with these values, checked as a form would check it, whether it was there or not."""
    record = model._base_manager.filter(slug=slug).first() or model(slug=slug)  # type: ignore[misc]
    for name, value in values.items():
        setattr(record, name, value)
    record.full_clean(validate_unique=False)
    record.save()
    return record


class Loader:
    """Loads one sample kind by kind, in the order in which records refer to each other."""

    def __init__(self, sample: Sample) -> None:
        self.sample = sample
        self.start = midnight(sample.tables["anniversary"]["start"])

    def steps(self) -> Iterable[tuple[str, list[dict[str, Any]], Callable[[dict[str, Any]], None]]]:
        """(name, rows, what to do with each row), in order."""
        for name, load in [
            ("anniversary", self.anniversary), ("tag", self.tag), ("drawing", self.drawing), ("organisation", self.organisation), ("person", self.person),
            ("category", self.category), ("venue", self.venue), ("programme", self.programme), ("event", self.event), ("metric", self.metric),
            ("milestone", self.milestone), ("competition", self.competition), ("article", self.article), ("page", self.page),
            ("synonyms", self.synonyms),
        ]:  # fmt: skip
            rows = [self.sample.tables[name]] if name == "anniversary" else self.sample.rows(name)
            yield name, rows, load

    # --- the site and what others refer to -------------------------------------------------------------------------------
    def anniversary(self, row: dict[str, Any]) -> None:
        record = Anniversary.objects.first() or Anniversary()
        values: dict[str, Any] = translated(row, "name", "full_name", "tagline", "lead", "publisher", "disclaimer")
        values |= {name: row[name] for name in ("years", "contact_email")} | {"languages": row.get("languages", every_language())}
        values |= {name: date.fromisoformat(row[name]) for name in ("founded", "start", "end")}
        values |= {f"colour_{role}": colour for role, colour in row.get("palette", {}).items()}
        for name, value in values.items():
            setattr(record, name, value)
        record.full_clean()
        record.save()
        Link.objects.filter(anniversary=record).delete()
        Country.objects.exclude(code__in=[country["code"] for country in self.sample.rows("country")]).delete()
        for order, country in enumerate(self.sample.rows("country")):
            fields = translated(country, "name", "capital") | {
                "time_zone": country["tz"],
                "flower": country["flower"],
                "ordering": order,
                "anniversary": record,
            }
            Country.objects.update_or_create(code=country["code"], defaults=fields)
        for order, link in enumerate(self.sample.rows("link")):
            Link.objects.create(anniversary=record, url=link["url"], ordering=order, **translated(link, "label"))
        record.save()  # the cached record is made anew, with its countries

    def tag(self, row: dict[str, Any]) -> None:
        Tag.objects.update_or_create(slug=row["slug"], defaults={"name": row["slug"], **translated(row, "label")})

    def synonyms(self, row: dict[str, Any]) -> None:
        """A group is known by its first word: a second load makes no second one."""
        terms = row["terms"]
        group = next((group for group in Synonyms.objects.order_by("pk") if terms[0] in group.listed()), None) or Synonyms()
        group.terms = "\n".join(terms)
        group.full_clean()
        group.save()

    def drawing(self, row: dict[str, Any]) -> None:
        drawings.put(row)

    def organisation(self, row: dict[str, Any]) -> None:
        values: dict[str, Any] = translated(row, "name", "description") | {
            "reading": row.get("reading", ""),
            "kind": row["kind"],
            "country_code": row.get("country", ""),
            "url": row.get("url", ""),
        }
        put(Organisation, row["slug"], values)

    def person(self, row: dict[str, Any]) -> None:
        values = translated(row, "name", "bio") | {"reading": row.get("reading", ""), "country_code": row.get("country", "")}
        person = put(Person, row["slug"], values)
        person.tags.set(self._tags(row))
        person.roles.all().delete()
        for order, role in enumerate(row.get("role", [])):
            organisation = Organisation.objects.get(slug=role["organisation"]) if role.get("organisation") else None
            person.roles.create(ordering=order, organisation=organisation, start=role.get("start", ""), end=role.get("end", ""), **translated(role, "title"))

    def category(self, row: dict[str, Any]) -> None:
        put(Category, row["slug"], translated(row, "name") | {"colour": row["colour"], "ordering": row["ordering"]})

    def venue(self, row: dict[str, Any]) -> None:
        values: dict[str, Any] = translated(row, "name", "locality", "directions") | {
            "reading": row.get("reading", ""),
            "country": row["country"],
            "tz": row["tz"],
            "lat": row.get("lat"),
            "lon": row.get("lon"),
        }
        put(Venue, row["slug"], values)

    # --- what is published -------------------------------------------------------------------------------------------
    def programme(self, row: dict[str, Any]) -> None:
        values: dict[str, Any] = translated(row, "title", "summary", "places") | {name: row.get(name, "") for name in ("kind", "start", "end")}
        record = put(Programme, row["slug"], values)
        record.partners.set(self._found(Organisation, row.get("partners", [])))
        record.people.set(self._found(Person, row.get("people", [])))
        record.outcomes.all().delete()
        for order, outcome in enumerate(row.get("outcome", [])):
            record.outcomes.create(
                value=outcome["value"], year=outcome.get("year"), ordering=order, **translated(outcome, "unit", "label"), **self.sample.source(outcome["fact"])
            )
        record.media.all().delete()
        for order, media in enumerate(row.get("media", [])):
            record.media.create(kind=media["kind"], url=media["url"], ordering=order, **translated(media, "title", "transcript"))
        self._finish(record, row, self.start - timedelta(days=60))

    def event(self, row: dict[str, Any]) -> None:
        values: dict[str, Any] = translated(row, "title", "summary", "conditions") | {
            "category": Category.objects.get(slug=row["category"]),
            "programme": Programme.objects.get(slug=row["programme"]) if row.get("programme") else None,
            "languages": row.get("languages", []), "featured": row.get("featured", False), "recognised": row["recognised"],
            "admission": row["admission"], "attendance": row["attendance"],
        }  # fmt: skip
        event = put(Event, row["slug"], values)
        event.organisers.all().delete()
        for order, part in enumerate(row.get("organiser", [])):
            Organisership.objects.create(event=event, organisation=Organisation.objects.get(slug=part["org"]), role=part["role"], ordering=order)
        event.credits.all().delete()
        for order, person in enumerate(self._found(Person, row.get("people", []))):
            Credit.objects.create(event=event, person=person, ordering=order, performs=person.slug in row.get("performers", []))
        first = put_dates(event, row)
        self._finish(event, row, midnight(first.isoformat()) - timedelta(days=90))

    def metric(self, row: dict[str, Any]) -> None:
        values: dict[str, Any] = translated(row, "title", "unit") | translated({"summary": row["description"]}, "summary")
        order = [found["slug"] for found in self.sample.rows("metric")].index(row["slug"])
        record = put(Metric, row["slug"], values | {"shape": row["chart"], "ordering": order})
        record.points.all().delete()
        for point in row["point"]:
            source = self.sample.source(point["fact"])
            fields = {"source_label": source["source"], "source_url": source["source_url"], "source_reference": point["fact"]}
            record.points.create(year=point["year"], value=point["value"], **fields, **translated(point, "note"))
        self._finish(record, row, self.start - timedelta(days=60))

    def milestone(self, row: dict[str, Any]) -> None:
        values: dict[str, Any] = translated(row, "title") | translated({"text": row["body"]}, "text")
        record = put(Milestone, row["slug"], values | {name: row[name] for name in ("date", "side", "highlight")})
        self._finish(record, row, max(self.start - timedelta(days=60), midnight(row["date"])))

    def competition(self, row: dict[str, Any]) -> None:
        values: dict[str, Any] = translated(
            row, "title", "summary", "brief", "result", "rationale_ministry", "rationale_press", "note", "winner_name", "winner_affiliation"
        )
        values |= {name: row.get(name, "") for name in ("opened", "closed", "announced")} | {"stage": row.get("stage", "archived")}
        record = put(Competition, row["slug"], values)
        record.organisers.set(self._found(Organisation, row.get("organisers", [])))
        self._finish(record, row, midnight(row.get("announced") or row.get("opened") or "2000"))

    def article(self, row: dict[str, Any]) -> None:
        values: dict[str, Any] = translated(row, "title", "summary", "byline", "author_office") | {"type": row["type"], "date": date.fromisoformat(row["date"])}
        record = put(Article, row["slug"], values)
        record.events.set(self._found(Event, row.get("events", [])))
        record.programmes.set(self._found(Programme, row.get("programmes", [])))
        record.people.set(self._found(Person, row.get("people", [])))
        self._finish(record, row, midnight(row["date"]))

    def page(self, row: dict[str, Any]) -> None:
        order = [found["slug"] for found in self.sample.rows("page")].index(row["slug"])
        record = put(Page, row["slug"], translated(row, "title", "summary") | {"in_footer": True, "ordering": order})
        self._finish(record, row, self.start - timedelta(days=60))

    # --- what all of them have ---------------------------------------------------------------------------------------
    def _tags(self, row: dict[str, Any]) -> list[Tag]:
        return self._found(Tag, row.get("tags", []))

    @staticmethod
    def _found(model: type[models.Model], slugs: list[str]) -> list[Any]:
        """The records of these slugs, in this order. KeyError for one that is not there."""
        known = {record.slug: record for record in model._base_manager.filter(slug__in=slugs)}  # type: ignore[attr-defined]
        return [known[slug] for slug in slugs]

    def _finish(self, record: Publishable, row: dict[str, Any], published: datetime) -> None:
        """What all pages have: tags, sources, the body; then it is public since `published`, or since the day that its row says."""
        if row.get("published"):
            published = midnight(row["published"])
        record.tags.set(self._tags(row))
        self._sources(record, row.get("facts", []))
        self._body(record, row)
        record.refresh_body_index()
        publish_imported(record, published)

    def _sources(self, record: Publishable, facts: list[str]) -> None:
        record.sources.all().delete()
        rows = [(fact, source) for fact in facts for source in self.sample.sources[fact]]
        Source.objects.bulk_create(
            Source(record=record, label=source["label"][:200], url=source.get("url", ""), reference=fact, ordering=order)
            for order, (fact, source) in enumerate(rows)
        )

    def _body(self, record: Publishable, row: dict[str, Any]) -> None:
        kinds = {block.TEMPLATE: block for block in record.BLOCKS}  # type: ignore[attr-defined]
        for block in record.BLOCKS:
            block._base_manager.filter(parent=record).delete()
        for code, html in (row.get("body") or {}).items():
            if "richtext" not in kinds:
                break
            kinds["richtext"]._base_manager.create(parent=record, region=code, ordering=10, text=html.strip())
            for order, part in enumerate(row.get("block", []), 2):
                self._block(kinds[part["type"]], record, code, order * 10, part)

    def _block(self, model: type[models.Model], record: Publishable, code: str, ordering: int, part: dict[str, Any]) -> None:
        place = {"parent": record, "region": code, "ordering": ordering}
        if part["type"] == "figures":
            metric = Metric._base_manager.get(slug=part["metric"])
            points = list(metric.points.all())
            data = "\n".join(f"{point.year}; {point.value.normalize():f}" for point in points)
            source = {"source": points[-1].source_label, "source_url": points[-1].source_url}
            model._base_manager.create(
                **place, title=getattr(metric, f"title_{code}"), unit=getattr(metric, f"unit_{code}"), shape=metric.shape, data=data, **source
            )
        elif part["type"] == "picture":
            caption = (part.get("caption") or {}).get(code, "")
            model._base_manager.create(**place, image=Image.objects.get(title_en=part["drawing"]), caption=caption)
        elif part["type"] == "related":
            block: Any = model._base_manager.create(**place, heading=(part.get("heading") or {}).get(code, ""))
            for name, target in (("events", Event), ("programmes", Programme), ("articles", Article), ("people", Person)):
                if part.get(name):
                    getattr(block, name).set(self._found(target, part[name]))
