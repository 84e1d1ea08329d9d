"""The lettering of titles: words in their form as plates, and where each word stands."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Final, NamedTuple

from PIL import Image, ImageDraw

from libraries.drawing.canvas.animation import PlacedPlate
from libraries.drawing.canvas.yuv import Plate, to_even
from libraries.drawing.typography.design_tokens import Box, Theme
from libraries.drawing.typography.fonts import Weight
from libraries.drawing.typography.line_breaking import TextLayout, fit_one_line, fit_text
from libraries.drawing.typography.text import Ink
from libraries.drawing.typography.words import TextLine, joined_words
from libraries.storyboard.cards.caption import (
    WordPosition,
    ink_box,
    place_centred_words,
    text_picture,
    text_plate,
    word_positions,
)
from libraries.storyboard.cards.paint import MARGIN, card_image, draw_rounded_box
from libraries.storyboard.titles.forms import TitleForm

_PAD: Final = 44
_MARKED: Final = 14
"""Pixels by which the marker of a word reaches beyond it: they too stay in the safe area."""
_LEAN: Final = 0.17
"""Pixels to the right a pixel of height, of slanted letters."""


class LetteredTitle(NamedTuple):
    """A lettered title: plates in the order they come in; ``places`` of its words where markers may lie on them."""

    plates: tuple[PlacedPlate, ...]
    places: tuple[WordPosition, ...]
    ink: Ink


class TitleText(NamedTuple):
    """What a title says: its words, and above them where the story comes from, where the form shows that."""

    words: TextLine
    source: str


@lru_cache(maxsize=4)
def lettered_title(text: TitleText, form: TitleForm, theme: Theme) -> LetteredTitle:
    """A title lettered in its form. Raises BadInput for words that cannot be set."""
    return _LETTERINGS[form.lettering](text, form, theme)


def title_box(text: TitleText, form: TitleForm, theme: Theme) -> Box:
    """The box that the words cover."""
    made = lettered_title(text, form, theme)
    return ink_box(made.places, made.ink.size) if made.places else form.area


def _set(words: TextLine, form: TitleForm, weight: Weight, inset: int = 0) -> TextLayout:
    box = form.area
    sizes = tuple(size for size in range(form.most, 43, -4))
    return fit_text(
        words, weight, box.width - 2 * inset - 2 * _MARKED, sizes, 5, spacing=1.22, tallest=box.height - 2 * inset
    )


def _plain(
    text: TitleText, form: TitleForm, colour: str, edge: str | None, weight: Weight = Weight.EXTRA_BOLD
) -> LetteredTitle:
    """Lines one below the other, each a plate of its own."""
    setting = _set(text.words, form, weight)
    top = form.area.bottom - setting.height if form.area.top > 500 else form.area.top
    places = word_positions(setting, weight, form.area.left + _MARKED, top)
    ink = Ink(weight, setting.size, colour)
    return LetteredTitle(tuple(text_plate(line, ink, edge) for line in _lines(places)), tuple(places), ink)


def _lines(places: Sequence[WordPosition]) -> list[list[WordPosition]]:
    return [list(line) for _, line in groupby(places, lambda place: place.baseline)]


def _outline(text: TitleText, form: TitleForm, theme: Theme) -> LetteredTitle:
    return _plain(text, form, theme.headline, theme.caption_edge)


def _ink(text: TitleText, form: TitleForm, theme: Theme) -> LetteredTitle:
    return _plain(text, form, theme.ink, None)


def _thin(text: TitleText, form: TitleForm, theme: Theme) -> LetteredTitle:
    """Lighter letters beside a rule in the accent."""
    inner = form.model_copy(update={"box": (form.box[0] + 40, *form.box[1:])})
    made = _plain(text, inner, theme.headline, theme.caption_edge, Weight.BOLD)
    box = ink_box(made.places, made.ink.size)
    rule = Image.new("RGBA", (12, to_even(box.height)))
    ImageDraw.Draw(rule).rectangle((0, 0, 9, rule.height), fill=theme.accent)
    return made._replace(plates=(PlacedPlate(Plate.from_rgba(rule), form.area.left, to_even(box.top)), *made.plates))


def _centred(text: TitleText, form: TitleForm, theme: Theme) -> LetteredTitle:
    setting = _set(text.words, form, Weight.EXTRA_BOLD)
    places = place_centred_words(setting.lines, setting.size, form.area)
    ink = Ink(Weight.EXTRA_BOLD, setting.size, theme.headline)
    plates = tuple(text_plate(line, ink, theme.caption_edge) for line in _lines(places))
    return LetteredTitle(plates, tuple(places), ink)


def _italic(text: TitleText, form: TitleForm, theme: Theme) -> LetteredTitle:
    """Slanted letters; no marker fits their words."""
    made = _plain(text, form, theme.headline, theme.caption_edge)
    plates = []
    for line in _lines(made.places):
        flat, left, top = text_picture(line, made.ink, theme.caption_edge)
        lean = round(flat.height * _LEAN)
        wide = Image.new("RGBA", (flat.width + lean, flat.height))
        wide.paste(flat, (0, 0))
        shear = (1.0, _LEAN, -float(lean), 0.0, 1.0, 0.0)
        skewed = wide.transform(wide.size, Image.Transform.AFFINE, shear, Image.Resampling.BICUBIC)
        plates.append(PlacedPlate(Plate.from_rgba(skewed), left, top))
    return made._replace(plates=tuple(plates), places=())


def _strips(text: TitleText, form: TitleForm, theme: Theme) -> LetteredTitle:
    """Every line on a strip of its own, in two colours by turns."""
    setting = _set(text.words, form, Weight.EXTRA_BOLD, 24)
    step = round(setting.size * 1.42)
    top = form.area.bottom - step * len(setting.lines) if form.area.top > 500 else form.area.top
    plates = []
    for i, line in enumerate(setting.lines):
        colour, letters = ((theme.marker, theme.marker_text), (theme.pill, theme.pill_text))[i % 2]
        ink = Ink(Weight.EXTRA_BOLD, setting.size, letters)
        image = Image.new("RGBA", (to_even(ink.width(joined_words(line))) + 48, to_even(setting.size * 1.32)))
        ImageDraw.Draw(image).rectangle((0, 0, *image.size), fill=colour)
        ink.draw(image, (24, setting.size * 1.03), joined_words(line))
        plates.append(PlacedPlate(Plate.from_rgba(image), form.area.left, to_even(top + i * step)))
    return LetteredTitle(tuple(plates), (), Ink(Weight.EXTRA_BOLD, setting.size, theme.ink))


Adornment = Callable[[Image.Image, Box], None]


def _sheet(
    text: TitleText,
    form: TitleForm,
    theme: Theme,
    draw: Adornment,
    colour: str,
    above: int = 0,
) -> LetteredTitle:
    """Words on a card that is as high as they need, ``above`` pixels of it free; ``draw`` adds what makes the form."""
    setting = _set(text.words, form, Weight.EXTRA_BOLD, _PAD)
    area = form.area
    high = to_even(setting.height + 2 * _PAD + above)
    top = to_even(area.top + max(0, (area.height - high) / 2) if form.lettering == "paper" else area.top)
    image = card_image(area.width, high, colour, 28)
    draw(image, Box(MARGIN, MARGIN, MARGIN + area.width, MARGIN + high))
    ink = Ink(Weight.EXTRA_BOLD, setting.size, theme.ink)
    places = word_positions(setting, Weight.EXTRA_BOLD, area.left + _PAD, top + _PAD + above)
    for place in places:
        ink.draw(image, (place.x - area.left + MARGIN, place.baseline - top + MARGIN), place.word.text)
    return LetteredTitle((PlacedPlate(Plate.from_rgba(image), area.left - MARGIN, top - MARGIN),), tuple(places), ink)


def _paper(text: TitleText, form: TitleForm, theme: Theme) -> LetteredTitle:
    """A sheet held by tape."""

    def tape(image: Image.Image, box: Box) -> None:
        middle = (box.left + box.right) // 2
        draw_rounded_box(image, Box(middle - 110, box.top - 26, middle + 110, box.top + 26), 4, theme.accent, 200)
        for y in range(box.top + _PAD + 100, box.bottom - 20, 100):
            draw_rounded_box(image, Box(box.left + 24, y, box.right - 24, y + 3), 1, theme.pages[0][1], 150)

    return _sheet(text, form, theme, tape, theme.pages[0][0])


def _balloon(text: TitleText, form: TitleForm, theme: Theme) -> LetteredTitle:
    """A balloon with a thick line and a tail."""

    def outline(image: Image.Image, box: Box) -> None:
        draw_rounded_box(image, box, 60, theme.ink)
        canvas = ImageDraw.Draw(image)
        x, y = box.left + 150, box.bottom
        canvas.polygon(((x, y - 20), (x + 110, y - 20), (x + 20, y + 38)), fill=theme.ink)
        inner = Box(box.left + 10, box.top + 10, box.right - 10, box.bottom - 10)
        draw_rounded_box(image, inner, 52, "#ffffff")
        canvas.polygon(((x + 16, y - 22), (x + 88, y - 22), (x + 28, y + 18)), fill="#ffffff")

    return _sheet(text, form, theme, outline, "#ffffff")


def _message(text: TitleText, form: TitleForm, theme: Theme) -> LetteredTitle:
    """A message as a telephone announces it: who it is from, then its words."""

    def head(image: Image.Image, box: Box) -> None:
        draw_rounded_box(image, Box(box.left + _PAD, box.top + 34, box.left + _PAD + 56, box.top + 90), 16, theme.pill)
        ink = Ink(Weight.BOLD, 34, theme.muted)
        name, size = fit_one_line(text.source, ink.weight, box.width - 2 * _PAD - 180, (34, 30, 26), otherwise="새 글")
        ink._replace(size=size).draw(image, (box.left + _PAD + 76, box.top + 74), name)
        now = "지금"
        ink.draw(image, (box.right - _PAD - ink.width(now), box.top + 74), now)

    return _sheet(text, form, theme, head, theme.pages[0][0], above=70)


def _news(text: TitleText, form: TitleForm, theme: Theme) -> LetteredTitle:
    """The first page of a newspaper: name, double rule, headline."""
    inner = form.model_copy(update={"box": (form.box[0], form.box[1] + 96, *form.box[2:])})
    made = _plain(text, inner, theme.ink, None)
    image = Image.new("RGBA", (form.area.width, 96))
    canvas = ImageDraw.Draw(image)
    ink = Ink(Weight.BOLD, 38, theme.pill)
    name, size = fit_one_line(text.source, ink.weight, form.area.width - 20, (38, 34, 30), otherwise="오늘의 이야기")
    ink._replace(size=size).draw(image, (8, 44), name)
    canvas.rectangle((0, 66, image.width, 71), fill=theme.ink)
    canvas.rectangle((0, 78, image.width, 80), fill=theme.ink)
    top = to_even(ink_box(made.places, made.ink.size).top - 104)
    return made._replace(plates=(PlacedPlate(Plate.from_rgba(image), form.area.left, top), *made.plates))


def _field(text: TitleText, form: TitleForm, theme: Theme) -> LetteredTitle:
    """A field in which a comment is being written: its plates are the words as they grow, the last one whole."""
    area = form.area
    setting = _set(text.words, form, Weight.BOLD, _PAD)
    ink = Ink(Weight.BOLD, setting.size, theme.ink)
    high = to_even(setting.height + 2 * _PAD)
    plates = []
    for count in range(len(text.words) + 1):
        image = card_image(area.width, high, "#ffffff", 48)
        left = count
        for i, line in enumerate(setting.lines):
            shown, left = line[: max(0, left)], left - len(line)
            ink.draw(image, (MARGIN + _PAD, MARGIN + _PAD + setting.baseline(i)), joined_words(shown))
        disc = Box(area.width + MARGIN - 96, MARGIN + high - 92, area.width + MARGIN - 24, MARGIN + high - 20)
        draw_rounded_box(image, disc, 36, theme.pill if count == len(text.words) else theme.track)
        canvas = ImageDraw.Draw(image)
        x, y = (disc.left + disc.right) // 2, (disc.top + disc.bottom) // 2
        canvas.polygon(((x - 14, y - 16), (x + 18, y), (x - 14, y + 16)), fill="#ffffff")
        plates.append(PlacedPlate(Plate.from_rgba(image), area.left - MARGIN, area.top - MARGIN))
    return LetteredTitle(tuple(plates), (), ink)


_ANSWERS: Final = ("공감해요", "글쎄요")


def _vote(text: TitleText, form: TitleForm, theme: Theme) -> LetteredTitle:
    """The question, and two answers to choose from."""
    made = _plain(text, form.model_copy(update={"box": (*form.box[:3], form.box[1] + 280)}), theme.ink, None)
    wide = form.area.width // 2 - 12
    buttons = []
    for i, (answer, colour) in enumerate(zip(_ANSWERS, theme.sides, strict=True)):
        image = card_image(wide, 132, colour, 66)
        ink = Ink(Weight.EXTRA_BOLD, 54, "#ffffff")
        ink.draw(image, (MARGIN + (wide - ink.width(answer)) / 2, MARGIN + 85), answer)
        left = form.area.left + i * (wide + 24)
        buttons.append(PlacedPlate(Plate.from_rgba(image), to_even(left - MARGIN), form.area.bottom - 180 - MARGIN))
    return made._replace(plates=(*made.plates, *buttons))


_LETTERINGS: Final[dict[str, Callable[[TitleText, TitleForm, Theme], LetteredTitle]]] = {
    "outline": _outline,
    "thin": _thin,
    "centred": _centred,
    "ink": _ink,
    "italic": _italic,
    "strips": _strips,
    "paper": _paper,
    "balloon": _balloon,
    "message": _message,
    "news": _news,
    "field": _field,
    "vote": _vote,
}
