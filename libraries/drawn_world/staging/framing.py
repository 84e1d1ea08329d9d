"""Framing: where the players of a shot stand in the picture, and how the planes of the place are laid behind them."""

from typing import Final, NamedTuple

from libraries.drawn_world.animals.animal import Animal
from libraries.drawn_world.scenes.stage import FRAME, Mark, Scene
from libraries.drawn_world.staging.bodies import chin_of, height_of
from libraries.drawn_world.staging.shot import Framing, Player, Shot
from libraries.vector.affine import Affine

_MIDDLE: Final = FRAME[0] / 2


class Placed(NamedTuple):
    """A player in the picture: soles in pixels, pixels a unit, its turn, and whether it is seen from behind."""

    player: Player
    x: float
    y: float
    scale: float
    turn: float = 0.0
    back: bool = False


class Layout(NamedTuple):
    """Players from the back to the front; maps of the three planes to the picture; blur of what is behind them."""

    players: tuple[Placed, ...]
    planes: tuple[Affine, Affine, Affine]
    blur: float


class _Near(NamedTuple):
    """A framing: pixels a unit, upper edge of the tallest player's hair, blur, share of the nearness of the planes."""

    scale: float
    top: float
    blur: float
    follow: float


_NEAR: Final = {
    Framing.MEDIUM: _Near(1.12, 440, 0.0, 0.6),
    Framing.CLOSE: _Near(1.52, 400, 4.0, 0.5),
    Framing.TWO: _Near(1.0, 470, 0.0, 0.6),
    Framing.OVER_SHOULDER: _Near(1.06, 480, 2.0, 0.6),
    Framing.REACTION: _Near(1.72, 380, 6.0, 0.55),
    Framing.UNDER_TITLE: _Near(1.36, 640, 0.0, 0.4),
    Framing.UNDER_BUBBLE: _Near(1.24, 880, 7.0, 0.4),
}
_THREE: Final = _Near(0.86, 560, 0.0, 0.6)
_ASIDE: Final = {
    Framing.MEDIUM: 110.0,
    Framing.CLOSE: 64.0,
    Framing.REACTION: 40.0,
    Framing.UNDER_TITLE: 150.0,
    Framing.UNDER_BUBBLE: 170.0,
}
_LOWEST_CHIN: Final = 1090.0
"""Words stand below this row of the picture."""
_MOST_UP: Final = 120.0
"""Pixels that a whole plane may be moved up and still cover the frame."""
_RAISED: Final = 360.0
_ANIMAL: Final = 1.5
"""Animals beside people are drawn so many times as large as they are, to be seen above the words."""
_ANIMAL_ALONE: Final = 1.45
_SHORTEST: Final = 860.0
"""Height in units under which the camera goes down to a person."""


def layout(shot: Shot, scene: Scene) -> Layout:
    """The picture of the shot at its start."""
    if shot.framing is Framing.ESTABLISHING or not shot.players:
        return _establishing(shot, scene)
    match shot.framing:
        case Framing.TWO if len(shot.players) > 1:
            return _together(shot, scene)
        case Framing.OVER_SHOULDER if len(shot.players) > 1:
            return _over_shoulder(shot, scene)
        case Framing.TWO | Framing.OVER_SHOULDER:
            return _single(shot, scene, Framing.MEDIUM)
        case _:
            return _single(shot, scene, shot.framing)


def _establishing(shot: Shot, scene: Scene) -> Layout:
    """People at the marks of the place."""
    left, centre, right = scene.marks[:3]
    side = (left, centre, right)[shot.side + 1]
    marks = {1: (side,), 2: (left, right), 3: (left, right, centre)}.get(len(shot.players), ())
    players = [
        Placed(player, mark.x, mark.y, mark.scale, _inward(mark.x) * 0.6)
        for player, mark in zip(shot.players, marks, strict=False)
    ]
    chins = [each.y + chin_of(each.player) * each.scale for each in players]
    up = max(0.0, max(chins, default=0.0) - _LOWEST_CHIN)
    if shot.raised:
        up = max(up, _RAISED)
    moved_up = Affine(dy=-min(up, _RAISED if shot.raised else _MOST_UP))
    return Layout(tuple(each._replace(y=each.y + moved_up.dy) for each in players), (moved_up, moved_up, moved_up), 0.0)


def _single(shot: Shot, scene: Scene, framing: Framing) -> Layout:
    near = _NEAR[framing]
    x = _MIDDLE + shot.side * _ASIDE[framing]
    turn = -shot.side * (0.55 if framing is Framing.MEDIUM else 0.35)
    placed = _standing(shot.players[0], x, near, turn)
    return Layout((placed,), _planes(scene, placed, near), near.blur)


def _together(shot: Shot, scene: Scene) -> Layout:
    """Side by side on one ground, turned to each other; the first one on its side."""
    near = _NEAR[Framing.TWO] if len(shot.players) == 2 else _THREE
    order = shot.players if shot.side <= 0 else shot.players[::-1]
    places = (300.0, 780.0) if len(order) == 2 else (215.0, 540.0, 865.0)
    tallest = max(height_of(player) for player in order)
    ground = near.top + tallest * near.scale
    players = [
        Placed(player, x, ground, near.scale * (_ANIMAL if isinstance(player.person, Animal) else 1), _inward(x) * 0.75)
        for player, x in zip(order, places, strict=True)
    ]
    anchor = players[0]._replace(x=_MIDDLE, scale=near.scale)
    return Layout(tuple(players), _planes(scene, anchor, near), near.blur)


def _over_shoulder(shot: Shot, scene: Scene) -> Layout:
    near = _NEAR[Framing.OVER_SHOULDER]
    side = shot.side or 1
    seen = _standing(shot.players[0], _MIDDLE - side * 130, near, side * 0.5)
    other = shot.players[1]
    scale = near.scale * 1.62
    height = height_of(other)
    listener = Placed(other, _MIDDLE + side * 420, 700 + height * scale, scale, back=True)
    return Layout((seen, listener), _planes(scene, seen, near), near.blur)


def _standing(player: Player, x: float, near: _Near, turn: float) -> Placed:
    """A player whose hair begins at the upper edge of the framing; children and the old are met halfway."""
    if isinstance(player.person, Animal):
        scale = near.scale * _ANIMAL_ALONE
        return Placed(player, x, near.top + 190 + height_of(player) * scale, scale, turn)
    height = max(height_of(player), _SHORTEST)
    lower = (1150 - height) * near.scale * 0.25
    return Placed(player, x, near.top + lower + height_of(player) * near.scale, near.scale, turn)


def _inward(x: float) -> float:
    return 0.0 if abs(x - _MIDDLE) < 60 else 1.0 if x < _MIDDLE else -1.0


def _planes(scene: Scene, main: Placed, near: _Near) -> tuple[Affine, Affine, Affine]:
    """The planes as the camera comes nearer to the main player: what is far grows less.

    Ground and feet stay together where the feet are seen, else the eyes stay at the horizon.
    """
    mark = _nearest(scene.marks[:3], main.x)
    grown = max(1.0, main.scale / mark.scale)
    feet = main.y < FRAME[1] + 60
    up = 0.0 if feet else 933.0
    maps = []
    for share in (near.follow * 0.75, near.follow, near.follow * 1.15):
        zoom = 1 + (grown - 1) * share
        x, y = mark.x, mark.y - up * mark.scale
        maps.append(_covering(zoom, _MIDDLE + (main.x - _MIDDLE) * 0.5 - x * zoom, main.y - up * main.scale - y * zoom))
    back, middle, front = maps
    return back, middle, front


def _covering(zoom: float, dx: float, dy: float) -> Affine:
    """The map, moved so that a plane covers the frame and what a camera moves beyond it."""
    room = 160 - 40
    dx = min(room * zoom, max(FRAME[0] - (FRAME[0] + room) * zoom, dx))
    dy = min(room * zoom, max(FRAME[1] - (FRAME[1] + room) * zoom, dy))
    return Affine(zoom, 0.0, 0.0, zoom, dx, dy)


def _nearest(marks: tuple[Mark, ...], x: float) -> Mark:
    return min(marks, key=lambda mark: abs(mark.x - x))
