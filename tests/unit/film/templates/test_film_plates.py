"""Plates and composing, against reckoning in floating point."""

from itertools import pairwise

import numpy as np
from fixtures.rows import each_row
from PIL import Image

from libraries.drawing.canvas.animation import drifting_sprite, sprite_at_rest
from libraries.drawing.canvas.compositor import Composition, SpriteFrame, draw_frame, draw_frames
from libraries.drawing.canvas.transitions import sprite_pushed_in
from libraries.drawing.canvas.yuv import Canvas, Plate, to_rgb
from libraries.drawing.typography.design_tokens import FRAME, Box
from libraries.storyboard.cards.paint import card_image, card_plate


def noise(height: int, width: int, channels: int, seed: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.random.default_rng(seed).integers(0, 256, (height, width, channels), np.uint8)


def reference(
    rgb: np.ndarray[tuple[int, ...], np.dtype[np.uint8]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """BT.709 limited range, by the standard's own formulas."""
    r, g, b = (rgb[..., i] / 255 for i in range(3))
    luma = 0.2126 * r + 0.7152 * g + 0.0722 * b
    return np.stack([219 * luma + 16, 224 * (b - luma) / 1.8556 + 128, 224 * (r - luma) / 1.5748 + 128], axis=-1)


def half(plane: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    height, width = plane.shape
    means: np.ndarray[tuple[int, ...], np.dtype[np.float64]] = plane.reshape(height // 2, 2, width // 2, 2).mean(
        axis=(1, 3)
    )
    return means


def test_a_blit_is_within_two_levels_of_the_reference() -> None:
    below, above = noise(64, 96, 3, 1), noise(32, 48, 4, 2)
    canvas = Canvas.from_rgb(below)
    Plate.from_rgba(Image.fromarray(above, "RGBA")).blit(canvas, 20, 12, Box(0, 0, 96, 64))

    expected = reference(below)
    alpha = above[..., 3:] / 255
    patch = reference(above[..., :3]) * alpha
    region = expected[12:44, 20:68]
    luma = region[..., 0] * (1 - alpha[..., 0]) + patch[..., 0]
    assert np.abs(canvas.y[12:44, 20:68] - luma).max() <= 2
    for i, plane in ((1, canvas.u), (2, canvas.v)):
        chroma = half(region[..., i]) * half(1 - alpha[..., 0]) + half(patch[..., i])
        assert np.abs(plane[6:22, 10:34] - chroma).max() <= 2
    assert np.abs(canvas.y[:12] - expected[:12, :, 0]).max() <= 1


def test_colours_survive_the_way_to_yuv_and_back() -> None:
    colours = np.array([[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 229, 0], [18, 52, 86]], np.uint8)
    for colour in colours:
        flat = np.broadcast_to(colour, (4, 4, 3))
        assert np.abs(to_rgb(Canvas.from_rgb(flat)).astype(int) - flat).max() <= 3


def test_a_clip_is_never_drawn_over() -> None:
    canvas = Canvas.blank(64, 64)
    Plate.from_rgba(Image.new("RGBA", (64, 64), "white")).blit(canvas, 0, 0, Box(16, 20, 40, 44))
    inside = np.zeros((64, 64), bool)
    inside[20:44, 16:40] = True
    assert (canvas.y[inside] == 235).all()
    assert (canvas.y[~inside] == 16).all()


@each_row("frame", [0, 1, 5, 9, 17])
def test_redrawing_only_what_changed_gives_the_same_picture(frame: int) -> None:
    """Overlapping, moving, opaque and translucent things: the economy must not be seen."""
    ground = Canvas.from_rgb(noise(1920, 1080, 3, 3))
    opaque = card_plate(card_image(400, 300, "#ff8800", 40))
    soft = Plate.from_rgba(Image.fromarray(noise(200, 200, 4, 4), "RGBA"))
    scene = Composition(
        ground,
        [
            drifting_sprite(soft, ((300, 500), (420, 610)), 20),
            sprite_pushed_in(sprite_at_rest(opaque, 250, 400)),
            drifting_sprite(soft, ((450, 520), (380, 470)), 20),
            lambda at: SpriteFrame(soft, 300, 450) if 4 <= at < 8 else None,
        ],
        20,
    )
    canvas = Canvas.blank(1080, 1920)
    for at, _ in enumerate(draw_frames(scene, canvas)):
        if at == frame:
            break
    for drawn, whole in zip(canvas, draw_frame(scene, frame), strict=True):
        assert np.array_equal(drawn, whole)


def test_a_frame_is_said_to_differ_only_where_it_does() -> None:
    soft = Plate.from_rgba(Image.fromarray(noise(200, 200, 4, 4), "RGBA"))
    sprites = [drifting_sprite(soft, ((300, 500), (420, 610)), 20, every=2), sprite_at_rest(soft, 500, 900, 7, 12)]
    scene = Composition(Canvas.blank(1080, 1920), sprites, 20)
    told = list(draw_frames(scene, Canvas.blank(1080, 1920)))
    stills = [draw_frame(scene, at) for at in range(scene.frames)]
    differ = [any(not np.array_equal(a, b) for a, b in zip(one, other, strict=True)) for one, other in pairwise(stills)]
    assert told == [True, *differ]
    assert 0 < differ.count(False) < len(differ)


def test_a_frame_holds_itself() -> None:
    assert FRAME.holds(FRAME)
    assert not FRAME.holds(FRAME.moved(2, 0))
