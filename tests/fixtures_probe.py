"""Which pixels of a frame are letters or markers: the same frame in two palettes that differ in those colours alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt

from services.studio.film.canvas.compositor import Composition, still
from services.studio.film.templates.registry import template
from services.studio.film.timeline import Timeline
from services.studio.film.typography.design_tokens import THEMES, Theme

Mask = npt.NDArray[np.bool_]
_FAR = 24
"""Levels of luma or chroma by which a pixel has to differ: the faint end of a shadow is no letter."""


def _marked(theme: Theme) -> Theme:
    posters = tuple((ground, text, "#00ff00", "#00ff00") for ground, text, _, _ in theme.posters)
    return theme._replace(marker="#00ff00", marker_text="#00ff00", posters=posters)


def _lettered(theme: Theme) -> Theme:
    posters = tuple((ground, "#ff00ff", "#00ff00", "#ff00ff") for ground, _, _, _ in theme.posters)
    return theme._replace(
        caption="#ff00ff",
        caption_edge="#00ff00",
        ink="#ff00ff",
        headline="#ff00ff",
        marker="#00ff00",
        marker_text="#ff00ff",
        footer="#ff00ff",
        posters=posters,
    )


@contextmanager
def palettes(name: str) -> Iterator[None]:
    """The palettes ``marked`` and ``lettered`` beside the theme ``name``."""
    THEMES["marked"], THEMES["lettered"] = _marked(THEMES[name]), _lettered(THEMES[name])
    try:
        yield
    finally:
        del THEMES["marked"], THEMES["lettered"]


class Probe:
    """A scene in its own palette and in another; masks of what differs, frame by frame."""

    def __init__(self, film: Timeline, index: int, palette: str, files: dict[str, Path] | None = None) -> None:
        of = template(film.template)
        with palettes(film.theme):
            other = film.model_copy(update={"theme": palette})
            films = (film, other)
            self._scenes: tuple[Composition, ...] = tuple(of.compose(each, index, files or {}) for each in films)

    def mask(self, frame: int) -> Mask:
        """(1920, 1080): where the two palettes differ."""
        one, other = (still(scene, frame) for scene in self._scenes)
        found = np.abs(one.y.astype(np.int16) - other.y) > _FAR
        for a, b in zip(one[1:], other[1:], strict=True):
            small = np.abs(a.astype(np.int16) - b) > _FAR
            found |= small.repeat(2, axis=0).repeat(2, axis=1)
        return np.asarray(found, np.bool_)
