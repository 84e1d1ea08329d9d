"""The forms of comments: what the text of a comment stands on, who wrote it, and its likes."""

from collections.abc import Callable
from typing import Final, NamedTuple

from PIL import Image, ImageColor, ImageDraw

from libraries.drawing.typography.design_tokens import RADIUS, Box, Theme
from libraries.drawing.typography.fonts import Weight
from libraries.drawing.typography.line_breaking import fit_one_line
from libraries.drawing.typography.text import Ink
from libraries.storyboard.cards.paint import (
    MARGIN,
    avatar_color,
    avatar_image,
    card_image,
    draw_rounded_box,
    draw_soft_text,
    icon_image,
    pill_image,
)

PAD: Final = 34
AVATAR: Final = 76
FOOT: Final = 88
"""Height of the line with the likes."""


class CommentBody(NamedTuple):
    """The body of a comment's card, all but its text: author, likes, whether it is a best one; size in pixels."""

    author: str
    likes: int
    best: bool
    width: int
    height: int


class CommentForm(NamedTuple):
    """A form of comments: how their bodies are painted, the title above them, the colours of the text."""

    paint: Callable[[CommentBody, Theme], Image.Image]
    title: str
    on_paper: bool = True
    """The text stands on paper, in the theme's ink; else on the ground, outlined."""

    def text_color(self, theme: Theme) -> str:
        """The colour of the text."""
        return theme.ink if self.on_paper else theme.headline


def _author(image: Image.Image, body: CommentBody, theme: Theme, colour: str) -> None:
    """Avatar, name and badge in the upper left corner."""
    x = y = MARGIN + PAD
    letter = Ink(Weight.EXTRA_BOLD, 40, "#ffffff")
    image.alpha_composite(avatar_image(body.author, AVATAR, avatar_color(body.author), letter), (x, y))
    name = Ink(Weight.BOLD, 38, colour)
    author, _ = fit_one_line(body.author, name.weight, 420, (38, 34, 30), otherwise="익명")
    name.draw(image, (x + AVATAR + 22, y + AVATAR / 2 + 14), author)
    if body.best:
        best = pill_image("BEST", Ink(Weight.EXTRA_BOLD, 28, theme.pill_text), theme.pill, 48, 18)
        image.alpha_composite(best, (round(x + AVATAR + 22 + name.width(author) + 18), y + (AVATAR - 48) // 2))


def _likes(image: Image.Image, body: CommentBody, colour: str, left: int = MARGIN + PAD + 8) -> None:
    y = MARGIN + body.height - 72
    image.alpha_composite(icon_image("likes", 40, colour), (left, y))
    Ink(Weight.BOLD, 36, colour).draw(image, (left + 52, y + 33), f"{body.likes:,}" if body.likes else "공감")


def _card(body: CommentBody, theme: Theme) -> Image.Image:
    image = card_image(body.width, body.height, "#ffffff", RADIUS)
    _author(image, body, theme, theme.ink)
    _likes(image, body, theme.sides[0] if body.likes else theme.muted)
    return image


def _bubble(body: CommentBody, theme: Theme) -> Image.Image:
    """A speech bubble in a colour of its author, with a tail and a thick line."""
    image = card_image(body.width, body.height, theme.ink, 72)
    tint = theme.pages[len(body.author) % len(theme.pages)][0]
    line, x, y = 7, MARGIN + 120, MARGIN + body.height
    canvas = ImageDraw.Draw(image)
    canvas.polygon(((x, y - 12), (x + 96, y - 12), (x + 8, y + 36)), fill=theme.ink)
    inner = Box(MARGIN + line, MARGIN + line, MARGIN + body.width - line, y - line)
    draw_rounded_box(image, inner, 72 - line, tint)
    canvas.polygon(((x + 12, y - 14), (x + 78, y - 14), (x + 16, y + 20)), fill=tint)
    _author(image, body, theme, theme.ink)
    _likes(image, body, theme.sides[0] if body.likes else theme.muted)
    return image


def _slab(body: CommentBody, theme: Theme) -> Image.Image:
    """A translucent slab with an edge in the accent."""
    image = Image.new("RGBA", (body.width + 2 * MARGIN, body.height + 2 * MARGIN))
    canvas = ImageDraw.Draw(image)
    box = (MARGIN, MARGIN, MARGIN + body.width - 1, MARGIN + body.height - 1)
    canvas.rectangle(box, fill=(*ImageColor.getrgb(theme.caption_edge)[:3], 214))
    canvas.rectangle((MARGIN, MARGIN, MARGIN + 11, box[3]), fill=theme.accent)
    _author(image, body, theme, theme.headline)
    _likes(image, body, theme.accent)
    return image


def _note(body: CommentBody, theme: Theme) -> Image.Image:
    """A note of paper, pinned."""
    paper, shape = theme.pages[len(body.author) % len(theme.pages)]
    image = card_image(body.width, body.height, paper, 6, shadow=130)
    canvas = ImageDraw.Draw(image)
    fold = 64
    right, bottom = MARGIN + body.width, MARGIN + body.height
    canvas.polygon(((right - fold, bottom), (right, bottom - fold), (right - fold, bottom - fold)), fill=shape)
    canvas.polygon(((right - fold, bottom), (right, bottom - fold), (right, bottom)), fill=(0, 0, 0, 0))
    middle = MARGIN + body.width // 2
    draw_rounded_box(image, Box(middle - 22, MARGIN - 14, middle + 22, MARGIN + 30), 22, theme.pill)
    draw_rounded_box(image, Box(middle - 12, MARGIN - 8, middle, MARGIN + 4), 6, "#ffffff", 150)
    _author(image, body, theme, theme.ink)
    _likes(image, body, theme.sides[0] if body.likes else theme.muted)
    return image


def _quote(body: CommentBody, theme: Theme) -> Image.Image:
    """No card: a large quotation mark and a rule; name and likes below the words."""
    image = Image.new("RGBA", (body.width + 2 * MARGIN, body.height + 2 * MARGIN))
    mark = Ink(Weight.EXTRA_BOLD, 190, theme.accent)
    mark.draw(image, (MARGIN + PAD, MARGIN + 158), "“")
    y = MARGIN + body.height - 38
    name, size = fit_one_line(f"— {body.author}", Weight.BOLD, 520, (40, 36, 32), otherwise="— 익명")
    ink = Ink(Weight.BOLD, size, theme.headline)
    draw_soft_text(image, [(ink, float(MARGIN + PAD + 8), float(y), name)], theme.caption_edge, 4)
    if body.likes:
        left = round(MARGIN + PAD + 30 + ink.width(name))
        _likes(image, body, theme.accent, left)
    return image


def _receipt(body: CommentBody, theme: Theme) -> Image.Image:
    """A strip of a receipt: torn edges, a dashed line, the likes as the sum."""
    image = card_image(body.width, body.height, "#fdfdf8", 4)
    canvas = ImageDraw.Draw(image)
    for x in range(MARGIN, MARGIN + body.width, 32):
        for y, down in ((MARGIN, 1), (MARGIN + body.height, -1)):
            canvas.polygon(((x, y - down), (x + 32, y - down), (x + 16, y + 15 * down)), fill=(0, 0, 0, 0))
    for x in range(MARGIN + PAD, MARGIN + body.width - PAD, 26):
        canvas.rectangle((x, MARGIN + body.height - 92, x + 14, MARGIN + body.height - 89), fill=theme.muted)
    _author(image, body, theme, theme.ink)
    total = Ink(Weight.EXTRA_BOLD, 42, theme.sides[0])
    Ink(Weight.BOLD, 36, theme.muted).draw(image, (MARGIN + PAD + 8, MARGIN + body.height - 39), "공감")
    if body.likes:
        text = f"{body.likes:,}"
        total.draw(image, (MARGIN + body.width - 190 - total.width(text), MARGIN + body.height - 38), text)
    return image


COMMENT_FORMS: Final = {
    "cards": CommentForm(_card, "💬 댓글 반응"),
    "bubbles": CommentForm(_bubble, "댓글 반응"),
    "slabs": CommentForm(_slab, "댓글", on_paper=False),
    "notes": CommentForm(_note, "달린 댓글"),
    "quotes": CommentForm(_quote, "", on_paper=False),
    "receipt": CommentForm(_receipt, "댓글 반응"),
}
"""All forms by name."""
