"""Patterns of backgrounds, and the small shapes that drift over them."""

import math
from functools import lru_cache
from typing import Final

from PIL import Image, ImageColor, ImageDraw

from libraries.drawing.canvas.yuv import Plate
from libraries.drawing.typography.design_tokens import HEIGHT, WIDTH

SHAPES: Final = {
    "lights": ("ring", "plus", "disc", "zigzag"),
    "grid": ("plus", "square", "plus", "ring"),
    "rays": ("zigzag", "triangle", "plus", "zigzag"),
    "bubbles": ("ring", "disc", "ring", "ring"),
    "confetti": ("square", "triangle", "disc", "zigzag"),
    "rain": ("drop", "ring", "drop", "drop"),
}
"""The shapes that drift over each backdrop."""
_FAINT: Final = {"rays": 34, "bubbles": 60}
"""Opacity of a pattern, 0..255."""
_FINE: Final = 72
"""Opacity of a pattern of thin lines or small shapes."""


def backdrop_pattern(backdrop: str, colour: str) -> Image.Image | None:
    """The pattern of a backdrop for the whole frame, RGBA; None where it has none."""
    draw = {"grid": _grid, "rays": _rays, "bubbles": _bubbles, "confetti": _confetti, "rain": _rain}.get(backdrop)
    if draw is None:
        return None
    k = 2
    image = Image.new("RGBA", (WIDTH * k, HEIGHT * k))
    draw(ImageDraw.Draw(image), k, (*ImageColor.getrgb(colour)[:3], _FAINT.get(backdrop, _FINE)))
    return image.convert("RGBa").resize((WIDTH, HEIGHT), Image.Resampling.BOX).convert("RGBA")


Fill = tuple[int, ...]


def _grid(canvas: ImageDraw.ImageDraw, k: int, fill: Fill) -> None:
    for x in range(0, WIDTH, 90):
        canvas.line((x * k, 0, x * k, HEIGHT * k), fill, 2 * k)
    for y in range(0, HEIGHT, 90):
        canvas.line((0, y * k, WIDTH * k, y * k), fill, 2 * k)


def _rays(canvas: ImageDraw.ImageDraw, k: int, fill: Fill) -> None:
    middle = (WIDTH * k / 2, HEIGHT * k * 0.5)
    for i in range(0, 40, 2):
        ends = [
            (middle[0] + HEIGHT * k * math.cos(a), middle[1] + HEIGHT * k * math.sin(a))
            for a in (2 * math.pi * i / 40, 2 * math.pi * (i + 1) / 40)
        ]
        canvas.polygon((middle, *ends), fill)


def _bubbles(canvas: ImageDraw.ImageDraw, k: int, fill: Fill) -> None:
    for i in range(26):
        x, y, r = (i * 397 % WIDTH) * k, (i * 613 % HEIGHT) * k, (30 + i * 29 % 90) * k
        canvas.ellipse((x - r, y - r, x + r, y + r), outline=fill, width=5 * k)


def _confetti(canvas: ImageDraw.ImageDraw, k: int, fill: Fill) -> None:
    for i in range(70):
        x, y, turn = i * 433 % WIDTH, i * 719 % HEIGHT, i * 0.7
        corners = [
            ((x + 18 * math.cos(turn + a)) * k, (y + 18 * math.sin(turn + a)) * k) for a in (0.5, 2.64, 3.64, 5.78)
        ]
        canvas.polygon(corners, fill)


def _rain(canvas: ImageDraw.ImageDraw, k: int, fill: Fill) -> None:
    for i in range(120):
        x, y, long = i * 311 % (WIDTH + 200), i * 577 % HEIGHT, 60 + i * 37 % 90
        canvas.line((x * k, y * k, (x - long * 0.25) * k, (y + long) * k), fill, 3 * k)


@lru_cache(maxsize=16)
def drifting_shape(kind: str, colour: str, size: int) -> Plate:
    """A small translucent shape."""
    k = 4
    image = Image.new("RGBA", (size * k, size * k))
    canvas = ImageDraw.Draw(image)
    fill = (*ImageColor.getrgb(colour)[:3], 120)
    edge, thick = size * k * 0.1, max(1, round(size * k * 0.13))
    far = size * k - edge
    middle, half = size * k / 2, thick / 2
    match kind:
        case "ring":
            canvas.ellipse((edge, edge, far, far), outline=fill, width=thick)
        case "plus":
            canvas.rounded_rectangle((middle - half, edge, middle + half, far), half, fill=fill)
            canvas.rounded_rectangle((edge, middle - half, far, middle + half), half, fill=fill)
        case "disc":
            canvas.ellipse((edge * 3, edge * 3, size * k - edge * 3, size * k - edge * 3), fill=fill)
        case "square":
            canvas.polygon(((middle, edge), (far, middle), (middle, far), (edge, middle)), fill=fill)
        case "triangle":
            canvas.polygon(((middle, edge), (far, far * 0.9), (edge, far * 0.9)), fill=fill)
        case "drop":
            canvas.line((far, edge, far - size * k * 0.3, far), fill=fill, width=thick)
        case _:
            points = [(edge + i * (far - edge) / 4, size * k * (0.38 if i % 2 else 0.62)) for i in range(5)]
            canvas.line(points, fill=fill, width=thick, joint="curve")
    return Plate.from_rgba(image.resize((size, size), Image.Resampling.LANCZOS))
