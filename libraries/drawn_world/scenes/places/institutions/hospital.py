"""The scenes of a hospital's ward and corridor."""

from math import exp

from libraries.drawn_world.scenes.kit.ceiling_lamps import add_ceiling_lights
from libraries.drawn_world.scenes.kit.doors import door
from libraries.drawn_world.scenes.kit.furniture import cabinet
from libraries.drawn_world.scenes.kit.rooms import Room, add_sunshine, add_window, build_room
from libraries.drawn_world.scenes.kit.signs_and_monitors import add_exit_sign
from libraries.drawn_world.scenes.kit.small_things import potted_plant, vase
from libraries.drawn_world.scenes.kit.soft_furniture import curtain
from libraries.drawn_world.scenes.kit.wall_hangings import add_clock, poster
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import Lamp, blob, box, curve, line, oval, placed_parts
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.vector.colors import color
from libraries.vector.picture import Group, Picture
from schemas.beats import Place

LOOKS = (("#d6ece6", "#5fb0a0", "#f2b8a0"), ("#dde8f4", "#6a9ad0", "#f4d08a"), ("#ece4f0", "#9a86c0", "#a9d6c0"))


@register_scene(Place.HOSPITAL_WARD, Lighting.HOME)
def hospital_ward_scene(on: SceneBuilder) -> Scene:
    wall, ink, cloth = LOOKS[on.random.randrange(3)]
    w = on.move_eye(540, 790, 1000)
    hole = (-1.1, 0.15, 1.0, 2.4)
    fill_outdoor_view(on, 810, HorizonScenery.FLATS, (300, 360))
    if on.sky.lamps:
        on.hang_lamps(Lamp(760, 620, 1000, color("#fff0cf"), 0.62))
    build_room(
        on,
        Room(1.55, 3.3, 3.1, wall=wall, floor="#c9d3d0", ceiling="#fbfdfb", skirting=ink, pattern="tiles", tile=0.6),
        [hole],
    )
    back = Panel(w, 3.3)
    on.add(back.rect(back.pen_at(0, 0.6)(ink), -1.55, 1.55, 0.72, 0.82))
    add_window(on, hole, 3.3, "#f7faf8", 2, 1)
    add_sunshine(on, hole, 3.3)
    on.add(
        back.rect(back.pen_at(0.8, 1.6)("#f4f7f5"), 0.35, 1.5, 1.35, 1.62),
        back.rect(on.pen.glow("#fff6da") if on.sky.lamps else back.pen_at(1, 1.6)("#fffdf4"), 0.42, 1.42, 1.66, 1.74),
        back.rects(back.pen_at(0.8, 1.5)("#8fa3ad"), [(0.45 + k * 0.2, 0.55 + k * 0.2, 1.42, 1.54) for k in range(3)]),
    )
    add_pulse_monitor(on, back)
    add_hospital_bed(on, ink, cloth)
    add_infusion_stand(on, 0.12, 2.7)
    on.add(cabinet(w, (-0.35, 0.05), (2.85, 3.25), 0.8, "#e9dcc4", 1), vase(w, -0.15, 0.8, 3.0))
    on.add(
        w.block("#aab6bd", (-1.55, -0.62), (2.62, 2.66), (2.0, 2.03)), curtain(w, -1.5, 2.0, (0.25, 2.62), 0.75, ink)
    )
    on.front += [
        w.block("#eef2f0", (0.3, 1.3), (0.5, 0.56), (1.0, 1.25), "#ffffff"),
        w.block("#c9d3d6", (0.38, 1.2), (0.0, 0.5), (1.1, 1.14)),
        vase(w, 0.75, 0.56, 1.12, ink),
    ]
    return on.finish(1.8, 0.5, [on.mark_at(0.85, 2.3, 0.7, True)])


def add_hospital_bed(on: SceneBuilder, ink: str, cloth: str) -> None:
    """Add a hospital bed with rails, its head at the wall."""
    w = on.space
    on.add(
        w.shadow(0.3, 1.45, 1.9, 3.2, 0.3),
        w.block("#dfe6e8", (0.32, 1.42), (0.3, 1.15), (3.12, 3.22)),
        *(w.block("#9aa6ae", (a, a + 0.06), (0, 0.4), (1.95, 2.0)) for a in (0.36, 1.3)),
        w.block("#eef2f2", (0.34, 1.4), (0.36, 0.64), (1.92, 3.12), "#ffffff"),
        w.block(cloth, (0.32, 1.42), (0.42, 0.7), (1.9, 2.65)),
        w.floor(w.pen_at(0.8, 0.7, 2.5)("#ffffff"), 0.32, 1.42, 2.5, 2.7, 0.705),
    )
    px, py, s = w.place_and_scale(0.87, 2.95, 0.66)
    pen = w.pen_at(0.87, 0.7, 2.9)
    on.add(
        placed_parts(
            px,
            py,
            s,
            [
                blob(pen.shaded("#ffffff", 0.1), (-32, 3), (-34, -15), (0, -19), (34, -15), (32, 3)),
                blob(pen("#ffffff"), (-30, 1), (-32, -15), (0, -19), (30, -15), (26, 0)),
            ],
        )
    )
    rail = Panel(w, x=0.31)
    on.add(
        rail.rects(
            rail.pen_at(2.4, 0.8)("#b9c4ca"),
            [(2.1, 2.9, 0.92, 0.97), *((u, u + 0.03, 0.66, 0.92) for u in (2.12, 2.37, 2.62, 2.85))],
        ),
        w.block(ink, (0.32, 1.42), (0.3, 0.85), (1.84, 1.9)),
    )


def add_infusion_stand(on: SceneBuilder, x: float, z: float) -> None:
    """Add a drip on its stand; drops fall."""
    px, py, s = on.space.place_and_scale(x, z)
    pen = on.space.pen_at(x, 1.5, z)
    on.add(
        placed_parts(
            px,
            py,
            s,
            [
                line(pen("#9aa6ae"), 2.6, (0, 0), (0, -190)),
                line(pen("#9aa6ae"), 2.4, (-16, -188), (16, -188)),
                line(pen("#6a7680"), 2.4, (-17, 0), (17, 0)),
                box(6, -184, 18, 34, pen("#dff3fb", 0.9), 4),
                box(8, -168, 14, 16, pen("#8fd0f0", 0.9), 3),
                curve(pen("#c9e2ee"), 1.2, (15, -150), (16, -120), (26, -92), (40, -82)),
            ],
        )
    )
    on.among.append(
        lambda time: oval(px + 15 * s, py - (148 - 26 * ((time * 0.9) % 1.0)) * s, 1.3 * s, 2.2 * s, pen("#8fd0f0"))
    )


def add_pulse_monitor(on: SceneBuilder, back: Panel) -> None:
    """Add a monitor whose curve runs with the pulse."""
    pen = back.pen_at(1.2, 2)
    on.add(back.rect(pen("#39434f"), 0.88, 1.42, 1.86, 2.28), back.rect(on.pen.glow("#0c1a22"), 0.91, 1.39, 1.9, 2.25))
    green, blue = on.pen.glow("#4dffa0"), on.pen.glow("#5ad0ff")

    def beating(time: float) -> Picture:
        points = []
        for k in range(25):
            phase = (k / 24 * 2.4 + time) % 0.85
            beat = (
                0.075 * exp(-((phase - 0.3) ** 2) / 0.0009)
                - 0.03 * exp(-((phase - 0.37) ** 2) / 0.0009)
                + 0.015 * exp(-((phase - 0.55) ** 2) / 0.004)
            )
            points.append((0.93 + 0.44 * k / 24, 2.12 + beat))
        lows = [(0.93 + 0.44 * k / 12, 1.97 + 0.02 * ((k + int(time * 4)) % 3)) for k in range(13)]
        pulse, breath = (tuple(back.project(*each) for each in found) for found in (points, lows))
        return Group((line(green, 3, *pulse), line(blue, 2, *breath)))

    on.among.append(beating)


@register_scene(Place.HOSPITAL_CORRIDOR, Lighting.BRIGHT)
def hospital_corridor_scene(on: SceneBuilder) -> Scene:
    wall, ink, cloth = LOOKS[on.random.randrange(3)]
    w = on.move_eye(560, 810, 900)
    fill_outdoor_view(on, 840, HorizonScenery.FLATS, (560, 420))
    hole = (-0.7, 0.7, 0.9, 2.3)
    build_room(
        on,
        Room(1.35, 7.5, 2.8, wall=wall, floor="#bccac8", ceiling="#fbfdfb", skirting=ink, pattern="tiles", tile=0.7),
        [hole],
    )
    add_window(on, hole, 7.5, "#f7faf8", 2, 1)
    for x in (-1.35, 1.35):
        panel = Panel(w, x=x)
        pen = panel.pen_at(2, 0.9)
        on.add(
            panel.rect(pen.lit_edge(ink, 0.25), 0.62, 7.5, 0.1, 0.82),
            panel.rect(pen.shaded(ink, 0.2), 0.62, 7.5, 0.82, 0.86),
            panel.rect(pen("#c98f5a"), 0.62, 7.5, 0.86, 0.96),
        )
        for k, z in enumerate((5.8, 3.7, 2.0) if x < 0 else (4.8, 2.7)):
            on.add(
                door(panel, z, 1.0, 2.1, "#e6cfa4", "#f7faf8", True),
                panel.rect(pen("#ffffff"), z + 0.62, z + 0.86, 1.5, 1.75),
                panel.rect(pen((ink, "#e0735a")[k % 2]), z + 0.66, z + 0.82, 1.6, 1.68),
            )
    on.add(
        w.floor(on.pen.pen_at(540, 1300)(cloth, 0.8), -0.98, -0.9, 0.62, 7.4),
        w.floor(on.pen.pen_at(540, 1300)(ink, 0.8), -0.84, -0.76, 0.62, 7.4),
    )
    add_ceiling_lights(on, (0.0,), (1.3, 2.4, 3.8, 5.4), 2.8, 0.2, 0.7)
    add_exit_sign(on, *w.project(0.1, 2.55, 5.0), 0.7)
    add_clock(on, Panel(w, x=1.35), 3.75, 2.25, 0.17)
    on.add(
        potted_plant(w, 1.05, 5.4, 1.2, ink),
        bed_on_wheels(on),
        poster(Panel(w, x=1.35), 1.5, 1.95, 1.2, 1.9, "#fffdf4", ink, 2),
    )
    seats = [w.block(ink, (0.86, 1.3), (0.38, 0.46), (z, z + 0.42)) for z in (2.75, 2.25, 1.75)]
    backs = [w.block(ink, (1.22, 1.32), (0.46, 0.92), (z, z + 0.42)) for z in (2.75, 2.25, 1.75)]
    on.add(
        w.block("#8f9aa2", (0.95, 1.2), (0.0, 0.38), (1.9, 3.0)),
        *(each for pair in zip(backs, seats, strict=True) for each in pair),
    )
    return on.finish(1.95, 0.45, [on.mark_at(1.05, 2.4, 0.46, True)], light=(540, -200))


def bed_on_wheels(on: SceneBuilder) -> Picture:
    """A bed on wheels at the left wall."""
    w = on.space
    return Group(
        (
            w.shadow(-1.25, -0.6, 2.7, 4.2),
            *(w.block("#8f9aa2", (x, x + 0.05), (0.05, 0.7), (z, z + 0.05)) for z in (4.1, 2.8) for x in (-1.2, -0.68)),
            w.block("#eef2f2", (-1.25, -0.6), (0.7, 0.82), (2.7, 4.2), "#ffffff"),
            w.block("#8fc0d6", (-1.26, -0.59), (0.66, 0.86), (2.68, 3.5)),
        )
    )
