"""Framing: where the players of a shot stand in the picture, and how the planes of the place are laid behind them."""

from typing import Final, NamedTuple

from libraries.drawn_world.animals.animal import Animal
from libraries.drawn_world.people.acting import Pose
from libraries.drawn_world.people.body.arm_poses import SITTING_POSES
from libraries.drawn_world.scenes.scene_builder import FRAME, Mark, Scene
from libraries.drawn_world.staging.bodies import player_body_at_rest, player_chin_y, player_height
from libraries.drawn_world.staging.shot import CameraAngle, Framing, Player, Shot
from libraries.vector.affine import Affine, Point, rotation, scaling, translation

_MIDDLE: Final = FRAME[0] / 2
_ABOUT: Final = (_MIDDLE, 900.0)
"""What a camera that is tilted turns about."""


class PlacedPlayer(NamedTuple):
    """A player and where it is in the picture: soles in pixels, pixels a unit, its turn, whether it is seen from
    behind.

    ``turns``: whether it turns there in the course of the shot; ``tilt``: degrees that the camera is tilted;
    ``travel``: pixels a second that it walks to the right.
    """

    player: Player
    x: float
    y: float
    scale: float
    turn: float = 0.0
    back: bool = False
    turns: bool = False
    tilt: float = 0.0
    travel: float = 0.0

    @property
    def figure_transform(self) -> Affine:
        """The map from the units of the figure to pixels of the picture."""
        upright = Affine(self.scale, 0.0, 0.0, self.scale, self.x, self.y)
        return rotation(self.tilt, _ABOUT).after(upright) if self.tilt else upright


class ShotLayout(NamedTuple):
    """Where players and planes of a shot are: players from back to front; maps of the three planes to the picture;
    blur behind."""

    players: tuple[PlacedPlayer, ...]
    planes: tuple[Affine, Affine, Affine]
    blur: float


class _Near(NamedTuple):
    """A framing: pixels a unit, upper edge of the tallest player's hair, blur, share of the nearness of the planes."""

    scale: float
    top: float
    blur: float
    follow: float


_NEAR: Final = {
    Framing.MEDIUM: _Near(1.26, 410, 0.0, 0.6),
    Framing.CLOSE: _Near(1.62, 360, 4.0, 0.5),
    Framing.TWO: _Near(1.18, 430, 0.0, 0.6),
    Framing.OVER_SHOULDER: _Near(1.2, 430, 2.0, 0.6),
    Framing.REACTION: _Near(1.96, 320, 6.0, 0.55),
    Framing.UNDER_TITLE: _Near(1.46, 650, 0.0, 0.4),
    Framing.UNDER_BUBBLE: _Near(1.3, 862, 7.0, 0.4),
}
_THREE: Final = _Near(0.92, 540, 0.0, 0.6)
_ASIDE: Final = {
    Framing.MEDIUM: 180.0,
    Framing.CLOSE: 130.0,
    Framing.REACTION: 50.0,
    Framing.UNDER_TITLE: 190.0,
    Framing.UNDER_BUBBLE: 170.0,
}
"""Pixels from the middle: single people stand at a third, and look to where the room is."""
_LOWEST_CHIN: Final = 1090.0
"""Words stand below this row of the picture."""
_MOST_UP: Final = 120.0
"""Pixels that a whole plane may be moved up and still cover the frame."""
_RAISED: Final = 360.0
_HIGHER: Final = 130.0
"""Pixels that two are shown higher where only the upper half is seen, for the chin of the shorter one."""
_ANIMAL: Final = 1.5
"""Animals beside people are drawn so many times as large as they are, to be seen above the words."""
_ANIMAL_ALONE: Final = 1.45
_SHORTEST: Final = 860.0
"""Height in units under which the camera goes down to a person."""
_ANGLES: Final = {
    CameraAngle.LEVEL: (1.0, 0.0, 0.0),
    CameraAngle.LOW: (1.1, -50.0, 96.0),
    CameraAngle.HIGH: (0.88, 130.0, -96.0),
}
"""Of who is seen from below or above: times the size, pixels down; pixels that the place lies lower."""
_ENLARGED: Final = translation(*_ABOUT).after(scaling(1.5)).after(translation(-_ABOUT[0], -_ABOUT[1]))
"""What is behind a thing that fills the picture."""
_DETAIL_BLUR: Final = 14.0
_SPEEDS: Final = {Pose.WALK: 240.0, Pose.RUN: 520.0}
"""Units a second."""
_TILT: Final = 4.5
"""Degrees."""
_TILTED_ZOOM: Final = 1.14
"""So much larger are tilted planes, to cover the corners of the frame."""


def shot_layout(shot: Shot, scene: Scene) -> ShotLayout:
    """Where the players and planes of the shot are in the picture, at its start."""
    laid = _level(shot, scene)
    if shot.angle is not CameraAngle.TILTED:
        return laid
    tilt = _TILT if (shot.side or 1) > 0 else -_TILT
    x, y = _ABOUT
    turn = rotation(tilt, _ABOUT).after(translation(x, y)).after(scaling(_TILTED_ZOOM)).after(translation(-x, -y))
    back, middle, front = (turn.after(plane) for plane in laid.planes)
    return ShotLayout(tuple(each._replace(tilt=tilt) for each in laid.players), (back, middle, front), laid.blur)


def face_middle(placed: PlacedPlayer) -> Point:
    """The middle of a player's face in the picture."""
    return placed.figure_transform.map_point(0.0, player_body_at_rest(placed.player, placed.turn).middle)


def _level(shot: Shot, scene: Scene) -> ShotLayout:
    if shot.framing is Framing.DETAIL:
        return ShotLayout((), (_ENLARGED, _ENLARGED, _ENLARGED), _DETAIL_BLUR)
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


def _establishing(shot: Shot, scene: Scene) -> ShotLayout:
    """People at the marks of the place; who sits is on a seat, where it has one."""
    left, centre, right = scene.marks[:3]
    side = (left, centre, right)[shot.side + 1]
    marks = {1: (side,), 2: (left, right), 3: (left, right, centre)}.get(len(shot.players), ())
    seats = list(scene.marks[3:])
    players = []
    for player, mark in zip(shot.players, marks, strict=False):
        sits = player.pose in SITTING_POSES and not isinstance(player.person, Animal)
        players.append(_at(player, seats.pop(0) if sits and seats else mark))
    chins = [each.y + player_chin_y(each.player) * each.scale for each in players]
    up = max(0.0, max(chins, default=0.0) - _LOWEST_CHIN)
    if shot.raised:
        up = max(up, _RAISED)
    moved_up = Affine(dy=-min(up, _RAISED if shot.raised else _MOST_UP))
    return ShotLayout(
        tuple(each._replace(y=each.y + moved_up.dy) for each in players), (moved_up, moved_up, moved_up), 0.0
    )


def _at(player: Player, mark: Mark) -> PlacedPlayer:
    turn = _inward(mark.x) * 0.6
    speed = _SPEEDS.get(player.pose, 0.0) * mark.scale
    if speed and not isinstance(player.person, Animal):
        way = _inward(mark.x) or 1.0
        return PlacedPlayer(player, mark.x - way * speed, mark.y, mark.scale, way * 0.85, travel=way * speed)
    if not mark.seat:
        return PlacedPlayer(player, mark.x, mark.y, mark.scale, turn)
    x, y = player_body_at_rest(player, turn).seat
    return PlacedPlayer(player, mark.x - x * mark.scale, mark.y - y * mark.scale, mark.scale, turn)


def _single(shot: Shot, scene: Scene, framing: Framing) -> ShotLayout:
    size, down, lower = _ANGLES.get(shot.angle, _ANGLES[CameraAngle.LEVEL])
    near = _NEAR[framing]
    near = near._replace(scale=near.scale * size, top=near.top + down)
    x = _MIDDLE + shot.side * _ASIDE[framing]
    turn = -shot.side * (0.5 if framing in (Framing.MEDIUM, Framing.CLOSE) else 0.35)
    placed = _standing(shot.players[0], x, near, turn)
    return ShotLayout((placed,), _planes(scene, placed, near, lower), near.blur)


def _together(shot: Shot, scene: Scene) -> ShotLayout:
    """Side by side on one ground, turned to each other; the first one on its side. Who listens turns to who speaks."""
    near = _NEAR[Framing.TWO] if len(shot.players) == 2 else _THREE
    if shot.raised:
        near = near._replace(top=near.top - _HIGHER)
    order = shot.players if shot.side <= 0 else shot.players[::-1]
    places = (306.0, 774.0) if len(order) == 2 else (215.0, 540.0, 865.0)
    tallest = max(player_height(player) for player in order)
    ground = near.top + tallest * near.scale
    players = [
        PlacedPlayer(
            player,
            x,
            ground,
            near.scale * (_ANIMAL if isinstance(player.person, Animal) else 1),
            _inward(x) * (0.55 if player.talks else 0.85),
            turns=not player.talks,
        )
        for player, x in zip(order, places, strict=True)
    ]
    anchor = players[0]._replace(x=_MIDDLE, scale=near.scale)
    return ShotLayout(tuple(players), _planes(scene, anchor, near), near.blur)


def _over_shoulder(shot: Shot, scene: Scene) -> ShotLayout:
    near = _NEAR[Framing.OVER_SHOULDER]
    side = shot.side or 1
    seen = _standing(shot.players[0], _MIDDLE - side * 150, near, side * 0.5)
    other = shot.players[1]
    scale = near.scale * 1.5
    height = player_height(other)
    listener = PlacedPlayer(other, _MIDDLE + side * 420, 690 + height * scale, scale, back=True)
    return ShotLayout((seen, listener), _planes(scene, seen, near), near.blur)


def _standing(player: Player, x: float, near: _Near, turn: float) -> PlacedPlayer:
    """A player whose hair begins at the upper edge of the framing; children and the old are met halfway."""
    if isinstance(player.person, Animal):
        scale = near.scale * _ANIMAL_ALONE
        return PlacedPlayer(player, x, near.top + 186 + player_height(player) * scale, scale, turn)
    body = player_body_at_rest(player, turn)
    if player.pose is Pose.LIE:
        return PlacedPlayer(player, _MIDDLE + 90, 1090, near.scale * 0.8, 0.0)
    height = max(player_height(player), _SHORTEST)
    lower = (1150 - height) * near.scale * 0.25
    return PlacedPlayer(player, x, near.top + lower - body.top * near.scale, near.scale, turn)


def _inward(x: float) -> float:
    return 0.0 if abs(x - _MIDDLE) < 60 else 1.0 if x < _MIDDLE else -1.0


def _planes(scene: Scene, main: PlacedPlayer, near: _Near, lower: float = 0.0) -> tuple[Affine, Affine, Affine]:
    """The planes as the camera comes nearer to the main player: what is far grows less.

    Ground and feet stay together where the feet are seen, else the eyes stay at the horizon; the place lies ``lower``
    where the camera looks up.
    """
    mark = _nearest(scene.marks[:3], main.x)
    grown = max(1.0, main.scale / mark.scale)
    feet = main.y < FRAME[1] + 60
    up = 0.0 if feet else 933.0
    maps = []
    for share in (near.follow * 0.75, near.follow, near.follow * 1.15):
        zoom = 1 + (grown - 1) * share
        x, y = mark.x, mark.y - up * mark.scale
        dx = _MIDDLE + (main.x - _MIDDLE) * 0.5 - x * zoom
        maps.append(_covering(zoom, dx, main.y - up * main.scale - y * zoom + lower))
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
