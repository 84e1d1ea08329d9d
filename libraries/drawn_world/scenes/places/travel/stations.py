"""The scenes of a subway platform and of a country station."""

from libraries.drawn_world.scenes.kit.ceiling_lamps import add_ceiling_lights
from libraries.drawn_world.scenes.kit.furniture import Span
from libraries.drawn_world.scenes.kit.grounds import LAMP_LIGHT, add_puddles, ground_color, sloping_ground
from libraries.drawn_world.scenes.kit.rooms import Room, build_room
from libraries.drawn_world.scenes.kit.signs_and_monitors import add_exit_sign, add_pulsing_light
from libraries.drawn_world.scenes.kit.street_furniture import bench
from libraries.drawn_world.scenes.kit.trees import bush, tree
from libraries.drawn_world.scenes.kit.wall_hangings import add_clock, poster
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import Lamp, added_light, box, halo, line
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import BOTTOM, LEFT, TOP, WIDE, Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.drawn_world.scenes.weather import add_weather
from libraries.vector.picture import Group, Picture
from schemas.beats import Place


@register_scene(Place.SUBWAY_PLATFORM, Lighting.BRIGHT)
def subway_platform_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(620, 820, 900)
    ink = ("#3f8ac9", "#3fa05a", "#e08a2f")[on.random.randrange(3)]
    on.back.append(box(LEFT, TOP, WIDE, BOTTOM - TOP, on.pen.glow("#161c30")))
    build_room(
        on,
        Room(
            2.2,
            9.0,
            3.0,
            wall="#d6dde0",
            side="#e6ebec",
            floor="#a9afb0",
            ceiling="#c9d2d6",
            skirting="#6a7680",
            pattern="tiles",
            tile=0.7,
        ),
    )
    left, right, back = Panel(w, x=-1.35), Panel(w, x=2.2), Panel(w, 9.0)
    add_platform_doors(on, left, ink)
    on.add(
        w.floor(on.pen.pen_at(300, 1400)("#f4c02a"), -1.12, -0.86, 0.62, 9.0, 0.004),
        w.floor(on.pen.pen_at(300, 1400)("#3a4254"), -1.34, -1.12, 0.62, 9.0, 0.004),
    )
    on.add(
        right.rect(right.pen_at(3, 2)(ink), 0.62, 9.0, 1.9, 2.1),
        *(
            poster(right, z, z + 0.9, 0.75, 1.75, ground_ink, mark, k)
            for k, (z, ground_ink, mark) in enumerate(
                ((1.7, "#fff3dd", "#e0735a"), (3.4, "#dff0ea", "#3f8a86"), (5.4, "#fdeaf0", "#8a5fb0"))
            )
        ),
    )
    for z in (6.4, 3.9):
        on.add(
            w.block("#eef1f0", (0.85, 1.2), (0, 3.0), (z, z + 0.35)),
            w.block(ink, (0.84, 1.21), (1.3, 1.7), (z - 0.01, z + 0.36)),
        )
    on.add(bench(w, 1.65, 3.1, 0.9, "#c9ced2"), back.rect(back.pen_at(1, 1)("#8f98a2"), 0.6, 1.5, 0, 2.2))
    sign = Panel(w, 3.2)
    on.add(
        sign.rect(on.pen.glow("#20283a"), -0.75, 0.75, 2.4, 2.72),
        sign.rect(on.pen.glow(ink), -0.75, 0.75, 2.4, 2.44),
        sign.rects(on.pen.glow("#ffb03a"), [(-0.6, -0.1, 2.55, 2.62), (0.05, 0.3, 2.55, 2.62)]),
        *(
            line(on.pen.pen_at(600, 300)("#6a7680"), 5, sign.project(u, 3.0), sign.project(u, 2.72))
            for u in (-0.5, 0.5)
        ),
    )
    add_ceiling_lights(on, (-0.1,), (1.3, 2.6, 4.2, 6.0), 3.0, 0.1, 1.0)
    add_exit_sign(on, *w.project(0.5, 2.55, 6.0), 0.6)
    on.front += [w.block("#c9ced2", (0.55, 1.1), (0, 0.42), (1.0, 1.3))]
    return on.finish(1.95, 0.45, [on.mark_at(1.5, 3.0, 0.46, True)], light=(540, -100))


def add_platform_doors(on: SceneBuilder, panel: Panel, ink: str) -> None:
    """Add doors of glass at the edge of the platform; a train waits behind some of them."""
    pen = panel.pen_at(3, 1.2)
    on.add(
        panel.rect(on.pen.glow("#1c2338"), 0.62, 9.0, 0, 2.3),
        panel.rect(pen("#c9ced2"), 0.62, 9.0, 2.3, 3.0),
        panel.rect(on.pen.glow(ink), 0.62, 9.0, 2.34, 2.5),
    )
    cuts = (1.0, 2.1, 3.3, 4.6, 6.0, 7.5, 9.0)

    def arriving(time: float) -> Picture:
        share = (time % 9.0) / 9.0
        shift = max(0.0, 1 - share * 3) * 9 if share < 0.8 else (share - 0.8) * -60
        parts: list[Picture] = (
            [panel.rect(on.pen.glow("#dfe8ec"), max(0.62, 0.62 + shift), 9.0, 0.1, 2.2)] if 0 <= shift < 8.3 else []
        )
        if 0 <= shift < 8.3:
            parts.append(panel.rect(on.pen.glow(ink), max(0.62, 0.62 + shift), 9.0, 0.75, 0.95))
            parts += [
                panel.rect(on.pen.glow("#fff6d8"), a, a + 0.6, 1.1, 1.9)
                for a in (0.8 + shift + k * 1.0 for k in range(9))
                if 0.62 <= a < 8.3
            ]
        parts += [
            panel.rect(on.pen.glow("#bfe0ee", 0.2), 0.62, 9.0, 0, 2.3),
            panel.rects(on.pen.glow("#8f9aa8"), [(z - 0.05, z + 0.05, 0, 2.3) for z in cuts]),
            panel.rect(on.pen.glow("#8f9aa8"), 0.62, 9.0, 0, 0.12),
        ]
        parts.append(panel.rects(on.pen.glow("#ffffff", 0.16), [(z + 0.2, z + 0.4, 0.12, 2.3) for z in cuts[:-1]]))
        return Group(tuple(parts))

    on.among.append(arriving)
    for z in (1.55, 3.9):
        x, y = panel.project(z, 2.42)
        add_pulsing_light(on, x, y, 80, "#ff5a4a", 1.2)


@register_scene(Place.COUNTRY_STATION, Lighting.OPEN)
def country_station_scene(on: SceneBuilder) -> Scene:
    w = on.move_eye(540, 880, 1000)
    fill_outdoor_view(on, 900, HorizonScenery.HILLS, (780, 320))
    if on.sky.lamps:
        on.hang_lamps(Lamp(*w.project(-0.6, 2.2, 4.2), 850, LAMP_LIGHT, 0.8))
    on.add(sloping_ground(on, ground_color(on, "#8fae62"), (LEFT, 940), (300, 925), (700, 938), (1240, 930)))
    add_rail_track(on)
    wall, roof = (("#f1e0bd", "#c9553f"), ("#d6e0e2", "#3f6f8a"), ("#e9cfa9", "#4f7a5a"))[on.random.randrange(3)]
    front = Panel(w, 4.6)
    on.add(
        w.block(wall, (-2.6, 0.45), (0.25, 2.5), (4.6, 6.0)),
        w.block("#b9b3a6", (-9, 1.0), (0, 0.25), (2.9, 6.0), ground_color(on, "#d3cbb8")),
    )
    on.add(
        w.flat_shape(
            on.pen.pen_at(300, 500)(roof), (-2.9, 2.5, 4.3), (0.75, 2.5, 4.3), (0.4, 3.5, 5.3), (-2.6, 3.5, 5.3)
        ),
        w.block(roof, (-2.9, 0.75), (2.42, 2.52), (4.3, 4.4)),
    )
    lit = on.pen.glow("#ffe2a0") if on.sky.lamps else front.pen_at(0, 1)("#a9cfdc")
    on.add(
        front.rect(front.pen_at(0, 1)("#8a5f40"), -1.0, -0.1, 0.25, 2.2),
        front.rect(lit, -0.95, -0.15, 0.8, 2.15),
        front.rect(front.pen_at(0, 1)("#8a5f40"), -2.2, -1.3, 1.05, 2.0),
        front.rect(lit, -2.15, -1.35, 1.1, 1.95),
        front.rects(front.pen_at(0, 1)("#8a5f40"), [(-0.57, -0.53, 0.25, 2.2), (-1.77, -1.73, 1.1, 1.95)]),
    )
    add_clock(on, front, 0.2, 2.1, 0.16, 4.4)
    board = Panel(w, 3.6)
    on.add(
        board.rects(board.pen_at(1, 1)("#6a5040"), [(0.5, 0.56, 0.25, 1.5), (1.3, 1.36, 0.25, 1.5)]),
        board.rect(board.pen_at(1, 1)("#fffaf0"), 0.42, 1.44, 1.05, 1.6),
        board.rects(
            board.pen_at(1, 1)("#34507a"), [(0.62, 1.24, 1.36, 1.48), (0.55, 0.8, 1.16, 1.22), (1.06, 1.3, 1.16, 1.22)]
        ),
    )
    on.add(bench(w, -0.45, 3.7, 1.2), tree(on, -2.3, 3.6, 4.0, 4, True), bush(on, 0.3, 3.2, 0.9, 0.4))
    if on.sky.lamps:
        on.add(added_light([halo(*front.project(-0.55, 1.6), 330, on.pen.glow("#ffcf82", 0.5))]))
    add_puddles(on, ((-0.2, 2.4, 0.9),))
    add_weather(on)
    return on.finish(2.2, 0.5, [on.mark_at(-0.45, 3.65, 0.7, True)])


def add_rail_track(on: SceneBuilder) -> None:
    """Add a track that runs into the hills on the right."""
    w = on.space
    pen = on.pen.pen_at(900, 1200)
    on.add(w.flat_shape(pen(ground_color(on, "#a99a88")), (0.9, 0, 1.2), (3.4, 0, 1.2), (4.0, 0, 30), (3.2, 0, 30)))
    for k in range(18):
        z = 1.4 * 1.18**k
        far: Span = (z, z + 0.16 * z)
        on.add(w.floor(pen("#6a4f3f"), 1.15 + 0.04 * k, 3.0 + 0.03 * k, far[0], far[0] + 0.07 * z, 0.02))
    for x in (1.45, 2.7):
        on.add(
            w.flat_shape(
                pen("#c9ced6"), (x, 0.06, 1.2), (x + 0.09, 0.06, 1.2), (x + 0.95, 0.06, 30), (x + 0.9, 0.06, 30)
            )
        )
