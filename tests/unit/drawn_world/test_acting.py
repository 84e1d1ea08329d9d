"""Acting over time: on twos, from one expression and pose to the next without a jump, waving and trembling."""

from dataclasses import replace
from itertools import pairwise, product
from math import hypot

import pytest
from fixtures.rows import each_row

from libraries.drawn_world.people.acting import (
    DRAWINGS_A_SECOND,
    Acting,
    Expression,
    Pose,
    acting_in_transition,
    acting_with_idle_motion,
)
from libraries.drawn_world.people.body.skeleton import ArmJoints, skeleton
from libraries.drawn_world.people.body_measures import body_measures
from libraries.drawn_world.people.face.face_states import FACE_STATES, face_state
from libraries.drawn_world.people.figure import figure
from libraries.drawn_world.people.sample_people import SAMPLE_PEOPLE

BODY = body_measures(SAMPLE_PEOPLE["office_man"])
START = Acting()
STEP = 1 / DRAWINGS_A_SECOND


def wrists(acting: Acting) -> list[tuple[float, float]]:
    return [arm.wrist for arm in skeleton(BODY, acting).arms]


def test_what_lives_moves_on_twos_and_comes_back() -> None:
    walking = Acting(pose=Pose.WALK, turn=1)
    assert acting_with_idle_motion(walking, 0.01) == acting_with_idle_motion(walking, STEP * 0.9)
    assert acting_with_idle_motion(walking, 0.01) != acting_with_idle_motion(walking, STEP * 1.1)
    moments = [acting_with_idle_motion(walking, i * STEP, seed=3) for i in range(DRAWINGS_A_SECOND * 10)]
    assert {moment.blink for moment in moments} == {0.0, 0.55, 1.0}
    shut = sum(moment.blink == 1.0 for moment in moments) / len(moments)
    assert 0.02 < shut < 0.12
    assert max(moment.breath for moment in moments) > 0.95
    assert min(moment.breath for moment in moments) < -0.95
    assert len({round(moment.stride, 3) for moment in moments}) >= 8


def test_people_of_a_scene_do_not_blink_together() -> None:
    times = [i * STEP for i in range(DRAWINGS_A_SECOND * 20)]
    blinks = [tuple(acting_with_idle_motion(START, time, seed).blink for time in times) for seed in range(6)]
    assert len(set(blinks)) == 6


@pytest.mark.parametrize("expression", [Expression.LAUGHING, Expression.CRYING, Expression.AFRAID])
def test_strong_feelings_shake(expression: Expression) -> None:
    calm = [acting_with_idle_motion(START, i * STEP) for i in range(24)]
    moved = [acting_with_idle_motion(Acting(expression), i * STEP) for i in range(24)]

    def unrest(moments: list[Acting]) -> float:
        return sum(abs(a.breath - b.breath) + abs(a.sway - b.sway) for a, b in pairwise(moments))

    assert unrest(moved) > 3 * unrest(calm)


def test_a_waving_hand_goes_to_and_fro() -> None:
    xs = [wrists(acting_with_idle_motion(Acting(pose=Pose.WAVE), i * STEP))[1][0] for i in range(24)]
    turns = sum((b - a) * (c - b) < 0 for a, b, c in zip(xs, xs[1:], xs[2:], strict=False))
    assert max(xs) - min(xs) > 20
    assert turns >= 3


@pytest.mark.parametrize("takes", [0.2, 0.33, 0.8])
def test_a_change_begins_at_the_old_and_ends_at_the_new(takes: float) -> None:
    change = Acting(Expression.ANGRY, Pose.POINT, expression_before=Expression.CALM, pose_before=Pose.CROSSED)
    first, last = acting_in_transition(change, 0.0, takes), acting_in_transition(change, takes + STEP, takes)
    for found, pose in ((first, Pose.CROSSED), (last, Pose.POINT)):
        for wrist, wanted in zip(wrists(found), wrists(Acting(pose=pose)), strict=True):
            assert wrist == pytest.approx(wanted)
    assert face_state(first) == FACE_STATES[Expression.CALM]
    assert face_state(last) == FACE_STATES[Expression.ANGRY]
    halfway = face_state(acting_in_transition(change, takes / 2, takes))
    assert 0 < halfway.brow_turn < FACE_STATES[Expression.ANGRY].brow_turn


def test_no_joint_jumps_on_the_way() -> None:
    """Within half a second no wrist goes farther in one drawing than a third of the whole way."""
    poses = [Pose.STAND, Pose.CHEER, Pose.CHEEKS, Pose.PHONE, Pose.HIPS, Pose.SIT]
    for before, now in product(poses, poses):
        moments = [acting_in_transition(Acting(pose=now, pose_before=before), i * STEP, 0.5) for i in range(8)]
        ways = [wrists(moment) for moment in moments]
        for side in (0, 1):
            whole = hypot(ways[-1][side][0] - ways[0][side][0], ways[-1][side][1] - ways[0][side][1])
            steps = [hypot(b[side][0] - a[side][0], b[side][1] - a[side][1]) for a, b in pairwise(ways)]
            assert max(steps) <= whole * 0.34 + 1e-6, (before, now)


@each_row("pose", Pose)
def test_arms_are_neither_torn_nor_folded(pose: Pose) -> None:
    """Elbow and wrist keep within what an arm can do; foreshortened it may look shorter, never much longer."""

    def length(arm: ArmJoints) -> tuple[float, float]:
        (sx, sy), (ex, ey), (wx, wy) = arm.shoulder, arm.elbow, arm.wrist
        return hypot(ex - sx, ey - sy), hypot(wx - ex, wy - ey)

    for name, turn in product(("office_woman", "boss", "girl", "grandmother"), (-1.0, 0.0, 1.0)):
        own = body_measures(SAMPLE_PEOPLE[name])
        for arm in skeleton(own, Acting(pose=pose, turn=turn, stride=0.2)).arms:
            upper, fore = length(arm)
            assert 0.2 < upper / own.torso < 0.72, (name, arm)
            assert 0.1 < fore / own.torso < 1.05, (name, arm)


def test_figures_of_a_moment_are_equal() -> None:
    moment = acting_with_idle_motion(Acting(Expression.GLAD, Pose.WAVE), 1.25, seed=4)
    assert figure(SAMPLE_PEOPLE["boy"], moment) == figure(SAMPLE_PEOPLE["boy"], replace(moment))
