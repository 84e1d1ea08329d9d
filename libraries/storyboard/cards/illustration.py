"""Illustrations: emoji that sway over paper with drawn shapes."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from PIL import Image, ImageDraw

from libraries.drawing.canvas.animation import swaying_sprite
from libraries.drawing.canvas.compositor import Sprite
from libraries.drawing.canvas.yuv import Plate, to_even
from libraries.drawing.typography.design_tokens import RADIUS, Box
from libraries.drawing.typography.fonts import emoji_image
from libraries.storyboard.cards.paint import cut_rounded_box, downsample, large_canvas

ART_SMOOTH: Final = 2
"""Shapes behind an emblem are drawn at this many times their size."""
_COMPANY: Final = ((-270, 80, 0.44), (270, -85, 0.38))
"""Small emblems beside the large one: dx, dy, relative size."""


def emoji_sprites(emblems: Sequence[str], middle: tuple[int, int], size: int) -> list[Sprite]:
    """The sprites of emoji that jump in and sway: the first large in the middle, the others small beside it."""
    sprites = [swaying_emoji(emblems[0], middle, size, 0)]
    for i, (character, (dx, dy, share)) in enumerate(zip(emblems[1:], _COMPANY, strict=False)):
        place = (middle[0] + round(dx * size / 300), middle[1] + round(dy * size / 300))
        sprites.append(swaying_emoji(character, place, to_even(size * share), 18 + 24 * i))
    return sprites


def swaying_emoji(character: str, middle: tuple[int, int], size: int, delay: int) -> Sprite:
    """The sprite of an emoji that jumps in and sways about ``middle``, ``delay`` frames late."""
    plate = _emblem(character, size)
    left, top = to_even(middle[0] - plate.width / 2), to_even(middle[1] - plate.height / 2)
    return swaying_sprite(plate, left, top, lift=size * 0.035, turn=4.0, delay=delay)


@lru_cache(maxsize=24)
def _emblem(character: str, size: int) -> Plate:
    """A colour emoji with a soft shadow under it, and room around it to turn."""
    glyph = emoji_image(character, size)
    room = to_even(size * 0.2)
    image = Image.new("RGBA", (glyph.width + 2 * room, glyph.height + 2 * room))
    canvas = ImageDraw.Draw(image)
    middle, base = image.width / 2, room + size * 1.04
    for i in range(6):
        wide, high = size * (0.40 - 0.03 * i), size * (0.055 - 0.006 * i)
        canvas.ellipse((middle - wide, base - high, middle + wide, base + high), fill=(0, 0, 0, 6 + 5 * i))
    image.alpha_composite(glyph, (room, room))
    return Plate.from_rgba(image)


def paper_with_shapes(width: int, height: int, tint: tuple[str, str], number: int) -> Image.Image:
    """Shapes behind an emblem, on paper with rounded corners; four arrangements."""
    image, canvas = large_canvas(width, height, ART_SMOOTH)
    canvas.rectangle((0, 0, image.width, image.height), fill=tint[0])
    ARRANGEMENTS[number % len(ARRANGEMENTS)](canvas, image.width, image.height, tint[1])
    return cut_rounded_box(downsample(image, ART_SMOOTH), Box(0, 0, width, height), RADIUS)


def _disc(canvas: ImageDraw.ImageDraw, w: int, h: int, colour: str) -> None:
    r = h * 0.40
    canvas.ellipse((w / 2 - r, h / 2 - r, w / 2 + r, h / 2 + r), fill=colour)
    for i in range(14):
        angle, far = i * 2 * math.pi / 14, h * 0.52
        x, y = w / 2 + far * 1.25 * math.cos(angle), h / 2 + far * 0.86 * math.sin(angle)
        dot = h * (0.012 + 0.012 * (i % 3))
        canvas.ellipse((x - dot, y - dot, x + dot, y + dot), fill=colour)


def _rays(canvas: ImageDraw.ImageDraw, w: int, h: int, colour: str) -> None:
    for i in range(0, 24, 2):
        a, b = (2 * math.pi * k / 24 for k in (i, i + 1))
        tip = (w / 2, h / 2)
        canvas.polygon(
            (
                tip,
                (w / 2 + w * math.cos(a), h / 2 + w * math.sin(a)),
                (w / 2 + w * math.cos(b), h / 2 + w * math.sin(b)),
            ),
            fill=colour,
        )


def _hills(canvas: ImageDraw.ImageDraw, w: int, h: int, colour: str) -> None:
    r = h * 0.30
    canvas.ellipse((w * 0.74 - r / 2, h * 0.08, w * 0.74 + r / 2, h * 0.08 + r), fill=colour)
    canvas.ellipse((-w * 0.25, h * 0.66, w * 0.72, h * 1.9), fill=colour)
    canvas.ellipse((w * 0.42, h * 0.74, w * 1.3, h * 2.0), fill=colour)


def _tiles(canvas: ImageDraw.ImageDraw, w: int, h: int, colour: str) -> None:
    step = h / 7
    for row in range(8):
        for column in range(math.ceil(w / step) + 1):
            x, y = (column + 0.5 * (row % 2)) * step, row * step
            dot = step * 0.14
            canvas.ellipse((x - dot, y - dot, x + dot, y + dot), fill=colour)
    r = h * 0.36
    canvas.rounded_rectangle((w / 2 - r, h / 2 - r, w / 2 + r, h / 2 + r), r * 0.5, fill=colour)


ARRANGEMENTS: Final = (_disc, _rays, _hills, _tiles)
