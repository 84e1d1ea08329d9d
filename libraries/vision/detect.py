"""Detection of faces and number plates in a picture.

Faces are found by a network that the operator fetches (networks.py). Plates are found without one: a bright or coloured
rectangle of a plate's form with a row of equally high characters, in something that is a photo: a line of text in a
screenshot looks just the same, but its surroundings are flat.
"""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from libraries.drawing.typography.design_tokens import Box
from libraries.vision.face_models import Pixels, load_face_network

_SEARCH_WIDTH: Final = 1280
"""Width in pixels at which pictures are searched: a face of 1/100 of the width has a dozen pixels."""
_FILM_WIDTH: Final = 960
"""Pixels in width at which films show a picture: a narrower one is enlarged for faces, so that small ones are found."""
_MAX_ENLARGEMENT: Final = 2.0
_FAR_LOOK: Final = 3
"""Faces are searched for again at a third of the size: one of 700 pixels is too large for a network."""
_SAME_FACE: Final = 0.3
"""Intersection over union from which on two boxes are the same face."""
_TILE: Final = 1600
_OVERLAP: Final = 400
_PLATE_RATIOS: Final = ((1.6, 2.9), (3.3, 6.2))
"""Width over height of a plate as seen from about the front: 335 x 155 mm, and 520 x 110 mm."""
_MAX_TILT: Final = 25.0
"""Degrees."""
_CHARACTER_COUNT: Final = (4, 12)
_MIN_GRAIN: Final = 1.0
"""Median step of brightness between neighbours around a plate in a photo; in a drawn page it is 0."""


def find_faces(rgb: Pixels, model: Path) -> list[Box]:
    """Boxes of faces. Raises ConfigurationError when the network cannot be loaded.

    The network is loaded for each picture, which takes a tenth of the time of the search: it occupies 300 MB, and an
    instance serves a single thread.
    """
    found: list[Box] = []
    network = load_face_network(model)
    near = min(_MAX_ENLARGEMENT, max(_FILM_WIDTH / rgb.shape[1], _search_scale(rgb)))
    for scale in (near, near / _FAR_LOOK):
        for small, top in _tiles(rgb, scale):
            for x, y, width, height in network.face_boxes(small).tolist():
                whole = (x / scale, y / scale + top, (x + width) / scale, (y + height) / scale + top)
                box = Box(*(round(value) for value in whole))
                # Of a large face the nearer look may have seen but a part.
                for other in [each for each in found if _same_face(box, each)]:
                    found.remove(other)
                    box = box.joined(other)
                found.append(box)
    return found


def _same_face(one: Box, other: Box) -> bool:
    if not one.overlaps(other):
        return False
    both = one.intersection(other)
    shared = both.width * both.height
    return shared > _SAME_FACE * (one.width * one.height + other.width * other.height - shared)


def check_face_network(model: Path) -> None:
    """Load the network and search a blank picture. Raises ConfigurationError where `find_faces` would."""
    find_faces(np.zeros((320, 320, 3), np.uint8), model)


def find_number_plates(rgb: Pixels) -> list[Box]:
    """Boxes of number plates of vehicles."""
    found: list[Box] = []
    scale = _search_scale(rgb)
    for small, top in _tiles(rgb, scale):
        grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)
        for box in (box for shades in (grey, 255 - grey) for box in _plate_candidates(shades)):
            if _has_camera_grain(grey, box):
                whole = (box.left / scale, box.top / scale + top, box.right / scale, box.bottom / scale + top)
                found.append(Box(*(round(value) for value in whole)))
    return _merged(found)


def _search_scale(rgb: Pixels) -> float:
    return min(1.0, _SEARCH_WIDTH / int(rgb.shape[1]))


def _tiles(rgb: Pixels, scale: float) -> Iterator[tuple[Pixels, int]]:
    """The picture at search size, long ones in overlapping tiles: (pixels, top in the picture)."""
    way = cv2.INTER_AREA if scale <= 1 else cv2.INTER_CUBIC
    step = math.ceil((_TILE - _OVERLAP) / scale)
    for top in range(0, max(1, rgb.shape[0] - math.ceil(_OVERLAP / scale)), step):
        part = rgb[top : top + math.ceil(_TILE / scale)]
        size = (max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale)))
        yield np.asarray(cv2.resize(part, size, interpolation=way), np.uint8), top


def _plate_candidates(grey: Pixels) -> Iterator[Box]:
    """Bounding boxes of bright, straight-sided regions with the proportions of a plate and a row of dark characters."""
    smooth = cv2.bilateralFilter(grey, 5, 40, 5)
    for block in (31, 81):
        bright = cv2.adaptiveThreshold(smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, block, -4)
        contours, _ = cv2.findContours(bright, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        for contour in contours:
            middle, (width, height), turn = cv2.minAreaRect(contour)
            if abs(turn) > 45:
                width, height, turn = height, width, turn - math.copysign(90, turn)
            if height < 9 or width < 24 or width * height > grey.size / 8 or abs(turn) > _MAX_TILT:
                continue
            formed = any(low <= width / height <= high for low, high in _PLATE_RATIOS)
            if formed and cv2.contourArea(contour) >= 0.72 * width * height:
                straight = cv2.getRotationMatrix2D(middle, turn, 1.0)
                straight[:, 2] += np.array((width / 2 - middle[0], height / 2 - middle[1]))
                if _has_characters(np.asarray(cv2.warpAffine(grey, straight, (round(width), round(height))), np.uint8)):
                    x, y, w, h = cv2.boundingRect(contour)
                    yield Box(x, y, x + w, y + h)


def _has_characters(patch: Pixels) -> bool:
    """Whether a straightened patch holds one row of characters of equal height."""
    large = cv2.resize(patch, None, fx=64 / patch.shape[0], fy=64 / patch.shape[0], interpolation=cv2.INTER_CUBIC)
    _, dark = cv2.threshold(large, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    if large.std() < 22:
        return False
    _, _, stats, centres = cv2.connectedComponentsWithStats(dark[4:-4, 4:-4])
    signs = [
        (centre[1], stat[cv2.CC_STAT_HEIGHT])
        for stat, centre in zip(stats[1:], centres[1:], strict=True)
        if 20 <= stat[cv2.CC_STAT_HEIGHT] <= 54 and 3 <= stat[cv2.CC_STAT_WIDTH] <= 54
    ]
    if not _CHARACTER_COUNT[0] <= len(signs) <= _CHARACTER_COUNT[1]:
        return False
    high = float(np.median([height for _, height in signs]))
    alike = [height for _, height in signs if abs(height - high) <= 0.25 * high]
    return len(alike) >= _CHARACTER_COUNT[0]


def _has_camera_grain(grey: Pixels, box: Box) -> bool:
    """Whether the surroundings have grain, as photos do and drawn pages do not."""
    beyond = box.height
    rows = slice(max(0, box.top - beyond), box.bottom + beyond)
    columns = slice(max(0, box.left - beyond), box.right + beyond)
    around = grey[rows, columns].astype(np.int16)
    outside = np.ones(around.shape, bool)
    outside[box.top - rows.start : box.bottom - rows.start, box.left - columns.start : box.right - columns.start] = (
        False
    )
    steps = np.abs(np.diff(around, axis=1))[outside[:, 1:]]
    return steps.size > 0 and float(np.median(steps)) >= _MIN_GRAIN


def _merged(boxes: list[Box]) -> list[Box]:
    """Boxes merged where they overlap."""
    done: list[Box] = []
    for box in boxes:
        whole = box
        for other in [each for each in done if each.overlaps(whole)]:
            done.remove(other)
            whole = whole.joined(other)
        done.append(whole)
    return done
