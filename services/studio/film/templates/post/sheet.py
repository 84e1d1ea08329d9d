"""The sheet of a post: its head, and the paragraph that is read with a highlighter."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from libraries.drawing.canvas.animation import ease_in_out, ease_out, interpolate, sprite_at_rest
from libraries.drawing.canvas.compositor import Sprite, SpriteFrame
from libraries.drawing.canvas.transitions import QUICK_ENTER, Transition, part_right_of, push_distance, sprite_pushed_in
from libraries.drawing.canvas.yuv import Plate, to_even
from libraries.drawing.typography.design_tokens import PAGE, Box, Theme
from libraries.drawing.typography.line_breaking import TextLayout
from libraries.drawing.typography.text import Ink
from libraries.drawing.typography.words import TextLine, joined_words
from libraries.storyboard.cards.caption import place_words_in_line
from libraries.storyboard.cards.card import CardScene
from libraries.storyboard.cards.scrolling import GLIDE, Offset, scroll_offset, sprite_through_window
from schemas.posts import Image as SourceImage
from services.studio.film.templates.post.layout import (
    MARKER_PAD,
    SIZE,
    TEXT_LEFT,
    WEIGHT,
    WINDOW,
    SheetCard,
    final_scroll_offset,
    paragraph_layout,
    paragraph_shift,
    scroll_stops,
    sheet_layout,
)
from services.studio.film.templates.post.plates import (
    head_plate,
    highlighted_line_plate,
    paragraph_plate,
    picture_plate,
    post_foot_plate,
    sheet_sprites,
    title_plate,
)

_UNREAD: Final = "#a9adba"
_SWEEP: Final = 4
"""Frames in which the highlighter passes a word."""
_DRY: Final = 8
"""Frames in which it fades from what has been read, and the next paragraph appears."""


class PostCard(SheetCard):
    """A post on a white sheet: the paragraph that is read, with a highlighter. The sheet is as long as that."""

    kind: str = "post"

    @property
    def images(self) -> tuple[SourceImage, ...]:
        return self.pictures

    def draw(self, scene: CardScene) -> list[Sprite]:
        before = scene.before if isinstance(scene.before, PostCard) else None
        last = before if scene.transition is Transition.SCROLL else None
        writing = _writing(self, last, scene)
        high = (sheet_layout(last or self).paper, sheet_layout(self).paper)
        sheet = sheet_sprites(lambda frame: interpolate(high, ease_in_out((frame + 1) / GLIDE)))
        if scene.transition is not Transition.PUSH:
            return [*sheet, *writing]
        return [
            *(sprite_pushed_in(each, QUICK_ENTER) for each in sheet),
            *(part_right_of(each, _sheet_left) for each in writing),
        ]

    def text_boxes(self, start: int, frames: int) -> list[Box]:  # noqa: ARG002 - the paragraph stands all the time
        """The paragraph: as wide as its lines are, as high as the window it scrolls in."""
        ink = Ink(WEIGHT, SIZE, "")
        wide = max(ink.width(joined_words(line)) for line in paragraph_layout(self.words).lines)
        return [Box(TEXT_LEFT - MARKER_PAD, WINDOW.top, int(TEXT_LEFT + wide) + MARKER_PAD + 1, WINDOW.bottom)]


def _sheet_left(frame: int) -> int:
    """Left edge of a sheet that is being pushed in."""
    return PAGE.left + push_distance(frame, QUICK_ENTER)


def _writing(content: PostCard, before: PostCard | None, scene: CardScene) -> list[Sprite]:
    """What stands on the sheet, and the highlighter over it.

    Of what was ``before`` nothing is seen any more once everything has come to its place.
    """
    start, theme, files = scene.start, scene.theme, scene.files
    laid, setting = sheet_layout(content), sheet_layout(content).layout
    scroll = scroll_offset(scroll_stops(content, start))
    shift = paragraph_shift(before, content) if before else 0.0
    offset = _arriving(scroll, shift)
    head = head_plate(content.head, theme)
    sprites: list[Sprite] = [head.sprite()]
    if laid.title:
        sprites.append(_placed(title_plate(content.head.title, theme), laid.title.top, offset))
    if content.last:
        sprites.append(_placed(post_foot_plate(content.head, theme), laid.end.top, offset))
    for image, place in zip(content.pictures, laid.pictures, strict=True):
        sprites.append(_placed(picture_plate(files[image.media.key], place.height), place.top, offset))
    text = paragraph_plate(setting, _UNREAD)
    if before is None:
        sprites.append(_placed(text, laid.text.top, offset))
    else:
        coming = [text.faded((k + 1) / _DRY) for k in range(_DRY - 1)]
        sprites.append(_steps(coming, laid.text.top, offset, text))
        sprites.extend(_read(before, shift, theme, files))
    return [*sprites, *_highlighter(setting, laid.text.top, start, theme, offset)]


def _arriving(scroll: Offset, shift: float) -> Offset:
    """The scrolling of a part that stands ``shift`` pixels below its place at first."""
    return lambda frame: scroll(frame) - shift * (1 - ease_in_out((frame + 1) / GLIDE))


def _placed(plate: Plate, top: int, offset: Offset, past: int | None = None) -> Sprite:
    """A plate aligned with the text, seen through the window until frame ``past``."""
    return sprite_through_window(sprite_at_rest(plate, TEXT_LEFT - MARKER_PAD, top, 0, past), offset, WINDOW)


def _steps(plates: Sequence[Plate], top: int, offset: Offset, after: Plate | None = None) -> Sprite:
    """One plate per frame, then ``after`` for the rest of the scene."""
    shots = [SpriteFrame(plate, TEXT_LEFT - MARKER_PAD, top) for plate in plates]
    last = SpriteFrame(after, TEXT_LEFT - MARKER_PAD, top) if after else None
    return sprite_through_window(lambda frame: shots[frame] if frame < len(shots) else last, offset, WINDOW)


def _read(before: PostCard, way: float, theme: Theme, files: Mapping[str, Path]) -> list[Sprite]:
    """The paragraph that was read before, moving up by ``way`` pixels while its highlight fades."""
    laid, setting = sheet_layout(before), sheet_layout(before).layout
    here = final_scroll_offset(before)

    def leaving(frame: int) -> float:
        return here + way * ease_in_out((frame + 1) / GLIDE)

    sprites = [_placed(paragraph_plate(setting, theme.ink), laid.text.top, leaving, GLIDE)]
    if laid.title:
        sprites.append(_placed(title_plate(before.head.title, theme), laid.title.top, leaving, GLIDE))
    for image, place in zip(before.pictures, laid.pictures, strict=True):
        sprites.append(_placed(picture_plate(files[image.media.key], place.height), place.top, leaving, GLIDE))
    for i in range(len(setting.lines)):
        marked = highlighted_line_plate(setting, i, theme)
        drying = [marked.faded(1 - (k + 1) / _DRY) for k in range(_DRY - 1)]
        sprites.append(_steps(drying, to_even(laid.text.top + i * setting.leading), leaving))
    return sprites


def _highlighter(setting: TextLayout, top: int, start: int, theme: Theme, offset: Offset) -> list[Sprite]:
    sprites = []
    for i, line in enumerate(setting.lines):
        plate = highlighted_line_plate(setting, i, theme)
        sweep = _sweeping(plate, line, start, TEXT_LEFT - MARKER_PAD, to_even(top + i * setting.leading))
        sprites.append(sprite_through_window(sweep, offset, WINDOW))
    return sprites


def _sweeping(plate: Plate, line: TextLine, start: int, left: int, top: int) -> Sprite:
    """The spoken part of a highlighted line: the highlighter runs over each word as it starts."""
    ends = [place.x + place.advance for place in place_words_in_line(line, Ink(WEIGHT, SIZE, ""), MARKER_PAD, 0)]
    starts = [word.start - start for word in line]
    shots: dict[int, SpriteFrame] = {}

    def sprite(frame: int) -> SpriteFrame | None:
        if frame < starts[0]:
            return None
        word = max(i for i, at in enumerate(starts) if at <= frame)
        share = ease_out((frame - starts[word] + 1) / _SWEEP)
        wide = interpolate((ends[word - 1] if word else 0.0, ends[word]), share) + MARKER_PAD * share
        reach = min(plate.width, to_even(wide) if word + 1 < len(starts) or share < 1 else plate.width)
        if reach < 2:
            return None
        if reach not in shots:
            shots[reach] = SpriteFrame(plate.columns_between(0, reach), left, top)
        return shots[reach]

    return sprite
