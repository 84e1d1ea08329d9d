"""Number plates and faces in pictures: found, covered for good, left out where they cannot be looked for.

Plates are drawn into scenes with the grain of a camera. For faces a network stands in that answers as YuNet does, to
areas of one colour: what is covered, and how, is tested; how well YuNet finds faces is not.
"""

import io
from functools import lru_cache
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
import onnx
import pytest
from fixtures.studio.film import picture, post, script, store_in, voice_of
from PIL import Image as Picture
from PIL import ImageDraw

from libraries.drawing.typography.design_tokens import Box
from libraries.drawing.typography.fonts import Weight, text_font
from libraries.media.store import LocalStore
from libraries.storyboard.cards.picture import PictureCard
from libraries.vision.detect import find_faces, find_number_plates
from libraries.vision.face_models import Pixels
from schemas.errors import ConfigurationError
from schemas.posts import Image
from schemas.recipe import FilmChoice, Recipe, Stage
from services.cli.shared.resource_checks import _faces as finding_of
from services.config import Settings, StudioSettings
from services.studio.cache.stage_dependencies import stage_dependencies
from services.studio.film.privacy.blur import cover_box_with_squares, cover_faces_and_plates
from services.studio.film.render import plan_film

SIZE = (1200, 900)
SKIN = (250, 20, 230)


@lru_cache(maxsize=3)
def photo(seed: int) -> Pixels:
    """Something with the grain and the soft shapes of a photo."""
    random = np.random.default_rng(seed)
    layers = [
        18 * random.standard_normal((SIZE[1] // k + 2, SIZE[0] // k + 2, 3), np.float32) for k in (4, 16, 64, 200)
    ]
    large = [cv2.resize(layer, SIZE, interpolation=cv2.INTER_CUBIC) for layer in layers]
    seen = np.clip(sum(large) + random.integers(60, 130, 3).astype(np.float32), 0, 255).astype(np.uint8)
    seen.flags.writeable = False
    return seen


def with_plate(seed: int, width: int, colour: str, turn: float) -> tuple[Pixels, Box]:
    scene = Picture.fromarray(photo(seed))
    ink = "#f0f0f0" if colour == "#146e3c" else "#141419"
    plate = Picture.new("RGB", (520, 110), colour)
    canvas = ImageDraw.Draw(plate)
    canvas.rectangle((3, 3, 516, 106), outline=ink, width=3)
    canvas.text(
        (260, 55), ("123가 4568", "12나 3456")[seed % 2], font=text_font(Weight.BOLD, 84), fill=ink, anchor="mm"
    )
    turned = plate.convert("RGBA").resize((width, width * 110 // 520), Picture.Resampling.LANCZOS)
    turned = turned.rotate(turn, expand=True, resample=Picture.Resampling.BICUBIC)
    at = (300 + 97 * seed % 400, 350 + 61 * seed % 300)
    ImageDraw.Draw(scene).rounded_rectangle((at[0] - 150, at[1] - 150, at[0] + 500, at[1] + 150), 60, fill="#3b4a66")
    scene.paste(turned, at, turned)
    grain = np.random.default_rng(seed + 99).standard_normal((SIZE[1], SIZE[0], 3), np.float32)
    _, packed = cv2.imencode(
        ".jpg", np.clip(np.asarray(scene) + 4 * grain, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 88]
    )
    return np.asarray(cv2.imdecode(packed, 1), np.uint8), Box(*at, at[0] + turned.width, at[1] + turned.height)


def network(path: Path) -> Path:
    """YuNet's way in and out; sure of a face of 48 pixels wherever 8 by 8 pixels are more violet than green."""
    make, tensor = onnx.helper.make_node, onnx.helper.make_tensor_value_info
    whole = onnx.numpy_helper.from_array
    nodes = [
        make("Conv", ["input", "violet", "least"], ["wide"], strides=[8, 8], kernel_shape=[8, 8]),
        make("Clip", ["wide", "nothing", "all"], ["near"]),
    ]
    for stride in (8, 16, 32):
        step = stride // 8
        nodes.append(make("AveragePool", ["near"], [f"at_{stride}"], kernel_shape=[step, step], strides=[step, step]))
        nodes.append(make("Reshape", [f"at_{stride}", "column"], [f"flat_{stride}"]))
        nodes.append(make("Mul", [f"flat_{stride}", "all" if stride == 8 else "nothing"], [f"cls_{stride}"]))
        nodes.append(make("Identity", [f"cls_{stride}"], [f"obj_{stride}"]))
        for name, count in (("bbox", 4), ("kps", 10)):
            nodes.append(make("MatMul", [f"flat_{stride}", f"none_{count}"], [f"{name}0_{stride}"]))
            nodes.append(make("Add", [f"{name}0_{stride}", f"is_{count}"], [f"{name}_{stride}"]))
    kernel = np.zeros((1, 3, 8, 8), np.float32)
    kernel[0] = np.array([0.5, -1, 0.5])[:, None, None] / 64 / 80
    constants = {
        "violet": kernel,
        "least": np.array([-1.5], np.float32),
        "nothing": np.float32(0),
        "all": np.float32(1),
        "column": np.array([1, -1, 1], np.int64),
        "none_4": np.zeros((1, 1, 4), np.float32),
        "none_10": np.zeros((1, 1, 10), np.float32),
        "is_4": np.array([0.5, 0.5, np.log(6), np.log(6)], np.float32),
        "is_10": np.zeros(10, np.float32),
    }
    values = {"cls": 1, "obj": 1, "bbox": 4, "kps": 10}
    real = onnx.TensorProto.FLOAT
    graph = onnx.helper.make_graph(
        nodes,
        "faces",
        [tensor("input", real, [1, 3, "height", "width"])],
        [tensor(f"{name}_{s}", real, [1, "places", k]) for name, k in values.items() for s in (8, 16, 32)],
        [whole(np.asarray(value), name) for name, value in constants.items()],
    )
    onnx.save(onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 13)], ir_version=8), path)
    return path


def stored(store: LocalStore, pixels: Pixels) -> Image:
    out = io.BytesIO()
    Picture.fromarray(pixels).save(out, "PNG", compress_level=1)
    media = store.put(out.getvalue(), "png")
    return Image(media=media, width=pixels.shape[1], height=pixels.shape[0], source_url="https://board.example/a.png")


def with_face(seed: int = 0) -> tuple[Pixels, Box]:
    scene = Picture.fromarray(photo(seed))
    ImageDraw.Draw(scene).rectangle((516, 316, 531, 331), fill=SKIN)
    return np.array(scene), Box(500, 300, 548, 348)


@pytest.mark.parametrize("colour", ["#ebecee", "#f0be28", "#96c8e6", "#146e3c"])
@pytest.mark.quick_cases(1)
def test_plates_of_all_colours_are_found_and_gone_once_covered(colour: str) -> None:
    for seed, (width, turn) in enumerate(((100, 3), (180, -8), (300, 0))):
        scene, where = with_plate(seed, width, colour, turn)
        found = find_number_plates(scene)
        assert len(found) == 1
        assert found[0].intersection(where).width > 0.85 * where.width
        before = scene.copy()
        cover_box_with_squares(scene, found[0], 0.15)
        assert not find_number_plates(scene)
        inside = (slice(where.top, where.bottom), slice(where.left, where.right))
        assert scene[inside].std() < 0.5 * before[inside].std()


def test_text_in_boxes_of_a_screenshot_is_no_plate() -> None:
    screen = Picture.new("RGB", (1080, 1600), "#b9cde0")
    canvas = ImageDraw.Draw(screen)
    for i in range(10):
        box = (40 + 30 * i, 60 + i * 150, 40 + 30 * i + 380, 60 + i * 150 + 84)
        canvas.rounded_rectangle(box, 4 + 2 * i, fill="white" if i % 2 else "#fee53c")
        canvas.text(
            (box[0] + 190, box[1] + 42), "12가 3456", font=text_font(Weight.BOLD, 60), fill="#141419", anchor="mm"
        )
    _, packed = cv2.imencode(".jpg", np.asarray(screen), [cv2.IMWRITE_JPEG_QUALITY, 60])
    assert not find_number_plates(np.asarray(screen))
    assert not find_number_plates(np.asarray(cv2.imdecode(packed, 1), np.uint8))


def test_faces_are_covered_by_a_few_colours_that_tell_nothing_of_them(tmp_path: Path) -> None:
    model = network(tmp_path / "faces.onnx")
    scene, where = with_face()
    found = find_faces(scene, model)
    assert len(found) == 1
    assert found[0].holds(Box(where.left + 8, where.top + 8, where.right - 8, where.bottom - 8))
    told = []
    for hidden in (1, 2):
        # What is in a face decides next to nothing of what is seen instead: its mean colours alone.
        scene, _ = with_face()
        noise = np.random.default_rng(hidden).integers(-90, 90, (48, 48, 1))
        patch = scene[where.top : where.bottom, where.left : where.right]
        patch[...] = np.clip(patch.astype(int) - 60 + noise, 0, 255)
        cover_box_with_squares(scene, found[0], 0.35)
        told.append(scene[where.top : where.bottom, where.left : where.right].astype(int))
    assert np.abs(told[0] - told[1]).mean() < 12


@pytest.mark.slow
def test_a_long_screenshot_is_looked_through_to_its_end(tmp_path: Path) -> None:
    model = network(tmp_path / "faces.onnx")
    strip = np.full((9_000, 700, 3), 240, np.uint8)
    tops = (100, 1_450, 4_000, 8_900)
    for top in tops:
        strip[top : top + 24, 300:324] = SKIN
    found = find_faces(strip, model)
    assert all(any(abs((box.top + box.bottom) / 2 - top - 12) < 30 for box in found) for top in tops)


def test_the_film_shows_the_covered_picture_and_is_told_of_it(tmp_path: Path) -> None:
    store, model = store_in(tmp_path), network(tmp_path / "faces.onnx")
    story = post(
        (stored(store, with_face()[0]), stored(store, with_plate(0, 200, "#ebecee", 0)[0]), picture(store, 900, 600))
    )
    kept, told = cover_faces_and_plates(story, "auto", model, store)
    assert told == {"faces_covered": 1.0, "plates_covered": 1.0}
    assert [a.media == b.media for a, b in zip(story.images, kept.images, strict=True)] == [False, False, True]
    assert cover_faces_and_plates(story, "auto", model, store) == (kept, told)
    words = script()
    film = plan_film(kept, words, voice_of(words, store), FilmChoice(template="card"))
    shown = {scene.card.image.media for scene in film.scenes if isinstance(scene.card, PictureCard)}
    assert shown <= {image.media for image in kept.images}


def test_without_the_network_auto_says_so_and_must_shows_nothing(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    story = post((stored(store, with_face()[0]),))
    kept, told = cover_faces_and_plates(story, "auto", tmp_path / "none.onnx", store)
    assert kept.images == story.images
    assert told == {"plates_covered": 0.0, "pictures_not_searched_for_faces": 1.0}
    kept, told = cover_faces_and_plates(story, "must", tmp_path / "none.onnx", store)
    assert kept.images == ()
    assert told == {"pictures_left_out": 1.0}
    assert cover_faces_and_plates(story, "none", None, store) == (story, {})


def test_another_network_is_another_key_and_a_broken_one_is_named(tmp_path: Path) -> None:
    settings = StudioSettings(faces=tmp_path / "faces.onnx", assets=tmp_path)
    before = stage_dependencies(Stage.FILM, Recipe(), settings)
    settings.faces.write_bytes(b"no network")
    assert stage_dependencies(Stage.FILM, Recipe(), settings) != before
    with pytest.raises(ConfigurationError, match="faces"):
        find_faces(photo(0), settings.faces)


def test_the_doctor_says_whether_faces_are_covered(tmp_path: Path) -> None:
    def found(blur: Literal["auto", "must", "none"]) -> tuple[str, str]:
        recipe = Recipe(film=FilmChoice(blur=blur))
        finding = finding_of(Settings(recipe=recipe, studio=StudioSettings(faces=tmp_path / "faces.onnx")))
        assert bool(finding.remedy) == (finding.state == "warn")
        return finding.state, finding.found

    assert found("none")[0] == "ok"
    assert found("auto")[0] == found("must")[0] == "warn"
    assert "faces are not" in found("auto")[1]
    assert "left out" in found("must")[1]
    (tmp_path / "faces.onnx").write_bytes(b"no network")
    assert found("auto")[0] == "fail"
    network(tmp_path / "faces.onnx")
    assert found("auto")[0] == "ok"
