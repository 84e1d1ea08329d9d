"""Drawing with smooth edges: rounded boxes, shadows, icons. Pictures are RGBA, measures in pixels."""

import hashlib
from functools import lru_cache
from typing import Final

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

from libraries.drawing.canvas.yuv import Plate, to_even
from libraries.drawing.typography.design_tokens import RADIUS, Box
from libraries.drawing.typography.fonts import emoji_image
from libraries.drawing.typography.text import Ink

SMOOTH: Final = 4
"""Factor by which shapes are drawn larger and then reduced, for smooth edges."""
MARGIN: Final = 40
"""Transparent border of a card, in pixels, for its shadow."""


@lru_cache(maxsize=64)
def rounded_box_mask(width: int, height: int, radius: int) -> Image.Image:
    """The mask of a rounded box: its opacity."""
    # Only corners need smoothing: a large mask at four times its size would cost more than everything else.
    mask = Image.new("L", (width, height), 255)
    corner = Image.new("L", (radius * SMOOTH, radius * SMOOTH))
    ImageDraw.Draw(corner).ellipse((0, 0, 2 * radius * SMOOTH - 1, 2 * radius * SMOOTH - 1), fill=255)
    small = corner.resize((radius, radius), Image.Resampling.BOX)
    flipped = small.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    mask.paste(small, (0, 0))
    mask.paste(flipped, (width - radius, 0))
    mask.paste(small.transpose(Image.Transpose.FLIP_TOP_BOTTOM), (0, height - radius))
    mask.paste(flipped.transpose(Image.Transpose.FLIP_TOP_BOTTOM), (width - radius, height - radius))
    return mask


def draw_rounded_box(image: Image.Image, box: Box, radius: int, colour: str, opacity: int = 255) -> None:
    """Paint a rounded box."""
    radius = min(radius, box.width // 2, box.height // 2)
    mask = rounded_box_mask(box.width, box.height, radius)
    if opacity < 255:
        mask = mask.point(lambda v: v * opacity // 255)
    layer = Image.new("RGBA", (box.width, box.height), (*ImageColor.getrgb(colour)[:3], 255))
    layer.putalpha(mask)
    image.alpha_composite(layer, (box.left, box.top))


def card_image(width: int, height: int, colour: str, radius: int, shadow: int = 90) -> Image.Image:
    """A rounded card with a soft shadow, inside a border of MARGIN."""
    size = (width + 2 * MARGIN, height + 2 * MARGIN)
    # The shadow is blurred at a quarter of the size: it has no detail to lose.
    small = Image.new("L", (size[0] // 4, size[1] // 4))
    ImageDraw.Draw(small).rounded_rectangle(
        (MARGIN // 4, MARGIN // 4 + 3, (MARGIN + width) // 4, (MARGIN + height) // 4 + 3), radius // 4, fill=shadow
    )
    blurred = small.filter(ImageFilter.GaussianBlur(4)).resize(size, Image.Resampling.BICUBIC)
    image = Image.new("RGBA", size)
    image.putalpha(blurred)
    draw_rounded_box(image, Box(MARGIN, MARGIN, MARGIN + width, MARGIN + height), radius, colour)
    return image


def card_plate(image: Image.Image, inset: int = to_even(RADIUS * 0.3)) -> Plate:
    """A card as a plate whose body, ``inset`` pixels from its edges (even), is known to be opaque."""
    inset += MARGIN
    return Plate.from_rgba(
        image, Box(inset, inset, to_even(image.width - inset - 1), to_even(image.height - inset - 1))
    )


def cut_rounded_box(image: Image.Image, box: Box, radius: int) -> Image.Image:
    """The image with everything outside a rounded box made transparent."""
    mask = Image.new("L", image.size)
    mask.paste(rounded_box_mask(box.width, box.height, radius), (box.left, box.top))
    out = image.copy()
    out.putalpha(ImageChops.multiply(image.getchannel("A"), mask))
    return out


def large_canvas(width: int, height: int, by: int = SMOOTH) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """An image ``by`` times as large and its canvas for shapes; `downsample` brings it to ``width`` x ``height``."""
    image = Image.new("RGBA", (width * by, height * by))
    return image, ImageDraw.Draw(image)


def downsample(image: Image.Image, by: int = SMOOTH) -> Image.Image:
    """The image scaled down ``by`` times in both directions."""
    size = (image.width // by, image.height // by)
    return image.convert("RGBa").resize(size, Image.Resampling.BOX).convert("RGBA")


def draw_soft_text(image: Image.Image, texts: list[tuple[Ink, float, float, str]], edge: str, thick: int) -> None:
    """Draw texts with a firm edge and a soft shadow, readable on anything. Items: ink, x, baseline, text."""
    under = Image.new("RGBA", image.size)
    for ink, x, baseline, text in texts:
        ink._replace(colour=edge, stroke=thick).draw(under, (x, baseline), text)
    small = under.getchannel("A").resize((image.width // 4, image.height // 4), Image.Resampling.BOX)
    glow = small.filter(ImageFilter.GaussianBlur(3)).resize(image.size, Image.Resampling.BICUBIC)
    shade = Image.new("RGBA", image.size, (*ImageColor.getrgb(edge)[:3], 255))
    shade.putalpha(glow.point(lambda v: round(v * 0.55)))
    image.alpha_composite(shade)
    image.alpha_composite(under)
    for ink, x, baseline, text in texts:
        ink.draw(image, (x, baseline), text)


def pill_image(text: str, ink: Ink, colour: str, height: int, pad: int) -> Image.Image:
    """A text in a rounded capsule."""
    width = round(ink.width(text)) + 2 * pad
    image = Image.new("RGBA", (width, height))
    draw_rounded_box(image, Box(0, 0, width, height), height // 2, colour)
    ink.draw(image, (pad, height / 2 + ink.size * 0.36), text)
    return image


@lru_cache(maxsize=32)
def icon_image(name: str, size: int, colour: str) -> Image.Image:
    """A small pictogram: ``views``, ``likes`` or ``comments``."""
    image, canvas = large_canvas(size, size)
    s = size * SMOOTH
    thick = round(s * 0.09)
    if name == "views":
        canvas.ellipse((0.04 * s, 0.22 * s, 0.96 * s, 0.78 * s), outline=colour, width=thick)
        canvas.ellipse((0.36 * s, 0.36 * s, 0.64 * s, 0.64 * s), fill=colour)
    elif name == "likes":
        canvas.ellipse((0.06 * s, 0.14 * s, 0.53 * s, 0.60 * s), fill=colour)
        canvas.ellipse((0.47 * s, 0.14 * s, 0.94 * s, 0.60 * s), fill=colour)
        canvas.polygon(((0.10 * s, 0.48 * s), (0.90 * s, 0.48 * s), (0.5 * s, 0.92 * s)), fill=colour)
    else:
        canvas.rounded_rectangle((0.06 * s, 0.12 * s, 0.94 * s, 0.74 * s), 0.2 * s, outline=colour, width=thick)
        canvas.polygon(((0.24 * s, 0.70 * s), (0.24 * s, 0.95 * s), (0.50 * s, 0.70 * s)), fill=colour)
    return downsample(image)


FIGURE_NAMES: Final = {"views": "조회", "likes": "추천", "comments": "댓글"}
"""Korean names of the figures, by their pictogram."""


@lru_cache(maxsize=16)
def sticker_plate(character: str, size: int, turn: int = 0) -> Plate:
    """An emoji with a transparent border of 20 pixels, turned counterclockwise by ``turn`` degrees."""
    glyph = emoji_image(character, size)
    image = Image.new("RGBA", (glyph.width + 40, glyph.height + 40))
    image.alpha_composite(glyph, (20, 20))
    return Plate.from_rgba(image.rotate(turn, Image.Resampling.BICUBIC) if turn else image)


_FACES: Final = ("#ff8a7a", "#5fb98f", "#6f8df0", "#c28be0", "#e6a23c", "#4fb3c9")


def avatar_color(author: str) -> str:
    """The colour of an author's avatar: the same for the same name."""
    return _FACES[hashlib.sha256(author.encode()).digest()[0] % len(_FACES)]


def avatar_image(name: str, size: int, colour: str, ink: Ink) -> Image.Image:
    """A disc with the first letter of a name."""
    image, canvas = large_canvas(size, size)
    canvas.ellipse((0, 0, size * SMOOTH - 1, size * SMOOTH - 1), fill=colour)
    out = downsample(image)
    letter = name[:1]
    ink.draw(out, ((size - ink.width(letter)) / 2, size / 2 + ink.size * 0.36), letter)
    return out
