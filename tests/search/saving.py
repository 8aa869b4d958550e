"""Changes records, or builds the index, for as long as it lives: `python -m tests.search.saving save 7` (or `rebuild`). To be killed by a test.

A line after each deed tells that it is at work.
"""

import os
import random
import sys
from datetime import UTC, datetime, timedelta

import django


def deeds(chance: random.Random) -> None:
    """One change of the content, of any kind."""
    from anniversary.articles.models import Article, ArticleRichText
    from anniversary.directory.models import Person
    from anniversary.library.models import Tag
    from anniversary.search.indexing import together

    word, at = f"word{chance.randrange(200)}", datetime(2023, 1, 1, tzinfo=UTC) + timedelta(days=chance.randrange(300))
    articles, people, tags = list(Article.objects.all()), list(Person.objects.all()), list(Tag.objects.all())
    one = chance.choice(articles) if articles else None
    deed = chance.randrange(8)
    if one is None or deed == 0:
        made = Article.objects.create(title_en=word, title_ja="橋", date=at.date(), status="published", publish_at=at)
        made.people.set(chance.sample(people, 2))
        made.tags.set(chance.sample(tags, 2))
    elif deed == 1:
        with together():
            one.title_en = word
            one.save()
            for number in range(4):
                ArticleRichText.objects.create(parent=one, region="en", ordering=number, text=f"<p>{word}</p>")
            one.people.set(chance.sample(people, 3))
    elif deed == 2:
        ArticleRichText.objects.create(parent=one, region="ja", ordering=1, text=f"<p>{word}</p>")
    elif deed == 3:
        ArticleRichText.objects.filter(parent=one).delete()
    elif deed == 4:
        who = chance.choice(people)
        who.name_en = word
        who.save()
    elif deed == 5:
        one.tags.set(chance.sample(tags, 2))
    elif deed == 6:
        one.status = chance.choice(["withdrawn", "published", "draft"])
        one.save()
    elif len(articles) > 12:
        one.delete()


def main(what: str, seed: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "anniversary.settings"
    django.setup()
    from anniversary.search import rebuilding
    from tests.search import kinds

    kinds.register()
    rebuilding.STEP = 2
    chance = random.Random(seed)
    while True:
        if what == "save":
            deeds(chance)
            print("saved", flush=True)
        else:
            rebuilding.run(report=lambda row: print("step", flush=True))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
