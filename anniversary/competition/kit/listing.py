"""The files of a kit as they are listed, to officers and to readers."""

from dataclasses import dataclass

from django.db.models import Count

from .guidelines import order
from .models import TOUCH, Kit, KitFile, Master

FORMATS = ("svg", "pdf", "png", "webp", "jpeg", "ico")


@dataclass(frozen=True)
class Group:
    """One master with what was made of it."""

    master: Master
    files: list[KitFile]

    @property
    def shown(self) -> KitFile | None:
        """The picture of it on the page."""
        return next((file for file in self.files if file.format == "png" and file.size == 512), None)


def masters(kit: Kit) -> list[Group]:
    """Masters in the order of their layouts and variants, each with its files by format and size."""
    files: dict[int | None, list[KitFile]] = {}
    for file in kit.files.exclude(format=KitFile.ZIP).select_related("master"):
        files.setdefault(file.master_id, []).append(file)
    found = sorted(kit.masters.all(), key=lambda master: (order(master.layout, Master.Layout), order(master.variant, Master.Variant)))
    return [Group(master, sorted(files.get(master.pk, []), key=_rank)) for master in found]


def _rank(file: KitFile) -> tuple[bool, int, int]:
    """Drawings first, icons last."""
    return file.size == TOUCH, FORMATS.index(file.format), file.size


def downloads(kit: Kit) -> list[tuple[str, int]]:
    """(name, how often it was fetched), the most fetched first."""
    counted = kit.downloads.values("name").annotate(times=Count("pk")).order_by("-times", "name")
    return [(row["name"], row["times"]) for row in counted]
