"""Lighting of shots: people and places in the light of a mood, and what lies in the dark around it."""

from dataclasses import replace
from functools import lru_cache
from math import hypot
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from libraries.drawn_world.figure_light import Light
from libraries.drawn_world.people.acting import Expression, Pose
from libraries.drawn_world.scenes.setting import ScenePalette, Setting
from libraries.drawn_world.staging.shot import Backdrop, Framing, Player, Shot
from libraries.vector.affine import Point
from libraries.vector.colors import WHITE, Color, color

Shares = tuple[float, float, float]
"""Of red, green and blue."""


class LightPool(NamedTuple):
    """A pool of light: its middle in pixels of the picture, where it begins to fade and where it ends, and what is
    left of colours beyond."""

    middle: Point
    within: float
    beyond: float
    left: Shares


class _Moody(NamedTuple):
    """What a mood leaves of light on people, above and at the feet, and beyond the pool; how far the pool reaches; how
    much of the colour of the place people are spared."""

    above: Shares
    below: Shares
    left: Shares
    reach: float
    spared: float = 0.0


_WHITE: Final = (1.0, 1.0, 1.0)
_MOODS: Final = {
    ScenePalette.HORROR: _Moody((0.94, 0.97, 1.0), (0.34, 0.40, 0.56), (0.22, 0.26, 0.42), 1040.0),
    ScenePalette.MYSTERY: _Moody((0.96, 0.92, 1.0), (0.55, 0.50, 0.72), (0.40, 0.34, 0.58), 1150.0, 0.15),
    ScenePalette.REVENGE: _Moody((1.0, 0.96, 0.96), (0.66, 0.50, 0.56), (0.54, 0.30, 0.36), 1250.0, 0.72),
    ScenePalette.COMIC: _Moody(_WHITE, _WHITE, _WHITE, 0.0, 0.7),
    ScenePalette.WARM: _Moody(_WHITE, (0.96, 0.92, 0.9), _WHITE, 0.0, 0.78),
    ScenePalette.ROMANCE: _Moody(_WHITE, (0.96, 0.92, 0.94), _WHITE, 0.0, 0.7),
    ScenePalette.SAD: _Moody((0.94, 0.97, 1.0), (0.66, 0.72, 0.84), (0.50, 0.56, 0.70), 1250.0, 0.2),
}
_WIDE_RIM: Final = 1.35
_RED: Final = color("#ff4236")
_COLD: Final = color("#c9fff4")
_SCREEN: Final = color("#8fdcff")
_STUDIO: Final = Light(WHITE, Color(236, 228, 238), Color(255, 250, 226, 150))
"""On who stands before a backdrop."""
_IN_GLOOM: Final = Light(Color(214, 222, 250), Color(150, 160, 214), Color(190, 206, 255, 170))
_BY_SCREEN: Final = (Pose.PHONE, Pose.SIT_PHONE)
_THREATENED: Final = (Expression.AFRAID, Expression.STUNNED)
_RAGING: Final = (Expression.ANGRY, Expression.FURIOUS)


def light_pool(shot: Shot, middle: Point) -> LightPool | None:
    """The pool of light about ``middle`` that the mood of the shot asks for; None where all is lit."""
    moody = _MOODS.get(shot.setting.mood)
    if moody is None or not moody.reach:
        return None
    return LightPool(middle, moody.reach * 0.28, moody.reach, moody.left)


def light_on_player(player: Player, shot: Shot, light: Light) -> Light:
    """The light on a player: of the place in the mood of the story; by a screen in the dark, that of the screen."""
    setting = shot.setting
    moody = _MOODS.get(setting.mood)
    if light.silhouette is not None:
        return light
    if shot.backdrop is not Backdrop.PLACE:
        return replace(_STUDIO if shot.backdrop is not Backdrop.GLOOM else _IN_GLOOM, lamp=light.lamp)
    if moody is None:
        return light
    if setting.is_dark and player.pose in _BY_SCREEN:
        return _by_screen(light, moody)
    x, y = light.lamp
    wide = _WIDE_RIM if moody.reach else 1.0
    rim = _rim(player, shot, setting, light.rim)
    return replace(
        light,
        above=_times(light.above.mixed(WHITE, moody.spared), moody.above),
        below=_times(light.below.mixed(WHITE, moody.spared / 2), moody.below),
        rim=rim,
        lamp=(x * wide, y * wide),
    )


def _rim(player: Player, shot: Shot, setting: Setting, own: Color) -> Color:
    near = shot.framing in (Framing.CLOSE, Framing.REACTION)
    if setting.mood is ScenePalette.HORROR and near and player.expression in _THREATENED:
        return _RED
    if setting.mood is ScenePalette.REVENGE:
        return _RED if player.expression in _RAGING else _COLD._replace(alpha=220)
    return own._replace(alpha=max(own.alpha, 200)) if _MOODS[setting.mood].reach else own


def _by_screen(light: Light, moody: _Moody) -> Light:
    x, y = light.lamp
    length = hypot(x, y) or 1.0
    dark = _times(light.below, (0.62, 0.74, 1.0))
    bright = light.above.mixed(WHITE, moody.spared).mixed(_SCREEN, 0.3)
    return replace(light, above=bright, below=dark, rim=_SCREEN._replace(alpha=230), lamp=(9 * x / length, 5.0))


def _times(own: Color, shares: Shares) -> Color:
    red, green, blue = (round(each * share) for each, share in zip(own[:3], shares, strict=True))
    return Color(red, green, blue, own.alpha)


def pixels_in_light_pool(
    pixels: NDArray[np.uint8], pool: LightPool | None, left: int, top: int, size: float = 1.0
) -> NDArray[np.uint8]:
    """The pixels in a pool of light: height × width × 4, their upper left corner at ``left`` and ``top`` of the
    picture, ``size`` pixels of that a pixel."""
    if pool is None:
        return pixels
    height, width = pixels.shape[:2]
    return np.asarray(cv2.multiply(pixels, _pool_map(pool, left, top, width, height, size), scale=1 / 255), np.uint8)


@lru_cache(maxsize=2)
def _pool_map(pool: LightPool, left: int, top: int, width: int, height: int, size: float) -> NDArray[np.uint8]:
    """What pixels are multiplied by, computed at a quarter of the size: light is soft."""
    rows, columns = np.ogrid[0 : height // 4 + 1, 0 : width // 4 + 1]
    x, y = columns * 4 * size + left - pool.middle[0], rows * 4 * size + top - pool.middle[1]
    away = np.clip((np.hypot(x, y * 0.8) - pool.within) / (pool.beyond - pool.within), 0.0, 1.0)
    share = (away * away * (3 - 2 * away))[..., None]
    shares = np.concatenate([1 - share * (1 - each) for each in pool.left] + [np.ones_like(share)], axis=2)
    coarse = np.rint(shares * 255).astype(np.uint8)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
