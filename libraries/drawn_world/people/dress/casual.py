"""Everyday clothes."""

from dataclasses import replace

from libraries.drawn_world.people.body.arms import SleeveLength
from libraries.drawn_world.people.body.legs import LegCover, Legwear
from libraries.drawn_world.people.body.torso import Torso
from libraries.drawn_world.people.drawing_style import INK, Parts, tones_of_color
from libraries.drawn_world.people.dress import details as d
from libraries.drawn_world.people.dress.outfit import Outfit
from libraries.drawn_world.people.face.shape import skin_tones
from libraries.drawn_world.people.outline_text import parse_outline
from libraries.drawn_world.people.person import Person
from libraries.vector.colors import WHITE
from libraries.vector.path import ellipse, polygon, smooth_path
from libraries.vector.picture import Shape, Stroke, filled, stroked


def legwear(person: Person, shoe: str = "#3a3340", loose: float = 0.72, lower: LegCover | None = None) -> Legwear:
    """Trousers or a skirt in the person's lower colour."""
    kind = lower or (LegCover.SKIRT if person.skirt else LegCover.TROUSERS)
    return Legwear(kind, tones_of_color(person.lower_color), skin_tones(person), tones_of_color(shoe), loose)


def t_shirt(person: Person) -> Outfit:
    top, print_ = tones_of_color(person.color), tones_of_color(person.second_color)

    def front(body: Torso) -> Parts:
        mark = [body.band(print_.base, [(-1.3, v), (0.0, v + 0.015), (1.3, v)], 17) for v in (0.36, 0.52)]
        return [*mark, d.side_shade(body, top), *d.cloth_folds(body, top)]

    return Outfit(
        top,
        legwear(person, "#f2efe9"),
        top,
        SleeveLength.SHORT,
        front=front,
        collar=lambda body: d.round_neck(body, top),
        back=lambda body: [d.side_shade(body, top)],
        hem=0.05,
    )


def polo(person: Person) -> Outfit:
    top = tones_of_color(person.color)

    def front(body: Torso) -> Parts:
        return [
            body.line(top.line, (0.0, 0.04), (0.0, 0.3)),
            *_dots(body, 0.14, 0.24),
            d.side_shade(body, top),
            *d.cloth_folds(body, top),
        ]

    return Outfit(
        top,
        legwear(person, "#5a4636"),
        top,
        SleeveLength.SHORT,
        front=front,
        collar=lambda body: d.shirt_collar(body, tones_of_color(person.second_color)),
        back=lambda body: [d.side_shade(body, top)],
        hem=0.04,
    )


def _dots(body: Torso, *places: float) -> Parts:
    return [filled(ellipse(*body.point(0.06, v), 4.4), INK.faded(0.6)) for v in places]


def hoodie(person: Person) -> Outfit:
    top = tones_of_color(person.color)

    def front(body: Torso) -> Parts:
        pocket = polygon(*body.points(parse_outline("-0.5,1 -0.42,0.74 0.42,0.74 0.5,1")))
        return [d.side_shade(body, top), stroked(pocket, top.line, 3.4), *d.cloth_folds(body, top)]

    def collar(body: Torso) -> Parts:
        hood = smooth_path(
            *body.points(
                parse_outline(
                    "-0.5,-0.26 -0.66,-0.06 -0.36,0.12 0,0.17 0.36,0.12 0.66,-0.06 0.5,-0.26 0.3,-0.08 0,0.03 "
                    "-0.3,-0.08"
                )
            )
        )
        cords = [body.band(WHITE, [(side * 0.16, 0.1), (side * 0.19, 0.3), (side * 0.16, 0.42)], 6) for side in (-1, 1)]
        return [Shape(hood, top.light, Stroke(INK, 3.8)), *cords]

    def hood_back(body: Torso) -> Parts:
        hood = smooth_path(*body.points(parse_outline("-0.62,-0.16 0.62,-0.16 0.56,0.18 0,0.4 -0.56,0.18")))
        return [Shape(hood, top.light, Stroke(INK, 3.8))]

    return Outfit(
        top,
        legwear(person, "#f2efe9"),
        top,
        cuff=top,
        front=front,
        collar=collar,
        collar_back=hood_back,
        back=lambda body: [d.side_shade(body, top)],
        hem=0.06,
        puffy=1.08,
    )


def sweater(person: Person) -> Outfit:
    top = tones_of_color(person.color)

    def front(body: Torso) -> Parts:
        ribs = [
            body.line(top.line.faded(0.5), (u, 0.94), (u, 1.2), width=2.6)
            for u in (-0.8, -0.6, -0.4, -0.2, 0.0, 0.2, 0.4, 0.6, 0.8)
        ]
        cable = [
            body.tapered_line(top.line.faded(0.35), (u - 0.05, v), (u + 0.05, v + 0.06), (u - 0.05, v + 0.12), width=4)
            for u in (-0.34, 0.0, 0.34)
            for v in (0.2, 0.38, 0.56, 0.74)
        ]
        return [
            *cable,
            body.line(top.line.faded(0.7), (-1.2, 0.93), (0, 0.95), (1.2, 0.93), width=3),
            *ribs,
            d.side_shade(body, top),
        ]

    return Outfit(
        top,
        legwear(person, "#6a4a3a"),
        top,
        cuff=top,
        front=front,
        collar=lambda body: d.round_neck(body, top),
        back=lambda body: [d.side_shade(body, top)],
        hem=0.05,
        puffy=1.1,
    )


def cardigan(person: Person) -> Outfit:
    top, inner = tones_of_color(person.color), tones_of_color(person.second_color)

    def front(body: Torso) -> Parts:
        parts = d.v_neck(body, inner, 0.46, 0.36)
        edge = [body.line(top.line, (side * 0.34, -0.2), (side * 0.16, 0.2), (0.0, 0.47), width=4) for side in (-1, 1)]
        pockets = [part for u in (-0.72, 0.36) for part in d.pocket(body, top, (u, 0.76), (0.34, 0.15))]
        return [*parts, *edge, d.side_shade(body, top), *d.placket(body, top, 0.47, 1.9, 4, 0.56), *pockets]

    return Outfit(
        top,
        legwear(person, "#6a4a3a"),
        top,
        cuff=top,
        front=front,
        collar=lambda body: d.round_neck(body, inner),
        back=lambda body: [d.side_shade(body, top)],
        hem=0.08,
        puffy=1.06,
    )


def blouse(person: Person) -> Outfit:
    top = tones_of_color(person.color)

    def front(body: Torso) -> Parts:
        return [d.side_shade(body, top), *d.placket(body, top, 0.06, 1.9, 4, 0.2), *d.cloth_folds(body, top)]

    def bow(body: Torso) -> Parts:
        ribbon = tones_of_color(person.second_color)
        tails = [
            body.straight_area(ribbon.shade, (0.0, 0.04), (side * 0.16, 0.3), (side * 0.04, 0.32)) for side in (-1, 1)
        ]
        loops = [
            Shape(
                smooth_path(
                    *body.points([(0.0, 0.04), (side * 0.18, -0.04), (side * 0.26, 0.06), (side * 0.16, 0.12)])
                ),
                ribbon.base,
                Stroke(INK, 3.2),
            )
            for side in (-1, 1)
        ]
        return [
            *d.shirt_collar(body, top, 0.38, 0.08),
            *tails,
            *loops,
            Shape(ellipse(*body.point(0, 0.045), 8), ribbon.base, Stroke(INK, 3)),
        ]

    return Outfit(
        top,
        legwear(person, "#8a5a4a"),
        top,
        cuff=top,
        front=front,
        collar=bow,
        back=lambda body: [d.side_shade(body, top)],
        puffy=1.08,
    )


def one_piece_dress(person: Person) -> Outfit:
    top = tones_of_color(person.color)

    def front(body: Torso) -> Parts:
        belt = body.band(tones_of_color(person.second_color).base, [(-1.2, 0.64), (0.0, 0.67), (1.2, 0.64)], 15)
        return [d.side_shade(body, top), *d.cloth_folds(body, top), belt]

    legs = replace(legwear(person, "#b56a5a", lower=LegCover.SKIRT), cloth=top)
    return Outfit(
        top,
        legs,
        top,
        SleeveLength.SHORT,
        front=front,
        collar=lambda body: d.round_neck(body, tones_of_color(person.second_color)),
        back=lambda body: [d.side_shade(body, top)],
        hem=0.0,
    )


def pyjamas(person: Person) -> Outfit:
    top = tones_of_color(person.color)
    mark = tones_of_color(person.second_color)

    def dots(body: Torso) -> Parts:
        places = [(u / 4 + (0.125 if v % 2 else 0), v / 8 + 0.1) for v in range(9) for u in range(-5, 6)]
        return [filled(ellipse(*body.point(u, v), 5.5), mark.base) for u, v in places]

    def front(body: Torso) -> Parts:
        return [
            *dots(body),
            d.side_shade(body, top),
            *d.placket(body, top, 0.1, 1.9, 3),
            *d.pocket(body, top, (0.24, 0.3), (0.36, 0.16)),
        ]

    legs = replace(legwear(person, "#f0a9a0", 0.86), cloth=top)
    return Outfit(
        top,
        legs,
        top,
        cuff=mark,
        front=front,
        collar=lambda body: d.shirt_collar(body, mark, 0.44, 0.14),
        back=lambda body: [*dots(body), d.side_shade(body, top)],
        hem=0.1,
        flare=4,
        puffy=1.12,
    )


def tracksuit(person: Person) -> Outfit:
    top, mark = tones_of_color(person.color), tones_of_color(person.second_color)

    def front(body: Torso) -> Parts:
        stripes = [body.band(mark.base, [(side * 0.5, -0.1), (side * 1.1, 0.16)], 9) for side in (-1, 1)]
        return [d.side_shade(body, top), *d.zipper(body, mark), *stripes, *d.cloth_folds(body, top)]

    def collar(body: Torso) -> Parts:
        path = polygon(*body.points(parse_outline("-0.38,-0.2 0.38,-0.2 0.34,0.02 0,0.07 -0.34,0.02")))
        return [
            Shape(path, top.base.mixed(top.light, 0.4), Stroke(INK, 3.6)),
            body.line(INK, (0, -0.1), (0, 0.07), width=4),
        ]

    legs = replace(legwear(person, "#f2efe9", 0.76), cloth=top, stripe=mark)
    return Outfit(
        top,
        legs,
        top,
        cuff=mark,
        front=front,
        collar=collar,
        back=lambda body: [d.side_shade(body, top)],
        hem=0.05,
        puffy=1.08,
    )
