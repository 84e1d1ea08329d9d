"""What a player of a shot does at a time of it, in as few drawings as look alive."""

from dataclasses import replace
from math import exp, pi, sin
from typing import Final

from libraries.drawn_world.animals import animal
from libraries.drawn_world.people.acting import (
    DRAWINGS_A_SECOND,
    Acting,
    Expression,
    HeldThing,
    MouthShape,
    Pose,
    acting_in_transition,
    acting_with_idle_motion,
)
from libraries.drawn_world.staging.bodies import PlayerActing
from libraries.drawn_world.staging.framing import PlacedPlayer
from libraries.drawn_world.staging.shot import Reaction
from libraries.vector.affine import Point

_FEWER: Final = {MouthShape.I: MouthShape.E, MouthShape.EU: MouthShape.U}
"""Mouths that look alike at the size of a film, so that fewer heads are drawn."""
_STRIDES: Final = 12
_GESTURES: Final = frozenset((Pose.WAVE, Pose.CHEER, Pose.KNOCK, Pose.EAT))
"""Poses in which hands move by themselves."""
_LOOKED_AT: Final = frozenset((Pose.PHONE, Pose.SIT_PHONE, Pose.TYPE))
_READ: Final = frozenset((HeldThing.PAPER, HeldThing.BOOK, HeldThing.ENVELOPE))
_TREMBLING: Final = frozenset((Expression.AFRAID, Expression.STUNNED))
_SHAKING: Final = frozenset((Expression.LAUGHING, Expression.CRYING))
_NODDED: Final = 11.0
"""Degrees that the head of one who sleeps hangs to its side."""
_TAKES: Final = 0.25
"""Seconds from one face and pose to the next: two drawings lie between them."""
_TURNED_AT_FIRST: Final = 0.3
"""Share of its turn that a head has before it turns to who speaks."""


def player_acting_at(placed: PlacedPlayer, mouth: MouthShape | None, seconds: float) -> PlayerActing:
    """What the player does at a time, without `player_offset`; ``mouth`` while it speaks, else that of the face."""
    player = placed.player
    if isinstance(player.person, animal.Animal):
        pet = animal.animal_acting_with_idle_motion(animal.AnimalActing(player.mood, placed.turn), seconds, player.seed)
        return replace(pet, tail=round(pet.tail * 2) / 2, breath=float(round(pet.breath)))
    acting = _arrived(placed, seconds)
    lives = acting_with_idle_motion(acting, seconds, player.seed)
    blink = 1.0 if lives.blink > 0.7 else 0.0
    spoken = _FEWER.get(mouth, mouth) if mouth else None
    return replace(
        acting,
        blink=blink,
        mouth=MouthShape.CLOSED
        if blink and spoken
        else spoken,  # A blink is short: no heads are drawn for every mouth.
        breath=float(round(lives.breath * 1.2)) if acting.expression not in _SHAKING else 0.0,
        stride=round(lives.stride * _STRIDES) / _STRIDES % 1.0,
        gesture=float(round(lives.gesture)) if player.pose in _GESTURES and acting.arrival == 1.0 else 0.0,
    )


def _arrived(placed: PlacedPlayer, seconds: float) -> Acting:
    """The acting without breath and blink, on the way from what was before."""
    player = placed.player
    acting = Acting(
        player.expression,
        player.pose,
        placed.turn,
        placed.back,
        held=player.held,
        gaze=player.gaze or _gaze(placed),
        blink=float(player.asleep),
        tilt=_NODDED if player.asleep and player.pose is not Pose.LIE else 0.0,
    )
    if player.face_before is None and player.pose_before is None:
        return acting
    moved = acting_in_transition(acting, seconds - player.reacts_at, _TAKES)
    if moved.arrival >= 1:
        return acting
    turn = placed.turn * (_TURNED_AT_FIRST + (1 - _TURNED_AT_FIRST) * moved.arrival) if placed.turns else placed.turn
    return replace(
        moved, turn=turn, expression_before=player.face_before or player.expression, pose_before=player.pose_before
    )


def _gaze(placed: PlacedPlayer) -> Point | None:
    """Who listens looks at who speaks, who reads at what is read; else the face decides."""
    player = placed.player
    if placed.turns:
        return (0.6 if placed.turn > 0 else -0.6, 0.0)
    if not player.talks and (player.pose in _LOOKED_AT or player.held in _READ):
        return (0.15, 0.75)
    return None


def player_offset(placed: PlacedPlayer, seconds: float) -> tuple[int, int]:
    """How many whole, even pixels a player is moved to the right and down: by trembling, shaking, and its reaction."""
    player, drawing = placed.player, int(seconds * DRAWINGS_A_SECOND + 1e-6)
    x, y = placed.travel * drawing / DRAWINGS_A_SECOND, 0.0
    arrived = seconds >= player.reacts_at
    face = player.expression if arrived or player.face_before is None else player.face_before
    if face in _TREMBLING:
        x += 2 if drawing % 2 else -2
    elif face in _SHAKING:
        y += 3 * sin(2 * pi * 3 * drawing / DRAWINGS_A_SECOND)
    if arrived:
        dx, dy = _reaction(player.reaction, drawing / DRAWINGS_A_SECOND - player.reacts_at)
        x, y = x + dx * placed.scale, y + dy * placed.scale
    return 2 * round(x / 2), 2 * round(y / 2)


def _reaction(reaction: Reaction, since: float) -> tuple[float, float]:
    match reaction:
        case Reaction.NOD:
            return 0.0, 14 * max(0.0, sin(2 * pi * since / 0.42)) if since < 0.84 else 0.0
        case Reaction.START:
            return 0.0, -34 * exp(-5 * since) * min(1.0, since * 24)
        case Reaction.JUMP:
            return 0.0, -60 * max(0.0, sin(pi * since / 0.34)) if since < 0.34 else 0.0
        case Reaction.SINK:
            return 0.0, 30 * min(1.0, since / 0.7)
        case Reaction.LEAN_IN:
            return 0.0, 16 * min(1.0, since / 0.4)
        case _:
            return 0.0, 0.0
