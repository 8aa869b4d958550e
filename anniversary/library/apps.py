from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    name = "anniversary.library"
    label = "library"
    verbose_name = _("Library")

    def ready(self) -> None:
        from anniversary.search.registry import Searched, register

        from . import private, searched
        from .models import Album, Document, Image, Tag

        register(Searched(name="document", label=_("Documents"), model=Document, describe=searched.documents, through_others=True))
        register(Searched(name="tag", label=_("Tags"), model=Tag, describe=searched.tags, listed=False))
        register(Searched(name="image", label=_("Images"), model=Image, describe=searched.images, listed=False))
        register(Searched(name="album", label=_("Albums"), model=Album, describe=searched.albums, listed=False))
        checks.register(private.check_private_root)
