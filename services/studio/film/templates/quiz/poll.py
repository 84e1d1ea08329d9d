"""The poll of a quiz: the question, answers with bars that grow to their share of the likes, a countdown."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, ClassVar, Final, NamedTuple

from PIL import Image
from pydantic import Field

from libraries.drawing.canvas.animation import ease_out, sprite_at_rest, sprite_popping_in
from libraries.drawing.canvas.compositor import Sprite, SpriteFrame
from libraries.drawing.canvas.yuv import Plate, to_even
from libraries.drawing.typography.design_tokens import PAGE, SAFE, Box, Theme
from libraries.drawing.typography.fonts import Weight
from libraries.drawing.typography.line_breaking import fit_one_line, fit_text, untimed_words
from libraries.drawing.typography.text import Ink
from libraries.storyboard.cards.caption import ink_box, word_markers
from libraries.storyboard.cards.card import CardScene, SpokenCard
from libraries.storyboard.cards.card_thread import PlacedCard
from libraries.storyboard.cards.comments import QuotedComment
from libraries.storyboard.cards.paint import (
    MARGIN,
    card_image,
    card_plate,
    downsample,
    draw_rounded_box,
    icon_image,
    large_canvas,
    pill_image,
)

MAX_ANSWERS: Final = 3
"""Answers in a poll at most."""
_WEIGHT: Final = Weight.EXTRA_BOLD
_SIZES: Final = (66, 60, 54, 50, 46, 42, 38, 34)
_LETTERS: Final = "ABC"
_PAD: Final = 34
_RING: Final = 128
_QUESTION: Final = Box(PAGE.left, PAGE.top + 4, PAGE.right, PAGE.top + 250)
_QUESTION_WIDTH: Final = SAFE.right - _RING - 40 - PAGE.left - _PAD
_GAP: Final = 22
_BADGE: Final = 72
_TEXT_LEFT: Final = PAGE.left + 28 + _BADGE + 24
_TEXT_WIDTH: Final = SAFE.right - 14 - _TEXT_LEFT
_NAME: Final = 46
_BAR: Final = 44
_TALLEST: Final = 272
_POP: Final = (0.80, 0.92, 0.98, 1.0)
_GROW: Final = 18
"""Frames in which a bar grows."""
_STEPS: Final = 24
"""Poses of the countdown's ring."""


class PollCard(SpokenCard):
    """A question and its answers with the likes they have; without likes the answers are the viewer's to give.

    ``places`` are the answers there will be in the end; those still to come are left open. ``words`` are those of the
    last answer, which has just come in, or of the question itself when it is ``asked``.
    """

    kind: str = "poll"
    sound: ClassVar[str] = "pop"
    question: str
    answers: Annotated[tuple[QuotedComment, ...], Field(min_length=1)]
    places: Annotated[int, Field(ge=1)]
    asked: bool

    def draw(self, scene: CardScene) -> list[Sprite]:
        layout, theme = poll_layout(self), scene.theme
        question = _question(layout.question, theme)
        sprites = [sprite_at_rest(question, PAGE.left - MARGIN, _QUESTION.top - MARGIN)]
        sprites.append(_countdown(scene.frames, theme) if self.asked else _q_badge(theme))
        sprites += _open_places(self, layout.rows[-1].box, theme)
        for i, (answer, row) in enumerate(zip(self.answers, layout.rows, strict=True)):
            steps = _POP if row is layout.rows[-1] and not self.asked else ()
            sprites.append(
                sprite_popping_in(_row(answer, row, i, theme), PAGE.left - MARGIN, row.box.top - MARGIN, 0, None, steps)
            )
            if any(each.likes for each in self.answers):
                sprites += _bar(row, (_share_before(self, i), _share(answer, self.answers)), i, theme)
        read, weight = self._read(layout)
        ink = Ink(weight, read.layout.size, "#ffffff" if self.asked else theme.ink)
        return [*sprites, *word_markers(read.word_positions(weight), ink, theme, scene.start, scene.frames)]

    def text_boxes(self, start: int, frames: int) -> list[Box]:  # noqa: ARG002 - the text stands all the time
        read, weight = self._read(poll_layout(self))
        return [ink_box(read.word_positions(weight), read.layout.size)]

    def _read(self, layout: "PollLayout") -> tuple[PlacedCard, Weight]:
        """What is read aloud, and the weight of its letters."""
        return (layout.question, _WEIGHT) if self.asked else (layout.rows[-1], Weight.BOLD)


class PollLayout(NamedTuple):
    """The question and the rows of the answers."""

    question: PlacedCard
    rows: list[PlacedCard]


def poll_layout(content: PollCard) -> PollLayout:
    """The layout of a poll: the question in its card, below it rows that share the remaining height."""
    question = fit_text(
        content.words if content.asked else untimed_words(content.question),
        _WEIGHT,
        _QUESTION_WIDTH,
        (68, 62, 56, 50, 46, 42),
        3,
        spacing=1.22,
        tallest=182,
    )
    text_top = _QUESTION.top + (_QUESTION.height - question.height) // 2
    head = PlacedCard(_QUESTION, question, PAGE.left + _PAD, text_top)
    room = PAGE.bottom - _QUESTION.bottom - _GAP * content.places
    each = min(_TALLEST, room // content.places)
    rows = []
    top = _QUESTION.bottom + _GAP
    for answer in content.answers:
        tall = each - _NAME - _BAR - 22
        read = answer is content.answers[-1] and not content.asked
        words = content.words if read else untimed_words(answer.text)
        setting = fit_text(words, Weight.BOLD, _TEXT_WIDTH, _SIZES, 2, spacing=1.2, tallest=tall)
        box = Box(PAGE.left, top, PAGE.right, top + to_even(each))
        rows.append(PlacedCard(box, setting, _TEXT_LEFT, top + _NAME + (tall - setting.height) // 2 + 10))
        top = box.bottom + _GAP
    return PollLayout(head, rows)


def _share(answer: QuotedComment, answers: Sequence[QuotedComment]) -> float:
    """The share of an answer in the likes of ``answers``."""
    return answer.likes / max(1, sum(each.likes for each in answers))


def _share_before(content: PollCard, index: int) -> float:
    """The share of an answer before the last one came in."""
    answers = content.answers if content.asked else content.answers[:-1]
    return _share(content.answers[index], answers) if index < len(answers) else 0.0


def _open_places(content: PollCard, last: Box, theme: Theme) -> list[Sprite]:
    """Empty rows below the ``last`` answer for those still to come."""
    count = content.places - len(content.answers)
    return [
        sprite_at_rest(
            _open_row(len(content.answers) + i, last.height, theme),
            PAGE.left,
            last.bottom + _GAP + i * (last.height + _GAP),
        )
        for i in range(count)
    ]


@lru_cache(maxsize=4)
def _question(laid: PlacedCard, theme: Theme) -> Plate:
    image = card_image(_QUESTION.width, _QUESTION.height, theme.sides[1], 40)
    laid.draw_text(image, Ink(_WEIGHT, laid.layout.size, "#ffffff"))
    return card_plate(image, 16)


def _middle() -> tuple[int, int]:
    return SAFE.right - _RING // 2 - 10, (_QUESTION.top + _QUESTION.bottom) // 2


def _q_badge(theme: Theme) -> Sprite:
    left, top = (to_even(v - _RING / 2) for v in _middle())
    return sprite_at_rest(_ring(_STEPS, "Q", theme), left, top)


def _countdown(frames: int, theme: Theme) -> Sprite:
    """The countdown from three while the question is read; the ring empties."""
    left, top = (to_even(v - _RING / 2) for v in _middle())

    def sprite(frame: int) -> SpriteFrame:
        left_over = 1 - frame / max(1, frames)
        step = max(0, min(_STEPS, round(_STEPS * left_over)))
        digit = str(max(1, min(3, int(3 * left_over) + 1)))
        return SpriteFrame(_ring(step, digit, theme), left, top)

    return sprite


@lru_cache(maxsize=_STEPS + 4)
def _ring(step: int, text: str, theme: Theme) -> Plate:
    image, canvas = large_canvas(_RING, _RING)
    far = image.width - 1
    canvas.ellipse((0, 0, far, far), fill="#ffffff")
    inset = image.width // 14
    arc = (inset, inset, far - inset, far - inset)
    canvas.arc(arc, -90, -90 + 360 * step / _STEPS, fill=theme.sides[0], width=image.width // 11)
    out = downsample(image)
    ink = Ink(_WEIGHT, 64, theme.sides[1])
    ink.draw(out, ((_RING - ink.width(text)) / 2, _RING / 2 + ink.size * 0.36), text)
    return Plate.from_rgba(out)


def _row(answer: QuotedComment, laid: PlacedCard, index: int, theme: Theme) -> Plate:
    box = laid.box
    image = card_image(box.width, box.height, "#ffffff", 34)
    colour = theme.sides[index % 2] if index < 2 else theme.muted
    badge, canvas = large_canvas(_BADGE, _BADGE)
    canvas.ellipse((0, 0, badge.width - 1, badge.height - 1), fill=colour)
    disc = downsample(badge)
    letter = Ink(_WEIGHT, 42, "#ffffff")
    letter.draw(disc, ((_BADGE - letter.width(_LETTERS[index])) / 2, _BADGE / 2 + 15), _LETTERS[index])
    image.alpha_composite(disc, (MARGIN + 28, MARGIN + 24))
    left = _TEXT_LEFT - box.left + MARGIN
    if answer.likes or answer.author != "나":
        ink = Ink(Weight.BOLD, 30, theme.muted)
        name, _ = fit_one_line(answer.author, ink.weight, 400, (30, 28), otherwise="익명")
        ink.draw(image, (left, MARGIN + 44), name)
        if answer.best:
            best = pill_image("BEST", Ink(_WEIGHT, 22, "#ffffff"), colour, 34, 12)
            image.alpha_composite(best, (round(left + ink.width(name) + 14), MARGIN + 18))
    laid.draw_text(image, Ink(Weight.BOLD, laid.layout.size, theme.ink))
    if answer.likes:
        image.alpha_composite(icon_image("likes", 30, colour), (left, MARGIN + box.height - _BAR - 2))
        count = Ink(Weight.BOLD, 30, theme.muted)
        count.draw(image, (left + 40, MARGIN + box.height - _BAR + 24), f"{answer.likes:,}")
    return card_plate(image, 14)


@lru_cache(maxsize=4)
def _open_row(index: int, height: int, theme: Theme) -> Plate:
    """A row that waits for its answer."""
    image = Image.new("RGBA", (PAGE.width, height))
    draw_rounded_box(image, Box(0, 0, PAGE.width, height), 34, theme.track, 120)
    ink = Ink(_WEIGHT, 72, theme.footer)
    for x, text in ((44, _LETTERS[index]), (PAGE.width // 2, "?")):
        ink.draw(image, (x, height / 2 + 26), text)
    return Plate.from_rgba(image)


def _bar(row: PlacedCard, share: tuple[float, float], index: int, theme: Theme) -> list[Sprite]:
    """A bar that grows to the share of an answer, and its percentage."""
    left, right = _TEXT_LEFT + 190, SAFE.right - 134
    top = to_even(row.box.bottom - _BAR + 4)
    colour = theme.sides[index % 2] if index < 2 else theme.muted
    track = _strip(right - left, theme.pages[1][0], right - left)
    poses: dict[int, SpriteFrame] = {}

    def growing(frame: int) -> SpriteFrame:
        at = share[0] + (share[1] - share[0]) * ease_out((frame - 4) / _GROW)
        wide = max(20, to_even((right - left) * at))
        if wide not in poses:
            poses[wide] = SpriteFrame(_strip(wide, colour, right - left), left, top)
        return poses[wide]

    texts = [_percent(value, theme) for value in share]
    turn = 4 + _GROW // 2
    places = [to_even(SAFE.right - 14 - plate.width) for plate in texts]
    return [
        sprite_at_rest(track, left, top),
        growing,
        sprite_at_rest(texts[0], places[0], top - 12, 0, turn),
        sprite_at_rest(texts[1], places[1], top - 12, turn),
    ]


@lru_cache(maxsize=64)
def _strip(wide: int, colour: str, whole: int) -> Plate:
    image = Image.new("RGBA", (to_even(whole), 20))
    draw_rounded_box(image, Box(0, 0, wide, 20), 10, colour)
    return Plate.from_rgba(image)


@lru_cache(maxsize=8)
def _percent(share: float, theme: Theme) -> Plate:
    ink = Ink(_WEIGHT, 36, theme.ink)
    text = f"{round(share * 100)}%"
    image = Image.new("RGBA", (to_even(ink.width(text)) + 4, 44))
    ink.draw(image, (0, 35), text)
    return Plate.from_rgba(image)
