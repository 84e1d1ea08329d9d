"""What surrounds the card of every scene: source pill and headline, progress bar, footer."""

from functools import lru_cache
from typing import Final

from PIL import Image

from libraries.drawing.canvas.animation import PlacedPlate
from libraries.drawing.canvas.compositor import Sprite, SpriteFrame
from libraries.drawing.canvas.yuv import Plate, to_even
from libraries.drawing.typography.design_tokens import (
    FOOTER_BASELINE,
    GRID_LEFT,
    HEADER,
    PROGRESS,
    SAFE,
    WIDTH,
    Box,
    Theme,
)
from libraries.drawing.typography.fonts import Weight
from libraries.drawing.typography.line_breaking import TextLayout, fit_one_line, fit_text, untimed_words
from libraries.drawing.typography.text import Ink
from libraries.drawing.typography.words import joined_words
from libraries.storyboard.cards.paint import draw_rounded_box, draw_soft_text, pill_image
from libraries.storyboard.timeline import Header

_SIZES: Final = (92, 88, 84, 80, 76, 72, 68, 64, 60)
_PILL: Final = 60
_EDGE: Final = 24
_GAP: Final = 8
_INDENT: Final = 8
"""Pixels by which outline and shadow reach beyond letters: they too stay in the safe area."""
_WIDTH: Final = HEADER.width - 2 * _INDENT


def headline_layout(text: str) -> TextLayout:
    """The headline in two lines where they stay large, else in three."""
    words = untimed_words(text)
    two = fit_text(words, Weight.EXTRA_BOLD, _WIDTH, _SIZES, 2, spacing=1.18)
    cut = two.size == _SIZES[-1]
    return fit_text(words, Weight.EXTRA_BOLD, _WIDTH, (64, 60, 56, 52), 3, spacing=1.16) if cut else two


@lru_cache(maxsize=8)
def header_plate(content: Header, theme: Theme, layout: str = "page", *, named: bool = False) -> PlacedPlate:
    """The header of a film of that layout; ``named``: the source is a person who speaks, and must be seen."""
    header = _HEADERS.get(layout, _pill_header)
    if named and header is not _corner_header:
        header = _pill_header
    return header(content, theme)


def _strip_header(content: Header, theme: Theme) -> PlacedPlate:
    """The headline in one or two lines on a strip across the frame."""
    setting = fit_text(untimed_words(content.headline), Weight.EXTRA_BOLD, _WIDTH - 24, (64, 60, 56, 52, 48), 2)
    high = to_even(setting.height + 44)
    image = Image.new("RGBA", (WIDTH, high), theme.pill)
    ink = Ink(Weight.EXTRA_BOLD, setting.size, theme.pill_text)
    for i, line in enumerate(setting.lines):
        ink.draw(image, (HEADER.left + 12, 22 + setting.baseline(i)), joined_words(line))
    return PlacedPlate(Plate.from_rgba(image), 0, to_even(HEADER.bottom - high))


def _centred_header(content: Header, theme: Theme) -> PlacedPlate:
    """The headline in the middle, a short rule below it."""
    setting = fit_text(untimed_words(content.headline), Weight.EXTRA_BOLD, _WIDTH, (72, 68, 64, 60, 56, 52), 2)
    image = Image.new("RGBA", (HEADER.width + 2 * _EDGE, HEADER.height + 2 * _EDGE))
    top = HEADER.height - setting.height + _EDGE - 26
    ink = Ink(Weight.EXTRA_BOLD, setting.size, theme.headline)
    middle = image.width / 2
    lines = enumerate(setting.lines)
    texts = [
        (ink, middle - ink.width(joined_words(line)) / 2, top + setting.baseline(i), joined_words(line))
        for i, line in lines
    ]
    draw_soft_text(image, texts, theme.caption_edge, 5)
    y = image.height - _EDGE - 14
    draw_rounded_box(image, Box(round(middle) - 60, y, round(middle) + 60, y + 10), 5, theme.accent)
    return PlacedPlate(Plate.from_rgba(image), to_even(HEADER.left - _EDGE), to_even(HEADER.top - _EDGE))


def _corner_header(content: Header, theme: Theme) -> PlacedPlate:
    """Source and headline small, beside an upright bar."""
    setting = fit_text(untimed_words(content.headline), Weight.BOLD, _WIDTH - 40, (54, 50, 46), 2)
    image = Image.new("RGBA", (HEADER.width + 2 * _EDGE, HEADER.height + 2 * _EDGE))
    small = Ink(Weight.BOLD, 32, theme.accent)
    source, size = fit_one_line(content.source, small.weight, _WIDTH - 40, (32, 28, 24))
    ink = Ink(Weight.BOLD, setting.size, theme.headline)
    left = float(_EDGE + 34)
    texts = [(small._replace(size=size), left, _EDGE + 34.0, source)]
    texts += [(ink, left, _EDGE + 50 + setting.baseline(i), joined_words(line)) for i, line in enumerate(setting.lines)]
    draw_soft_text(image, texts, theme.caption_edge, 4)
    draw_rounded_box(image, Box(_EDGE, _EDGE + 4, _EDGE + 12, _EDGE + 56 + setting.height), 6, theme.accent)
    return PlacedPlate(Plate.from_rgba(image), to_even(HEADER.left - _EDGE), to_even(HEADER.top - _EDGE))


def _pill_header(content: Header, theme: Theme) -> PlacedPlate:
    """Source pill and headline, aligned with the lower edge of their area."""
    setting = headline_layout(content.headline)
    image = Image.new("RGBA", (HEADER.width + 2 * _EDGE, HEADER.height + 2 * _EDGE))
    top = HEADER.height - setting.height + _EDGE
    ink = Ink(Weight.EXTRA_BOLD, setting.size, theme.headline)
    last = len(setting.lines) - 1
    texts = [
        (
            ink._replace(colour=theme.accent if i == last and last > 0 else theme.headline),
            float(_EDGE + _INDENT),
            top + setting.baseline(i),
            joined_words(line),
        )
        for i, line in enumerate(setting.lines)
    ]
    draw_soft_text(image, texts, theme.caption_edge, 5)
    source = _source_pill(content.source, theme)
    image.alpha_composite(source, (_EDGE, top - source.height - 14))
    return PlacedPlate(Plate.from_rgba(image), to_even(HEADER.left - _EDGE), to_even(HEADER.top - _EDGE))


_HEADERS: Final = {
    "full": _corner_header,
    "band": _corner_header,
    "arch": _centred_header,
    "photo": _centred_header,
    "panel": _strip_header,
    "slant": _strip_header,
}
"""Forms of the header by the layout; else the pill."""


def _source_pill(text: str, theme: Theme) -> Image.Image:
    ink = Ink(Weight.BOLD, 34, theme.pill_text)
    return pill_image(fit_one_line(text, ink.weight, HEADER.width - 56, (ink.size,))[0], ink, theme.pill, _PILL, 28)


@lru_cache(maxsize=2)
def footer_plate(credit: str, label: str, theme: Theme) -> PlacedPlate:
    """The footer: where the story comes from, and that the voice is synthetic."""
    ink = Ink(Weight.MEDIUM, 28, theme.footer)
    tag = pill_image(label, Ink(Weight.BOLD, 25, theme.footer), theme.track, 40, 16)
    limit = SAFE.width - tag.width - 16
    text, _ = fit_one_line(credit, ink.weight, limit, (28, 26, 24))
    image = Image.new("RGBA", (to_even(tag.width + 18 + ink.width(text)) + 4, 44))
    image.alpha_composite(tag, (0, 0))
    ink.draw(image, (tag.width + 16, 30), text)
    return PlacedPlate(Plate.from_rgba(image), GRID_LEFT, to_even(FOOTER_BASELINE - 30))


def progress_bar(index: int, count: int, frames: int, theme: Theme, top: int = PROGRESS.top) -> list[Sprite]:
    """The progress bar: a cell per scene, the present one filling. Depends on number and length of this scene only."""
    image = Image.new("RGBA", (PROGRESS.width, PROGRESS.height))
    cells = [_cell(i, count) for i in range(count)]
    for i, cell in enumerate(cells):
        draw_rounded_box(image, cell, PROGRESS.height // 2, theme.accent if i < index else theme.track)
    track = SpriteFrame(Plate.from_rgba(image), PROGRESS.left, top)
    cell = cells[index]
    fills: dict[int, SpriteFrame] = {}

    def filling(frame: int) -> SpriteFrame:
        wide = max(PROGRESS.height, to_even(cell.width * min(frames, frame // 2 * 2 + 2) / frames))
        if wide not in fills:
            bar = Image.new("RGBA", (wide, PROGRESS.height))
            draw_rounded_box(bar, Box(0, 0, wide, PROGRESS.height), PROGRESS.height // 2, theme.accent)
            fills[wide] = SpriteFrame(Plate.from_rgba(bar), PROGRESS.left + cell.left, top)
        return fills[wide]

    return [lambda _: track, filling]


def _cell(index: int, count: int) -> Box:
    each = (PROGRESS.width + _GAP) / count
    return Box(to_even(index * each), 0, to_even((index + 1) * each) - _GAP, PROGRESS.height)
