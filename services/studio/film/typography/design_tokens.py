"""Design tokens: the measures of the frame and the palettes. Everything that is a matter of taste stands here."""

from typing import Final, NamedTuple

from schemas.errors import BadInput

WIDTH: Final = 1080
HEIGHT: Final = 1920

SIZES: Final = {"final": (WIDTH, HEIGHT), "preview": (WIDTH // 2, HEIGHT // 2)}
"""Width and height of a film by the quality of its recipe. Everything is drawn, and all measures are, at the first."""


class Box(NamedTuple):
    """Pixels of the frame: ``left`` up to, not with, ``right``."""

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

    def meets(self, other: "Box") -> bool:
        """Whether the two share a pixel."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def cut(self, other: "Box") -> "Box":
        """What both share; not to be read when they do not meet."""
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
HOOK: Final = Box(60, 250, 1020, 1100)
HOOK_READ: Final = Box(60, 250, 1020, 1386)
"""Without a caption below it."""
CAPTION: Final = Box(184, 1138, 896, 1368)
"""Symmetric about the middle of the frame, so centred captions are centred with and without the interface."""
FOOTER_BASELINE: Final = 1432
RADIUS: Final = 40

CAPTION_SIZES: Final = (92, 88, 84, 80, 76, 72, 68, 64, 60, 56, 52, 48, 44)
CAPTION_SYLLABLES: Final = 16


class Theme(NamedTuple):
    """A palette. Colours are #rrggbb; ``pages`` are (paper, shape) tints of story cards, used in turn."""

    name: str
    sky: tuple[str, str]
    """Background from top to bottom."""
    glow: tuple[str, str]
    """Soft lights drifting in the background."""
    pill: str
    pill_text: str
    headline: str
    accent: str
    caption: str
    caption_edge: str
    marker: str
    marker_text: str
    pages: tuple[tuple[str, str], ...]
    posters: tuple[tuple[str, str, str, str], ...]
    """(ground, text, marker, text on it) of big type, used in turn."""
    sides: tuple[str, str]
    """The left and the right of a battle."""
    ink: str
    """Text on paper and on white cards."""
    muted: str
    track: str
    """The part of the progress bar still to come."""
    footer: str
    marker_shape: str = "box"
    """``box`` behind the word that is spoken, ``line`` under it, or the word itself in another ``colour``."""
    backdrop: str = "lights"
    """Pattern of the background."""


_THEMES: Final = (
    Theme(
        name="ink",
        sky=("#10142b", "#1d1440"),
        glow=("#3a3fae", "#8a2f7d"),
        pill="#ff3b4e",
        pill_text="#ffffff",
        headline="#ffffff",
        accent="#ffe14a",
        caption="#ffffff",
        caption_edge="#090b18",
        marker="#ffe500",
        marker_text="#14110a",
        pages=(("#fff6e3", "#ffd98a"), ("#e9efff", "#b9c8ff"), ("#ffeaea", "#ffbdb8"), ("#e6f8ef", "#a9e3c5")),
        posters=(
            ("#2f37c9", "#ffffff", "#ffe500", "#14110a"),
            ("#ffd92e", "#15131f", "#ff3b4e", "#ffffff"),
            ("#e5304a", "#ffffff", "#15131f", "#ffe500"),
            ("#dfe6ff", "#161a3a", "#3a3fdc", "#ffffff"),
        ),
        sides=("#f0384d", "#3563ea"),
        ink="#191a24",
        muted="#7b7f90",
        track="#3a3d5c",
        footer="#b9bcd6",
    ),
    Theme(
        name="plum",
        sky=("#2a0f33", "#47163c"),
        glow=("#c2407e", "#5a3bc0"),
        pill="#ffd24a",
        pill_text="#2a0f33",
        headline="#ffffff",
        accent="#ff9ecb",
        caption="#ffffff",
        caption_edge="#1a0620",
        marker="#ffe34d",
        marker_text="#22091c",
        pages=(("#fff0f6", "#ffc3dd"), ("#f3edff", "#d3c2ff"), ("#fff7e0", "#ffdf91"), ("#e9f4ff", "#b6d8ff")),
        posters=(
            ("#c2307a", "#ffffff", "#ffe34d", "#22091c"),
            ("#ffd24a", "#2a0f33", "#6a2bb5", "#ffffff"),
            ("#5a35b8", "#ffffff", "#ff9ecb", "#22091c"),
            ("#ffe3ef", "#3a0f30", "#d2357f", "#ffffff"),
        ),
        sides=("#e2417f", "#6a4be0"),
        ink="#2a1226",
        muted="#8c7488",
        track="#5f3358",
        footer="#dcbcd3",
    ),
    Theme(
        name="pine",
        sky=("#06231f", "#0d3a3a"),
        glow=("#128a6c", "#2c6fa8"),
        pill="#ff7a45",
        pill_text="#ffffff",
        headline="#ffffff",
        accent="#b9f56a",
        caption="#ffffff",
        caption_edge="#031311",
        marker="#fbe44a",
        marker_text="#101a0c",
        pages=(("#f1f8e4", "#cde8a0"), ("#fff4e2", "#ffd29c"), ("#e3f5f3", "#a5ddd6"), ("#f5f0ff", "#d5c8f7")),
        posters=(
            ("#0f7f62", "#ffffff", "#fbe44a", "#101a0c"),
            ("#c6f077", "#0e2b1d", "#0d5c46", "#ffffff"),
            ("#ff7a45", "#20120a", "#fff4c9", "#20120a"),
            ("#dff3ee", "#0d332c", "#128a6c", "#ffffff"),
        ),
        sides=("#f0683a", "#17906f"),
        ink="#12241f",
        muted="#6f827b",
        track="#245550",
        footer="#a9cbc2",
    ),
    Theme(
        name="cream",
        sky=("#fff3df", "#ffe0c7"),
        glow=("#ffc07a", "#ff9f9a"),
        pill="#e8453c",
        pill_text="#ffffff",
        headline="#2b1b12",
        accent="#d8382f",
        caption="#2b1b12",
        caption_edge="#fff6ea",
        marker="#ffd91f",
        marker_text="#2b1b12",
        pages=(("#ffffff", "#ffd9a8"), ("#fdfbff", "#d9cdfb"), ("#ffffff", "#ffc6bf"), ("#fbfffc", "#b8e6cb")),
        posters=(
            ("#e8453c", "#ffffff", "#ffd91f", "#2b1b12"),
            ("#ffcf3f", "#2b1b12", "#d8382f", "#ffffff"),
            ("#2f6f77", "#ffffff", "#ffd91f", "#2b1b12"),
            ("#ffffff", "#2b1b12", "#ff9c5b", "#2b1b12"),
        ),
        sides=("#e8453c", "#2f7f8a"),
        ink="#2b1b12",
        muted="#8d7b6d",
        track="#e9cdb2",
        footer="#7d6552",
    ),
)
THEMES: Final = {theme.name: theme for theme in _THEMES}


def theme_named(name: str) -> Theme:
    """The palette of a recipe. Raises BadInput when there is none of that name."""
    try:
        return THEMES[name]
    except KeyError as error:
        raise BadInput("film.theme_unknown", name=name, known=", ".join(THEMES)) from error


BACKDROPS: Final = ("lights", "grid", "rays", "bubbles", "confetti", "rain")


def styled(theme: str, caption_style: str, background: str) -> Theme:
    """A palette with the styles of a film. Raises BadInput when there is none of those names."""
    if background not in BACKDROPS:
        raise BadInput("film.background_unknown", name=background, known=", ".join(BACKDROPS))
    return theme_named(theme)._replace(marker_shape=caption_style, backdrop=background)
