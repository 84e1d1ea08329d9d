"""Clothes of offices, shops and schools."""

from dataclasses import replace

from libraries.drawn_world.people.body.arms import SleeveLength
from libraries.drawn_world.people.body.torso import Torso
from libraries.drawn_world.people.drawing_style import INK, Parts, tones_of_color
from libraries.drawn_world.people.dress import details as d
from libraries.drawn_world.people.dress.casual import legwear
from libraries.drawn_world.people.dress.outfit import Outfit
from libraries.drawn_world.people.outline_text import parse_outline
from libraries.drawn_world.people.person import Person, Sex
from libraries.vector.colors import WHITE, color
from libraries.vector.path import ellipse, polygon, smooth_path
from libraries.vector.picture import Shape, Stroke

WHITE_SHIRT = tones_of_color("#f7f8fb", "#cdd5e6")


def suit(person: Person) -> Outfit:
    top, necktie = tones_of_color(person.color), tones_of_color(person.second_color)

    def front(body: Torso) -> Parts:
        parts = [
            *d.v_neck(body, WHITE_SHIRT, 0.6),
            *d.necktie(body, necktie),
            d.side_shade(body, top),
            *d.lapels(body, top, 0.6),
        ]
        pocket = body.band(top.line, [(0.42, 0.32), (0.72, 0.3)], 4)
        cloth = body.straight_area(WHITE, *parse_outline("0.46,0.32 0.5,0.26 0.56,0.3 0.62,0.25 0.66,0.31"))
        flaps = [body.band(top.line, [(side * 0.38, 0.8), (side * 0.78, 0.79)], 4) for side in (-1, 1)]
        return [*parts, cloth, pocket, *flaps, *d.placket(body, top, 0.6, 1.9, 2, 0.68)]

    legs = replace(legwear(person, "#2b2630", 0.66), cloth=top)
    return Outfit(
        top,
        legs,
        top,
        cuff=WHITE_SHIRT,
        front=front,
        collar=lambda body: d.shirt_collar(body, WHITE_SHIRT, 0.36, 0.06),
        back=lambda body: [d.side_shade(body, top), body.line(top.line, (0.0, 0.1), (0.0, 1.2), width=3)],
        hem=0.1,
        flare=2,
    )


def office_jacket(person: Person) -> Outfit:
    """A jacket over a blouse, with a staff card."""
    top, inner = tones_of_color(person.color), tones_of_color(person.second_color)

    def front(body: Torso) -> Parts:
        return [
            *d.v_neck(body, inner, 0.58),
            d.side_shade(body, top),
            *d.lapels(body, top, 0.58),
            *d.placket(body, top, 0.6, 1.9, 2, 0.72),
            *d.staff_card(body, color("#d9634f")),
        ]

    return Outfit(
        top,
        legwear(person, "#2b2630", 0.64),
        top,
        front=front,
        collar=lambda body: d.round_neck(body, inner),
        back=lambda body: [d.side_shade(body, top), body.line(top.line, (0.0, 0.1), (0.0, 1.2), width=3)],
        hem=0.07,
        flare=3,
    )


def shirt_and_staff_card(person: Person) -> Outfit:
    """A shirt with a tie and a staff card."""
    top = tones_of_color(person.color)

    def front(body: Torso) -> Parts:
        parts = [
            d.side_shade(body, top),
            *d.placket(body, top, 0.08, 1.9, 0),
            *d.pocket(body, top, (0.3, 0.3), (0.36, 0.17)),
            *d.cloth_folds(body, top),
        ]
        knot = d.necktie(body, tones_of_color(person.second_color), 0.7) if person.sex is Sex.MAN else []
        return [*parts, *knot, *d.staff_card(body, color("#e9a23b"))]

    return Outfit(
        top,
        legwear(person, "#2b2630", 0.66),
        top,
        cuff=top,
        front=front,
        collar=lambda body: d.shirt_collar(body, top, 0.4, 0.1),
        back=lambda body: [d.side_shade(body, top)],
        hem=0.02,
    )


def apron(person: Person) -> Outfit:
    """An apron over a shirt."""
    top, cloth = tones_of_color(person.color), tones_of_color(person.second_color)

    def front(body: Torso) -> Parts:
        straps = [body.band(cloth.base, [(side * 0.34, -0.16), (side * 0.42, 0.2)], 13) for side in (-1, 1)]
        bib = smooth_path(
            *body.points(
                [
                    d.torso_corner(-0.5, 0.2),
                    d.torso_corner(0.5, 0.2),
                    (0.6, 0.5),
                    d.torso_corner(1.02, 0.66),
                    d.torso_corner(1.1, 2.2),
                    d.torso_corner(-1.1, 2.2),
                    d.torso_corner(-1.02, 0.66),
                    (-0.6, 0.5),
                ]
            )
        )
        band = body.band(cloth.shade, [(-1.2, 0.66), (0.0, 0.68), (1.2, 0.66)], 8)
        return [
            d.side_shade(body, top),
            *straps,
            Shape(bib, cloth.base, Stroke(INK, 3.6)),
            band,
            *d.pocket(body, cloth, (-0.4, 0.8), (0.8, 0.22)),
        ]

    def back(body: Torso) -> Parts:
        straps = [body.band(cloth.base, [(side * 0.4, -0.1), (-side * 0.6, 0.66)], 13) for side in (-1, 1)]
        return [d.side_shade(body, top), *straps, body.band(cloth.base, [(-1.2, 0.66), (0.0, 0.68), (1.2, 0.66)], 15)]

    return Outfit(
        top,
        legwear(person, "#3a3340"),
        top,
        SleeveLength.SHORT,
        front=front,
        back=back,
        collar=lambda body: d.shirt_collar(body, top, 0.36, 0.08),
        lap=cloth,
        hem=0.3,
        flare=8,
    )


def school_uniform(person: Person) -> Outfit:
    top, mark = tones_of_color(person.color), tones_of_color(person.second_color)

    def front(body: Torso) -> Parts:
        parts = [*d.v_neck(body, WHITE_SHIRT, 0.46, 0.36)]
        parts += d.necktie(body, mark, 0.5) if person.sex is Sex.MAN else _ribbon(body, person)
        edge = [body.line(mark.base, (side * 0.35, -0.2), (side * 0.2, 0.14), (0.0, 0.47), width=6) for side in (-1, 1)]
        crest = Shape(
            polygon(*body.points(parse_outline("0.4,0.3 0.62,0.29 0.6,0.4 0.51,0.45 0.42,0.4"))),
            d.GOLD.base,
            Stroke(INK, 2.8),
        )
        return [*parts, *edge, d.side_shade(body, top), *d.placket(body, top, 0.47, 1.9, 3, 0.54), crest]

    return Outfit(
        top,
        legwear(person, "#2b2630", 0.7),
        top,
        cuff=WHITE_SHIRT,
        front=front,
        collar=lambda body: d.shirt_collar(body, WHITE_SHIRT, 0.38, 0.08),
        back=lambda body: [d.side_shade(body, top)],
        hem=0.04,
    )


def _ribbon(body: Torso, person: Person) -> Parts:
    mark = tones_of_color(person.second_color)
    loops = [
        Shape(
            smooth_path(*body.points([(0.0, 0.12), (side * 0.22, 0.04), (side * 0.26, 0.16), (side * 0.14, 0.2)])),
            mark.base,
            Stroke(INK, 3.2),
        )
        for side in (-1, 1)
    ]
    return [*loops, Shape(ellipse(*body.point(0, 0.12), 8), mark.base, Stroke(INK, 3))]
