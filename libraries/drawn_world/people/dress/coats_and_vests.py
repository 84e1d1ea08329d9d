"""Coats, and vests over sleeves."""

from libraries.drawn_world.people.body.torso import Torso
from libraries.drawn_world.people.drawing_style import INK, Parts, tones_of_color
from libraries.drawn_world.people.dress import details as d
from libraries.drawn_world.people.dress.casual import legwear
from libraries.drawn_world.people.dress.outfit import Outfit
from libraries.drawn_world.people.outline_text import parse_outline
from libraries.drawn_world.people.person import AgeGroup, Person, Sex
from libraries.vector.path import ellipse, smooth_path
from libraries.vector.picture import Shape, Stroke, filled


def quilted_vest(person: Person) -> Outfit:
    """The flowered vest of grandmothers, over a knitted sleeve; for men plain."""
    top, sleeve = tones_of_color(person.color), tones_of_color(person.second_color)
    flowered = person.sex is Sex.WOMAN

    def flowers(body: Torso) -> Parts:
        inks = (tones_of_color("#f0a9b8").base, tones_of_color("#f4d27a").base, tones_of_color("#e9e0f2").base)
        parts: Parts = []
        for row in range(5):
            for column in range(-2, 3):
                u, v = column * 0.4 + (0.2 if row % 2 else 0.0), 0.14 + row * 0.2
                if abs(u) < 0.12 or abs(u) > 0.96:
                    continue
                x, y = body.point(u, v)
                parts += [
                    filled(ellipse(x + dx, y + dy, 6.2), inks[(row + column) % 3])
                    for dx, dy in parse_outline("0,-8 8,-2 5,7 -5,7 -8,-2")
                ]
                parts.append(filled(ellipse(x, y, 4.8), tones_of_color("#fff3d8").base))
        return parts

    def quilt(body: Torso) -> Parts:
        lines = [
            body.line(top.shade, (-1.2, v), (0.0, v + 0.02), (1.2, v), width=3.4) for v in (0.22, 0.42, 0.62, 0.82)
        ]
        return [*lines, *(flowers(body) if flowered else []), d.side_shade(body, top)]

    def front(body: Torso) -> Parts:
        buttons = [
            Shape(ellipse(*body.point(0.0, v), 7), d.GOLD.base, Stroke(INK, 2.6)) for v in (0.2, 0.42, 0.64, 0.86)
        ]
        return [*quilt(body), body.line(INK, (0.0, 0.06), (0.0, 1.9), width=4), *buttons]

    return Outfit(
        top,
        legwear(person, "#7d4a52" if flowered else "#4a4048", 0.86),
        sleeve,
        cuff=sleeve,
        front=front,
        back=quilt,
        collar=lambda body: d.round_neck(body, sleeve),
        hem=0.06,
        flare=3,
        puffy=1.04,
    )


def padded_coat(person: Person) -> Outfit:
    """A long padded coat, quilted across."""
    top = tones_of_color(person.color)

    def rows(body: Torso) -> Parts:
        lines: Parts = []
        for v in (0.18, 0.4, 0.62, 0.84, 1.06, 1.28, 1.5, 1.72):
            lines.append(
                body.tapered_line(
                    top.line.faded(0.8), (-1.25, v), (-0.5, v + 0.03), (0.5, v + 0.03), (1.25, v), width=4
                )
            )
            lines.append(
                body.tapered_line(top.light.faded(0.7), (-0.9, v + 0.06), (-0.5, v + 0.085), (-0.12, v + 0.08), width=7)
            )
        return lines

    def front(body: Torso) -> Parts:
        return [*rows(body), d.side_shade(body, top), *d.zipper(body, top)]

    def collar(body: Torso) -> Parts:
        path = smooth_path(*body.points(parse_outline("-0.5,-0.28 0.5,-0.28 0.6,-0.02 0,0.1 -0.6,-0.02")))
        return [
            Shape(path, top.base.mixed(top.light, 0.4), Stroke(INK, 3.8)),
            body.line(INK, (0.0, -0.14), (0.0, 0.09), width=4),
        ]

    return Outfit(
        top,
        legwear(person, "#3a3340"),
        top,
        cuff=top,
        front=front,
        back=lambda body: [*rows(body), d.side_shade(body, top)],
        collar=collar,
        collar_back=collar,
        hem=0.52 if person.age is not AgeGroup.CHILD else 0.4,
        flare=16,
        puffy=1.34,
    )


def long_coat(person: Person) -> Outfit:
    top, inner = tones_of_color(person.color), tones_of_color(person.second_color)

    def front(body: Torso) -> Parts:
        parts = [*d.v_neck(body, inner, 0.5, 0.34), d.side_shade(body, top), *d.lapels(body, top, 0.5, 0.64)]
        belt = body.band(top.shade, [(-1.2, 0.66), (0.0, 0.68), (1.2, 0.66)], 16)
        buttons = [filled(ellipse(*body.point(u, v), 6), top.line) for u in (-0.2, 0.24) for v in (0.58, 0.86)]
        return [*parts, body.line(INK, (0.0, 0.5), (0.0, 2.0), width=3.6), belt, *buttons]

    return Outfit(
        top,
        legwear(person, "#3a3340"),
        top,
        front=front,
        back=lambda body: [d.side_shade(body, top), body.line(top.line, (0.0, 0.7), (0.0, 2.0))],
        collar=lambda body: d.round_neck(body, inner),
        hem=0.5,
        flare=20,
        puffy=1.14,
    )
