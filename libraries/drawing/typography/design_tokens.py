"""Design tokens: the measures of the frame, in pixels, and the palettes."""

from typing import Annotated, Final, NamedTuple

from pydantic import StringConstraints

from libraries import paths
from libraries.data_tables import load_table
from schemas.errors import BadInput

WIDTH: Final = 1080
HEIGHT: Final = 1920

SIZES: Final = {"final": (WIDTH, HEIGHT), "preview": (WIDTH // 2, HEIGHT // 2)}
"""Width and height of a film by the quality of its recipe. Everything is drawn, and all measures are, at the first."""


class Box(NamedTuple):
    """A box of pixels: columns ``left`` up to, not including, ``right``, rows likewise."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    def holds(self, other: "Box") -> bool:
        """Whether ``other`` lies inside."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def overlaps(self, other: "Box") -> bool:
        """Whether the two share a pixel."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def intersection(self, other: "Box") -> "Box":
        """The overlap of both; meaningless when they do not meet."""
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def joined(self, other: "Box") -> "Box":
        """The smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def moved(self, dx: int, dy: int) -> "Box":
        """The box shifted by so many pixels to the right and down."""
        return Box(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)


FRAME: Final = Box(0, 0, WIDTH, HEIGHT)
SAFE: Final = Box(60, 220, 896, 1440)
"""No interface of Shorts, TikTok or Reels covers it: all text stays inside."""
GRID_LEFT: Final = 60
HEADER: Final = Box(60, 224, 896, 504)
PROGRESS: Final = Box(60, 522, 1020, 530)
PICTURE: Final = Box(60, 552, 1020, 1128)
PAGE: Final = Box(60, 552, 1020, 1398)
HOOK_PROGRESS: Final = 226
"""Upper edge of the progress bar over the hook."""
TITLE_PROGRESS: Final = 196
"""Upper edge of the progress bar over a title: above all that may cover words."""
HOOK: Final = Box(60, 250, 1020, 1100)
HOOK_READ: Final = Box(60, 250, 1020, 1386)
"""Without a caption below it."""
CAPTION: Final = Box(184, 1138, 896, 1368)
"""Symmetric about the middle of the frame, so centred captions are centred with and without the interface."""
FOOTER_BASELINE: Final = 1432
RADIUS: Final = 40

CAPTION_SIZES: Final = (92, 88, 84, 80, 76, 72, 68, 64, 60, 56, 52, 48, 44)
CAPTION_SYLLABLES: Final = 16


Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]


class Theme(NamedTuple):
    """The palette of a film. Colours are #rrggbb; ``pages`` are (paper, shape) tints of emblem cards, used in turn."""

    name: str
    sky: tuple[Colour, Colour]
    """Background from top to bottom."""
    glow: tuple[Colour, Colour]
    """Soft lights drifting in the background."""
    pill: Colour
    pill_text: Colour
    headline: Colour
    accent: Colour
    caption: Colour
    caption_edge: Colour
    marker: Colour
    marker_text: Colour
    pages: tuple[tuple[Colour, Colour], ...]
    posters: tuple[tuple[Colour, Colour, Colour, Colour], ...]
    """(ground, text, marker, text on it) of big type, used in turn."""
    sides: tuple[Colour, Colour]
    """The left and the right of a battle."""
    ink: Colour
    """Text on paper and on white cards."""
    muted: Colour
    track: Colour
    """The part of the progress bar still to come."""
    footer: Colour
    marker_shape: str = "box"
    """``box`` behind the word that is spoken, ``line`` under it, or the word itself in another ``colour``."""
    backdrop: str = "lights"
    """Pattern of the background."""


def _themes(file: str) -> dict[str, Theme]:
    table = load_table(dict[str, tuple[Theme, ...]], paths.DATA / "assets/design" / file)
    return {theme.name: theme for theme in table["themes"]}


THEMES: Final = _themes("themes.toml")
"""The palettes that suit any story, by name."""
MOOD_THEMES: Final = _themes("mood_themes.toml")
"""The palettes of moods by name."""


def theme_named(name: str) -> Theme:
    """The palette of a recipe. Raises BadInput when there is none of that name."""
    found = THEMES.get(name) or MOOD_THEMES.get(name)
    if found is None:
        raise BadInput("film.theme_unknown", name=name, known=", ".join((*THEMES, *MOOD_THEMES)))
    return found


BACKDROPS: Final = ("lights", "grid", "rays", "bubbles", "confetti", "rain")


def theme_with_styles(theme: str, caption_style: str, background: str, accent: str = "") -> Theme:
    """A palette with the styles of a film, its highlights in ``accent``.

    Raises BadInput when there is none of those names.
    """
    if background not in BACKDROPS:
        raise BadInput("film.background_unknown", name=background, known=", ".join(BACKDROPS))
    found = theme_named(theme)._replace(marker_shape=caption_style, backdrop=background)
    if not accent:
        return found
    on_accent = "#ffffff" if lightness(accent) < _LIGHT else "#15121a"
    return found._replace(accent=accent, marker=accent, marker_text=on_accent, pill=accent, pill_text=on_accent)


_LIGHT: Final = 0.55


def lightness(colour: str) -> float:
    """How light a colour is to the eye: 0..1, the weights of BT.709 on its values as they are stored."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
