"""The registry of sample pictures: every function with ``@sample_image`` draws one."""

from collections.abc import Callable
from pathlib import Path

from PIL import Image

from testbed.sample_images.drawing_tools import Drawing

Painter = Callable[[Drawing], None]

SCENES: dict[str, tuple[int, int, Painter]] = {}
"""Name → width, height, painter."""


def sample_image(name: str, width: int, height: int) -> Callable[[Painter], Painter]:
    """The decorator that registers a function as the painter of a picture."""

    def listed(painter: Painter) -> Painter:
        SCENES[name] = (width, height, painter)
        return painter

    return listed


def draw_sample_image(name: str, font: Path) -> Image.Image:
    """Draw the picture of that name; the same for the same font file."""
    width, height, painter = SCENES[name]
    canvas = Drawing(width, height, font, seed=len(name) * 7919 + width)
    painter(canvas)
    return canvas.finished_image()
