"""Pictures and tags in pages. A picture whose renditions are not made yet gives "", and the caller shows a cover:

{% picture image as shown %}{% if shown %}{{ shown }}{% else %}…{% endif %}
"""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from anniversary.languages import text
from anniversary.library.models import Image, Tag
from anniversary.library.renditions import Rendition

register = template.Library()


@register.simple_tag
def picture(image: Image | None, sizes: str = "100vw", loading: str = "lazy", css: str = "picture", decorative: bool = False) -> str | SafeString:
    """<picture> with the whole image in AVIF and WebP; "" if there is none to show. `decorative` empties alt, where the text beside says it all."""
    if image is None or not image.renditions_ready:
        return ""
    webp = image.widths("webp")
    sources = format_html_join(
        "",
        '<source type="image/{}" srcset="{}" sizes="{}">',
        ((kind, ", ".join(f"{made.url} {made.width}w" for made in found), sizes) for kind, found in (("avif", image.widths("avif")), ("webp", webp))),
    )
    shown = webp[min(1, len(webp) - 1)]
    whole = Rendition(shown.url, webp[-1].width, webp[-1].height)
    return format_html('<picture class="{}">{}{}</picture>', css, sources, _img(image, whole, loading, decorative=decorative))


@register.simple_tag
def card_image(image: Image | None, loading: str = "lazy", css: str = "card-image", decorative: bool = False) -> str | SafeString:
    """<img> with the 16:9 crop around the focal point; "" if there is none to show."""
    card = image.rendition("card") if image else None
    return _img(image, card, loading, css, decorative) if image and card else ""


@register.simple_tag
def tag_text(tag: Tag) -> str | SafeString:
    """What readers see of a tag; in a <span lang> where it had to be taken from another language than the page's."""
    if tag.text_language == text.current():
        return tag.text
    return format_html('<span lang="{}">{}</span>', tag.text_language, tag.text)


def _img(image: Image, made: Rendition, loading: str, css: str = "", decorative: bool = False) -> SafeString:
    alt, language = ("", text.current()) if decorative else text.pick(image, "alt")
    attributes = [("class", css)] if css else []
    attributes += [("src", made.url), ("width", str(made.width)), ("height", str(made.height)), ("alt", alt)]
    if language != text.current():
        attributes.append(("lang", language))
    attributes.append(("loading", "eager" if loading == "eager" else "lazy"))
    return format_html("<img{}>", format_html_join("", ' {}="{}"', attributes))
