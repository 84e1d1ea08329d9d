"""Uniforms and work clothes: of soldiers, hospitals, deliveries, workmen."""

from dataclasses import replace

from libraries.drawn_world.people.body.arms import SleeveLength
from libraries.drawn_world.people.body.torso import Torso
from libraries.drawn_world.people.drawing_style import INK, Parts, tones_of_color
from libraries.drawn_world.people.dress import details as d
from libraries.drawn_world.people.dress.casual import legwear
from libraries.drawn_world.people.dress.office_shop_and_school import WHITE_SHIRT
from libraries.drawn_world.people.dress.outfit import Outfit
from libraries.drawn_world.people.outline_text import parse_outline
from libraries.drawn_world.people.person import Person
from libraries.vector.colors import color
from libraries.vector.path import ellipse, polygon, rounded_rectangle, smooth_path
from libraries.vector.picture import Shape, Stroke, filled

_PATCHES = [
    (-0.7, 0.2, 30),
    (-0.2, 0.34, 26),
    (0.4, 0.16, 30),
    (0.8, 0.42, 28),
    (-0.6, 0.6, 32),
    (0.1, 0.66, 28),
    (0.62, 0.76, 30),
    (-0.3, 0.92, 26),
    (0.3, 0.98, 26),
]


_SPOTS = tuple(color(ink, 0.85) for ink in ("#4d5a3a", "#8a7a52", "#39402f"))


def soldier_uniform(person: Person) -> Outfit:
    """Camouflage with a name tape and boots."""
    top = tones_of_color(person.color)
    spots = _SPOTS

    def spotted(body: Torso) -> Parts:
        parts: Parts = []
        for i, (u, v, r) in enumerate(_PATCHES):
            x, y = body.point(u, v)
            blot = smooth_path(
                (x - r, y - 4),
                (x - r * 0.3, y - r * 0.6),
                (x + r * 0.7, y - r * 0.5),
                (x + r, y + 6),
                (x + r * 0.2, y + r * 0.4),
                (x - r * 0.6, y + r * 0.5),
            )
            parts.append(filled(blot, spots[i % 3]))
        return parts

    def front(body: Torso) -> Parts:
        tape = body.points(parse_outline("0.24,0.28 0.76,0.27 0.76,0.33 0.24,0.34"))
        mark = [
            Shape(polygon(*tape), color("#3a3f2c"), Stroke(INK, 2.6)),
            body.band(color("#d9d2b0"), [(0.32, 0.31), (0.66, 0.3)], 5),
        ]
        pockets = [part for u in (-0.8, 0.26) for part in d.pocket(body, top, (u, 0.38), (0.52, 0.2), flap=True)]
        belt = body.band(color("#3d382c"), [(-1.2, 0.93), (0.0, 0.95), (1.2, 0.93)], 18)
        buckle = Shape(
            rounded_rectangle(body.point(0, 0.95)[0] - 15, body.point(0, 0.95)[1] - 11, 30, 22, 4),
            d.GOLD.base,
            Stroke(INK, 3),
        )
        return [
            *spotted(body),
            d.side_shade(body, top),
            body.line(top.line, (0.0, 0.04), (0.0, 1.6)),
            *pockets,
            *mark,
            belt,
            buckle,
        ]

    legs = replace(legwear(person, "#2b2722", 0.8), cloth=top, boots=True, spots=_SPOTS)
    return Outfit(
        top,
        legs,
        top,
        front=front,
        back=lambda body: [*spotted(body), d.side_shade(body, top)],
        collar=lambda body: d.shirt_collar(body, top, 0.42, 0.1),
        hem=0.05,
        spots=_SPOTS,
        puffy=1.08,
    )


def doctor_coat(person: Person) -> Outfit:
    """The white coat of a doctor, with a stethoscope."""
    top, inner = WHITE_SHIRT, tones_of_color(person.second_color)

    def front(body: Torso) -> Parts:
        parts = [
            *d.v_neck(body, inner, 0.56),
            d.side_shade(body, top),
            *d.lapels(body, top, 0.56),
            *d.placket(body, top, 0.56, 2.0, 3, 0.64),
        ]
        pockets = [part for u in (-0.78, 0.34) for part in d.pocket(body, top, (u, 0.78), (0.44, 0.2))]
        pen = body.band(color("#3f7fd0"), [(0.5, 0.26), (0.51, 0.36)], 6)
        return [*parts, *pockets, *d.pocket(body, top, (0.36, 0.32), (0.36, 0.16)), pen]

    def stethoscope(body: Torso) -> Parts:
        tube = [
            body.line(color("#3d4660"), (side * 0.34, -0.16), (side * 0.36, 0.12), (side * 0.2, 0.4), width=6.5)
            for side in (-1, 1)
        ]
        bell = Shape(ellipse(*body.point(-0.2, 0.44), 11), color("#c9d1de"), Stroke(INK, 3.2))
        return [*d.round_neck(body, inner), *tube, bell]

    return Outfit(
        top,
        legwear(person, "#f2efe9", 0.7),
        top,
        front=front,
        collar=stethoscope,
        hem=0.42,
        flare=10,
        back=lambda body: [d.side_shade(body, top), body.line(top.line, (0.0, 0.8), (0.0, 2.0), width=3)],
        puffy=1.06,
    )


def scrubs(person: Person) -> Outfit:
    top = tones_of_color(person.color)

    def front(body: Torso) -> Parts:
        under = tones_of_color("#ffffff", "#d6dde8")
        neck = [
            *d.v_neck(body, under, 0.3, 0.3),
            *(body.line(top.line, (side * 0.3, -0.2), (0.0, 0.31), width=4) for side in (-1, 1)),
        ]
        pockets = [part for u in (-0.66, 0.26) for part in d.pocket(body, top, (u, 0.76), (0.4, 0.18))]
        return [
            *neck,
            d.side_shade(body, top),
            *d.cloth_folds(body, top),
            *pockets,
            *d.pocket(body, top, (0.28, 0.32), (0.36, 0.16)),
        ]

    legs = replace(legwear(person, "#f2efe9", 0.8), cloth=top)
    return Outfit(
        top, legs, top, SleeveLength.SHORT, front=front, back=lambda body: [d.side_shade(body, top)], hem=0.06, flare=3
    )


def rider_jacket(person: Person) -> Outfit:
    """The jacket of a delivery rider, with bright bands."""
    top, band = tones_of_color(person.color), tones_of_color(person.second_color)

    def bands(body: Torso) -> Parts:
        across = [body.band(band.base, [(-1.3, v), (0.0, v + 0.02), (1.3, v)], 22) for v in (0.4, 0.74)]
        bright = [body.band(color("#f4f7fb"), [(-1.3, v), (0.0, v + 0.02), (1.3, v)], 7) for v in (0.4, 0.74)]
        return [*across, *bright]

    def front(body: Torso) -> Parts:
        return [
            d.side_shade(body, top),
            *bands(body),
            *d.zipper(body, band),
            *d.pocket(body, top, (-0.72, 0.18), (0.4, 0.15), flap=True),
        ]

    def collar(body: Torso) -> Parts:
        path = polygon(*body.points(parse_outline("-0.4,-0.22 0.4,-0.22 0.38,0.02 0,0.08 -0.38,0.02")))
        return [
            Shape(path, top.base.mixed(top.light, 0.4), Stroke(INK, 3.6)),
            body.line(INK, (0.0, -0.1), (0.0, 0.08), width=4),
        ]

    return Outfit(
        top,
        legwear(person, "#33302f", 0.78),
        top,
        cuff=band,
        front=front,
        back=lambda body: [d.side_shade(body, top), *bands(body)],
        collar=collar,
        collar_back=collar,
        hem=0.05,
        puffy=1.16,
    )


def work_jacket(person: Person) -> Outfit:
    """The jacket of a workman or caretaker, with breast pockets."""
    top, inner = tones_of_color(person.color), tones_of_color(person.second_color)

    def front(body: Torso) -> Parts:
        pockets = [part for u in (-0.8, 0.28) for part in d.pocket(body, top, (u, 0.34), (0.5, 0.24), flap=True)]
        return [
            *d.v_neck(body, inner, 0.24, 0.3),
            d.side_shade(body, top),
            body.line(INK, (0.0, 0.24), (0.0, 1.9), width=4),
            *pockets,
            *d.cloth_folds(body, top),
        ]

    return Outfit(
        top,
        legwear(person, "#2b2630", 0.8),
        top,
        cuff=top,
        front=front,
        back=lambda body: [d.side_shade(body, top)],
        collar=lambda body: d.shirt_collar(body, top, 0.5, 0.14),
        hem=0.05,
        puffy=1.06,
    )
