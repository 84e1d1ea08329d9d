"""The painter: a picture as pixels, by the software engine of ThorVG."""

import ctypes
from threading import Lock
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from libraries.vector.affine import Affine
from libraries.vector.colors import Color
from libraries.vector.path import Path
from libraries.vector.picture import Blend, Group, Linear, Picture, Radial, Shape, Stroke
from libraries.vector.thorvg import ALPHA_MASK, PREMULTIPLIED_RGBA, ROUND_JOIN, GradientStop, Matrix, thorvg_library
from schemas.errors import BadInput

MAX_SIDE: Final = 8192
"""No picture may be wider or higher, in pixels."""
_ONE_AT_A_TIME: Final = Lock()
"""All canvases of a process share the engine's memory for outlines. The interpreter is free while it paints."""


def paint_picture(picture: Picture, width: int, height: int, transform: Affine | None = None) -> NDArray[np.uint8]:
    """The picture on a transparent ground: height × width × 4, red, green, blue, alpha; colours multiplied by alpha.

    ``transform`` maps units of the picture to pixels. Equal pictures give equal pixels, in every process. Raises
    BadInput for sizes that are not 1 to `MAX_SIDE`, and for a transform that is not finite or too large.
    Edges are smooth, but upright rectangles are rounded to whole pixels.
    """
    if not (1 <= width <= MAX_SIDE and 1 <= height <= MAX_SIDE):
        raise BadInput("film.drawing_out_of_range", what="size", limit=MAX_SIDE)
    pixels = np.zeros((height, width, 4), np.uint8)
    whole = picture if transform is None else Group((picture,), transform)
    with _ONE_AT_A_TIME:
        tvg = thorvg_library()
        node = _Builder(tvg).node(whole)
        canvas = tvg.tvg_swcanvas_create(0)
        try:
            tvg.tvg_swcanvas_set_target(canvas, pixels.ctypes.data, width, width, height, PREMULTIPLIED_RGBA)
            tvg.tvg_canvas_add(canvas, node)
            tvg.tvg_canvas_draw(canvas, False)
            tvg.tvg_canvas_sync(canvas)
        finally:
            tvg.tvg_canvas_destroy(canvas)
    return pixels


class _Builder:
    """Makes the engine's objects for a picture; whoever adds an object to another gives it away."""

    def __init__(self, tvg: Any) -> None:
        self._tvg = tvg

    def node(self, picture: Picture) -> Any:
        return self._shape(picture) if isinstance(picture, Shape) else self._group(picture)

    def _outline(self, path: Path) -> Any:
        shape = self._tvg.tvg_shape_new()
        if path.commands:
            points = len(path.points) // 8
            self._tvg.tvg_shape_append_path(shape, path.commands, len(path.commands), path.points, points)
        return shape

    def _shape(self, picture: Shape) -> Any:
        shape = self._outline(picture.path)
        if isinstance(picture.fill, Color):
            self._tvg.tvg_shape_set_fill_color(shape, *picture.fill)
        elif picture.fill is not None:
            self._tvg.tvg_shape_set_gradient(shape, self._gradient(picture.fill))
        if picture.stroke is not None:
            self._stroke(shape, picture.stroke)
            if picture.line_below:
                self._tvg.tvg_shape_set_paint_order(shape, True)
        return shape

    def _stroke(self, shape: Any, stroke: Stroke) -> None:
        tvg = self._tvg
        tvg.tvg_shape_set_stroke_width(shape, stroke.width)
        if isinstance(stroke.ink, Color):
            tvg.tvg_shape_set_stroke_color(shape, *stroke.ink)
        else:
            tvg.tvg_shape_set_stroke_gradient(shape, self._gradient(stroke.ink))
        tvg.tvg_shape_set_stroke_join(shape, ROUND_JOIN)
        tvg.tvg_shape_set_stroke_cap(shape, stroke.cap)
        if stroke.dash:
            lengths = (ctypes.c_float * len(stroke.dash))(*stroke.dash)
            tvg.tvg_shape_set_stroke_dash(shape, lengths, len(stroke.dash), 0.0)

    def _gradient(self, ink: Linear | Radial) -> Any:
        tvg = self._tvg
        if isinstance(ink, Linear):
            gradient = tvg.tvg_linear_gradient_new()
            tvg.tvg_linear_gradient_set(gradient, *ink.start, *ink.end)
        else:
            gradient = tvg.tvg_radial_gradient_new()
            tvg.tvg_radial_gradient_set(gradient, *ink.middle, ink.radius, *ink.middle, 0.0)
        stops = (GradientStop * len(ink.stops))(*(GradientStop(place, *color) for place, color in ink.stops))
        tvg.tvg_gradient_set_color_stops(gradient, stops, len(ink.stops))
        return gradient

    def _group(self, picture: Group) -> Any:
        tvg, scene = self._tvg, self._tvg.tvg_scene_new()
        for part in picture.parts:
            tvg.tvg_scene_add(scene, self.node(part))
        if picture.blur > 0:
            tvg.tvg_scene_add_effect_gaussian_blur(scene, picture.blur, 0, 0, 100)
        if picture.clip is not None:
            tvg.tvg_paint_set_clip(scene, self._outline(picture.clip))
        if picture.mask is not None:
            tvg.tvg_paint_set_mask_method(scene, self.node(picture.mask), ALPHA_MASK)
        if picture.transform is not None:
            scene = self._mapped(scene, picture.transform)
        if picture.opacity < 1:
            tvg.tvg_paint_set_opacity(scene, round(255 * max(0.0, picture.opacity)))
        if picture.blend is not Blend.NORMAL:
            tvg.tvg_paint_set_blend_method(scene, picture.blend)
        return scene

    def _mapped(self, inner: Any, transform: Affine) -> Any:
        """A scene around another one, so that its clip and mask are mapped with it."""
        scene = self._tvg.tvg_scene_new()
        self._tvg.tvg_scene_add(scene, inner)
        xx, xy, yx, yy, dx, dy = transform
        self._tvg.tvg_paint_set_transform(scene, ctypes.byref(Matrix(xx, xy, dx, yx, yy, dy, 0, 0, 1)))
        return scene
