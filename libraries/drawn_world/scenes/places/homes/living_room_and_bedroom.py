"""The scenes of a living room and of a bedroom."""

from libraries.drawn_world.scenes.animations_and_light_beams import steam_animation
from libraries.drawn_world.scenes.kit.furniture import cabinet, table, wardrobe
from libraries.drawn_world.scenes.kit.home_colors_lamps_and_curtains import HOME_COLORS, add_curtains, hang_lamp
from libraries.drawn_world.scenes.kit.rooms import Room, add_sunshine, add_window, build_room
from libraries.drawn_world.scenes.kit.small_things import add_floor_lamp, add_table_lamp, mug, potted_plant, vase
from libraries.drawn_world.scenes.kit.soft_furniture import bed, rug, sofa
from libraries.drawn_world.scenes.kit.wall_hangings import add_clock, add_television, picture_frame
from libraries.drawn_world.scenes.outdoor_view import HorizonScenery, fill_outdoor_view
from libraries.drawn_world.scenes.panel import Panel
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from schemas.beats import Place, TimeOfDay


@register_scene(Place.LIVING_ROOM, Lighting.HOME)
def living_room_scene(on: SceneBuilder) -> Scene:
    wall, floor, cloth, small, accent = HOME_COLORS[on.random.randrange(4)]
    w = on.move_eye()
    hole = (-0.55, 0.95, 0.95, 2.45)
    fill_outdoor_view(on, 800, HorizonScenery.FLATS, (640, 330))
    hang_lamp(on, 130, 560, 950)
    build_room(on, Room(wall=wall, floor=floor, depth=3.1), [hole])
    add_window(on, hole, 3.1)
    add_sunshine(on, hole, 3.1)
    left, back = Panel(w, x=-1.35), Panel(w, 3.1)
    add_television(on, left, 1.75, 2.75, 0.95, 1.55, lit=on.setting.time is not TimeOfDay.SMALL_HOURS)
    on.add(picture_frame(back, -0.98, 1.95, 0.4, 0.5, ink="#7fb08a"))
    add_clock(on, back, -0.98, 2.62, 0.17)
    on.add(rug(w, 0.1, 2.0, 0.95, 0.4, small, "#fff3dd"), sofa(w, (-0.35, 1.15), (2.25, 2.95), cloth, (small, accent)))
    add_floor_lamp(on, -1.02, 2.75)
    on.add(potted_plant(w, 1.2, 2.1, 1.25, accent))
    add_curtains(on, hole, 3.1, accent)
    add_low_table(on, accent)
    return on.finish(seats=[on.mark_at(0.1, 2.35, 0.42, True), on.mark_at(0.7, 2.35, 0.42, True)])


def add_low_table(on: SceneBuilder, accent: str) -> None:
    """Add a low table with cups on the front plane."""
    w = on.space
    on.front += [
        table(w, (-0.75, 0.75), (1.02, 1.42), 0.36, "#a9744a"),
        mug(w, -0.42, 0.36, 1.12, accent),
        vase(w, 0.45, 0.36, 1.25),
    ]
    x, y = w.project(-0.42, 0.48, 1.12)
    on.before.append(steam_animation(x, y, on.pen.glow("#ffffff", 0.55), 1.6))


@register_scene(Place.BEDROOM, Lighting.HOME)
def bedroom_scene(on: SceneBuilder) -> Scene:
    wall, floor, cloth, small, accent = HOME_COLORS[(on.random.randrange(4) + 2) % 4]
    w = on.move_eye()
    hole = (0.1, 1.1, 1.05, 2.4)
    fill_outdoor_view(on, 800, HorizonScenery.CITY, (790, 350))
    hang_lamp(on, 300, 930, 760, 0.85)
    build_room(on, Room(wall=wall, floor=floor, depth=3.2), [hole])
    add_window(on, hole, 3.2)
    add_sunshine(on, hole, 3.2)
    back = Panel(w, 3.2)
    on.add(picture_frame(back, -0.72, 2.1, 0.55, 0.42, ink=accent))
    on.add(rug(w, -0.5, 1.7, 0.6, 0.3, accent, "#fff3dd"), bed(w, (-0.05, 1.2), (1.75, 3.15), cloth, pillows=2))
    on.add(cabinet(w, (-0.62, -0.18), (2.75, 3.15), 0.5, "#b9825c", 1))
    add_table_lamp(on, -0.4, 0.5, 2.9, accent)
    on.add(wardrobe(w, (-1.33, -0.78), (2.4, 3.0), 2.0, "#e9d3b0"))
    add_curtains(on, hole, 3.2, small)
    on.front += [w.block(cloth, (-1.6, 1.8), (0.0, 0.3), (0.8, 1.1), accent)]
    return on.finish(seats=[on.mark_at(0.35, 1.9, 0.5, True)])
