"""CenterFace's answers read as boxes, by a network that answers in its form to areas of one colour.

How well CenterFace itself finds faces was measured on photos (docs/recipes.md); its weights are not here.
"""

from pathlib import Path

import cv2
import numpy as np
import pytest
from fixtures.studio.faces import DOWN, HEIGHT, RIGHT, SKIN, WIDTH, face_network
from fixtures.studio.film import post, store_in
from PIL import Image as Picture

from libraries.drawing.typography.design_tokens import Box
from libraries.vision.detect import find_faces
from libraries.vision.face_models import Pixels
from schemas.errors import ConfigurationError
from schemas.posts import Image
from services.studio.film.privacy.blur import cover_faces_and_plates


def scene(width: int, *corners: tuple[int, int], side: int = 8) -> Pixels:
    """A picture 301 pixels high with squares in the colour of faces, too small for one at a third of its size."""
    drawn = np.full((301, width, 3), 120, np.uint8)
    for x, y in corners:
        drawn[y : y + side, x : x + side] = SKIN
    return drawn


def near(box: Box, middle: tuple[float, float], size: tuple[float, float]) -> bool:
    found = ((box.left + box.right) / 2, (box.top + box.bottom) / 2, box.width, box.height)
    return bool(np.abs(np.subtract(found, (*middle, *size))).max() <= 4)


def test_each_face_is_one_box_where_the_map_has_it(tmp_path: Path) -> None:
    model = face_network(tmp_path / "faces.onnx")
    found = sorted(find_faces(scene(1003, (100, 40), (960, 280)), model))
    assert len(found) == 2
    for box, (x, y) in zip(found, ((100, 40), (960, 280)), strict=True):
        assert near(box, (x + 2 + 4 * RIGHT, y + 2 + 4 * DOWN), (WIDTH, HEIGHT))


def test_a_narrow_picture_is_looked_at_enlarged(tmp_path: Path) -> None:
    found = find_faces(scene(400, (200, 100), side=4), face_network(tmp_path / "faces.onnx"))
    assert len(found) == 1
    assert near(found[0], (202, 102), (WIDTH / 2, HEIGHT / 2))


def test_faces_from_close_by_are_looked_for_at_a_third_of_the_size_and_none_twice(tmp_path: Path) -> None:
    drawn = np.full((1500, 960, 3), 120, np.uint8)
    # Where two parts of the picture overlap, and large enough for a place of the map that is three times as wide.
    drawn[1300:1316, 300:316] = SKIN
    found = find_faces(drawn, face_network(tmp_path / "faces.onnx"))
    assert sorted((box.width, box.height) for box in found) == [(WIDTH, HEIGHT), (3 * WIDTH, 3 * HEIGHT)]
    assert all(box.holds(Box(304, 1304, 312, 1312)) for box in found)


def test_pictures_of_a_post_keep_their_order_and_those_with_faces_are_covered(tmp_path: Path) -> None:
    store, model = store_in(tmp_path), face_network(tmp_path / "faces.onnx")
    drawn = [scene(700), scene(960, (100, 40), (500, 200)), scene(800), scene(640, (300, 100), side=6)]
    images = []
    for rgb in drawn:
        media = store.put(cv2.imencode(".png", rgb[..., ::-1])[1].tobytes(), "png")
        images.append(Image(media=media, width=rgb.shape[1], height=301, source_url="https://board.example/a.png"))
    kept, told = cover_faces_and_plates(post(tuple(images)), "must", model, store)
    assert told == {"faces_covered": 3.0, "plates_covered": 0.0}
    assert [image.width for image in kept.images] == [700, 960, 800, 640]
    seen = [np.array(Picture.open(store.path(image.media)).convert("RGB")) for image in kept.images]
    assert [bool((rgb == SKIN).all(axis=2).any()) for rgb in drawn] == [False, True, False, True]
    assert not any((np.abs(rgb.astype(int) - SKIN).max(axis=2) < 60).any() for rgb in seen)


def test_a_network_that_answers_otherwise_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="wagglebot models get centerface"):
        find_faces(scene(320), face_network(tmp_path / "faces.onnx", (1, 1, 2, 10)))
