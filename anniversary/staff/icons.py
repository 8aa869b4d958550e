"""What Django's ticks and crosses are called by a screen reader: yes and no in the page's language."""

from django.contrib.admin.templatetags import admin_list
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


def tick(value: bool | None) -> SafeString:
    name, words = {True: ("yes", _("Yes")), False: ("no", _("No"))}.get(value, ("unknown", _("Unknown")))  # type: ignore[arg-type]
    return format_html('<img src="{}" alt="{}">', static(f"admin/img/icon-{name}.svg"), words)


def name_them() -> None:
    """Django calls them True and False in every language, and offers nothing to change it by: lists and forms both ask for this one function."""
    admin_list._boolean_icon = tick  # type: ignore[attr-defined]
