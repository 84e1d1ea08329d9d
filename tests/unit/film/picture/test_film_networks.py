"""CenterFace's answers read as boxes, by a network that answers in its form to areas of one colour.

How well CenterFace itself finds faces was measured on photos (docs/recipes.md); its weights are not here.
"""

from pathlib import Path

import cv2
import numpy as np
import onnx
import pytest
from fixtures.studio.film import post, store_in
from PIL import Image as Picture

from libraries.drawing.typography.design_tokens import Box
from libraries.vision.detect import find_faces
from libraries.vision.face_models import Pixels
from schemas.errors import ConfigurationError
from schemas.posts import Image
from services.studio.film.privacy.blur import cover_private

SKIN = (250, 20, 230)
HEIGHT, WIDTH = 48, 40
DOWN, RIGHT = 0.25, 0.75
"""Where in a place of 4 by 4 pixels the middle of a face lies, less half a place."""


def network(path: Path, planes: tuple[int, ...] = (1, 2, 2, 10)) -> Path:
    """Sure of a face of 40 by 48 pixels wherever 4 by 4 pixels are more violet than green."""
    make, tensor, real = onnx.helper.make_node, onnx.helper.make_tensor_value_info, onnx.TensorProto.FLOAT
    kernels = [np.zeros((count, 3, 4, 4), np.float32) for count in planes]
    biases = [np.zeros(count, np.float32) for count in planes]
    kernels[0][0] = np.array([0.5, -1, 0.5])[:, None, None] / 16 / 80
    biases[0][0] = -1.5
    biases[1][:] = np.log([HEIGHT / 4, WIDTH / 4])[: planes[1]]
    biases[2][:] = (DOWN, RIGHT)
    nodes, constants = [], [onnx.numpy_helper.from_array(np.array(value, np.float32), str(value)) for value in (0, 1)]
    for i, (kernel, bias) in enumerate(zip(kernels, biases, strict=True)):
        constants += [onnx.numpy_helper.from_array(kernel, f"k{i}"), onnx.numpy_helper.from_array(bias, f"b{i}")]
        out = "likely" if i == 0 else f"out{i}"
        nodes.append(make("Conv", ["input", f"k{i}", f"b{i}"], [out], strides=[4, 4], kernel_shape=[4, 4]))
    nodes.insert(1, make("Clip", ["likely", "0", "1"], ["out0"]))
    # As the original: sides given as 32 and meant for any multiple of it.
    inputs = [tensor("input", real, [10, 3, 32, 32])]
    outputs = [tensor(f"out{i}", real, [10, count, 8, 8]) for i, count in enumerate(planes)]
    graph = onnx.helper.make_graph(nodes, "faces", inputs, outputs, constants)
    onnx.save(onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 13)], ir_version=8), path)
    return path


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
    model = network(tmp_path / "faces.onnx")
    found = sorted(find_faces(scene(1003, (100, 40), (960, 280)), model))
    assert len(found) == 2
    for box, (x, y) in zip(found, ((100, 40), (960, 280)), strict=True):
        assert near(box, (x + 2 + 4 * RIGHT, y + 2 + 4 * DOWN), (WIDTH, HEIGHT))


def test_a_narrow_picture_is_looked_at_enlarged(tmp_path: Path) -> None:
    found = find_faces(scene(400, (200, 100), side=4), network(tmp_path / "faces.onnx"))
    assert len(found) == 1
    assert near(found[0], (202, 102), (WIDTH / 2, HEIGHT / 2))


def test_faces_from_close_by_are_looked_for_at_a_third_of_the_size_and_none_twice(tmp_path: Path) -> None:
    drawn = np.full((1500, 960, 3), 120, np.uint8)
    # Where two parts of the picture overlap, and large enough for a place of the map that is three times as wide.
    drawn[1300:1316, 300:316] = SKIN
    found = find_faces(drawn, network(tmp_path / "faces.onnx"))
    assert sorted((box.width, box.height) for box in found) == [(WIDTH, HEIGHT), (3 * WIDTH, 3 * HEIGHT)]
    assert all(box.holds(Box(304, 1304, 312, 1312)) for box in found)


def test_pictures_of_a_post_keep_their_order_and_those_with_faces_are_covered(tmp_path: Path) -> None:
    store, model = store_in(tmp_path), network(tmp_path / "faces.onnx")
    drawn = [scene(700), scene(960, (100, 40), (500, 200)), scene(800), scene(640, (300, 100), side=6)]
    images = []
    for rgb in drawn:
        media = store.put(cv2.imencode(".png", rgb[..., ::-1])[1].tobytes(), "png")
        images.append(Image(media=media, width=rgb.shape[1], height=301, source_url="https://board.example/a.png"))
    kept, told = cover_private(post(tuple(images)), "must", model, store)
    assert told == {"faces_covered": 3.0, "plates_covered": 0.0}
    assert [image.width for image in kept.images] == [700, 960, 800, 640]
    seen = [np.array(Picture.open(store.path(image.media)).convert("RGB")) for image in kept.images]
    assert [bool((rgb == SKIN).all(axis=2).any()) for rgb in drawn] == [False, True, False, True]
    assert not any((np.abs(rgb.astype(int) - SKIN).max(axis=2) < 60).any() for rgb in seen)


def test_a_network_that_answers_otherwise_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="wagglebot models faces"):
        find_faces(scene(320), network(tmp_path / "faces.onnx", (1, 1, 2, 10)))
