"""Streets, alleys and parks."""

from libraries.drawn_world.scenes.kit.doors import steel_door
from libraries.drawn_world.scenes.kit.grounds import LAMP, grass, ground, puddles, slope
from libraries.drawn_world.scenes.kit.outdoors import bench, bush, pole, street_lamp, tree
from libraries.drawn_world.scenes.kit.rooms import lit_window
from libraries.drawn_world.scenes.kit.streets import car, hanging_sign, row, traffic_light
from libraries.drawn_world.scenes.kit.things import bin_bags
from libraries.drawn_world.scenes.motion import motes, weather
from libraries.drawn_world.scenes.outside import View, foliage, outside
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.pen import Lamp, area, blob, box, line, oval
from libraries.drawn_world.scenes.registry import draws
from libraries.drawn_world.scenes.setting import Lighting
from libraries.drawn_world.scenes.stage import BOTTOM, LEFT, RIGHT, Scene, Stage
from libraries.vector.colors import color
from schemas.beats import Place, Season


@draws(Place.STREET, Lighting.OPEN)
def street(on: Stage) -> Scene:
    w = on.seen_from(540, 880, 900)
    outside(on, 900, View.CITY, (600, 330))
    if on.sky.lamps:
        on.lit(Lamp(90, 1150, 800, LAMP, 0.5), Lamp(1000, 1150, 700, color("#ff9a8a"), 0.32))
    walls = (("#e3b08a", "#b9c4d3", "#d98f6a", "#a9bfae"), ("#c9a0a0", "#e6d2a8", "#9fb0c9", "#cf8a72"))[
        on.random.randrange(2)
    ]
    road = ground(on, "#6b7286", "#c3cedc")
    on.add(w.floor(on.surface(road, (540, 900), (540, BOTTOM), 0.22), -14, 14, 0.5, 30))
    on.add(
        *(
            w.floor(on.surface(ground(on, "#c9c3b8"), (540, 900), (540, BOTTOM), 0.2), *side, 0.5, 30)
            for side in ((-3.4, -1.5), (1.5, 3.4))
        )
    )
    on.add(
        *(w.floor(on.pen.near(540, 1100)("#f4efe2", 0.85), -0.06, 0.06, z, z + z * 0.22) for z in (3.6, 4.8, 6.4, 8.6))
    )
    row(on, -2.3, (1.0, 2.4, 4.2, 6.6, 10.0), walls, (5.0, 6.4, 4.6, 7.5))
    row(on, 2.3, (1.0, 2.6, 4.6, 7.2, 10.5), walls[::-1], (5.6, 4.6, 6.6, 5.2))
    on.add(tree(on, -1.75, 5.2, 3.4, 3, True), tree(on, 1.85, 6.2, 3.4, 5, True))
    on.add(car(on, 0.75, 6.2, "#3f6fc9"), car(on, -0.8, 4.6, "#f1f1ee", True))
    on.add(
        *(
            w.floor(on.pen.near(540, 1300)("#f7f4ea", 0.9), x, x + 0.22, 2.0, 2.75)
            for x in (-1.35 + k * 0.42 for k in range(7))
        )
    )
    street_lamp(on, -1.62, 3.1, 3.7, False)
    traffic_light(on, 1.62, 4.0)
    puddles(on, ((-0.5, 1.9, 0.8), (0.7, 1.5, 0.6), (0.2, 3.2, 0.9)))
    weather(on)
    return on.finish(2.1, 0.55)


@draws(Place.ALLEY, Lighting.OPEN)
def alley(on: Stage) -> Scene:
    w = on.seen_from(520, 880, 900)
    outside(on, 900, View.CITY, (560, 300))
    if on.sky.lamps:
        on.lit(Lamp(*w.at(0.4, 2.8, 3.2), 1050, LAMP, 0.95))
    wall, brick = (("#b9705a", "#cfc6b4"), ("#a98a72", "#b9705a"), ("#8f7f8a", "#c98a6a"))[on.random.randrange(3)]
    on.add(w.floor(on.surface(ground(on, "#7f7a80", "#cfd8e4"), (540, 900), (540, BOTTOM), 0.25), -5, 5, 0.5, 14))
    on.add(w.floor(on.pen.near(540, 1400).dark(ground(on, "#7f7a80", "#b9c4d2"), 0.3), -0.16, 0.16, 0.5, 12, 0.005))
    left, right = Panel(w, x=-1.3), Panel(w, x=1.25)
    for panel, ink, cuts in (
        (left, wall, ((6.0, 9.5, 4.0), (3.2, 6.0, 5.2), (0.55, 3.2, 4.4))),
        (right, brick, ((5.4, 9.5, 4.8), (2.7, 5.4, 3.9), (0.55, 2.7, 5.4))),
    ):
        for k, (z0, z1, high) in enumerate(cuts):
            tint = (ink, brick, wall)[k % 3] if panel is left else (ink, wall, brick)[k % 3]
            if panel.x is not None:
                on.add(
                    w.front(
                        on.pen.near(540, 900).dark(tint, 0.4),
                        min(panel.x, panel.x * 4),
                        max(panel.x, panel.x * 4),
                        0,
                        high,
                        z0,
                    )
                )
            start, end = panel.at(z0, 1.5), panel.at(z1, 1.5)
            on.add(
                panel.rect(on.surface(tint, start, end, 0.2), z0, z1, 0, high),
                panel.rect(panel.pen(z1, 0.3).dark(tint, 0.3), z0, z1, 0, 0.5),
                panel.rect(panel.pen(z0, high).dark(tint, 0.35), z0, z1, high - 0.12, high),
            )
            seams = [(z0, z1, v, v + 0.012) for v in (0.6 + r * 0.22 for r in range(int((high - 0.9) / 0.22)))]
            on.add(panel.rects(panel.pen(z1, 1).dark(tint, 0.18, 0.5), seams))
    on.add(
        *lit_window(on, left, (1.7, 2.4, 1.5, 2.4)),
        *lit_window(on, left, (4.0, 4.9, 2.6, 3.5), "#ffe9b8"),
        *lit_window(on, right, (3.5, 4.3, 1.5, 2.3)),
        *lit_window(on, right, (1.5, 2.1, 2.9, 3.8), "#8fa3c4"),
        steel_door(right, 1.95, 0.75, 2.0, "#4f7a6a"),
        steel_door(left, 3.9, 0.9, 2.0, "#3f6fa0"),
    )
    for panel, u, v in ((left, 2.75, 2.3), (right, 2.9, 2.7)):
        pen = panel.pen(u, v)
        on.add(
            panel.rect(pen.dark("#d9dde2", 0.3), u, u + 0.55, v - 0.03, v + 0.45),
            panel.rect(pen("#d9dde2"), u + 0.03, u + 0.52, v, v + 0.42),
            panel.rects(
                pen.dark("#d9dde2", 0.3),
                [(u + 0.08, u + 0.36, v + 0.06 + k * 0.07, v + 0.08 + k * 0.07) for k in range(5)],
            ),
        )
    hanging_sign(on, 1.25, 4.6, 2.2, "#e0503a", 1.0)
    pole(on, -1.05, 3.6, 4.9)
    steps = [w.block("#a9a49c", (-0.9, 0.9), (0, (k + 1) * 0.16), (7.6 + k * 0.3, 7.9 + k * 0.3)) for k in range(6)]
    on.add(*reversed(steps))
    street_lamp(on, 1.0, 3.5, 3.0)
    on.add(bin_bags(w, -0.95, 2.3))
    on.add(w.block("#c9955c", (0.78, 1.15), (0, 0.4), (2.2, 2.5)))
    puddles(on, ((0.1, 2.4, 0.9), (-0.4, 1.6, 0.6)))
    on.front += [area(on.pen.dark("#2a2438", 0.5), (LEFT, -160), (10, -160), (-30, BOTTOM), (LEFT, BOTTOM))]
    weather(on)
    return on.finish(2.0, 0.45)


@draws(Place.PARK, Lighting.OPEN)
def park(on: Stage) -> Scene:
    w = on.seen_from(540, 880, 1000)
    outside(on, 900, View.CITY, (760, 330))
    if on.sky.lamps:
        on.lit(Lamp(*w.at(1.0, 3.0, 3.2), 1000, LAMP, 0.85))
    shade, light, _ = foliage(on.setting.season)
    lawn = {Season.AUTUMN: "#b9a04f", Season.WINTER: "#a9a58a"}.get(on.setting.season, "#7fbf5f")
    on.add(slope(on, ground(on, lawn), (LEFT, 930), (200, 905), (600, 918), (1000, 900), (RIGHT, 925)))
    path = ground(on, "#ecd3a0", "#f6f9fc")
    on.add(
        blob(
            on.surface(path, (540, 950), (540, BOTTOM), 0.15),
            (520, 940),
            (620, 960),
            (700, 1100),
            (860, 1400),
            (1180, 2300),
            (60, 2300),
            (330, 1500),
            (560, 1160),
            (600, 1020),
            (500, 950),
        )
    )
    for k, (x, z, high) in enumerate(
        (
            (-5.2, 13, 5.0),
            (4.6, 14, 5.4),
            (-2.2, 12, 4.6),
            (6.4, 10, 5.6),
            (-4.4, 8, 5.4),
            (3.6, 7.4, 5.2),
            (-2.3, 5.0, 4.6),
        )
    ):
        on.add(tree(on, x, z, high, k + 3, True))
    on.add(bush(on, -2.4, 6.2, 1.8, 0.7), bush(on, 2.3, 5.4, 1.6, 0.6, 7))
    street_lamp(on, 1.35, 3.5, 3.2)
    on.add(bench(w, -0.85, 3.2, 1.5))
    puddles(on, ((0.3, 2.5, 0.8), (0.6, 1.7, 0.6)))
    on.front += [
        grass(on.pen.near(540, 1800), ground(on, shade), 1960, 4, 40, 150, LEFT, 260),
        grass(on.pen.near(540, 1800), ground(on, light), 1980, 5, 40, 150, 860, RIGHT),
    ]
    if on.sky.dark and on.sky.clear and on.setting.season is Season.SUMMER:
        on.among.append(motes(on.pen.shine("#e9ff9a", 0.9), 4, (LEFT, 950, 1400, 700), 14))
    weather(on)
    return on.finish(2.3, 0.6, [on.standing(-1.1, 3.1, 0.46, True), on.standing(-0.6, 3.1, 0.46, True)])


@draws(Place.BUS_STOP, Lighting.OPEN)
def bus_stop(on: Stage) -> Scene:
    w = on.seen_from(540, 860, 1000)
    outside(on, 880, View.FLATS, (820, 330))
    if on.sky.lamps:
        on.lit(Lamp(*w.at(0.2, 2.2, 3.2), 900, color("#f1fbff"), 0.75))
    on.add(
        w.floor(on.surface(ground(on, "#6b7286", "#c3cedc"), (540, 900), (540, 1200), 0.1), -14, 14, 4.4, 9),
        w.floor(on.pen.near(540, 1000)("#f4efe2", 0.8), -14, 14, 6.4, 6.55),
    )
    on.add(car(on, 2.4, 7.0, "#e0a83a"), tree(on, -2.6, 9.5, 4.4, 4, True), tree(on, 2.8, 10, 4.6, 8, True))
    on.add(
        w.floor(on.surface(ground(on, "#cfc7b6"), (540, 1100), (540, BOTTOM), 0.2), -8, 8, 0.5, 4.4),
        w.block("#b3aa9a", (-8, 8), (-0.12, 0.0), (4.3, 4.45)),
    )
    back = Panel(w, 3.7)
    posts = [w.block("#4a5470", (a, a + 0.09), (0, 2.45), (3.65, 3.74)) for a in (-1.3, 0.05, 1.35)]
    glass = on.pen.shine("#dff3fb", 0.3) if on.sky.lamps else back.pen(0, 1)("#cfe9f5", 0.5)
    on.add(
        back.rect(glass, -1.22, 1.4, 0.3, 2.35),
        back.rects(on.pen.shine("#ffffff", 0.25), [(-1.0, -0.7, 0.3, 2.35), (0.4, 0.55, 0.3, 2.35)]),
        *posts,
    )
    on.add(
        back.rect(on.pen.shine("#fff3dd") if on.sky.lamps else back.pen(1, 1)("#fff3dd"), 0.75, 1.28, 0.6, 2.1),
        back.rect(back.pen(1, 1)("#3f8ac9"), 0.75, 1.28, 1.7, 2.1),
        back.rects(back.pen(1, 1)("#e8795a"), [(0.82, 1.2, v, v + 0.05) for v in (0.8, 0.95, 1.1, 1.25, 1.4)]),
    )
    on.add(bench(w, -0.35, 3.35, 1.3, "#d98a4a"))
    on.add(
        w.block("#3f6fa0", (-1.5, 1.6), (2.45, 2.58), (2.9, 3.85)),
        w.floor(
            on.pen.shine("#f4fbff") if on.sky.lamps else on.pen.near(540, 400)("#e9eef2"), -1.3, 1.4, 3.0, 3.7, 2.44
        ),
    )
    px, py, s = w.spot(-1.75, 3.0)
    pen = w.pen_at(-1.75, 2, 3.0)
    on.add(
        line(pen("#5a6478"), 9, (px, py), (px, py - 260 * s)),
        oval(px, py - 270 * s, 30 * s, 30 * s, pen("#3f8ac9")),
        box(px - 15 * s, py - 280 * s, 30 * s, 18 * s, pen("#ffffff"), 8),
        oval(px - 8 * s, py - 262 * s, 4 * s, 4 * s, pen("#ffffff")),
        oval(px + 8 * s, py - 262 * s, 4 * s, 4 * s, pen("#ffffff")),
    )
    street_lamp(on, 1.85, 3.2, 3.4)
    puddles(on, ((-0.6, 2.2, 0.8), (0.6, 1.8, 0.6)))
    on.front += [bush(on, 0.85, 1.1, 0.6, 0.34, 4)]
    weather(on)
    return on.finish(2.2, 0.55, [on.standing(-0.65, 3.3, 0.46, True), on.standing(-0.05, 3.3, 0.46, True)])
