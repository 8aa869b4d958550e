"""What admins of records that can be found have in common."""

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from .indexing import together

if TYPE_CHECKING:
    Base = admin.ModelAdmin
else:
    Base = object


def _saving(request: HttpRequest) -> AbstractContextManager[None]:
    return together() if request.method == "POST" else nullcontext()


class IndexedOnce(Base):
    """A form with twenty blocks saves twenty rows: their record's entries are written once, at the end of the request's transaction.

    Stands before the class whose views save. `revision_view` and `recover_view` are reversion's, `process_import` is import-export's.
    """

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with _saving(request):
            return super().changeform_view(request, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with _saving(request):
            return super().changelist_view(request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with _saving(request):
            return super().delete_view(request, *args, **kwargs)

    def revision_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with _saving(request):
            return super().revision_view(request, *args, **kwargs)  # type: ignore[misc]

    def recover_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with _saving(request):
            return super().recover_view(request, *args, **kwargs)  # type: ignore[misc]

    def process_import(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with _saving(request):
            return super().process_import(request, *args, **kwargs)  # type: ignore[misc]
