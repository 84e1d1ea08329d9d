"""The opening: the headline as a community post of our own design, read or shown while the first line is spoken."""

from typing import ClassVar, Final, NamedTuple

from PIL import Image as Picture
from PIL import ImageDraw

from libraries.drawing.canvas.animation import sprite_popping_in
from libraries.drawing.canvas.camera import CameraMove, PictureFit, camera_canvas, camera_sprite
from libraries.drawing.canvas.compositor import Sprite
from libraries.drawing.canvas.yuv import to_even
from libraries.drawing.typography.design_tokens import HOOK, HOOK_READ, RADIUS, SAFE, Box, Theme
from libraries.drawing.typography.fonts import Weight
from libraries.drawing.typography.line_breaking import TextLayout, fit_one_line, fit_text, untimed_words
from libraries.drawing.typography.text import Ink, drawable_line
from libraries.drawing.typography.words import TextLine
from libraries.storyboard import cards
from libraries.storyboard.cards.caption import WordPosition, ink_box, word_markers, word_positions
from libraries.storyboard.cards.card import Card, CardScene
from libraries.storyboard.cards.illustration import emoji_sprites, paper_with_shapes
from libraries.storyboard.cards.paint import FIGURE_NAMES, MARGIN, avatar_image, card_image, card_plate, icon_image
from schemas.posts import Image

_INSET: Final = 24
_LEFT: Final = HOOK.left + 44
_WIDTH: Final = SAFE.right - 14 - _LEFT
_AVATAR: Final = 72
_FIGURES: Final = 100
_SIZES: Final = (100, 96, 92, 88, 84, 80, 76, 72, 68, 64, 60, 56, 52, 48)


class HookCard(Card):
    """The opening: the headline as a community post. ``words`` are set where the headline itself is read aloud."""

    kind: str = "hook"
    version: ClassVar[str] = cards.HOOK.version
    has_header: ClassVar[bool] = False
    headline: str
    source: str
    figures: tuple[tuple[str, str], ...]
    """(name, value) pairs under the headline: views, likes, comments."""
    emoji: str
    image: Image | None = None
    motion: CameraMove = CameraMove()
    words: TextLine = ()

    @property
    def spoken(self) -> TextLine:
        return self.words

    @property
    def images(self) -> tuple[Image, ...]:
        return (self.image,) if self.image else ()

    def draw(self, scene: CardScene) -> list[Sprite]:
        """Card with source, headline and figures; above them the first picture, or an illustration that moves."""
        layout = hook_layout(self)
        window = layout.window
        plate = card_plate(_front(self, layout, scene.theme))
        left, top = layout.card.left - MARGIN, layout.card.top - MARGIN
        # A picture moves from the first frame on and is not scaled with its card, so then the card stands still.
        steps = () if self.image else (0.90, 0.94, 0.97, 0.99)
        sprites = [sprite_popping_in(plate, left, top, 0, None, steps)]
        if self.image:
            picture = camera_canvas(scene.files[self.image.media.key], PictureFit.COVER, window)
            sprites.append(camera_sprite(picture, self.motion, window, scene.frames))
        else:
            middle = ((window.left + window.right) // 2, (window.top + window.bottom) // 2)
            sprites.extend(emoji_sprites((self.emoji,), middle, to_even(window.height * 0.66)))
        if self.words:
            ink = Ink(Weight.EXTRA_BOLD, layout.headline.size, scene.theme.ink)
            sprites.extend(word_markers(headline_positions(self), ink, scene.theme, scene.start, scene.frames))
        return sprites

    def text_boxes(self, start: int, frames: int) -> list[Box]:  # noqa: ARG002 - the headline stands all the time
        return [ink_box(headline_positions(self), hook_layout(self).headline.size)]


class HookLayout(NamedTuple):
    """The layout of the opening: the card, the window in it, the headline's setting and the top of its first line."""

    card: Box
    window: Box
    headline: TextLayout
    top: float


def hook_layout(content: HookCard) -> HookLayout:
    """The layout of the opening. A headline that is read aloud is larger and takes the place of the caption too."""
    box = HOOK_READ if content.words else HOOK
    deep = 420 if content.words else 330
    window = Box(box.left + _INSET, box.top + _INSET, box.right - _INSET, box.top + _INSET + deep)
    words = content.words or untimed_words(content.headline)
    sizes = (116, 108, *_SIZES) if content.words else _SIZES
    top, bottom = window.bottom + 28 + _AVATAR + 12, box.bottom - _FIGURES
    lines = 4 if content.words else 3
    setting = fit_text(words, Weight.EXTRA_BOLD, _WIDTH, sizes, lines, spacing=1.24, tallest=bottom - top)
    return HookLayout(box, window, setting, top + (bottom - top - setting.height) / 2)


def headline_positions(content: HookCard) -> list[WordPosition]:
    """The words of the headline with their places in the frame."""
    layout = hook_layout(content)
    return word_positions(layout.headline, Weight.EXTRA_BOLD, _LEFT, layout.top)


def _front(content: HookCard, layout: HookLayout, theme: Theme) -> Picture.Image:
    box, window = layout.card, layout.window
    image = card_image(box.width, box.height, "#ffffff", RADIUS)
    dx, dy = MARGIN - box.left, MARGIN - box.top
    if content.image is None:
        art = paper_with_shapes(window.width, window.height, theme.pages[0], 1)
        image.alpha_composite(art, (window.left + dx, window.top + dy))
    _source(image, content.source, theme, _LEFT + dx, window.bottom + dy + 28)
    ink = Ink(Weight.EXTRA_BOLD, layout.headline.size, theme.ink)
    for place in headline_positions(content):
        ink.draw(image, (place.x + dx, place.baseline + dy), place.word.text)
    _figures(image, content.figures, theme, _LEFT + dx, box.bottom + dy - _FIGURES)
    return image


def _source(image: Picture.Image, source: str, theme: Theme, x: int, y: int) -> None:
    image.alpha_composite(
        avatar_image(source, _AVATAR, theme.pill, Ink(Weight.EXTRA_BOLD, 40, theme.pill_text)), (x, y)
    )
    ink = Ink(Weight.BOLD, 38, theme.ink)
    limit = SAFE.right - _LEFT - _AVATAR - 20
    name, _ = fit_one_line(source, ink.weight, limit, (38, 34, 30))
    ink.draw(image, (x + _AVATAR + 20, y + _AVATAR / 2 + 14), drawable_line(name))


def _figures(image: Picture.Image, figures: tuple[tuple[str, str], ...], theme: Theme, x: int, y: int) -> None:
    canvas = ImageDraw.Draw(image)
    canvas.line((x, y, image.width - MARGIN - 44, y), fill="#e6e7ee", width=3)
    ink = Ink(Weight.BOLD, 36, theme.muted)
    at = float(x)
    for name, value in figures:
        image.alpha_composite(icon_image(name, 38, theme.muted), (to_even(at), y + 30))
        text = f"{FIGURE_NAMES[name]} {value}"
        ink.draw(image, (at + 50, y + 62), text)
        at += 50 + ink.width(text) + 40
