"""Pages of the story for posts without pictures: paper, a large emblem that moves, small company around it."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from PIL import Image, ImageDraw

from services.studio.film.canvas.animation import popping, standing, swaying
from services.studio.film.canvas.compositor import Sprite
from services.studio.film.canvas.yuv import Plate, even
from services.studio.film.templates.cards.paint import MARGIN, card, card_plate, clipped, reduced, smooth
from services.studio.film.timeline import StoryCard
from services.studio.film.typography.design_tokens import CAPTION, PAGE, RADIUS, Box, Theme
from services.studio.film.typography.fonts import Weight, emoji
from services.studio.film.typography.text import Ink

_ART: Final = Box(PAGE.left, PAGE.top, PAGE.right, CAPTION.top - 8)
_ART_SMOOTH: Final = 2
_COMPANY: Final = ((-270, 80, 0.44), (270, -85, 0.38))
"""Small emblems beside the large one: dx, dy, relative size."""


def story(content: StoryCard, theme: Theme) -> tuple[Sprite, list[Sprite]]:
    """The page itself, and what moves on it. The caption of the scene stands in the page's lower part."""
    if content.duel:
        split = standing(_duel(theme, content.page % 2), PAGE.left - MARGIN, PAGE.top - MARGIN)
        return split, _facing(content.emoji, theme)
    page = standing(_page(content.page % len(_ARRANGEMENTS), theme), PAGE.left - MARGIN, PAGE.top - MARGIN)
    middle = ((_ART.left + _ART.right) // 2, (_ART.top + _ART.bottom) // 2)
    return page, illustration(content.emoji, middle, 330)


@lru_cache(maxsize=8)
def _page(number: int, theme: Theme) -> Plate:
    tint = theme.pages[number % len(theme.pages)]
    image = card(PAGE.width, PAGE.height, tint[0], RADIUS)
    art = paper_art(_ART.width, _ART.height, tint, number)
    image.alpha_composite(art, (MARGIN, MARGIN))
    return card_plate(image)


def _facing(emblems: Sequence[str], theme: Theme) -> list[Sprite]:
    """Two emblems that sway against each other, and the badge between them."""
    high = (_ART.top + _ART.bottom) // 2
    left, right = PAGE.left + PAGE.width * 24 // 100, PAGE.right - PAGE.width * 24 // 100
    one, other = emblems[0], emblems[1] if len(emblems) > 1 else emblems[0]
    badge = _versus(theme)
    middle = (PAGE.left + PAGE.right) // 2
    return [
        _swaying(one, (left, high + 20), 270, 0),
        _swaying(other, (right, high - 20), 270, 30),
        popping(badge, even(middle - badge.width / 2), even(high - badge.height / 2), 0, None, (0.5, 0.8, 1.1, 1.05)),
    ]


@lru_cache(maxsize=2)
def _duel(theme: Theme, turn: int) -> Plate:
    """A page whose upper part is split between the two sides."""
    image = card(PAGE.width, PAGE.height, "#ffffff", RADIUS)
    art, canvas = smooth(_ART.width, _ART.height, _ART_SMOOTH)
    w, h = art.size
    lean = w * (0.09, -0.09)[turn]
    for i, colour in enumerate(theme.sides):
        outer = (0, w)[i]
        canvas.polygon(((outer, 0), (w / 2 + lean, 0), (w / 2 - lean, h), (outer, h)), fill=colour)
    light = Image.new("RGBA", art.size)
    rays = ImageDraw.Draw(light)
    for i in range(0, 36, 2):
        a, b = (2 * math.pi * k / 36 for k in (i, i + 1))
        tips = [(w / 2 + w * math.cos(angle), h / 2 + w * math.sin(angle)) for angle in (a, b)]
        rays.polygon(((w / 2, h / 2), *tips), fill=(255, 255, 255, 26))
    art.alpha_composite(light)
    canvas = ImageDraw.Draw(art)
    canvas.line(((w / 2 + lean, 0), (w / 2 - lean, h)), fill="#ffffff", width=14 * _ART_SMOOTH)
    top = clipped(reduced(art, _ART_SMOOTH), Box(0, 0, _ART.width, _ART.height + RADIUS), RADIUS)
    image.alpha_composite(top, (MARGIN, MARGIN))
    return card_plate(image)


@lru_cache(maxsize=2)
def _versus(theme: Theme) -> Plate:
    image, canvas = smooth(180, 180)
    far = image.width - 1
    canvas.ellipse((20, 20, far - 20, far - 20), fill="#ffffff")
    canvas.ellipse((76, 76, far - 76, far - 76), fill=theme.ink)
    out = reduced(image)
    ink = Ink(Weight.EXTRA_BOLD, 66, "#ffffff")
    ink.draw(out, ((out.width - ink.width("VS")) / 2, out.height / 2 + ink.size * 0.36), "VS")
    return Plate.of(out)


def paper_art(width: int, height: int, tint: tuple[str, str], number: int) -> Image.Image:
    """Shapes behind an emblem, on paper with rounded corners; four arrangements."""
    image, canvas = smooth(width, height, _ART_SMOOTH)
    canvas.rectangle((0, 0, image.width, image.height), fill=tint[0])
    _ARRANGEMENTS[number % len(_ARRANGEMENTS)](canvas, image.width, image.height, tint[1])
    return clipped(reduced(image, _ART_SMOOTH), Box(0, 0, width, height), RADIUS)


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


_ARRANGEMENTS: Final = (_disc, _rays, _hills, _tiles)


def illustration(emblems: Sequence[str], middle: tuple[int, int], size: int) -> list[Sprite]:
    """Emoji that jump in and sway: the first large in the middle, the others small beside it."""
    sprites = [_swaying(emblems[0], middle, size, 0)]
    for i, (character, (dx, dy, share)) in enumerate(zip(emblems[1:], _COMPANY, strict=False)):
        place = (middle[0] + round(dx * size / 300), middle[1] + round(dy * size / 300))
        sprites.append(_swaying(character, place, even(size * share), 18 + 24 * i))
    return sprites


def _swaying(character: str, middle: tuple[int, int], size: int, delay: int) -> Sprite:
    plate = _emblem(character, size)
    left, top = even(middle[0] - plate.width / 2), even(middle[1] - plate.height / 2)
    return swaying(plate, left, top, lift=size * 0.035, turn=4.0, delay=delay)


@lru_cache(maxsize=24)
def _emblem(character: str, size: int) -> Plate:
    """A colour emoji with a soft shadow under it, and room around it to turn."""
    glyph = emoji(character, size)
    room = even(size * 0.2)
    image = Image.new("RGBA", (glyph.width + 2 * room, glyph.height + 2 * room))
    canvas = ImageDraw.Draw(image)
    middle, base = image.width / 2, room + size * 1.04
    for i in range(6):
        wide, high = size * (0.40 - 0.03 * i), size * (0.055 - 0.006 * i)
        canvas.ellipse((middle - wide, base - high, middle + wide, base + high), fill=(0, 0, 0, 6 + 5 * i))
    image.alpha_composite(glyph, (room, room))
    return Plate.of(image)
