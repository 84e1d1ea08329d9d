"""Drawing tools on Pillow: smooth outlines, soft shadows, light, grain. Equal seeds give equal pictures."""

from collections.abc import Sequence
from itertools import pairwise
from math import cos, pi, sin
from pathlib import Path
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

Point = tuple[float, float]
Outline = list[Point]

OVERSAMPLING = 2
"""Pictures are drawn so many times larger and reduced at the end: that smooths every edge."""


def oval(cx: float, cy: float, rx: float, ry: float | None = None, turn: float = 0) -> Outline:
    """The outline of an ellipse around a centre; ``turn`` in degrees."""
    ry = rx if ry is None else ry
    return rotate([(cx + rx * cos(a * pi / 48), cy + ry * sin(a * pi / 48)) for a in range(96)], cx, cy, turn)


def box(x0: float, y0: float, x1: float, y1: float, radius: float = 0, turn: float = 0) -> Outline:
    """The outline of a rectangle with round corners; ``turn`` in degrees about its middle."""
    r = max(0.01, min(radius, (x1 - x0) / 2, (y1 - y0) / 2))
    corners = ((x1 - r, y1 - r, 0), (x0 + r, y1 - r, 1), (x0 + r, y0 + r, 2), (x1 - r, y0 + r, 3))
    points = [
        (x + r * cos((q + s / 8) * pi / 2), y + r * sin((q + s / 8) * pi / 2)) for x, y, q in corners for s in range(9)
    ]
    return rotate(points, (x0 + x1) / 2, (y0 + y1) / 2, turn)


def rotate(points: Sequence[Point], cx: float, cy: float, turn: float) -> Outline:
    """The points turned about a centre by ``turn`` degrees."""
    c, s = cos(turn * pi / 180), sin(turn * pi / 180)
    return [(cx + (x - cx) * c - (y - cy) * s, cy + (x - cx) * s + (y - cy) * c) for x, y in points]


def curve(points: Sequence[Point], closed: bool = True) -> Outline:
    """The Catmull-Rom curve through the points, 14 steps a span."""
    n = len(points)
    curve: Outline = []
    for i in range(n if closed else n - 1):
        p0, p1, p2, p3 = (points[(i + d) % n] if closed else points[min(max(i + d, 0), n - 1)] for d in (-1, 0, 1, 2))
        for step in range(14):
            t = step / 14
            curve.append((_spline(p0[0], p1[0], p2[0], p3[0], t), _spline(p0[1], p1[1], p2[1], p3[1], t)))
    return curve if closed else [*curve, points[-1]]


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


class Drawing:
    """A picture that is being drawn. Coordinates are those of the finished picture, colours ``#rrggbb``."""

    def __init__(self, width: int, height: int, font: Path, seed: int = 1) -> None:
        self.width, self.height = width, height
        self.font = font
        self.random = Random(seed)  # noqa: S311 - it places brush strokes, it keeps no secret
        self._image = Image.new("RGB", (width * OVERSAMPLING, height * OVERSAMPLING))

    def fill_background(self, *colours: str) -> None:
        """Fill the whole picture with a vertical gradient of two or more colours, evenly spaced."""
        step = self.height / (len(colours) - 1)
        for i, (above, below) in enumerate(pairwise(colours)):
            self.fill(box(-2, i * step - 1, self.width + 2, (i + 1) * step + 1), above, below)

    def fill(
        self, outline: Outline, colour: str, below: str | None = None, *, alpha: float = 1, blur: float = 0
    ) -> None:
        """Fill an outline; with ``below`` by a vertical gradient of two colours. ``blur`` in pixels."""
        pad = 3 * blur + 2
        xs, ys = [x for x, _ in outline], [y for _, y in outline]
        area = self._area(min(xs) - pad, min(ys) - pad, max(xs) + pad, max(ys) + pad)
        if area is None:
            return
        mask = Image.new("L", (area[2] - area[0], area[3] - area[1]))
        moved = [(x * OVERSAMPLING - area[0], y * OVERSAMPLING - area[1]) for x, y in outline]
        ImageDraw.Draw(mask).polygon(moved, fill=round(255 * alpha))
        self._lay(mask, area, colour, below, blur)

    def stroke(self, points: Sequence[Point], width: float, colour: str, *, alpha: float = 1, blur: float = 0) -> None:
        """Draw a line with round ends along the points."""
        pad = width + 3 * blur
        xs, ys = [x for x, _ in points], [y for _, y in points]
        area = self._area(min(xs) - pad, min(ys) - pad, max(xs) + pad, max(ys) + pad)
        if area is None:
            return
        mask = Image.new("L", (area[2] - area[0], area[3] - area[1]))
        pen, ink = ImageDraw.Draw(mask), round(255 * alpha)
        moved = [(x * OVERSAMPLING - area[0], y * OVERSAMPLING - area[1]) for x, y in points]
        thick = width * OVERSAMPLING
        pen.line(moved, fill=ink, width=max(1, round(thick)), joint="curve")
        for x, y in (moved[0], moved[-1]):
            pen.ellipse((x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2), fill=ink)
        self._lay(mask, area, colour, None, blur)

    def shadow(self, outline: Outline, dx: float = 0, dy: float = 12, blur: float = 14, alpha: float = 0.3) -> None:
        """Draw the shadow of a thing with that outline."""
        self.fill([(x + dx, y + dy) for x, y in outline], "#1a1420", alpha=alpha, blur=blur)

    def glow(self, x: float, y: float, radius: float, colour: str, strength: float = 0.7) -> None:
        """Draw light that falls off to nothing at ``radius``; it only ever makes brighter."""
        area = self._area(x - radius, y - radius, x + radius, y + radius)
        if area is None:
            return
        side = round(2 * radius * OVERSAMPLING)
        # Pillow's radial gradient is 181 at the middle of an edge of its square: there the light has to end.
        fall = Image.radial_gradient("L").point(lambda v: round(max(0, 1 - v / 181) ** 2 * 255 * strength))
        light = Image.new("RGB", (side, side))
        light.paste(colour, (0, 0, side, side), fall.resize((side, side), Image.Resampling.BICUBIC))
        left, top = round((x - radius) * OVERSAMPLING), round((y - radius) * OVERSAMPLING)
        cut = light.crop((area[0] - left, area[1] - top, area[2] - left, area[3] - top))
        self._image.paste(ImageChops.screen(self._image.crop(area), cut), area[:2])

    def text(self, x: float, y: float, text: str, size: float, colour: str, anchor: str = "la") -> None:
        """Write a text at a place; ``anchor`` as Pillow has it."""
        face = ImageFont.truetype(self.font, round(size * OVERSAMPLING))
        pen = ImageDraw.Draw(self._image)
        pen.text((x * OVERSAMPLING, y * OVERSAMPLING), text, fill=colour, font=face, anchor=anchor)

    def finished_image(self, grain: float = 0.05, vignette: float = 0.25) -> Image.Image:
        """The picture at its size, with a little grain and darker corners."""
        picture = self._image.resize((self.width, self.height), Image.Resampling.LANCZOS)
        corners = Image.radial_gradient("L").resize(picture.size).point(lambda v: round(max(0, v - 130) * vignette))
        picture.paste("#120c18", (0, 0, *picture.size), corners)
        noise = Image.frombytes("L", picture.size, self.random.randbytes(self.width * self.height))
        noise = noise.point(lambda v: round(128 + (v - 128) * grain))
        return ImageChops.add(picture, Image.merge("RGB", (noise,) * 3), offset=-128)

    def _area(self, x0: float, y0: float, x1: float, y1: float) -> tuple[int, int, int, int] | None:
        """The part of the large picture that these bounds cover; None when they lie outside."""
        left, top = max(0, int(x0 * OVERSAMPLING)), max(0, int(y0 * OVERSAMPLING))
        right = min(self._image.width, int(x1 * OVERSAMPLING) + 1)
        bottom = min(self._image.height, int(y1 * OVERSAMPLING) + 1)
        return (left, top, right, bottom) if left < right and top < bottom else None

    def _lay(
        self, mask: Image.Image, area: tuple[int, int, int, int], colour: str, below: str | None, blur: float
    ) -> None:
        if blur:
            mask = mask.filter(ImageFilter.GaussianBlur(blur * OVERSAMPLING))
        if below is None:
            self._image.paste(colour, area, mask)
            return
        run = Image.linear_gradient("L").resize(mask.size)
        paint = Image.composite(Image.new("RGB", mask.size, below), Image.new("RGB", mask.size, colour), run)
        self._image.paste(paint, area, mask)
