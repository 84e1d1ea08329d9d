"""The poster of big type: words as large as possible, appearing as they are spoken, on a moving pattern."""

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Annotated, Final, NamedTuple

import numpy as np
from PIL import Image, ImageColor, ImageDraw
from pydantic import Field

from libraries.drawing.canvas.animation import PlacedPlate, sprite_popping_in
from libraries.drawing.canvas.compositor import Sprite, SpriteFrame
from libraries.drawing.canvas.transitions import QUICK_ENTER, Transition, sprite_pushed_in
from libraries.drawing.canvas.yuv import Canvas, Plate, to_even
from libraries.drawing.typography.captions import caption_blocks
from libraries.drawing.typography.design_tokens import PAGE, SAFE, WIDTH, Box, Theme
from libraries.drawing.typography.fonts import Weight
from libraries.drawing.typography.line_breaking import fit_text
from libraries.drawing.typography.text import Ink
from libraries.drawing.typography.words import TextLine, joined_words
from libraries.storyboard.cards.caption import WordPosition, draw_marker, ink_box, place_words_in_line
from libraries.storyboard.cards.card import CardScene, SpokenCard
from libraries.storyboard.cards.illustration import emoji_sprites

POSTER: Final = Box(0, PAGE.top - 6, WIDTH, PAGE.bottom - 4)
_WEIGHT: Final = Weight.EXTRA_BOLD
_PAD: Final = 20
"""Pixels by which the marker reaches beyond its word."""
_AREA: Final = Box(SAFE.left + _PAD + 12, POSTER.top + 40, SAFE.right - _PAD - 12, POSTER.bottom - 40)
_SIZES: Final = (196, 184, 172, 160, 148, 136, 124, 112, 104, 96, 88, 80, 72, 64, 56, 48)
_LINES: Final = 5
_LEADING: Final = 1.2
_GROWN: Final = 1.5
"""Factor by which a shorter line may be set larger than the others."""
_TALLEST: Final = 220
_PERIOD: Final = 240
"""Pixels after which a pattern repeats; it moves by two per frame."""
_EMOJI: Final = 250
_COMING: Final = 0.26
"""Opacity of words that have not been spoken yet."""
_POP: Final = (1.22, 1.10, 1.03)


class PosterCard(SpokenCard):
    """A poster of large words, each set down when it is spoken. ``page`` chooses colours and pattern."""

    kind: str = "type"
    emoji: str
    page: Annotated[int, Field(ge=0)]

    def draw(self, scene: CardScene) -> list[Sprite]:
        ground = _moving_pattern(self, scene.theme)
        if scene.transition is Transition.PUSH:
            ground = sprite_pushed_in(ground, QUICK_ENTER)
        return [ground, *_written(self, scene)]

    def text_boxes(self, start: int, frames: int) -> list[Box]:
        made = poster_chunks(self, start, start + frames)
        return [ink_box([place], size) for chunk in made for place, size in _places(chunk)]


class PosterChunk(NamedTuple):
    """The text on the poster at one time: frames of the film, and lines with their size and baseline."""

    start: int
    end: int
    lines: tuple[tuple[TextLine, int, float], ...]

    @property
    def bottom(self) -> float:
        _, size, baseline = self.lines[-1]
        return baseline + size * 0.3


def poster_chunks(content: PosterCard, start: int, end: int) -> list[PosterChunk]:
    """The words of a shot in the chunks that follow each other on the poster."""
    parts = caption_blocks(content.words, start, end)
    return [PosterChunk(part.start, part.end, _poster_lines(part.words)) for part in parts]


@lru_cache(maxsize=128)
def _poster_lines(words: TextLine) -> tuple[tuple[TextLine, int, float], ...]:
    """Lines as wide as the area where that does not make them too tall; the whole in the middle of the poster."""
    setting = fit_text(words, _WEIGHT, _AREA.width, _SIZES, _LINES, spacing=_LEADING, tallest=_AREA.height)
    rows = []
    for line in setting.lines:
        wide = Ink(_WEIGHT, setting.size, "").width(joined_words(line))
        size = min(setting.size * _GROWN, setting.size * _AREA.width / wide, _TALLEST)
        rows.append((line, max(setting.size, math.floor(size))))
    tall = sum(size * _LEADING for _, size in rows)
    if tall > _AREA.height:
        rows = [(line, setting.size) for line, _ in rows]
        tall = float(setting.height)
    # Where an emblem finds room below, the words make it.
    below = _EMOJI if tall <= _AREA.height - _EMOJI - 40 else 0
    at = _AREA.top + (_AREA.height - below - tall) / 2
    done = []
    for line, size in rows:
        done.append((line, size, at + size * (_LEADING / 2 + 0.36)))
        at += size * _LEADING
    return tuple(done)


def _places(chunk: PosterChunk) -> list[tuple[WordPosition, int]]:
    """Words with their size, at the left edge of the area."""
    return [
        (place, size)
        for line, size, baseline in chunk.lines
        for place in place_words_in_line(line, Ink(_WEIGHT, size, ""), _AREA.left, baseline)
    ]


def _moving_pattern(content: PosterCard, theme: Theme) -> Sprite:
    """The background pattern, moving behind the window of the poster."""
    wide = _pattern(content.page % 3, theme.posters[content.page % len(theme.posters)])
    shots: dict[int, SpriteFrame] = {}

    def sprite(frame: int) -> SpriteFrame:
        at = 2 * frame % _PERIOD
        if at not in shots:
            half = at // 2
            view = Canvas(
                wide.y[:, at : at + POSTER.width],
                wide.u[:, half : half + POSTER.width // 2],
                wide.v[:, half : half + POSTER.width // 2],
            )
            shots[at] = SpriteFrame(view, POSTER.left, POSTER.top)
        return shots[at]

    return sprite


def _written(content: PosterCard, scene: CardScene) -> list[Sprite]:
    """The words, and an emblem where there is room for it."""
    start, palette = scene.start, scene.theme
    _, text, marker, on_marker = palette.posters[content.page % len(palette.posters)]
    # The poster's own colours stand in for those of the palette.
    palette = palette._replace(ink=text, sides=(marker, marker), marker=marker, marker_text=on_marker)
    sprites: list[Sprite] = []
    made = poster_chunks(content, start, start + scene.frames)
    roomy = [(chunk.start - start, chunk.end - start) for chunk in made if _has_room(chunk)]
    if roomy:
        middle = (WIDTH - 220, POSTER.bottom - _EMOJI // 2 - 20)
        sprites += [_during(each, roomy) for each in emoji_sprites((content.emoji,), middle, _EMOJI)]
    for chunk in made:
        for (place, size), following in _followed(_places(chunk)):
            came, gone = place.word.start - start, chunk.end - start
            until = min(gone, following.word.start - start) if following else gone
            plain = _word(place, Ink(_WEIGHT, size, text), None)
            marked = _word(place, Ink(_WEIGHT, size, text), palette)
            faint = plain._replace(plate=plain.plate.faded(_COMING))
            sprites.append(faint.sprite(chunk.start - start, came))
            sprites.append(sprite_popping_in(*marked, came, until, _steps(place)))
            sprites.append(plain.sprite(until, gone))
    return sprites


def _has_room(chunk: PosterChunk) -> bool:
    return _AREA.bottom - chunk.bottom >= _EMOJI * 0.8


def _during(sprite: Sprite, spans: Sequence[tuple[int, int]]) -> Sprite:
    """The sprite limited to ranges of frames."""
    return lambda frame: sprite(frame) if any(start <= frame < end for start, end in spans) else None


def _followed(places: Sequence[tuple[WordPosition, int]]) -> list[tuple[tuple[WordPosition, int], WordPosition | None]]:
    return [*((one, other[0]) for one, other in pairwise(places)), (places[-1], None)]


def _steps(place: WordPosition) -> tuple[float, ...]:
    """The pop of a word, limited so that it stays in the safe area."""
    middle = place.x + place.advance / 2
    room = 2 * (min(middle - SAFE.left, SAFE.right - middle)) / max(1.0, place.advance + 2 * _PAD)
    return tuple(min(step, max(1.0, room)) for step in _POP)


def _word(place: WordPosition, ink: Ink, theme: Theme | None) -> PlacedPlate:
    """A word, marked where a palette is given, with room around it to pop."""
    size = ink.size
    room = to_even(max(24, (place.advance + 2 * _PAD) * 0.12)) if theme else 4
    left, top = to_even(place.x - _PAD - room), to_even(place.baseline - size * 1.0 - room)
    image = Image.new("RGBA", (to_even(place.advance + 2 * _PAD + 2 * room) + 2, to_even(size * 1.3 + 2 * room)))
    if theme is not None:
        x0, x1 = round(place.x) - _PAD - left, round(place.x + place.advance) + _PAD - left
        y0 = round(place.baseline - size * 0.96) - top
        box = Box(x0, y0, x1, y0 + round(size * 1.2))
        ink = ink._replace(colour=draw_marker(image, box, round(size * 0.14), ink, theme))
    ink.draw(image, (place.x - left, place.baseline - top), place.word.text)
    return PlacedPlate(Plate.from_rgba(image), left, top)


@lru_cache(maxsize=12)
def _pattern(kind: int, colours: tuple[str, str, str, str]) -> Canvas:
    """A pattern one period wider than the poster: stripes, dots or waves in two tones of one colour."""
    ground = np.array(ImageColor.getrgb(colours[0])[:3], float)
    towards = 255.0 if ground.mean() < 110 else 0.0
    tone = tuple(int(v) for v in ground + (towards - ground) * 0.085)
    # One period is drawn, between two others so that its edges are whole, and repeated.
    k, width, height = 2, 3 * _PERIOD, POSTER.height
    image = Image.new("RGB", (width * k, height * k), colours[0])
    canvas = ImageDraw.Draw(image)
    step = _PERIOD * k
    if kind == 0:
        lean = height * k // 2
        # Slants repeat exactly after a period, so they begin at a multiple of it.
        for x in range(-step * (lean // step + 1), (width + height) * k, step):
            canvas.polygon(
                ((x, height * k), (x + step // 2, height * k), (x + step // 2 + lean, 0), (x + lean, 0)), tone
            )
    elif kind == 1:
        for row in range(-1, height * k // (step // 2) + 2):
            for column in range(-1, 2 * width * k // step + 2):
                x, y = column * step // 2 + (row % 2) * step // 4, row * step // 2
                r = step * 0.10
                canvas.ellipse((x - r, y - r, x + r, y + r), tone)
    else:
        for row in range(-1, height * k // (step // 2) + 2):
            points = [
                (x, row * step // 2 + math.sin(2 * math.pi * x / step) * step * 0.09)
                for x in range(0, width * k + 8, 8)
            ]
            canvas.line(points, tone, round(step * 0.12), joint="curve")
    drawn = image.resize((width, height), Image.Resampling.BOX).crop((_PERIOD, 0, 2 * _PERIOD, height))
    turns = -(-(POSTER.width + _PERIOD) // _PERIOD)
    return Canvas(*(np.tile(plane, (1, turns)) for plane in Canvas.from_rgb(np.asarray(drawn))))
