"""The winning mark as it is given out for use: masters, what is made of them, and how often that was fetched."""

from uuid import uuid4

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from anniversary.competition.entries.models import private_storage
from anniversary.competition.models import Competition
from anniversary.publishing import blocks


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

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["kit", "variant", "layout"], name="kit_master_once")]
        verbose_name = _("master of the logo")
        verbose_name_plural = _("masters of the logo")
        default_permissions = ("add", "change", "delete", "view")

    def __str__(self) -> str:
        return f"{self.variant} {self.layout}"


class KitFile(models.Model):
    """Private as well until the kit is released; a page gives it out from then on."""

    master = models.ForeignKey(Master, on_delete=models.CASCADE, related_name="files", db_index=False)  # the constraint's index begins with it
    format = models.CharField(max_length=4)
    size = models.PositiveIntegerField(default=0)  # width in pixels; 0 for what has none
    file = models.FileField(storage=private_storage, upload_to=file_name, max_length=100)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["master", "format", "size"], name="kit_file_once")]
        verbose_name = _("file of the logo")
        verbose_name_plural = _("files of the logo")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.format} {self.size}"


class Download(models.Model):
    """That a file was fetched, not by whom."""

    file = models.ForeignKey(KitFile, on_delete=models.CASCADE, related_name="downloads")
    at = models.DateTimeField()
    language = models.CharField(max_length=7)

    class Meta:
        verbose_name = _("download")
        verbose_name_plural = _("downloads")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.pk)
