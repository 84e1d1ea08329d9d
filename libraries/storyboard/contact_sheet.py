"""The contact sheet of a film that is not made yet: each line with its picture and where that comes from."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from PIL import Image, ImageOps

from libraries.drawing.typography.fonts import Weight
from libraries.drawing.typography.line_breaking import fit_one_line, fit_text, untimed_words
from libraries.drawing.typography.text import Ink, drawable_line
from libraries.drawing.typography.words import joined_words

_COLUMNS: Final = 4
_PICTURE: Final = (360, 216)
_GAP: Final = 20
_WORDS: Final = 118
"""Pixels below a picture for the line and its origin."""
_GROUND, _PAPER, _INK, _PALE = "#e8e4da", "#ffffff", "#2b1d2e", "#7a7078"


class SheetCell(NamedTuple):
    """A cell of the sheet: a line's number and words, what is seen in it, its picture's origin and file."""

    number: int
    words: str
    seen: str
    origin: str
    picture: Path | None


def contact_sheet(cells: Sequence[SheetCell]) -> Image.Image:
    """The picture of a contact sheet: all lines in rows of four."""
    wide, high = _PICTURE[0] + _GAP, _PICTURE[1] + _WORDS + _GAP
    rows = -(-len(cells) // _COLUMNS)
    sheet = Image.new("RGBA", (_COLUMNS * wide + _GAP, rows * high + _GAP), _GROUND)
    for at, cell in enumerate(cells):
        sheet.paste(_drawn(cell), (_GAP + at % _COLUMNS * wide, _GAP + at // _COLUMNS * high))
    return sheet.convert("RGB")


def _drawn(cell: SheetCell) -> Image.Image:
    made = Image.new("RGBA", (_PICTURE[0], _PICTURE[1] + _WORDS), _PAPER)
    if cell.picture is not None:
        with Image.open(cell.picture) as picture:
            made.paste(ImageOps.fit(picture.convert("RGB"), _PICTURE), (0, 0))
    limit = _PICTURE[0] - 24
    setting = fit_text(
        untimed_words(f"{cell.number}. {drawable_line(cell.words)}"), Weight.BOLD, limit, (24, 22, 20, 18), 2
    )
    for row, line in enumerate(setting.lines):
        baseline = _PICTURE[1] + 8 + setting.baseline(row)
        Ink(Weight.BOLD, setting.size, _INK).draw(made, (12, baseline), joined_words(line))
    for row, text in enumerate((cell.seen, cell.origin)):
        shown, size = fit_one_line(drawable_line(text) or "-", Weight.MEDIUM, limit, (17, 15, 13))
        Ink(Weight.MEDIUM, size, _PALE).draw(made, (12, _PICTURE[1] + 86 + 22 * row), shown)
    return made
