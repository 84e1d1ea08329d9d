"""The scenes of a phone that fills the picture: chat and call. They have bars where words would be."""

from typing import Final

from libraries.drawn_world.scenes.animations_and_light_beams import pulse_animation
from libraries.drawn_world.scenes.pen import area, blob, box, halo, line, oval
from libraries.drawn_world.scenes.registry import register_scene
from libraries.drawn_world.scenes.scene_builder import BOTTOM, LEFT, TOP, WIDE, Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from libraries.vector.affine import rotation
from libraries.vector.colors import color
from libraries.vector.path import Path, ellipse, rounded_rectangle
from libraries.vector.picture import Group, Linear, Picture
from schemas.beats import Place

LOOKS: Final = (
    ("#7fb5d6", "#f4d24a", "#4a7fb5"),
    ("#a9c9a0", "#f7a86a", "#4f8a6a"),
    ("#b9a9dc", "#7fe0c0", "#6a5fb0"),
    ("#f2b8a8", "#6ab5e0", "#d96a6a"),
)
"""Ground of the chat, own bubbles, bar."""


def add_blurred_background(on: SceneBuilder, ink: str) -> None:
    """Add what lies behind a screen: a blurred room of soft lights."""
    pen, dark = on.pen, on.sky.dark
    top, foot = (
        (pen.glow("#12142e"), pen.glow("#2a2450"))
        if dark
        else (pen.glow(color(ink).mixed(color("#ffffff"), 0.45)), pen.glow(ink))
    )
    on.back.append(box(LEFT, TOP, WIDE, BOTTOM - TOP, Linear((0, TOP), (0, BOTTOM), ((0.0, top), (1.0, foot)))))
    for x, y, r, a in ((120, 260, 260, 0.5), (980, 520, 320, 0.4), (60, 1500, 300, 0.4), (1020, 1760, 280, 0.5)):
        on.back.append(halo(x, y, r, pen.glow("#ffd9a0" if dark else "#ffffff", a * (0.5 if dark else 0.8))))


def add_large_phone(on: SceneBuilder, screen: str, bar: str) -> None:
    """Add a phone that fills the picture."""
    pen = on.pen
    on.add(
        box(64, 96, 972, 1810, pen.glow("#1a1030", 0.35), 96),
        box(44, 70, 992, 1810, pen.glow("#1c1f2e"), 96),
        box(52, 78, 976, 1794, pen.glow("#3a4058"), 90),
        box(64, 90, 952, 1770, pen.glow(screen), 80),
    )
    on.add(
        Group((box(64, 90, 952, 220, pen.glow(bar)),), clip=_round()),
        box(440, 112, 200, 34, pen.glow("#12141f"), 17),
        oval(606, 129, 9, 9, pen.glow("#2f4a7a")),
    )


def _round() -> Path:
    return rounded_rectangle(64, 90, 952, 1770, 80)


@register_scene(Place.PHONE_CHAT, Lighting.HOME)
def phone_chat_scene(on: SceneBuilder) -> Scene:
    screen, own, bar = LOOKS[on.random.randrange(4)]
    if on.sky.dark:
        screen, bar = "#262a44", "#1c2036"
    add_blurred_background(on, screen)
    add_large_phone(on, screen, bar)
    pen = on.pen
    on.add(
        line(pen.glow("#ffffff", 0.9), 9, (140, 218), (112, 244), (140, 270)),
        box(180, 226, 300, 30, pen.glow("#ffffff", 0.9), 15),
        oval(860, 242, 13, 13, pen.glow("#ffffff", 0.9)),
        oval(905, 242, 13, 13, pen.glow("#ffffff", 0.9)),
        oval(950, 242, 13, 13, pen.glow("#ffffff", 0.9)),
    )
    y = 370.0
    for k, (mine, wide, rows) in enumerate(
        ((False, 470, 2), (True, 380, 1), (False, 560, 1), (True, 520, 2), (False, 420, 1))
    ):
        y += add_message_bubble(on, y, mine, (wide, rows), own if mine else "#ffffff", k)
    add_typing_dots(on, y)
    on.add(
        Group((box(64, 1700, 952, 160, pen.glow("#f7f7fa" if not on.sky.dark else "#343a58")),), clip=_round()),
        box(180, 1730, 640, 84, pen.glow("#e6e8f0" if not on.sky.dark else "#4a5070"), 42),
        oval(120, 1772, 30, 30, pen.glow("#c9ced9")),
        line(pen.glow("#ffffff"), 6, (106, 1772), (134, 1772)),
        line(pen.glow("#ffffff"), 6, (120, 1758), (120, 1786)),
        oval(916, 1772, 44, 44, pen.glow(own)),
        area(pen.glow("#3a3040"), (900, 1752), (940, 1772), (900, 1792), (908, 1772)),
    )
    return on.finish(1.9)


def add_message_bubble(on: SceneBuilder, y: float, mine: bool, size: tuple[float, int], ink: str, k: int) -> float:
    """Add a message of bars; returns the height that it takes."""
    pen, (wide, rows) = on.pen, size
    high = 44 + rows * 46.0
    x = 960 - wide if mine else 220
    shade = pen.glow("#1a1030", 0.14)
    parts: list[Picture] = [box(x + 4, y + 7, wide, high, shade, 34), box(x, y, wide, high, pen.glow(ink), 34)]
    tip = (
        ((x + wide - 30, y + 6), (x + wide + 26, y + 8), (x + wide - 10, y + 44))
        if mine
        else ((x + 30, y + 6), (x - 26, y + 8), (x + 10, y + 44))
    )
    parts.append(area(pen.glow(ink), *tip))
    bars = [
        box(
            x + 36,
            y + 34 + row * 46,
            (wide - 72) * (1.0 if row < rows - 1 else 0.62),
            20,
            pen.glow("#4a4658", 0.42),
            10,
        )
        for row in range(rows)
    ]
    if not mine:
        face = ("#f2b8a0", "#9fc9f0", "#c9b0e6")[k // 2 % 3]
        parts += [
            box(100, y - 6, 92, 92, pen.glow(face), 34),
            oval(146, y + 30, 18, 19, pen.glow("#fffaf2")),
            Group((oval(146, y + 84, 34, 30, pen.glow("#fffaf2")),), clip=rounded_rectangle(100, y - 6, 92, 92, 34)),
        ]
    on.add(*parts, *bars)
    return high + 52


def add_typing_dots(on: SceneBuilder, y: float) -> None:
    """Add three dots of somebody who types."""
    pen = on.pen
    on.add(box(220, y, 190, 84, pen.glow("#ffffff"), 40))
    for k in range(3):

        def dot(share: float, x: float = 270 + k * 45) -> Picture:
            return oval(x, y + 42 - 8 * share, 13, 13, pen.glow("#6a6478", 0.4 + 0.5 * share))

        on.among.append(pulse_animation(dot, 0.9 + 0.12 * k))


@register_scene(Place.PHONE_CALL, Lighting.HOME)
def phone_call_scene(on: SceneBuilder) -> Scene:
    screen, _own, bar = LOOKS[on.random.randrange(4)]
    if on.sky.dark:
        screen = "#262a44"
    add_blurred_background(on, screen)
    add_large_phone(on, bar, bar)
    pen = on.pen
    on.add(
        Group(
            (
                box(
                    64,
                    90,
                    952,
                    1770,
                    Linear(
                        (0, 90),
                        (0, 1860),
                        ((0.0, pen.glow(bar)), (1.0, pen.glow(color(bar).mixed(color("#12142e"), 0.62)))),
                    ),
                ),
            ),
            clip=_round(),
        ),
        box(440, 112, 200, 34, pen.glow("#12141f"), 17),
    )
    for k, r in enumerate((250, 205)):

        def ring(share: float, radius: float = r) -> Picture:
            grown = radius * (1 + 0.08 * share)
            return oval(540, 640, grown, grown, pen.glow("#ffffff", 0.13))

        on.among.append(pulse_animation(ring, 1.4 + 0.3 * k))
    on.add(
        oval(540, 640, 165, 165, pen.glow(screen if not on.sky.dark else "#9fb0d6")),
        Group(
            (oval(540, 600, 66, 72, pen.glow("#fffaf2")), oval(540, 800, 130, 120, pen.glow("#fffaf2"))),
            clip=ellipse(540, 640, 165),
        ),
        box(380, 290, 320, 40, pen.glow("#ffffff", 0.9), 20),
        box(450, 352, 180, 22, pen.glow("#ffffff", 0.55), 11),
    )
    for x, ink, turn in ((320, "#3fc97a", -1), (760, "#f0484a", 1)):
        on.add(
            oval(x + 4, 1548, 92, 92, pen.glow("#1a1030", 0.25)),
            oval(x, 1540, 92, 92, pen.glow(ink)),
            phone_receiver(on, x, 1540, turn),
        )
    return on.finish(1.9)


def phone_receiver(on: SceneBuilder, x: float, y: float, turn: int) -> Picture:
    """A receiver, up or down."""
    white = on.pen.glow("#ffffff")
    return Group(
        (
            blob(
                white,
                (x - 52, y - 4),
                (x - 30, y - 22),
                (x, y - 26),
                (x + 30, y - 22),
                (x + 52, y - 4),
                (x + 46, y + 20),
                (x + 24, y + 16),
                (x + 20, y - 2),
                (x, y - 6),
                (x - 20, y - 2),
                (x - 24, y + 16),
                (x - 46, y + 20),
            ),
        ),
        rotation(-135, (x, y)) if turn < 0 else None,
    )
