"""The story as clues: numbered rows on a line, the newest large and read, those before ticked off."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from PIL import Image, ImageDraw

from schemas.timeline import StepCard, TextLine
from services.studio.film.compose import Sprite
from services.studio.film.fonts import Weight
from services.studio.film.motion import popping, standing
from services.studio.film.parts.caption import ink_box, markers
from services.studio.film.parts.paint import MARGIN, card, pill, reduced, smooth
from services.studio.film.parts.scroll import scrolled
from services.studio.film.parts.thread import FIRST, Laid, arriving, first_in_sight
from services.studio.film.plate import Plate, even
from services.studio.film.text import Ink
from services.studio.film.tokens import PAGE, SAFE, Box, Theme
from services.studio.film.typeset import fit, untimed

_WEIGHT: Final = Weight.BOLD
_SIZES: Final = (66, 62, 58, 54, 50)
_LINES: Final = 6
_NUMBER: Final = 84
_LEFT: Final = PAGE.left + _NUMBER + 24
_PAD: Final = 34
_TAG: Final = 50
"""Height of the line that counts the clue."""
_TEXT_WIDTH: Final = SAFE.right - 16 - _LEFT - _PAD
_GAP: Final = 34
_CORNER: Final = 34
WINDOW: Final = Box(0, PAGE.top - 4, 1080, PAGE.bottom + 4)
"""What is seen of the clues."""
_POP: Final = (0.62, 0.86, 1.00, 1.02, 1.01)


def laid_out(steps: Sequence[str], read: TextLine = ()) -> list[Laid]:
    """The rows below each other, all as wide as the page. ``read`` are the timed words of the last."""
    top = FIRST
    laid: list[Laid] = []
    for i, text in enumerate(steps):
        words = read if read and i == len(steps) - 1 else untimed(text)
        setting = fit(words, _WEIGHT, _TEXT_WIDTH, _SIZES, _LINES, spacing=1.3)
        box = Box(_LEFT, top, PAGE.right, top + even(setting.height + _TAG + 2 * _PAD - 10))
        laid.append(Laid(box, setting, _LEFT + _PAD, top + _TAG + _PAD - 4))
        top = box.bottom + _GAP
    return laid


def seen(steps: Sequence[str]) -> int:
    """The first of the clues that is in sight when the last comes in."""
    return first_in_sight(laid_out(steps), WINDOW)


def clues(content: StepCard, start: int, frames: int, theme: Theme) -> list[Sprite]:
    """A scene of ``frames`` that begins at frame ``start``: its last clue jumps in and is read."""
    laid = laid_out(content.steps, content.words)
    offset, _ = arriving(laid, WINDOW, begins=content.first == 0)
    sprites: list[Sprite] = []
    for i, each in enumerate(laid):
        newest = each is laid[-1]
        number = content.first + i + 1
        line = _line(each.box.height + _GAP, theme)
        if not newest:
            sprites.append(standing(line, PAGE.left + _NUMBER // 2 - 4, each.box.top + 20))
        steps = _POP if newest else ()
        row, badge = _row(each, number, theme), _badge(number, theme, done=not newest)
        sprites.append(popping(row, each.box.left - MARGIN, each.box.top - MARGIN, 0, None, steps))
        sprites.append(popping(badge, PAGE.left - 10, each.box.top + 6, 0, None, steps))
    ink = Ink(_WEIGHT, laid[-1].setting.size, theme.ink)
    sprites += markers(laid[-1].places(ink), ink, theme, start, frames)
    return [scrolled(sprite, offset, WINDOW) for sprite in sprites]


def text_box(content: StepCard) -> Box:
    """What the text that is read covers once it stands."""
    laid = laid_out(content.steps, content.words)
    _, after = arriving(laid, WINDOW, begins=content.first == 0)
    ink = Ink(_WEIGHT, laid[-1].setting.size, "")
    return ink_box(laid[-1].places(ink), ink.size).moved(0, WINDOW.top - after)


def _row(laid: Laid, number: int, theme: Theme) -> Plate:
    box = laid.box
    paper, shape = theme.pages[number % len(theme.pages)]
    image = card(box.width, box.height, paper, _CORNER)
    dx, dy = MARGIN - box.left, MARGIN - box.top
    tag = pill(f"단서 {number}", Ink(Weight.EXTRA_BOLD, 28, theme.ink), shape, 46, 20)
    image.alpha_composite(tag, (laid.text_left + dx, MARGIN + 24))
    ink = Ink(_WEIGHT, laid.setting.size, theme.ink)
    for x, baseline, text in laid.written():
        ink.draw(image, (x + dx, baseline + dy), text)
    inset = MARGIN + even(_CORNER * 0.4)
    return Plate.of(image, Box(inset, inset, even(image.width - inset - 1), even(image.height - inset - 1)))


@lru_cache(maxsize=48)
def _badge(number: int, theme: Theme, *, done: bool) -> Plate:
    """The number in a disc; a tick once it has been read."""
    image, canvas = smooth(_NUMBER + 20, _NUMBER + 20)
    k = image.width // (_NUMBER + 20)
    canvas.ellipse((10 * k, 10 * k, (_NUMBER + 10) * k, (_NUMBER + 10) * k), fill=theme.track if done else theme.pill)
    if done:
        points = [(32 * k, 54 * k), (46 * k, 68 * k), (73 * k, 38 * k)]
        canvas.line(points, fill=theme.accent, width=9 * k, joint="curve")
    out = reduced(image)
    if not done:
        ink = Ink(Weight.EXTRA_BOLD, 46, theme.pill_text)
        text = f"{number}"
        middle = out.width / 2
        ink.draw(out, (middle - ink.width(text) / 2, middle + ink.size * 0.36), text)
    return Plate.of(out)


@lru_cache(maxsize=16)
def _line(height: int, theme: Theme) -> Plate:
    image = Image.new("RGBA", (8, even(height)))
    ImageDraw.Draw(image).rectangle((0, 0, 7, image.height), fill=theme.track)
    return Plate.of(image)
