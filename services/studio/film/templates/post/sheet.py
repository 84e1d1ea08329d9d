"""The post on a white sheet: its head, the paragraph that is read with a highlighter, hints of those that follow."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

from schemas.posts import Image as SourceImage
from services.studio.film.canvas.animation import PlacedPlate, between, ease, ease_out, standing
from services.studio.film.canvas.compositor import Shot, Sprite
from services.studio.film.canvas.photos import cover_crop, open_picture
from services.studio.film.canvas.transitions import QUICK_ENTER, Transition, push, pushed_in, uncovered
from services.studio.film.canvas.yuv import Plate, even
from services.studio.film.cards.caption import draw_marker, words_in_line
from services.studio.film.cards.card import CardScene
from services.studio.film.cards.paint import (
    FIGURE_NAMES,
    MARGIN,
    avatar,
    card_image,
    card_plate,
    clip_rounded,
    draw_rounded,
    icon,
)
from services.studio.film.cards.scroll import GLIDE, Offset, scroll_offset, through_window
from services.studio.film.templates.post.layout import (
    END,
    HEAD,
    LEADING,
    MARKER_PAD,
    MOST_AHEAD,
    PICTURE_WIDTH,
    SIZE,
    TEXT_LEFT,
    TEXT_WIDTH,
    WEIGHT,
    WINDOW,
    SheetContent,
    SheetHead,
    Shift,
    final_offset,
    hint_lines,
    paragraph,
    scroll_stops,
    sheet_layout,
    sheet_shift,
    title_layout,
)
from services.studio.film.typography.design_tokens import PAGE, RADIUS, Box, Theme
from services.studio.film.typography.fonts import Weight
from services.studio.film.typography.line_breaking import TextLayout, one_line
from services.studio.film.typography.text import Ink, clean
from services.studio.film.typography.words import TextLine, spaced

_PAPER: Final = "#ffffff"
_UNREAD: Final = "#a9adba"
_HINT: Final = "#eceef3"
_PANEL: Final = "#f3f4f8"
_AVATAR: Final = 84
_HINT_HEIGHT: Final = 40
_BUTTON: Final = 104
_SPACE: Final = 20
_WORDS: Final = (212, 148, 268, 120, 186, 236, 164)
"""Widths of the words that a line is hinted at by, in turn."""
_SHORTEST: Final = 70
_SWEEP: Final = 4
"""Frames in which the highlighter passes a word."""
_DRY: Final = 8
"""Frames in which it fades from what has been read, and what hinted at a paragraph gives way to it."""


class PostCard(SheetContent):
    """A post on a white sheet: the paragraph that is read, with a highlighter, and hints of those that follow."""

    kind: str = "post"

    @property
    def images(self) -> tuple[SourceImage, ...]:
        return self.pictures

    def draw(self, scene: CardScene) -> list[Sprite]:
        before = scene.before if isinstance(scene.before, PostCard) else None
        writing = _writing(self, before if scene.transition is Transition.SCROLL else None, scene)
        paper = _paper().standing()
        if scene.transition is not Transition.PUSH:
            return [paper, *writing]
        return [pushed_in(paper, QUICK_ENTER), *(uncovered(each, _sheet_left) for each in writing)]

    def text_boxes(self, start: int, frames: int) -> list[Box]:  # noqa: ARG002 - the paragraph stands all the time
        """The paragraph: as wide as its lines are, as high as the window it scrolls in."""
        ink = Ink(WEIGHT, SIZE, "")
        wide = max(ink.width(spaced(line)) for line in paragraph(self.words).lines)
        return [Box(TEXT_LEFT - MARKER_PAD, WINDOW.top, int(TEXT_LEFT + wide) + MARKER_PAD + 1, WINDOW.bottom)]


def _sheet_left(frame: int) -> int:
    """Left edge of a sheet that is being pushed in."""
    return PAGE.left + push(frame, QUICK_ENTER)


@lru_cache(maxsize=1)
def _paper() -> PlacedPlate:
    """The empty sheet."""
    image = card_image(PAGE.width, PAGE.height, _PAPER, RADIUS)
    return PlacedPlate(card_plate(image), PAGE.left - MARGIN, PAGE.top - MARGIN)


def _writing(content: PostCard, before: PostCard | None, scene: CardScene) -> list[Sprite]:
    """What stands on the sheet, and the highlighter over it.

    Of what was ``before`` nothing is seen any more once everything has come to its place.
    """
    start, theme, files = scene.start, scene.theme, scene.files
    laid, setting = sheet_layout(content), sheet_layout(content).layout
    scroll = scroll_offset(scroll_stops(content, start))
    shift = sheet_shift(before, content) if before else Shift(0.0, dict.fromkeys(laid.coming, 0.0), 0.0)
    offset = _arriving(scroll, shift.text)
    head = _head(content.head, theme)
    sprites: list[Sprite] = [head.standing()]
    if laid.title:
        sprites.append(_placed(_title(content.head.title, theme), laid.title.top, offset))
    for number, place in laid.coming.items():
        sprites.append(_placed(_hint(number), place.top, _arriving(scroll, shift.coming[number])))
    if content.ahead < MOST_AHEAD:
        sprites.append(_placed(_end(content.head, theme), laid.end.top, _arriving(scroll, shift.end)))
    for image, place in zip(content.pictures, laid.pictures, strict=True):
        sprites.append(_placed(_picture(files[image.media.key], place.height), place.top, offset))
    text = _lines(setting, _UNREAD)
    if before is None:
        sprites.append(_placed(text, laid.text.top, offset))
    else:
        sprites.extend(_turning(_hint(content.number), text, laid.text.top, offset))
        sprites.extend(_read(before, shift.text, theme, files))
    return [*sprites, *_highlighter(setting, laid.text.top, start, theme, offset)]


def _arriving(scroll: Offset, shift: float) -> Offset:
    """As far as the sheet scrolls, for something that stands ``shift`` below its place at first."""
    return lambda frame: scroll(frame) - shift * (1 - ease((frame + 1) / GLIDE))


def _placed(plate: Plate, top: int, offset: Offset, past: int | None = None) -> Sprite:
    """In line with the text, seen through the window up to, not with, frame ``past``."""
    return through_window(standing(plate, TEXT_LEFT - MARKER_PAD, top, 0, past), offset, WINDOW)


def _steps(plates: Sequence[Plate], top: int, offset: Offset, after: Plate | None = None) -> Sprite:
    """A plate a frame, then ``after`` for good."""
    shots = [Shot(plate, TEXT_LEFT - MARKER_PAD, top) for plate in plates]
    last = Shot(after, TEXT_LEFT - MARKER_PAD, top) if after else None
    return through_window(lambda frame: shots[frame] if frame < len(shots) else last, offset, WINDOW)


def _turning(hint: Plate, text: Plate, top: int, offset: Offset) -> list[Sprite]:
    """What hinted at a paragraph gives way to its text."""
    shares = [(k + 1) / _DRY for k in range(_DRY - 1)]
    return [
        _steps([hint.faded(1 - share) for share in shares], top, offset),
        _steps([text.faded(share) for share in shares], top, offset, text),
    ]


def _read(before: PostCard, way: float, theme: Theme, files: Mapping[str, Path]) -> list[Sprite]:
    """What has been read moves up by ``way`` out of sight, and the highlighter fades from it."""
    laid, setting = sheet_layout(before), sheet_layout(before).layout
    here = final_offset(before)

    def leaving(frame: int) -> float:
        return here + way * ease((frame + 1) / GLIDE)

    sprites = [_placed(_lines(setting, theme.ink), laid.text.top, leaving, GLIDE)]
    if laid.title:
        sprites.append(_placed(_title(before.head.title, theme), laid.title.top, leaving, GLIDE))
    for image, place in zip(before.pictures, laid.pictures, strict=True):
        sprites.append(_placed(_picture(files[image.media.key], place.height), place.top, leaving, GLIDE))
    for i in range(len(setting.lines)):
        marked = _marked(setting, i, theme)
        drying = [marked.faded(1 - (k + 1) / _DRY) for k in range(_DRY - 1)]
        sprites.append(_steps(drying, even(laid.text.top + i * setting.leading), leaving))
    return sprites


def _lines(setting: TextLayout, colour: str) -> Plate:
    ink = Ink(WEIGHT, setting.size, colour)
    image = Image.new("RGBA", (TEXT_WIDTH + 2 * MARKER_PAD, setting.height + setting.size))
    for i, line in enumerate(setting.lines):
        ink.draw(image, (MARKER_PAD, setting.baseline(i)), spaced(line))
    return Plate.of(image)


def _marked(setting: TextLayout, number: int, theme: Theme) -> Plate:
    """A line under the highlighter."""
    line = setting.lines[number]
    ink = Ink(WEIGHT, setting.size, theme.ink)
    width = round(ink.width(spaced(line))) + 2 * MARKER_PAD
    image = Image.new("RGBA", (even(width) + 2, setting.leading))
    colour = draw_marker(image, Box(0, 4, width, setting.leading - 4), 14, ink, theme)
    ink._replace(colour=colour).draw(image, (MARKER_PAD, setting.baseline(0)), spaced(line))
    return Plate.of(image)


def _highlighter(setting: TextLayout, top: int, start: int, theme: Theme, offset: Offset) -> list[Sprite]:
    sprites = []
    for i, line in enumerate(setting.lines):
        plate = _marked(setting, i, theme)
        sweep = _sweeping(plate, line, start, TEXT_LEFT - MARKER_PAD, even(top + i * setting.leading))
        sprites.append(through_window(sweep, offset, WINDOW))
    return sprites


def _sweeping(plate: Plate, line: TextLine, start: int, left: int, top: int) -> Sprite:
    """As much of a marked line as has been spoken: at the start of a word the highlighter runs over it."""
    ends = [place.x + place.advance for place in words_in_line(line, Ink(WEIGHT, SIZE, ""), MARKER_PAD, 0)]
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


@lru_cache(maxsize=8)
def _hint(number: int) -> Plate:
    """A paragraph that is still to be read, as grey words that cannot be read."""
    count = hint_lines(number)
    image = Image.new("RGBA", (TEXT_WIDTH + 2 * MARKER_PAD, count * LEADING))
    turn = number * 3
    for row in range(count):
        # The last line of a paragraph is a short one.
        left, right = MARKER_PAD, MARKER_PAD + TEXT_WIDTH * (10 if row + 1 < count else 6) // 10
        top = row * LEADING + (LEADING - _HINT_HEIGHT) // 2
        while left < right:
            wide, turn = min(_WORDS[turn % len(_WORDS)], right - left), turn + 1
            # What is left over is too short for a word: the last one takes it.
            wide = wide if right - left - wide > _SPACE + _SHORTEST else right - left
            draw_rounded(image, Box(left, top, left + wide, top + _HINT_HEIGHT), 12, _HINT)
            left += wide + _SPACE
    return Plate.of(image)


@lru_cache(maxsize=2)
def _head(content: SheetHead, theme: Theme) -> PlacedPlate:
    """Where the post stands, and its figures."""
    image = Image.new("RGBA", (PAGE.width - 96, HEAD))
    image.alpha_composite(
        avatar(content.source, _AVATAR, theme.pill, Ink(Weight.EXTRA_BOLD, 46, theme.pill_text)), (0, 28)
    )
    name, size = one_line(content.source, Weight.BOLD, TEXT_WIDTH - _AVATAR - 22, (38, 34, 30, 28))
    Ink(Weight.BOLD, size, theme.ink).draw(image, (_AVATAR + 22, 62 if content.figures else 84), clean(name))
    at = float(_AVATAR + 22)
    ink = Ink(Weight.MEDIUM, 30, theme.muted)
    for kind, value in content.figures:
        image.alpha_composite(icon(kind, 30, theme.muted), (even(at), 79))
        text = f"{FIGURE_NAMES[kind]} {value}"
        ink.draw(image, (at + 40, 104), text)
        at += 40 + ink.width(text) + 26
    ImageDraw.Draw(image).line((0, HEAD - 4, image.width, HEAD - 4), fill="#e6e7ee", width=3)
    return PlacedPlate(Plate.of(image), TEXT_LEFT, PAGE.top)


@lru_cache(maxsize=2)
def _title(text: str, theme: Theme) -> Plate:
    setting = title_layout(text)
    image = Image.new("RGBA", (TEXT_WIDTH + 2 * MARKER_PAD, setting.height + setting.size))
    ink = Ink(Weight.EXTRA_BOLD, setting.size, theme.ink)
    for i, line in enumerate(setting.lines):
        ink.draw(image, (MARKER_PAD, setting.baseline(i)), spaced(line))
    return Plate.of(image)


@lru_cache(maxsize=2)
def _end(content: SheetHead, theme: Theme) -> Plate:
    """What stands below a post: its likes, how many comments, and a hint of the first of them."""
    image = Image.new("RGBA", (TEXT_WIDTH + 2 * MARKER_PAD, END))
    colours = {"likes": theme.sides[0], "comments": theme.sides[1]}
    shown = [(kind, value) for kind, value in content.figures if kind in colours]
    wide = even((TEXT_WIDTH - 24) / 2)
    for i, (kind, value) in enumerate(shown):
        left = MARKER_PAD + i * (wide + 24)
        draw_rounded(image, Box(left, 4, left + wide, _BUTTON - 4), 28, _PANEL)
        ink = Ink(Weight.EXTRA_BOLD, 40, colours[kind])
        text = f"{FIGURE_NAMES[kind]} {value}"
        at = left + (wide - 58 - ink.width(text)) / 2
        image.alpha_composite(icon(kind, 44, ink.colour), (even(at), (_BUTTON - 44) // 2))
        ink.draw(image, (at + 58, _BUTTON / 2 + 14), text)
    top, left = _BUTTON + 44 if shown else 0, MARKER_PAD
    draw_rounded(image, Box(left, top, left + _AVATAR, top + _AVATAR), _AVATAR // 2, _HINT)
    for row, wide in enumerate((236, 560)):
        y = top + 2 + row * (_HINT_HEIGHT + 14)
        draw_rounded(image, Box(left + _AVATAR + 22, y, left + _AVATAR + 22 + wide, y + _HINT_HEIGHT - 6), 12, _HINT)
    return Plate.of(image)


@lru_cache(maxsize=3)
def _picture(path: Path, height: int) -> Plate:
    """A picture in the post, as wide as its lines may be."""
    size = (PICTURE_WIDTH, height)
    cut = cover_crop(open_picture(path), *size).convert("RGBA")
    plate = clip_rounded(cut, Box(0, 0, *size), 28)
    whole = Image.new("RGBA", (MARKER_PAD + PICTURE_WIDTH, height))
    whole.paste(plate, (MARKER_PAD, 0))
    return Plate.of(whole)
