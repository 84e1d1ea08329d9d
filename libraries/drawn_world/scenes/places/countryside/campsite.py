"""The scene of a campsite at a river."""

from random import Random

from libraries.drawn_world.scenes.animations_and_light_beams import fire_animation, motes_animation
from libraries.drawn_world.scenes.kit.grounds import ground_color, rock, sloping_ground
from libraries.drawn_world.scenes.kit.trees import pine
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view
from libraries.drawn_world.scenes.pen import Lamp, Pen, added_light, area, blob, box, halo, line, oval, placed_parts
from libraries.drawn_world.scenes.places.countryside.waterside import add_river
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import LEFT, RIGHT, WIDE, Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.drawn_world.scenes.weather import add_weather
from libraries.vector.colors import color
from libraries.vector.picture import Linear, Picture
from schemas.beats import Place, Weather


@register_scene(Place.CAMPSITE, Lighting.OPEN)
def campsite_scene(on: SceneBuilder) -> Scene:
    on.move_eye(540, 960, 1000)
    fill_outdoor_view(on, 960, HorizonScenery.HILLS, (740, 420))
    rnd = Random(8)
    add_river(on, 985, 1300)
    if on.sky.lamps:
        on.hang_lamps(Lamp(760, 1440, 900, color("#ff9a4a"), 0.95), Lamp(300, 1200, 620, color("#ffc060"), 0.6))
    pen = on.pen.with_haze(0.3)
    add_pines_on_far_bank(on, pen, rnd)
    on.add(box(LEFT, 996, WIDE, 14, pen("#2a5a58"), 5))
    bank = "#8aa35f" if not on.sky.dark else "#6a7a5f"
    on.add(
        sloping_ground(
            on,
            ground_color(on, bank),
            (LEFT, 1250),
            (160, 1230),
            (420, 1262),
            (700, 1240),
            (960, 1266),
            (RIGHT, 1240),
            shade=0.35,
        )
    )
    for _ in range(60):
        x, y = rnd.uniform(LEFT, RIGHT), rnd.uniform(1290, 1980)
        s = (y - 1200) / 300
        on.add(
            oval(
                x,
                y,
                rnd.uniform(6, 16) * s,
                rnd.uniform(3, 7) * s,
                on.pen.pen_at(x, y)(("#9a8f86", "#7a8a5a", "#b3a898")[int(x) % 3], 0.7),
            )
        )
    add_tent(on, 300, 1330)
    add_folding_chair(on, 560, 1440, 1.1, "#3f8a86", False)
    add_folding_chair(on, 960, 1450, 1.15, "#c9624a", True)
    on.add(oval(760, 1500, 130, 26, on.pen.pen_at(760, 1500).shaded("#6a6068", 0.3)))
    for dx, s in ((-92, 30), (-50, 26), (48, 28), (94, 30), (0, 24)):
        on.add(rock(on.pen.pen_at(760, 1480), 760 + dx, 1512, s, "#8a8488"))
    on.add(
        line(on.pen.pen_at(760, 1480)("#5a3a2a"), 22, (690, 1502), (820, 1472)),
        line(on.pen.pen_at(760, 1480)("#6a4632"), 20, (820, 1504), (705, 1476)),
    )
    on.among.append(fire_animation(758, 1490, 1.0 if on.sky.lamps else 0.75, on.pen))
    for x, y, high in ((-60, 1990, 1560), (1160, 2010, 1200)):
        on.front.append(pine(on.pen.pen_at(x, 1900), x, y, high, "#1f4a48" if not on.sky.dark else "#14283a"))
    if on.sky.dark and on.sky.clear:
        on.before.append(motes_animation(on.pen.glow("#ffe08a", 0.9), 4, (100, 1100, 900, 600), 12))
    add_weather(on)
    return on.finish(2.3, 0.5, [on.mark_at(-0.05, 3.0, 0.42, True), on.mark_at(0.95, 2.95, 0.42, True)])


def add_pines_on_far_bank(on: SceneBuilder, pen: Pen, rnd: Random) -> None:
    """Add pines on the other bank."""
    for k in range(34):
        x = LEFT + k * 42 + rnd.uniform(-8, 8)
        on.add(
            pine(
                pen,
                x,
                1004,
                rnd.uniform(90, 220) if x < 330 or x > 860 else rnd.uniform(40, 80),
                "#2a5a58",
                on.setting.weather is Weather.SNOW,
            )
        )


def add_tent(on: SceneBuilder, x: float, y: float) -> None:
    """Add a tent; a lantern shines in it after dark."""
    pen = on.pen.pen_at(x, y - 150)
    cloth, dark = "#e8963f", "#b9552f"
    lamps = on.sky.lamps
    inner = (
        Linear((0, -350), (0, 60), ((0.0, on.pen.glow("#fff0b8")), (1.0, on.pen.glow("#ffb64a"))))
        if lamps
        else pen.shaded(cloth, 0.45)
    )
    side = (
        Linear((0, -400), (0, 60), ((0.0, on.pen.glow("#f0a24a")), (1.0, on.pen.glow("#c9602f"))))
        if lamps
        else pen(cloth)
    )
    parts: list[Picture] = [
        oval(20, 70, 400, 34, on.pen.glow("#1a1030", 0.3)),
        area(pen.shaded(dark, 0.1), (-20, -400), (330, 60), (440, 26), (60, -370)),
        area(side, (-330, 60), (-20, -400), (330, 60)),
        area(inner, (-20, -400), (-110, 60), (90, 60)),
        area(pen(dark), (-20, -400), (-110, 60), (-156, 60)),
        area(pen(dark), (-20, -400), (90, 60), (136, 60)),
        line(pen("#e9d3a8"), 4, (-330, 60), (-440, 116)),
        line(pen("#e9d3a8"), 4, (330, 60), (470, 100)),
        line(pen("#d9a06a"), 7, (-20, -400), (-20, -428)),
    ]
    on.add(placed_parts(x, y, 0.92, parts))
    if lamps:
        on.add(added_light([halo(x, y - 90, 520, on.pen.glow("#ffb04a", 0.5))]))


def add_folding_chair(on: SceneBuilder, x: float, y: float, s: float, ink: str, flip: bool) -> None:
    """Add a folding chair."""
    pen = on.pen.pen_at(x, y - 80)
    frame = pen("#3a3440")
    parts = [
        line(frame, 10, (-70, 120), (60, -20)),
        line(frame, 10, (70, 120), (-60, -10)),
        blob(pen(ink), (-86, -170), (-60, -178), (56, -30), (76, 0), (-40, 14), (-62, -10)),
        blob(pen.lit_edge(ink, 0.2), (-86, -170), (-60, -178), (56, -30), (36, -26)),
        line(frame, 9, (-90, -70), (40, -64)),
    ]
    on.add(oval(x, y + 118 * s, 110 * s, 18 * s, on.pen.glow("#1a1030", 0.3)), placed_parts(x, y, s, parts, flip))
