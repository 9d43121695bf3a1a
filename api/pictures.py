"""Pictures that people send: checked, turned upright, made small, and freed of what a camera writes into them."""

from __future__ import annotations

import warnings
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from logistics.holdings.photos import Picture

LARGEST_FILE = 12 * 1024 * 1024
"""Bytes; what a phone's camera makes is smaller."""

MOST_PIXELS = 60_000_000
"""A small file may unpack to any size."""

TYPES = ("JPEG", "PNG", "WEBP")
LONGEST_SIDE = 1200
QUALITY = 82


class BadPicture(Exception):
    """The file is no picture of a type that is taken, is broken, or is too large."""


def prepared(content: bytes) -> Picture:
    """A picture as it is kept: a JPEG file of at most `LONGEST_SIDE` pixels a side, without EXIF, place or time.

    Raises:
        BadPicture: it can't be taken.
    """
    if len(content) > LARGEST_FILE:
        raise BadPicture
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=TYPES) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise BadPicture
                opened.draft("RGB", (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))
                upright = ImageOps.exif_transpose(opened)
                upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                return _written(_on_white(upright))
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise BadPicture from fault
    except (OSError, ValueError, SyntaxError, EOFError) as fault:  # what Pillow's readers raise for broken files
        raise BadPicture from fault


def prepared_or_none(content: bytes) -> Picture | None:
    """A picture as it is kept, or None where it can't be taken."""
    try:
        return prepared(content)
    except BadPicture:
        return None


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "PA", "P"):
        seen = picture.convert("RGBA")
        ground = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(ground, seen).convert("RGB")
    return picture.convert("RGB")


def _written(picture: Image.Image) -> Picture:
    # Drawn onto a new picture: nothing that came with the file comes along.
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    file = BytesIO()
    clean.save(file, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Picture(file.getvalue(), clean.width, clean.height)
