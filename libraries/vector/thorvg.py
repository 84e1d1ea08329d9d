"""The C functions of ThorVG that the painter calls (https://www.thorvg.org/c-native).

The wheel thorvg-python brings the library. Its own Python classes set the types of a function anew at each call and
copy the pixels twice; so only the loaded library is taken from it.
"""

import ctypes
from ctypes import POINTER, c_bool, c_char_p, c_double, c_float, c_int, c_uint8, c_uint32, c_void_p
from functools import cache
from typing import Any, Final

from thorvg_python.engine import THORVG_LIB

PREMULTIPLIED_RGBA: Final = 0
"""The order of bytes of a pixel: red, green, blue, alpha; the colours multiplied by alpha."""
ALPHA_MASK: Final = 1
ROUND_JOIN: Final = 1


class Matrix(ctypes.Structure):
    """A 3 × 3 matrix, row by row."""

    _fields_ = tuple((f"e{row}{column}", c_float) for row in (1, 2, 3) for column in (1, 2, 3))


class GradientStop(ctypes.Structure):
    """A colour of a gradient."""

    _fields_ = (("offset", c_float), *((name, c_uint8) for name in "rgba"))


_ANSWERING: Final[dict[str, tuple[Any, ...]]] = {
    "engine_init": (c_uint32,),
    "swcanvas_set_target": (c_void_p, c_void_p, c_uint32, c_uint32, c_uint32, c_int),
    "canvas_add": (c_void_p, c_void_p),
    "canvas_draw": (c_void_p, c_bool),
    "canvas_sync": (c_void_p,),
    "canvas_destroy": (c_void_p,),
    "shape_append_path": (c_void_p, c_char_p, c_uint32, c_char_p, c_uint32),
    "shape_set_fill_color": (c_void_p, c_uint8, c_uint8, c_uint8, c_uint8),
    "shape_set_gradient": (c_void_p, c_void_p),
    "shape_set_stroke_width": (c_void_p, c_float),
    "shape_set_stroke_color": (c_void_p, c_uint8, c_uint8, c_uint8, c_uint8),
    "shape_set_stroke_gradient": (c_void_p, c_void_p),
    "shape_set_stroke_join": (c_void_p, c_int),
    "shape_set_stroke_cap": (c_void_p, c_int),
    "shape_set_stroke_dash": (c_void_p, POINTER(c_float), c_uint32, c_float),
    "shape_set_paint_order": (c_void_p, c_bool),
    "linear_gradient_set": (c_void_p, c_float, c_float, c_float, c_float),
    "radial_gradient_set": (c_void_p, c_float, c_float, c_float, c_float, c_float, c_float),
    "gradient_set_color_stops": (c_void_p, POINTER(GradientStop), c_uint32),
    "scene_add": (c_void_p, c_void_p),
    "scene_add_effect_gaussian_blur": (c_void_p, c_double, c_int, c_int, c_int),
    "paint_set_transform": (c_void_p, POINTER(Matrix)),
    "paint_set_opacity": (c_void_p, c_uint8),
    "paint_set_clip": (c_void_p, c_void_p),
    "paint_set_mask_method": (c_void_p, c_void_p, c_int),
    "paint_set_blend_method": (c_void_p, c_int),
}
_MAKING: Final[dict[str, tuple[Any, ...]]] = {
    "swcanvas_create": (c_uint8,),
    "shape_new": (),
    "scene_new": (),
    "linear_gradient_new": (),
    "radial_gradient_new": (),
}


def _accepted(result: int, function: Any, _: object) -> int:
    if result:
        raise RuntimeError(f"{function.__name__} answered {result}")
    return result


@cache
def thorvg_library() -> Any:
    """The library, started without threads of its own; its functions raise RuntimeError when they refuse.

    Raises OSError where the library is not there.
    """
    if THORVG_LIB is None:
        raise OSError("the library of thorvg-python cannot be loaded")
    for name, types in _ANSWERING.items():
        function = getattr(THORVG_LIB, f"tvg_{name}")
        function.argtypes, function.restype, function.errcheck = types, c_int, _accepted
    for name, types in _MAKING.items():
        function = getattr(THORVG_LIB, f"tvg_{name}")
        function.argtypes, function.restype = types, c_void_p
    THORVG_LIB.tvg_engine_init(0)
    return THORVG_LIB
