"""Things that people hold."""

from collections.abc import Callable
from typing import Final

from libraries.drawn_world.people.acting import Acting, HeldThing, Pose
from libraries.drawn_world.people.body.skeleton import Skeleton
from libraries.drawn_world.people.body_measures import BodyMeasures
from libraries.drawn_world.people.drawing_style import INK, Parts, clipped_parts, outlined_parts, tones_of_color
from libraries.drawn_world.people.outline_text import parse_outline
from libraries.vector.affine import scaling, translation
from libraries.vector.colors import WHITE, color
from libraries.vector.path import ellipse, polygon, rectangle, rounded_rectangle, smooth_path
from libraries.vector.picture import Group, filled, stroked


def held_thing_parts(acting: Acting, bones: Skeleton, own: BodyMeasures) -> Parts:
    """The thing held, between both hands or in the right one; nothing where the pose holds none."""
    maker = _MAKERS.get(acting.held)
    if maker is None or acting.pose not in {Pose.HOLD, Pose.GIVE, Pose.CARRY}:
        return []
    left, right = bones.arms
    if acting.pose is Pose.CARRY:
        x, y = right.wrist[0] + 6, right.wrist[1] + 104
    elif acting.pose is Pose.GIVE:
        x, y = right.wrist[0] + 34, right.wrist[1] - 6
    else:
        x, y = (left.wrist[0] + right.wrist[0]) / 2, (left.wrist[1] + right.wrist[1]) / 2
    size = own.head / 1.17
    return [Group(tuple(maker()), translation(x, y).after(scaling(size)))]


def _cup() -> Parts:
    cup, lid = tones_of_color("#f4ead8"), tones_of_color("#7a4a34")
    body = smooth_path(*parse_outline("-24,-34! 24,-34! 18,40! -18,40!"))
    top = rounded_rectangle(-28, -46, 56, 14, 5)
    band = smooth_path(*parse_outline("-23,-14! 23,-14! 20,16! -20,16!"))
    return [*outlined_parts((body, cup.base)), filled(band, lid.light), *outlined_parts((top, lid.base))]


def _box() -> Parts:
    card = tones_of_color("#c89a63")
    front = rectangle(-78, -34, 156, 100)
    top = polygon(*parse_outline("-78,-34 -62,-60 90,-60 78,-34"))
    tape = filled(rectangle(-14, -34, 28, 100), color("#e6cfa2"))
    return [
        *outlined_parts((front, card.base), (top, card.light)),
        tape,
        stroked(polygon((-78, -34), (78, -34), closed=False), card.line, 3),
    ]


def _paper() -> Parts:
    sheet = polygon(*parse_outline("-52,-70 52,-74 56,66 -48,70"))
    lines = [
        filled(rectangle(-36, y, 72 if i % 3 else 48, 7), INK.faded(0.35)) for i, y in enumerate(range(-50, 50, 18))
    ]
    return [*outlined_parts((sheet, color("#fbfbf6"))), clipped_parts(sheet, lines)]


def _bag() -> Parts:
    cloth = tones_of_color("#e7d2b0")
    body = smooth_path(*parse_outline("-52,-20! 52,-20! 58,70 0,84 -58,70"))
    handle = stroked(smooth_path(*parse_outline("-26,-18 -22,-58 22,-58 26,-18"), closed=False), INK, 8)
    return [
        handle,
        *outlined_parts((body, cloth.base)),
        clipped_parts(
            body, [filled(smooth_path(*parse_outline("10,-30 80,-30 80,100 20,100")), cloth.shade.faded(0.6))]
        ),
    ]


def _book() -> Parts:
    cover = tones_of_color("#4f7cc0")
    body = rectangle(-48, -62, 96, 124)
    return [
        *outlined_parts((body, cover.base)),
        filled(rectangle(-48, -62, 12, 124), cover.shade),
        filled(rounded_rectangle(-20, -38, 52, 34, 4), WHITE.faded(0.85)),
    ]


def _gift() -> Parts:
    paper, ribbon = tones_of_color("#f28b82"), tones_of_color("#fff1c9")
    body = rectangle(-56, -40, 112, 90)
    bows = [smooth_path((0, -42), (d * 30, -70), (d * 44, -52), (d * 24, -40)) for d in (-1, 1)]
    return [
        *outlined_parts((body, paper.base)),
        filled(rectangle(-10, -40, 20, 90), ribbon.base),
        filled(rectangle(-56, -6, 112, 18), ribbon.base),
        *outlined_parts(*((bow, ribbon.base) for bow in bows), line=3.4),
        *outlined_parts((ellipse(0, -42, 9), ribbon.shade), line=3),
    ]


def _envelope() -> Parts:
    paper, seal = tones_of_color("#f3e3c4"), tones_of_color("#d1574b")
    body = polygon(*parse_outline("-66,-44 66,-44 66,46 -66,46"))
    flap = stroked(polygon((-66, -44), (0, 12), (66, -44), closed=False), paper.line, 4)
    return [*outlined_parts((body, paper.base)), flap, *outlined_parts((ellipse(0, 10, 13), seal.base), line=3)]


def _money() -> Parts:
    note, band = tones_of_color("#7fb08a"), tones_of_color("#f4ead8")
    notes = [polygon(*parse_outline(text)) for text in ("-60,-20 58,-50 70,0 -48,30", "-64,-30 60,-36 64,20 -60,26")]
    ring = filled(ellipse(0, -5, 17, 17), note.shade)
    return [
        *outlined_parts(*((each, note.base) for each in notes)),
        ring,
        filled(rectangle(-58, -22, 18, 42), band.base),
    ]


_MAKERS: Final[dict[HeldThing, Callable[[], Parts]]] = {
    HeldThing.CUP: _cup,
    HeldThing.BOX: _box,
    HeldThing.PAPER: _paper,
    HeldThing.BAG: _bag,
    HeldThing.BOOK: _book,
    HeldThing.GIFT: _gift,
    HeldThing.ENVELOPE: _envelope,
    HeldThing.MONEY: _money,
}
