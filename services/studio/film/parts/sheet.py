"""The post on a white sheet: read lines dark, unread ones grey, a highlighter over what is being spoken."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

from schemas.timeline import PostCard, SheetHead, TextLine, spaced
from services.studio.film.compose import Shot, Sprite
from services.studio.film.fonts import Weight
from services.studio.film.motion import between, ease_out, standing
from services.studio.film.parts.caption import PlacedPlate, mark, placed
from services.studio.film.parts.paint import MARGIN, avatar, card, card_plate, clipped, icon
from services.studio.film.parts.scroll import Offset, gliding, scrolled
from services.studio.film.parts.sheet_layout import (
    MARKER_PAD,
    PICTURE_WIDTH,
    SIZE,
    TEXT_LEFT,
    TEXT_WIDTH,
    TITLE_TOP,
    WEIGHT,
    WINDOW,
    Laid,
    head_height,
    laid_out,
    paragraph,
    stops,
    title_setting,
)
from services.studio.film.pictures import covering, opened
from services.studio.film.plate import Plate, even
from services.studio.film.text import Ink, clean
from services.studio.film.tokens import PAGE, RADIUS, Box, Theme
from services.studio.film.typeset import Setting, fit, untimed

_PAPER: Final = "#ffffff"
_UNREAD: Final = "#a9adba"
_AVATAR: Final = 76
_SWEEP: Final = 4
"""Frames in which the highlighter passes a word."""
_DRY: Final = 8
"""Frames in which it fades from what has been read."""
_NAMES: Final = {"views": "조회", "likes": "추천", "comments": "댓글"}


@lru_cache(maxsize=1)
def paper() -> PlacedPlate:
    """The empty sheet."""
    image = card(PAGE.width, PAGE.height, _PAPER, RADIUS)
    return PlacedPlate(card_plate(image), PAGE.left - MARGIN, PAGE.top - MARGIN)


def writing(
    content: PostCard, start: int, theme: Theme, files: Mapping[str, Path]
) -> tuple[list[Sprite], list[Sprite]]:
    """What stands on the sheet in a scene that begins at frame ``start``, and the highlighter over it."""
    laid = laid_out(content.head, content.parts)
    offset = gliding(stops(content, start))
    sprites: list[Sprite] = []
    if content.head:
        head = _head(content.head, theme)
        sprites.append(scrolled(standing(head.plate, head.left, head.top), offset, WINDOW))
    for i, each in enumerate(laid):
        if each.part.image is not None:
            plate = _picture(files[each.part.image.media.key], each.height)
            sprites.append(scrolled(standing(plate, TEXT_LEFT, each.top), offset, WINDOW))
        elif i != content.current:
            ink = theme.ink if i < content.current else _UNREAD
            sprites.append(_lines(_setting(each), each.top, ink, offset))
            if i == content.before:
                sprites.extend(_drying(_setting(each), each.top, theme, offset))
    top, setting = laid[content.current].top, paragraph(content.words)
    sprites.append(_lines(setting, top, _UNREAD, offset))
    return sprites, _highlighter(setting, top, start, theme, offset)


def text_box(content: PostCard) -> Box:
    """What the paragraph that is read may cover, as wide as its lines are, as high as the window."""
    setting = paragraph(content.words)
    ink = Ink(WEIGHT, SIZE, "")
    wide = max(ink.width(spaced(line)) for line in setting.lines)
    return Box(TEXT_LEFT - MARKER_PAD, WINDOW.top, int(TEXT_LEFT + wide) + MARKER_PAD + 1, WINDOW.bottom)


def _setting(laid: Laid) -> Setting:
    if laid.setting is None:
        raise AssertionError("a picture has no lines")
    return laid.setting


def _lines(setting: Setting, top: int, colour: str, offset: Offset) -> Sprite:
    ink = Ink(WEIGHT, setting.size, colour)
    image = Image.new("RGBA", (TEXT_WIDTH + 2 * MARKER_PAD, setting.height + setting.size))
    for i, line in enumerate(setting.lines):
        ink.draw(image, (MARKER_PAD, _baseline(setting, i)), spaced(line))
    return scrolled(standing(Plate.of(image), TEXT_LEFT - MARKER_PAD, top), offset, WINDOW)


def _baseline(setting: Setting, line: int) -> float:
    return line * setting.leading + setting.leading / 2 + setting.size * 0.36


def _marked(setting: Setting, number: int, theme: Theme) -> Plate:
    """A line under the highlighter."""
    line = setting.lines[number]
    ink = Ink(WEIGHT, setting.size, theme.ink)
    width = round(ink.width(spaced(line))) + 2 * MARKER_PAD
    image = Image.new("RGBA", (even(width) + 2, setting.leading))
    colour = mark(image, Box(0, 4, width, setting.leading - 4), 14, ink, theme)
    ink._replace(colour=colour).draw(image, (MARKER_PAD, _baseline(setting, 0)), spaced(line))
    return Plate.of(image)


def _highlighter(setting: Setting, top: int, start: int, theme: Theme, offset: Offset) -> list[Sprite]:
    sprites = []
    for i, line in enumerate(setting.lines):
        plate = _marked(setting, i, theme)
        sweep = _sweeping(plate, line, start, TEXT_LEFT - MARKER_PAD, even(top + i * setting.leading))
        sprites.append(scrolled(sweep, offset, WINDOW))
    return sprites


def _sweeping(plate: Plate, line: TextLine, start: int, left: int, top: int) -> Sprite:
    """As much of a marked line as has been spoken: at the start of a word the highlighter runs over it."""
    ends = [place.x + place.advance for place in placed(line, Ink(WEIGHT, SIZE, ""), MARKER_PAD, 0)]
    starts = [word.start - start for word in line]
    shots: dict[int, Shot] = {}

    def sprite(frame: int) -> Shot | None:
        if frame < starts[0]:
            return None
        word = max(i for i, at in enumerate(starts) if at <= frame)
        share = ease_out((frame - starts[word] + 1) / _SWEEP)
        wide = between((ends[word - 1] if word else 0.0, ends[word]), share) + MARKER_PAD * share
        reach = min(plate.width, even(wide) if word + 1 < len(starts) or share < 1 else plate.width)
        if reach < 2:
            return None
        if reach not in shots:
            shots[reach] = Shot(plate.between(0, reach), left, top)
        return shots[reach]

    return sprite


def _drying(setting: Setting, top: int, theme: Theme, offset: Offset) -> list[Sprite]:
    """The highlighter fades from the lines that were read last."""
    sprites = []
    for i in range(len(setting.lines)):
        plate = _marked(setting, i, theme)
        steps = [
            Shot(plate.faded(1 - (k + 1) / _DRY), TEXT_LEFT - MARKER_PAD, even(top + i * setting.leading))
            for k in range(_DRY - 1)
        ]
        sprites.append(scrolled(_stepped(steps), offset, WINDOW))
    return sprites


def _stepped(steps: Sequence[Shot]) -> Sprite:
    return lambda frame: steps[frame] if frame < len(steps) else None


@lru_cache(maxsize=2)
def _head(content: SheetHead, theme: Theme) -> PlacedPlate:
    """Where the post stands, its figures, and its title."""
    image = Image.new("RGBA", (PAGE.width - 96, head_height(content) + 8))
    image.alpha_composite(
        avatar(content.source, _AVATAR, theme.pill, Ink(Weight.EXTRA_BOLD, 42, theme.pill_text)), (0, 28)
    )
    name = Ink(Weight.BOLD, 36, theme.ink)
    setting = fit(untimed(content.source), name.weight, TEXT_WIDTH - _AVATAR - 22, (36, 32, 28), 1)
    name._replace(size=setting.size).draw(image, (_AVATAR + 22, 58), clean(spaced(setting.lines[0])))
    at = float(_AVATAR + 22)
    ink = Ink(Weight.MEDIUM, 30, theme.muted)
    for kind, value in content.figures:
        image.alpha_composite(icon(kind, 30, theme.muted), (even(at), 74))
        text = f"{_NAMES[kind]} {value}"
        ink.draw(image, (at + 40, 99), text)
        at += 40 + ink.width(text) + 26
    if content.title:
        title = title_setting(content.title)
        heading = Ink(Weight.EXTRA_BOLD, title.size, theme.ink)
        for i, line in enumerate(title.lines):
            heading.draw(image, (0, TITLE_TOP + _baseline(title, i)), spaced(line))
    rule = head_height(content)
    ImageDraw.Draw(image).line((0, rule, image.width, rule), fill="#e6e7ee", width=3)
    return PlacedPlate(Plate.of(image), TEXT_LEFT, 0)


@lru_cache(maxsize=3)
def _picture(path: Path, height: int) -> Plate:
    """A picture in the post."""
    size = (PICTURE_WIDTH, height)
    cut = covering(opened(path), *size).convert("RGBA")
    return Plate.of(clipped(cut, Box(0, 0, *size), 28))
