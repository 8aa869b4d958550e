"""The winning mark as it is given out for use: masters, what is made of them, and how often that was fetched."""

from typing import ClassVar
from uuid import uuid4

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from anniversary.competition.entries.models import private_storage
from anniversary.competition.models import Competition
from anniversary.publishing import blocks

TOUCH = 180  # the side of the picture that telephones put on their first page


def master_name(master: models.Model, filename: str) -> str:
    return _random_name("masters")


def file_name(file: models.Model, filename: str) -> str:
    return _random_name("kit")


def _random_name(folder: str) -> str:
    name = uuid4().hex
    return f"{folder}/{name[:2]}/{name}"


class Kit(models.Model):
    competition = models.OneToOneField(Competition, on_delete=models.PROTECT, related_name="kit")
    guidelines = ProseEditorField(_("guidelines for use"), extensions=blocks.PROSE, sanitize=blocks.sanitise, blank=True)
    clear_space = models.PositiveSmallIntegerField(_("clear space around it, in per cent of its height"), default=25, validators=[MaxValueValidator(200)])
    least_size = models.PositiveSmallIntegerField(_("least width in millimetres"), default=15)
    made_of = models.CharField(max_length=64, blank=True, editable=False)  # digest of what the files were made of (making.source)
    released_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("logo for use")
        verbose_name_plural = _("logos for use")
        default_permissions = ("add", "change", "view")

    def __str__(self) -> str:
        return str(self.pk)


class Master(models.Model):
    class Variant(models.TextChoices):
        COLOUR = "colour", _("In colour")
        MONO = "mono", _("In black and white")
        REVERSE = "reverse", _("On dark ground")

    class Layout(models.TextChoices):
        HORIZONTAL = "horizontal", _("Horizontal")
        VERTICAL = "vertical", _("Vertical")

    kit = models.ForeignKey(Kit, on_delete=models.PROTECT, related_name="masters", db_index=False)  # the constraint's index begins with it
    variant = models.CharField(_("variant"), max_length=7, choices=Variant)
    layout = models.CharField(_("layout"), max_length=10, choices=Layout, default=Layout.HORIZONTAL)
    file = models.FileField(_("file"), storage=private_storage, upload_to=master_name, max_length=100)
    kind = models.CharField(max_length=4, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    preview = models.FileField(storage=private_storage, upload_to=master_name, max_length=100, blank=True, editable=False)
    width = models.PositiveIntegerField(default=0, editable=False)  # of the preview: how wide it is for its height
    height = models.PositiveIntegerField(default=0, editable=False)
    most = models.PositiveIntegerField(default=0, editable=False)  # the longer side of a picture in pixels; 0: a drawing, of any size

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["kit", "variant", "layout"], name="kit_master_once")]
        verbose_name = _("master of the logo")
        verbose_name_plural = _("masters of the logo")
        default_permissions = ("add", "change", "delete", "view")

    def __str__(self) -> str:
        return f"{self.variant} {self.layout}"

    @property
    def name(self) -> str:
        """As the log and the files call it."""
        return f"{self.variant}-{self.layout}"

    @property
    def is_dark(self) -> bool:
        """Whether it is shown on dark ground."""
        return self.variant == self.Variant.REVERSE


class KitFile(models.Model):
    """Private as well until the kit is released; a page gives it out from then on. Of a master, or of a language: the archive of all."""

    ZIP: ClassVar[str] = "zip"

    kit = models.ForeignKey(Kit, on_delete=models.CASCADE, related_name="files")
    key = models.UUIDField(unique=True, default=uuid4, editable=False)  # its address; it stays when the file is made again
    master = models.ForeignKey(Master, null=True, on_delete=models.CASCADE, related_name="files", db_index=False)  # the constraint's index begins with it
    language = models.CharField(max_length=7, blank=True)
    format = models.CharField(max_length=4)
    size = models.PositiveIntegerField(default=0)  # the longer side in pixels; 0 for what has none
    file = models.FileField(storage=private_storage, upload_to=file_name, max_length=100)
    sha256 = models.CharField(max_length=64)
    bytes = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["master", "format", "size"], name="kit_file_once"),
            models.UniqueConstraint(fields=["kit", "language"], condition=Q(format="zip"), name="kit_file_zip_a_language"),
            models.CheckConstraint(
                condition=Q(format="zip", master=None) & ~Q(language="") | ~Q(format="zip") & Q(master__isnull=False, language=""), name="kit_file_of_either"
            ),
        ]
        verbose_name = _("file of the logo")
        verbose_name_plural = _("files of the logo")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.format} {self.size}"

    @property
    def name(self) -> str:
        """What it is called where it is saved."""
        if self.master is None:
            return f"logo-{self.language}.zip"
        what = {"ico": "favicon", "png": "touch-icon" if self.size == TOUCH else "logo"}.get(self.format, "logo")
        size = f"-{self.size}" if self.size and self.format != "ico" else ""
        return f"{what}-{self.master.name}{size}.{'jpg' if self.format == 'jpeg' else self.format}"


class Download(models.Model):
    """That a file was fetched, not by whom. It stays when the file goes."""

    kit = models.ForeignKey(Kit, on_delete=models.CASCADE, related_name="downloads")
    name = models.CharField(max_length=64)
    file = models.ForeignKey(KitFile, null=True, on_delete=models.SET_NULL, related_name="downloads")
    at = models.DateTimeField()
    language = models.CharField(max_length=7)

    class Meta:
        verbose_name = _("download")
        verbose_name_plural = _("downloads")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.pk)
