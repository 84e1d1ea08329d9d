"""What stands on the sheet of a post, drawn: paper, head, lines, hints, and what follows the last paragraph."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

from libraries.drawing.canvas.animation import PlacedPlate
from libraries.drawing.canvas.compositor import Sprite, SpriteFrame
from libraries.drawing.canvas.open_and_crop import cover_crop, open_picture
from libraries.drawing.canvas.yuv import Plate, to_even
from libraries.drawing.typography.design_tokens import PAGE, RADIUS, Box, Theme
from libraries.drawing.typography.fonts import Weight
from libraries.drawing.typography.line_breaking import TextLayout, fit_one_line
from libraries.drawing.typography.text import Ink, drawable_line
from libraries.drawing.typography.words import joined_words
from libraries.storyboard.cards.caption import draw_marker
from libraries.storyboard.cards.paint import (
    FIGURE_NAMES,
    MARGIN,
    avatar_image,
    card_image,
    card_plate,
    cut_rounded_box,
    draw_rounded_box,
    icon_image,
)
from services.studio.film.templates.post.layout import (
    END,
    HEAD,
    MARKER_PAD,
    PICTURE_WIDTH,
    TEXT_LEFT,
    TEXT_WIDTH,
    WEIGHT,
    SheetHead,
    sheet_title_layout,
)

_PAPER: Final = "#ffffff"
_PANEL: Final = "#f3f4f8"
_AVATAR: Final = 84
_BUTTON: Final = 104
_EDGE: Final = MARGIN + RADIUS
"""Height of the lower edge of the paper: its round corners and its shadow."""


def sheet_sprites(height: Callable[[int], float]) -> list[Sprite]:
    """The sprites of the empty sheet, of that height at each frame: its body, and its lower edge."""
    whole, left, top = _paper_plate(), PAGE.left - MARGIN, PAGE.top - MARGIN
    edge = _rows(whole, whole.height - _EDGE, whole.height)
    bodies: dict[int, SpriteFrame] = {}

    def body(frame: int) -> SpriteFrame:
        high = to_even(height(frame)) + 2 * MARGIN - _EDGE
        if high not in bodies:
            box = whole.opaque_box._replace(bottom=min(whole.opaque_box.bottom, high))
            bodies[high] = SpriteFrame(_rows(whole, 0, high)._replace(opaque_box=box), left, top)
        return bodies[high]

    return [body, lambda frame: SpriteFrame(edge, left, top + to_even(height(frame)) + 2 * MARGIN - _EDGE)]


def _rows(plate: Plate, first: int, past: int) -> Plate:
    """Rows of a plate, both even. Shares its pixels."""
    whole, half = slice(first, past), slice(first // 2, past // 2)
    return Plate(plate.y[whole], plate.u[half], plate.v[half], plate.keep[whole], plate.keep_half[half])


@lru_cache(maxsize=1)
def _paper_plate() -> Plate:
    return card_plate(card_image(PAGE.width, PAGE.height, _PAPER, RADIUS))


def paragraph_plate(setting: TextLayout, colour: str) -> Plate:
    """A plate with the lines of a paragraph in one colour."""
    ink = Ink(WEIGHT, setting.size, colour)
    image = Image.new("RGBA", (TEXT_WIDTH + 2 * MARKER_PAD, setting.height + setting.size))
    for i, line in enumerate(setting.lines):
        ink.draw(image, (MARKER_PAD, setting.baseline(i)), joined_words(line))
    return Plate.from_rgba(image)


def highlighted_line_plate(setting: TextLayout, number: int, theme: Theme) -> Plate:
    """A plate with a line of a paragraph under the highlighter."""
    line = setting.lines[number]
    ink = Ink(WEIGHT, setting.size, theme.ink)
    width = round(ink.width(joined_words(line))) + 2 * MARKER_PAD
    image = Image.new("RGBA", (to_even(width) + 2, setting.leading))
    colour = draw_marker(image, Box(0, 4, width, setting.leading - 4), 14, ink, theme)
    ink._replace(colour=colour).draw(image, (MARKER_PAD, setting.baseline(0)), joined_words(line))
    return Plate.from_rgba(image)


@lru_cache(maxsize=2)
def head_plate(content: SheetHead, theme: Theme) -> PlacedPlate:
    """A plate with the head of the post: where it stands, and its figures."""
    image = Image.new("RGBA", (PAGE.width - 96, HEAD))
    image.alpha_composite(
        avatar_image(content.source, _AVATAR, theme.pill, Ink(Weight.EXTRA_BOLD, 46, theme.pill_text)), (0, 28)
    )
    name, size = fit_one_line(content.source, Weight.BOLD, TEXT_WIDTH - _AVATAR - 22, (38, 34, 30, 28))
    Ink(Weight.BOLD, size, theme.ink).draw(image, (_AVATAR + 22, 62 if content.figures else 84), drawable_line(name))
    at = float(_AVATAR + 22)
    ink = Ink(Weight.MEDIUM, 30, theme.muted)
    for kind, value in content.figures:
        image.alpha_composite(icon_image(kind, 30, theme.muted), (to_even(at), 79))
        text = f"{FIGURE_NAMES[kind]} {value}"
        ink.draw(image, (at + 40, 104), text)
        at += 40 + ink.width(text) + 26
    ImageDraw.Draw(image).line((0, HEAD - 4, image.width, HEAD - 4), fill="#e6e7ee", width=3)
    return PlacedPlate(Plate.from_rgba(image), TEXT_LEFT, PAGE.top)


@lru_cache(maxsize=2)
def title_plate(text: str, theme: Theme) -> Plate:
    """A plate with the title of the post."""
    setting = sheet_title_layout(text)
    image = Image.new("RGBA", (TEXT_WIDTH + 2 * MARKER_PAD, setting.height + setting.size))
    ink = Ink(Weight.EXTRA_BOLD, setting.size, theme.ink)
    for i, line in enumerate(setting.lines):
        ink.draw(image, (MARKER_PAD, setting.baseline(i)), joined_words(line))
    return Plate.from_rgba(image)


@lru_cache(maxsize=2)
def post_foot_plate(content: SheetHead, theme: Theme) -> Plate:
    """A plate with what stands below a post: its likes, and how many comments."""
    image = Image.new("RGBA", (TEXT_WIDTH + 2 * MARKER_PAD, END))
    colours = {"likes": theme.sides[0], "comments": theme.sides[1]}
    shown = [(kind, value) for kind, value in content.figures if kind in colours]
    wide = to_even((TEXT_WIDTH - 24) / 2)
    for i, (kind, value) in enumerate(shown):
        left = MARKER_PAD + i * (wide + 24)
        draw_rounded_box(image, Box(left, 4, left + wide, _BUTTON - 4), 28, _PANEL)
        ink = Ink(Weight.EXTRA_BOLD, 40, colours[kind])
        text = f"{FIGURE_NAMES[kind]} {value}"
        at = left + (wide - 58 - ink.width(text)) / 2
        image.alpha_composite(icon_image(kind, 44, ink.colour), (to_even(at), (_BUTTON - 44) // 2))
        ink.draw(image, (at + 58, _BUTTON / 2 + 14), text)
    return Plate.from_rgba(image)


@lru_cache(maxsize=3)
def picture_plate(path: Path, height: int) -> Plate:
    """A plate with a picture of the post, as wide as its lines may be."""
    size = (PICTURE_WIDTH, height)
    cut = cover_crop(open_picture(path), *size).convert("RGBA")
    plate = cut_rounded_box(cut, Box(0, 0, *size), 28)
    whole = Image.new("RGBA", (MARKER_PAD + PICTURE_WIDTH, height))
    whole.paste(plate, (MARKER_PAD, 0))
    return Plate.from_rgba(whole)
