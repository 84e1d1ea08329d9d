"""The story as clues: their numbers in a row, ticked off one by one, and below them the clue that is read."""

from functools import lru_cache
from typing import Final, NamedTuple

from PIL import Image

from services.studio.film.canvas.animation import popping, standing
from services.studio.film.canvas.compositor import Sprite
from services.studio.film.canvas.yuv import Plate, even
from services.studio.film.templates.cards.caption import PlacedPlate, ink_box, markers
from services.studio.film.templates.cards.paint import MARGIN, card, pill, reduced, rounded, smooth
from services.studio.film.templates.cards.story import illustration
from services.studio.film.templates.cards.thread import LaidCard
from services.studio.film.timeline import StepCard, TextLine
from services.studio.film.typography.design_tokens import PAGE, SAFE, Box, Theme
from services.studio.film.typography.fonts import Weight
from services.studio.film.typography.line_breaking import TextLayout, fit
from services.studio.film.typography.text import Ink

_WEIGHT: Final = Weight.BOLD
_SIZES: Final = (84, 78, 72, 66, 60, 54, 50, 46)
_LINES: Final = 6
_MOST_LINES: Final = 8
"""Of a clue without emblems."""
_NUMBER: Final = 84
_ROW: Final = 7
"""So many numbers stand side by side; further ones on a row of their own, which takes the place of this one."""
_PAD: Final = 44
_TAG: Final = 62
"""Height of the line that counts the clue."""
_ART: Final = 230
"""Height of the emblems of a clue; less where the text asks for more."""
_ABOVE: Final = 20
_LEAST_ART: Final = 170
"""With less height, room above the text included, there are none."""
_LEAST: Final = 60
"""Where the text had to be smaller beside emblems, it has all the room."""
_AREA: Final = Box(PAGE.left, PAGE.top + _NUMBER + 60, PAGE.right, PAGE.bottom - 16)
_TEXT_LEFT: Final = PAGE.left + _PAD
_TEXT_WIDTH: Final = SAFE.right - 16 - _TEXT_LEFT
_CORNER: Final = 40
_POP: Final = (0.62, 0.86, 1.00, 1.02, 1.01)


class StepsLayout(NamedTuple):
    """The clue in its card, and the middle of its emblems, which have ``art`` pixels of height or 0."""

    clue: LaidCard
    middle: tuple[int, int]
    art: int


def laid_out(content: StepCard) -> StepsLayout:
    """The card in the middle of its area, as high as its text asks; emblems where they find room above the text."""
    room = _AREA.height - _TAG - 2 * _PAD
    setting = _setting(content.words, _LINES, room - _LEAST_ART)
    if setting.size < _LEAST:
        setting = _setting(content.words, _MOST_LINES, room)
    free = room - setting.height
    art = even(min(_ART, free - _ABOVE)) if free >= _LEAST_ART else 0
    height = even(_TAG + 2 * _PAD + setting.height + (art + _ABOVE if art else 0))
    top = _AREA.top + even((_AREA.height - height) / 2)
    box = Box(_AREA.left, top, _AREA.right, top + height)
    text_top = box.bottom - _PAD - setting.height
    middle = ((_AREA.left + _AREA.right) // 2, text_top - _ABOVE - art // 2)
    return StepsLayout(LaidCard(box, setting, _TEXT_LEFT, text_top), middle, art)


def _setting(words: TextLine, lines: int, tallest: int) -> TextLayout:
    return fit(words, _WEIGHT, _TEXT_WIDTH, _SIZES, lines, spacing=1.3, tallest=tallest)


def clues(content: StepCard, start: int, frames: int, theme: Theme) -> list[Sprite]:
    """A scene of ``frames`` that begins at frame ``start``: the clue jumps in, its number lights up, it is read."""
    layout = laid_out(content)
    box = layout.clue.box
    row = _numbers(content.number, content.total, theme)
    sprites: list[Sprite] = [standing(row.plate, row.left, row.top)]
    lit = _lit(content.number + 1, theme)
    left, top = _place(content.number, content.total)
    sprites.append(popping(lit, left, top, 0, None, _POP))
    sprites.append(popping(_card(layout, content.number, theme), box.left - MARGIN, box.top - MARGIN, 0, None, _POP))
    if layout.art:
        sprites.extend(illustration(content.emoji, layout.middle, even(layout.art * 0.8)))
    ink = Ink(_WEIGHT, layout.clue.setting.size, theme.ink)
    return [*sprites, *markers(layout.clue.places(ink), ink, theme, start, frames)]


def text_box(content: StepCard) -> Box:
    """What the text that is read covers once it stands."""
    clue = laid_out(content).clue
    ink = Ink(_WEIGHT, clue.setting.size, "")
    return ink_box(clue.places(ink), ink.size)


def _card(layout: StepsLayout, number: int, theme: Theme) -> Plate:
    box = layout.clue.box
    paper, shape = theme.pages[number % len(theme.pages)]
    image = card(box.width, box.height, paper, _CORNER)
    dx, dy = MARGIN - box.left, MARGIN - box.top
    tag = pill(f"단서 {number + 1}", Ink(Weight.EXTRA_BOLD, 34, theme.ink), shape, 56, 26)
    image.alpha_composite(tag, (layout.clue.text_left + dx, MARGIN + 32))
    ink = Ink(_WEIGHT, layout.clue.setting.size, theme.ink)
    for x, baseline, text in layout.clue.written():
        ink.draw(image, (x + dx, baseline + dy), text)
    inset = MARGIN + even(_CORNER * 0.4)
    return Plate.of(image, Box(inset, inset, even(image.width - inset - 1), even(image.height - inset - 1)))


def _beside(number: int, total: int) -> range:
    """The numbers that stand in a row with this one."""
    first = number // _ROW * _ROW
    return range(first, min(total, first + _ROW))


def _place(number: int, total: int) -> tuple[int, int]:
    """Left and top of a number's disc with its border, in a row that is centred over the card."""
    beside = _beside(number, total)
    step = (SAFE.width - _NUMBER) / max(1, _ROW - 1)
    middle = (PAGE.left + PAGE.right) / 2 if len(beside) < _ROW else (SAFE.left + SAFE.right) / 2
    return even(middle + (number - beside[0] - (len(beside) - 1) / 2) * step - _NUMBER / 2 - 10), PAGE.top + 10


@lru_cache(maxsize=8)
def _numbers(number: int, total: int, theme: Theme) -> PlacedPlate:
    """All numbers but the one whose turn it is: those before ticked off, those to come faint, on a line."""
    beside = _beside(number, total)
    places = [_place(each, total) for each in beside]
    left, top = places[0]
    image = Image.new("RGBA", (places[-1][0] - left + _NUMBER + 20, _NUMBER + 20))
    middle = image.height // 2
    for each, (one, _), (other, _) in zip(beside[1:], places, places[1:], strict=False):
        line = Box(one - left + _NUMBER, middle - 4, other - left + 20, middle + 4)
        rounded(image, line, 4, theme.accent if each <= number else theme.track)
    for each, (x, _) in zip(beside, places, strict=True):
        if each != number:
            disc = _disc(each + 1, theme.track, theme.footer if each > number else None, theme.accent)
            image.alpha_composite(disc, (x - left, 0))
    return PlacedPlate(Plate.of(image), left, top)


@lru_cache(maxsize=8)
def _lit(number: int, theme: Theme) -> Plate:
    return Plate.of(_disc(number, theme.pill, theme.pill_text, theme.accent))


def _disc(number: int, ground: str, text: str | None, tick: str) -> Image.Image:
    """The number in a disc; without a colour for it a tick, as it has been read."""
    image, canvas = smooth(_NUMBER + 20, _NUMBER + 20)
    k = image.width // (_NUMBER + 20)
    canvas.ellipse((10 * k, 10 * k, (_NUMBER + 10) * k, (_NUMBER + 10) * k), fill=ground)
    if text is None:
        points = [(32 * k, 54 * k), (46 * k, 68 * k), (73 * k, 38 * k)]
        canvas.line(points, fill=tick, width=9 * k, joint="curve")
        return reduced(image)
    out = reduced(image)
    ink = Ink(Weight.EXTRA_BOLD, 46, text)
    ink.draw(out, ((out.width - ink.width(f"{number}")) / 2, out.height / 2 + ink.size * 0.36), f"{number}")
    return out
