"""The sizes and formats in which a picture reaches a reader, and their making (django-imagefield names and stores them)."""

from collections.abc import Callable
from typing import Any, NamedTuple

from imagefield.processing import register
from PIL import Image

WIDTHS = (480, 960, 1600)
CROPS = {"card": ("webp", 640, 360), "share": ("jpeg", 1200, 630)}
THUMB = 300
TALLEST = 4  # a picture higher than four times its width is made narrower, not endlessly long
SAVE: dict[str, dict[str, Any]] = {
    "avif": {"format": "AVIF", "quality": 55, "speed": 8},  # speed 8: a quarter of the time for 6 % more bytes
    "webp": {"format": "WEBP", "quality": 78, "method": 4},
    "jpeg": {"format": "JPEG", "quality": 84, "progressive": True},
}


class Rendition(NamedTuple):
    url: str
    width: int
    height: int


def fitted(width: int, height: int, into: int) -> tuple[int, int]:
    """The size of the whole picture made `into` wide, never larger than it is."""
    scale = min(1.0, into / width, TALLEST * into / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def cropped(width: int, height: int, want_width: int, want_height: int) -> tuple[int, int]:
    """The size of a crop of those proportions: the size wanted, or as much of it as the picture has."""
    scale = min(1.0, width / want_width, height / want_height)
    return max(1, round(want_width * scale)), max(1, round(want_height * scale))


def crop_box(width: int, height: int, want_width: int, want_height: int, focus: list[float]) -> tuple[float, float, float, float]:
    """The largest part of those proportions, with the focal point as near to its middle as the picture's edges allow."""
    scale = min(width / want_width, height / want_height)
    box_width, box_height = want_width * scale, want_height * scale
    x, y = (value if 0 <= value <= 1 else 0.5 for value in focus)
    left = min(max(x * width - box_width / 2, 0), width - box_width)
    top = min(max(y * height - box_height / 2, 0), height - box_height)
    return left, top, left + box_width, top + box_height


@register
def rendition(get_image: Callable[..., Image.Image], kind: str, width: int, height: int = 0) -> Callable[..., Image.Image]:
    """imagefield's processor: the whole picture `width` wide, or with a height too, the crop around the focal point."""

    def processor(image: Image.Image, context: Any) -> Image.Image:
        size = cropped(*image.size, width, height) if height else fitted(*image.size, width)
        if image.format == "JPEG":
            _decode_smaller(image, size, width / height if height else 0)
        alpha = "A" in image.getbands() or "transparency" in image.info
        image = image.convert("RGBA" if alpha else "RGB")
        if alpha and kind == "jpeg":
            paper = Image.new("RGB", image.size, "white")
            paper.paste(image, mask=image.getchannel("A"))
            image = paper
        box = crop_box(*image.size, width, height, context.ppoi) if height else None
        image = image.resize(size, Image.Resampling.LANCZOS, box=box)
        context.save_kwargs.clear()
        context.save_kwargs.update(SAVE[kind])
        return get_image(image, context)

    return processor


def _decode_smaller(image: Image.Image, size: tuple[int, int], shape: float) -> None:
    """Let the JPEG decoder halve the picture while twice the pixels needed are left."""
    full_width, full_height = image.size
    part = min(full_width, full_height * shape) / full_width if shape else 1
    scale = min(1.0, 2 * size[0] / (full_width * part))
    image.draft("RGB", (round(full_width * scale), round(full_height * scale)))


def _spec(kind: str, width: int, height: int = 0) -> Callable[[Any, Any], None]:
    def spec(file: Any, context: Any) -> None:
        context.extension = f".{kind}"
        context.processors = [("rendition", kind, width, height)]
        if not height:
            context.ppoi = [0.5, 0.5]  # the whole picture stays, and keeps its address, when the focal point moves

    return spec


FORMATS = {f"{kind}_{width}": _spec(kind, width) for kind in ("avif", "webp") for width in WIDTHS}
FORMATS |= {name: _spec(*crop) for name, crop in CROPS.items()}
FORMATS["thumb"] = _spec("webp", THUMB)


def widths(width: int, height: int) -> list[int]:
    """Which of WIDTHS a picture of this size is made in: up to the first that holds all of it."""
    for number, into in enumerate(WIDTHS, 1):
        if fitted(width, height, into) == (width, height):
            return list(WIDTHS[:number])
    return list(WIDTHS)


def names(width: int, height: int) -> list[str]:
    """Which of FORMATS are made for a picture of this size."""
    return [*(f"{kind}_{into}" for kind in ("avif", "webp") for into in widths(width, height)), *CROPS, "thumb"]


def make(file: Any, name: str) -> str:
    """Make one rendition unless it is there and whole (a killed worker can leave half of one). Returns its stored name."""
    stored = file.process(name)
    try:
        with file.storage.open(stored) as handle, Image.open(handle) as image:
            image.load()
    except (OSError, SyntaxError, ValueError):
        file.process(name, force=True)
    return stored
