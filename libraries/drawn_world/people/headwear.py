"""What is worn on the head. In units about the middle of an unscaled head."""

from collections.abc import Callable
from typing import Final

from libraries.drawn_world.people.drawing_style import (
    INK,
    LINE,
    Parts,
    Tones,
    clipped_parts,
    outlined_parts,
    tones_of_color,
)
from libraries.drawn_world.people.hair import HairFall
from libraries.drawn_world.people.outline_text import parse_outline
from libraries.drawn_world.people.person import Headwear, Person
from libraries.vector.affine import translation
from libraries.vector.brush import brush_stroke
from libraries.vector.colors import WHITE, color
from libraries.vector.path import Corner, Path, ellipse, rounded_rectangle, smooth_path
from libraries.vector.picture import Group, Shape, Stroke, filled, stroked


def headwear_parts(person: Person, fall: HairFall, rear: bool = False) -> Parts:
    """The hat, cap or helmet of the person, from the front or from behind; nothing where it wears none."""
    maker = _MAKERS.get(person.headwear)
    if maker is None:
        return []
    parts = maker(tones_of_color(person.headwear_color), fall, rear)
    # Brows stay visible below a brim.
    return parts if rear else [Group(tuple(parts), translation(0, _LIFT.get(person.headwear, 0.0)))]


_LIFT: Final = {Headwear.CAP: -15.0, Headwear.ARMY_CAP: -15.0, Headwear.HARD_HAT: -6.0, Headwear.BEANIE: -4.0}


def _dome(low: float = -48.0, high: float = -186.0) -> Path:
    return smooth_path(
        Corner(-115, low),
        (-117, -112),
        (-82, -164),
        (-8, high),
        (68, -172),
        (112, -118),
        Corner(115, low),
        (0, low - 8),
    )


def _modelled(path: Path, tones: Tones) -> Parts:
    side = smooth_path(*parse_outline("24,-210 140,-210 140,-20 44,-20 68,-110"))
    light = brush_stroke([(-68, -172), (-92, -116), (-92, -62)], [6, 14, 4])
    return [
        *outlined_parts((path, tones.base)),
        clipped_parts(path, [filled(side, tones.shade.faded(0.75)), filled(light, WHITE.faded(0.2))]),
    ]


def _cap(tones: Tones, fall: HairFall, rear: bool) -> Parts:
    s = fall.t * 16
    parts = _modelled(_dome(), tones)
    seam = stroked(smooth_path((-4, -184), (-3 + s, -120), (-2 + s, -62), closed=False), tones.shade, 3)
    if rear:
        gap = smooth_path(*parse_outline("-34,-52! -26,-80 0,-90 26,-80 34,-52!"))
        return [
            *parts,
            seam,
            Shape(gap, tones.line, Stroke(INK, 3)),
            stroked(smooth_path((-36, -56), (0, -52), (36, -56), closed=False), tones.base, 9),
        ]
    brim = smooth_path(*parse_outline("-122,-46~ -94,-70~ 0,-80~1.6 94,-70~ 122,-46~ 76,-33~2 0,-27~2.6 -76,-33~2", s))
    mark = smooth_path(*parse_outline("-24,-106~1.4 0,-134~1.4 24,-106~1.4 0,-95~1.4", s))
    shine = filled(brush_stroke([(-100 + s, -56), (s * 1.6, -70), (100 + s, -56)], [2, 9, 2]), tones.base.faded(0.8))
    return [*parts, seam, filled(mark, color("#f2e3c6")), *outlined_parts((brim, tones.shade)), shine]


def _army_cap(tones: Tones, fall: HairFall, rear: bool) -> Parts:
    s = fall.t * 16
    crown = smooth_path(*parse_outline("-114,-50! -112,-128! -60,-170 0,-178 60,-170 112,-128! 114,-50! 0,-58"))
    spots = [
        filled(ellipse(x, y, rx, 13), color(ink, 0.85))
        for x, y, rx, ink in (
            (-60, -132, 30, "#4d5a3a"),
            (20, -150, 34, "#39402f"),
            (74, -112, 26, "#8a7a52"),
            (-20, -92, 30, "#8a7a52"),
            (-96, -86, 22, "#39402f"),
        )
    ]
    parts = [
        *_modelled(crown, tones),
        clipped_parts(crown, spots),
        stroked(smooth_path((-112, -126), (0, -112), (112, -126), closed=False), tones.line, 3),
    ]
    if rear:
        return parts
    brim = smooth_path(*parse_outline("-118,-48~ -90,-68~ 0,-76~1.6 90,-68~ 118,-48~ 70,-34~2 0,-28~2.6 -70,-34~2", s))
    return [
        *parts,
        *outlined_parts((brim, tones.shade)),
        filled(rounded_rectangle(-15 + s * 1.5, -112, 30, 24, 4), color("#39402f")),
    ]


def _beanie(tones: Tones, fall: HairFall, _: bool) -> Parts:
    crown = _dome(-60, -190)
    ribs = [
        stroked(smooth_path((x * 0.4, -186), (x * 0.9, -130), (x, -70), closed=False), tones.shade, 3)
        for x in (-84, -50, -16, 18, 52, 86)
    ]
    band = smooth_path(*parse_outline("-119,-44! -119,-92! 0,-104 119,-92! 119,-44! 0,-54"))
    marks = [
        stroked(smooth_path((x, -94), (x, -50), closed=False), tones.line.faded(0.5), 3) for x in range(-100, 104, 20)
    ]
    bobble = outlined_parts((ellipse(0 - fall.t * 6, -200, 26), tones.light))
    return [
        *bobble,
        *_modelled(crown, tones),
        clipped_parts(crown, ribs),
        *outlined_parts((band, tones.light)),
        clipped_parts(band, marks),
    ]


def _helmet(tones: Tones, fall: HairFall, rear: bool) -> Parts:
    s = fall.t * 16
    shell = smooth_path(
        *parse_outline(
            "-118,-6! -128,-80 -98,-160 0,-198 98,-160 128,-80 118,-6! 100,-10! 92,-56 0,-70 -92,-56 -100,-10!"
        )
    )
    if rear:
        shell = smooth_path(*parse_outline("-112,44! -128,-60 -98,-160 0,-198 98,-160 128,-60 112,44! 0,58"))
    stripe = brush_stroke([(s, -197), (s * 1.4, -130), (s * 1.6, -66)], [30, 34, 30])
    parts = [*_modelled(shell, tones), clipped_parts(shell, [filled(stripe, WHITE.faded(0.85))])]
    if rear:
        return parts
    strap = [
        stroked(
            smooth_path((d * 104, -6), (d * 92 + s * 0.4, 60), (d * 40 + s, 122), closed=False), color("#33303c"), 7
        )
        for d in (-1, 1)
    ]
    visor = smooth_path(
        *parse_outline("-112,-66~0.4 -60,-88~ 0,-94~1.4 60,-88~ 112,-66~0.4 60,-58~ 0,-62~1.4 -60,-58~", s)
    )
    return [
        *strap,
        *parts,
        *outlined_parts((visor, color("#33303c"))),
        filled(brush_stroke([(-84 + s, -74), (-30 + s, -84), (24 + s, -84)], [2, 6, 2]), WHITE.faded(0.4)),
    ]


def _hard_hat(tones: Tones, fall: HairFall, rear: bool) -> Parts:
    s = fall.t * 16
    shell = _dome(-64, -192)
    ridge = brush_stroke([(s, -194), (s * 1.3, -130), (s * 1.5, -70)], [26, 30, 26])
    brim = smooth_path(
        *parse_outline("-126,-62~0.6 -60,-80~ 0,-84~1.4 60,-80~ 126,-62~0.6 60,-50~ 0,-48~1.4 -60,-50~", s)
    )
    return [
        *_modelled(shell, tones),
        clipped_parts(shell, [Shape(ridge, tones.light, Stroke(tones.line, 3))]),
        *outlined_parts((brim, tones.shade if not rear else tones.base)),
    ]


def _kerchief(tones: Tones, _: HairFall, rear: bool) -> Parts:
    cloth = _dome(-52, -182)
    dots = [
        filled(ellipse(x, y, 6), WHITE.faded(0.85))
        for y in (-160, -128, -96, -68)
        for x in range(-100 + (y // 32 % 2) * 18, 108, 36)
    ]
    knot = (
        outlined_parts((smooth_path(*parse_outline("86,-40 128,-58 138,-24 104,-22")), tones.base), line=LINE)
        if not rear
        else outlined_parts((smooth_path(*parse_outline("-20,-50 20,-50 40,10 0,-20 -40,10")), tones.base))
    )
    return [*knot, *_modelled(cloth, tones), clipped_parts(cloth, dots)]


_MAKERS: Final[dict[Headwear, Callable[[Tones, HairFall, bool], Parts]]] = {
    Headwear.CAP: _cap,
    Headwear.BEANIE: _beanie,
    Headwear.ARMY_CAP: _army_cap,
    Headwear.HELMET: _helmet,
    Headwear.HARD_HAT: _hard_hat,
    Headwear.KERCHIEF: _kerchief,
}
