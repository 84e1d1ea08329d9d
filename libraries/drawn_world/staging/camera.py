"""The camera: how far the three planes have moved, and how far the picture is enlarged, at a time of a shot."""

from math import exp, pi, sin
from typing import Final, NamedTuple

from libraries.drawn_world.staging.shot import CameraMove

PAD: Final = 32
"""Pixels beyond the frame that planes are painted, so that they may move."""
_PUSH: Final = 0.02 / 3
"""Enlargement a second: 2 % in 3 s."""
_MOST_PUSH: Final = 0.05
_PAN: Final = 4.0
"""Pixels a second of the middle plane."""
_DEPTHS: Final = (0.4, 1.0, 2.0)
"""Share of the middle plane's movement that back, middle and front plane have."""
_FURTHEST: Final = 13.0
"""Pixels that the middle plane moves at most."""
_SHAKE: Final = 14.0
"""Pixels of the first swing of a shake, which dies away within half a second."""


class CameraPosition(NamedTuple):
    """How far the camera has moved. ``shifts``: whole, even pixels of back, middle and front plane; ``zoom``:
    enlargement."""

    shifts: tuple[tuple[int, int], tuple[int, int], tuple[int, int]]
    zoom: float


def camera_position(move: CameraMove, seconds: float, length: float) -> CameraPosition:
    """How far the camera has moved ``seconds`` after the start of a shot of ``length`` seconds."""
    match move:
        case CameraMove.PUSH:
            return CameraPosition(_shifts(0.0, 0.0), 1 + min(_MOST_PUSH, _PUSH * seconds))
        case CameraMove.PULL:
            return CameraPosition(_shifts(0.0, 0.0), 1 + max(0.0, min(_MOST_PUSH, _PUSH * length) - _PUSH * seconds))
        case CameraMove.PAN_LEFT | CameraMove.PAN_RIGHT:
            way = min(_FURTHEST, _PAN * length / 2)
            at = way * (2 * min(1.0, seconds / max(length, 0.1)) - 1)
            return CameraPosition(_shifts(at if move is CameraMove.PAN_LEFT else -at, 0.0), 1.0)
        case CameraMove.SHAKE:
            swing = _SHAKE * exp(-6 * seconds)
            return CameraPosition(
                _shifts(swing * sin(2 * pi * 5.1 * seconds), swing * sin(2 * pi * 4.3 * seconds + 1), flat=True), 1.02
            )
        case _:
            return CameraPosition(_shifts(0.0, 0.0), 1.0)


def _shifts(x: float, y: float, *, flat: bool = False) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int]]:
    back, middle, front = ((_even(x * each), _even(y * each)) for each in ((1.0, 1.0, 1.0) if flat else _DEPTHS))
    return back, middle, front


def _even(value: float) -> int:
    return 2 * round(value / 2)
