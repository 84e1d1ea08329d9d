"""Where everything stands on the sheet of a post, and how far it is scrolled for each paragraph."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from schemas.timeline import PostCard, SheetHead, SheetPart, TextLine
from services.studio.film.fonts import Weight
from services.studio.film.plate import even
from services.studio.film.tokens import PAGE, SAFE, Box
from services.studio.film.typeset import Setting, fit, untimed

WEIGHT: Final = Weight.BOLD
SIZE: Final = 60
MARKER_PAD: Final = 12
TEXT_LEFT: Final = PAGE.left + 48
TEXT_WIDTH: Final = SAFE.right - MARKER_PAD - 1 - TEXT_LEFT
WINDOW: Final = Box(PAGE.left, PAGE.top + 8, PAGE.right, PAGE.bottom - 8)
"""What is seen of the sheet."""
TITLE_TOP: Final = 130
PICTURE_WIDTH: Final = PAGE.width - 2 * 48
_FIRST: Final = 30
_GAP: Final = 46
_END: Final = 60
_ANCHOR: Final = 236
"""A paragraph is read this far below the upper edge of the window."""
_FIRST_SCREEN: Final = WINDOW.height - 130
"""What lies wholly above this is read before the sheet begins to scroll."""
_AHEAD: Final = 2
"""Lines of a paragraph that are read before the sheet follows."""


class Laid(NamedTuple):
    """A part and its place: ``top`` counts from the start of the sheet. ``setting`` is None for a picture."""

    part: SheetPart
    top: int
    height: int
    setting: Setting | None

    @property
    def bottom(self) -> int:
        return self.top + self.height


def title_setting(title: str) -> Setting:
    return fit(untimed(title), Weight.EXTRA_BOLD, TEXT_WIDTH, (64, 60, 56, 52), 3, spacing=1.26)


def head_height(head: SheetHead) -> int:
    """Down to the rule under it."""
    title = title_setting(head.title).height + 24 if head.title else 0
    return even(TITLE_TOP + title)


def laid_out(head: SheetHead | None, parts: Sequence[SheetPart]) -> list[Laid]:
    """The parts below each other, under the head where there is one."""
    top = head_height(head) + _GAP if head else _FIRST
    laid: list[Laid] = []
    for part in parts:
        setting = None if part.image else paragraph(untimed(part.text))
        height = setting.height if setting else _picture_height(part)
        laid.append(Laid(part, top, height, setting))
        top = even(top + height + _GAP)
    return laid


@lru_cache(maxsize=256)
def paragraph(words: TextLine) -> Setting:
    """The words of a paragraph in lines."""
    return fit(words, WEIGHT, TEXT_WIDTH, (SIZE,), 40, spacing=1.4)


def _picture_height(part: SheetPart) -> int:
    if part.image is None:
        raise AssertionError("a part is a paragraph or a picture")
    return even(min(520.0, max(300.0, PICTURE_WIDTH * part.image.height / part.image.width)))


def resting(laid: Sequence[Laid], index: int | None, *, head: bool, ends: bool) -> float:
    """Offset of the window while part ``index`` begins to be read; with None where the sheet begins."""
    at = 0.0 if index is None else float(laid[index].top - _ANCHOR)
    if head and index is not None and laid[index].bottom <= _FIRST_SCREEN:
        at = 0.0
    if ends:
        at = min(at, float(laid[-1].bottom + _END - WINDOW.height))
    return max(0.0, at) if head else at


def stops(card: PostCard, start: int) -> list[tuple[int, float]]:
    """How the sheet scrolls during a scene that begins at frame ``start``: (frame of the scene, offset)."""
    laid = laid_out(card.head, card.parts)
    head, ends = card.head is not None, card.ends
    before = laid_end(laid, card.before, head=head, ends=ends)
    rest = resting(laid, card.current, head=head, ends=ends)
    found = [(0, before), (0, rest)]
    setting = paragraph(card.words)
    furthest = laid_end(laid, card.current, head=head, ends=ends)
    for i, line in enumerate(setting.lines[_AHEAD + 1 :], start=1):
        offset = min(furthest, rest + i * setting.leading)
        if offset > found[-1][1]:
            found.append((line[0].start - start, offset))
    return found


def laid_end(laid: Sequence[Laid], index: int | None, *, head: bool, ends: bool) -> float:
    """Offset of the window when part ``index`` has been read to its end."""
    at = resting(laid, index, head=head, ends=ends)
    setting = laid[index].setting if index is not None else None
    if setting is None:
        return at
    later = max(0, len(setting.lines) - _AHEAD - 1) * setting.leading
    if ends:
        return max(at, min(at + later, float(laid[-1].bottom + _END - WINDOW.height)))
    return at + later


def in_sight(head: SheetHead, parts: Sequence[SheetPart], before: int | None, current: int) -> tuple[bool, int, int]:
    """Of a whole sheet, what is seen while ``current`` is read: whether its head is, first part, and past the last."""
    laid = laid_out(head, parts)
    offsets = (
        laid_end(laid, before, head=True, ends=True),
        resting(laid, current, head=True, ends=True),
        laid_end(laid, current, head=True, ends=True),
    )
    top, bottom = min(offsets), max(offsets) + WINDOW.height
    seen = [i for i, each in enumerate(laid) if each.bottom > top and each.top < bottom]
    keep = {*seen, current, *(() if before is None else (before,))}
    return top < head_height(head) + _GAP, min(keep), max(keep) + 1
