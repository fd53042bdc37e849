"""Makes a screenshot small: an indexed PNG of few colours, which the eye does not miss."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

COLOURS = 192


def small(png: bytes) -> bytes:
    """The same picture with a palette."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    held = BytesIO()
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(held, "PNG", optimize=True)
    return held.getvalue()
