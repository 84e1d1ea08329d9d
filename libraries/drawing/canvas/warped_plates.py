"""Plates that are zoomed, moved and turned with sub-pixel precision."""

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from libraries.drawing.canvas.yuv import Plate
from libraries.drawing.typography.design_tokens import Box


class PlatePlacement(NamedTuple):
    """How a plate is shown: zoomed by ``factor``, moved by (dx, dy) pixels and turned about its centre.

    ``turn`` is in degrees.
    """

    factor: float = 1.0
    dx: float = 0.0
    dy: float = 0.0
    turn: float = 0.0


class WarpedPlate:
    """A plate to be shown in placements, with sub-pixel precision."""

    def __init__(self, plate: Plate) -> None:
        chroma = (cv2.resize(plane, None, fx=2, fy=2, interpolation=cv2.INTER_NEAREST) for plane in (plate.u, plate.v))
        # Four planes in one array are warped in two thirds of the time that one takes after the other.
        self._packed = cv2.merge((plate.y, plate.keep, *chroma))
        self._whole = Box(0, 0, plate.width, plate.height)
        self._drawn = cv2.boundingRect(255 - plate.keep)

    def box_of_placements(self, placements: Sequence[PlatePlacement]) -> Box:
        """The even box, relative to the plate, that holds everything drawn in these placements."""
        left, top, width, height = self._drawn
        corners = np.array([[[x, y] for x in (left, left + width) for y in (top, top + height)]], np.float64)
        seen = np.concatenate([cv2.transform(corners, self._matrix(placement))[0] for placement in placements])
        first, last = np.floor(seen.min(axis=0)) - 2, np.ceil(seen.max(axis=0)) + 2
        box = Box(*(2 * (int(v) // 2) for v in first), *(2 * -(int(-v) // 2) for v in last))
        return box.intersection(self._whole)

    def plate_in_placement(self, placement: PlatePlacement, window: Box | None = None) -> Plate:
        """The plate in a placement, or the part of it inside ``window``."""
        left, top, right, bottom = window or self._whole
        matrix = self._matrix(placement)
        matrix[:, 2] -= np.array((left, top))
        size, half = (right - left, bottom - top), ((right - left) // 2, (bottom - top) // 2)
        out = cv2.warpAffine(self._packed, matrix, size, flags=cv2.INTER_LINEAR, borderValue=(0, 255, 0, 0))
        y, keep, *chroma = (np.asarray(plane, np.uint8) for plane in cv2.split(out))
        u, v, keep_half = (
            np.asarray(cv2.resize(plane, half, interpolation=cv2.INTER_AREA), np.uint8) for plane in (*chroma, keep)
        )
        return Plate(y, u, v, keep, keep_half)

    def _matrix(self, placement: PlatePlacement) -> npt.NDArray[np.float64]:
        centre = ((self._whole.width - 1) / 2, (self._whole.height - 1) / 2)
        matrix = np.asarray(cv2.getRotationMatrix2D(centre, placement.turn, placement.factor), np.float64)
        matrix[:, 2] += np.array((placement.dx, placement.dy))
        return matrix
