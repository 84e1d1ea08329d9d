"""Sample pictures of things to eat and drink."""

from math import cos, pi, sin

from testbed.sample_images.drawing_tools import Drawing, box, curve, oval, rotate
from testbed.sample_images.registry import sample_image


def draw_table(c: Drawing, light: str, dark: str) -> None:
    """Draw a table of planks, seen from above, as the ground of a picture."""
    c.fill_background(light, dark)
    for k in range(7):
        y = k * c.height / 6
        c.stroke([(0, y), (c.width, y)], 3, dark, alpha=0.8)
        for _ in range(9):
            x, dy = c.random.uniform(0, c.width), c.random.uniform(12, c.height / 7)
            c.stroke([(x, y + dy), (x + c.random.uniform(60, 240), y + dy + 3)], 2, dark, alpha=0.25)


def _plate(c: Drawing, x: float, y: float, r: float) -> None:
    c.shadow(oval(x, y, r), 8, 18, 22, 0.35)
    c.fill(oval(x, y, r), "#ffffff", "#e9e4da")
    c.fill(oval(x, y, r * 0.93), "#d9d3c6", alpha=0.5)
    c.fill(oval(x, y + 3, r * 0.9), "#fbf8f2", "#f1ece2")


def _omelette(c: Drawing, x: float, y: float, s: float) -> None:
    shape = curve(
        [
            (x + px * s, y + py * s)
            for px, py in ((-230, 6), (-120, -96), (40, -112), (190, -60), (238, 10), (180, 76), (20, 104), (-140, 82))
        ]
    )
    c.shadow(shape, 4, 14, 10, 0.28)
    c.fill(shape, "#ffe27a", "#f3b53c")
    c.fill(oval(x - 20 * s, y - 52 * s, 150 * s, 24 * s, -6), "#fff6c4", alpha=0.75, blur=7)
    c.stroke(
        curve([(x + px * s, y + py * s) for px, py in ((-180, 30), (-40, 66), (120, 56), (200, 22))], False),
        5 * s,
        "#d9932a",
        alpha=0.45,
        blur=2,
    )


def _sprig(c: Drawing, x: float, y: float, s: float) -> None:
    for turn in range(0, 360, 60):
        c.fill(
            oval(x + 22 * s * cos(turn * pi / 180), y + 22 * s * sin(turn * pi / 180), 20 * s, 12 * s, turn), "#5c9e4a"
        )
    c.fill(oval(x, y, 12 * s), "#7fbf62")


@sample_image("omelette", 1200, 900)
def rice_omelette(c: Drawing) -> None:
    """Draw an omelette over rice, on a plate."""
    draw_table(c, "#f3d9b1", "#cf9f68")
    _plate(c, 600, 460, 380)
    _omelette(c, 600, 460, 1.15)
    heart = curve(
        [
            (600, 560),
            (500, 470),
            (488, 412),
            (530, 382),
            (580, 398),
            (600, 432),
            (620, 398),
            (670, 382),
            (712, 412),
            (700, 470),
        ]
    )
    c.stroke([*heart, heart[0]], 20, "#c92f28")
    c.stroke([(x - 3, y - 5) for x, y in heart[20:75]], 4, "#ff8a78", alpha=0.8)
    for x, y in ((330, 380), (860, 560), (820, 330)):
        _sprig(c, x, y, 1.1)
    c.shadow(box(1040, 170, 1066, 760, 12), 6, 8, 8)
    c.fill(box(1044, 330, 1062, 760, 9), "#d4d8dc", "#a9b0b6")
    c.fill(oval(1053, 260, 44, 84), "#e6e9ec", "#b6bdc3")
    c.fill(oval(1046, 246, 20, 50), "#ffffff", alpha=0.6, blur=6)
    c.fill(box(40, 560, 210, 790, 4, -8), "#fffdf6", "#f1ead8")
    for k in range(5):
        c.stroke([(62 + k * 5, 610 + k * 34), (176 + k * 4, 594 + k * 34)], 5, "#8a8f98", alpha=0.7)


@sample_image("omelette-day1", 1080, 810)
def first_omelette(c: Drawing) -> None:
    """Draw the torn omelette of the first day."""
    draw_table(c, "#d9d2c4", "#a89c8a")
    _plate(c, 540, 410, 330)
    for _ in range(70):
        x, y = 540 + max(-170, min(170, c.random.gauss(0, 90))), 410 + max(-110, min(110, c.random.gauss(0, 56)))
        tone = c.random.choice(["#f3c64c", "#e8ae38", "#f8d976", "#c98a2c", "#fff3d0"])
        piece = curve(
            [
                (x + c.random.uniform(26, 52) * cos(a), y + c.random.uniform(20, 38) * sin(a))
                for a in (0.0, 0.8, 1.6, 2.4, 3.1, 3.9, 4.7, 5.5)
            ]
        )
        c.shadow(piece, 2, 5, 4, 0.2)
        c.fill(piece, tone)
    for _ in range(12):
        x, y = 540 + c.random.gauss(0, 110), 415 + c.random.gauss(0, 70)
        c.fill(
            oval(x, y, c.random.uniform(10, 30), c.random.uniform(6, 14), c.random.uniform(0, 180)),
            "#6b4420",
            alpha=0.6,
            blur=2,
        )
    for x, y, turn in ((730, 290, 20), (330, 540, -35)):
        dome = [(x + 46 * cos(k * pi / 12), y - 54 * sin(k * pi / 12)) for k in range(13)]
        shell = rotate([*dome, (x - 28, y - 12), (x - 12, y + 8), (x + 6, y - 10), (x + 26, y + 6)], x, y, turn)
        c.shadow(shell, 3, 6, 4)
        c.fill(shell, "#f3dcc4", "#dcb896")


@sample_image("omelette-day30", 1080, 810)
def thirtieth_omelette(c: Drawing) -> None:
    """Draw the smooth omelette of the thirtieth day."""
    draw_table(c, "#f1dcc0", "#d1a878")
    c.glow(300, 120, 700, "#fff0c8", 0.45)
    _plate(c, 540, 410, 330)
    _omelette(c, 540, 420, 1.05)
    _sprig(c, 700, 330, 1.0)
    for k in range(5):
        x, y = 330 + k * 22, 560 + (k % 2) * 18
        c.fill(oval(x, y, 20), "#e2463c", "#b92d2a")
        c.fill(oval(x - 6, y - 7, 5, 4), "#ffb4a6", alpha=0.9)


@sample_image("ramen", 1200, 900)
def ramen(c: Drawing) -> None:
    """Draw a bowl of noodles by a window at night."""
    c.fill_background("#232a45", "#2f3350", "#4a3c44")
    c.fill(box(0, 560, 1200, 900), "#8a5a3c", "#4f3226")
    c.glow(600, 330, 620, "#ffcf88", 0.55)
    c.fill(box(80, 60, 330, 330, 6), "#141a33", "#22305a")
    c.fill(box(196, 60, 206, 330), "#5b4a4a")
    c.fill(oval(150, 130, 26), "#fff3cf")
    c.fill(box(66, 328, 344, 346, 4), "#5b4a4a")
    bowl = curve([(270, 470), (300, 640), (420, 770), (600, 792), (780, 770), (900, 640), (930, 470)], closed=False)
    c.shadow(oval(600, 790, 300, 40), 0, 0, 18, 0.55)
    c.fill(bowl, "#d9483b", "#8e2a2a")
    c.fill(box(440, 776, 760, 806, 10), "#8e2a2a", "#6b1f22")
    for k in range(9):
        ring = 330 + k * 66, 600 - abs(k - 4) * 4
        c.fill(oval(*ring, 18, 22), "#ffe9c8", alpha=0.85)
        c.fill(oval(*ring, 9, 12), "#b8352f")
    c.fill(oval(600, 470, 332, 96), "#f4e3c6", "#d0b894")
    c.fill(oval(600, 474, 304, 82), "#e0782c", "#b84a1c")
    for k in range(46):
        x, y = 600 + c.random.uniform(-230, 230), 476 + c.random.uniform(-44, 44)
        wave = [(x + d * 18, y + 10 * sin(d + k)) for d in range(-3, 4)]
        c.stroke(curve(wave, closed=False), 8, c.random.choice(["#ffe08a", "#f8cf6a", "#ffd878"]))
    c.fill(oval(520, 452, 84, 42), "#fffdf6", "#f1e9dc")
    c.fill(oval(520, 448, 40, 23), "#ffb52e", "#f28a1c")
    c.fill(oval(508, 442, 11, 6), "#fff0b8", alpha=0.9)
    for _ in range(30):
        x, y = 690 + c.random.gauss(0, 56), 474 + c.random.gauss(0, 22)
        c.fill(oval(x, y, 11, 6, c.random.uniform(0, 180)), c.random.choice(["#6fae4a", "#8cc763", "#4f8f3c"]))
    for d in (0, 34):
        c.stroke([(720 + d, 470), (1080 + d * 0.6, 250 + d)], 13, "#5a2f22")
        c.stroke([(724 + d, 464), (1080 + d * 0.6, 246 + d)], 3, "#a8664a", alpha=0.8)
    for x, lean in ((480, 0.0), (590, 1.4), (700, 2.6)):
        steam = [(x + 34 * sin(k * 0.9 + lean), 400 - k * 42) for k in range(8)]
        c.stroke(curve(steam, closed=False), 24, "#fff3e0", alpha=0.28, blur=12)


@sample_image("choco-milk", 1200, 900)
def choco_milk(c: Drawing) -> None:
    """Draw two cartons of chocolate milk and coins on a counter."""
    c.fill_background("#3c4a6e", "#5a6384", "#6b6a80")
    for _ in range(36):
        x, y = c.random.uniform(0, 1200), c.random.uniform(40, 520)
        tone = c.random.choice(["#f3b64e", "#e86a5c", "#6fb7a0", "#f0e0c0"])
        c.fill(oval(x, y, c.random.uniform(20, 52)), tone, alpha=0.22, blur=8)
    c.fill(box(0, 590, 1200, 900), "#e8c493", "#b98a58")
    c.fill(box(0, 590, 1200, 604), "#fbe6c2")
    c.glow(560, 420, 620, "#ffe9b8", 0.5)
    for x, tilt in ((350, 0.0), (640, 0.0)):
        _carton(c, x + tilt, 760)
    c.shadow(oval(930, 770, 74, 34), 6, 10, 8, 0.45)
    c.fill(oval(930, 768, 74, 36), "#8e949c", "#6f757d")
    c.fill(oval(930, 758, 74, 36), "#eef1f4", "#b3bac2")
    c.stroke(oval(930, 758, 62, 29), 3, "#8e949c")
    c.text(930, 757, "500", 36, "#6f757d", "mm")
    c.fill(oval(904, 744, 26, 8, -14), "#ffffff", alpha=0.75, blur=3)


def _carton(c: Drawing, x: float, y: float) -> None:
    """A small milk carton standing at (x, y)."""
    c.shadow(box(x - 96, y - 20, x + 110, y + 6, 8), 10, 6, 12, 0.5)
    c.fill(box(x - 100, y - 270, x + 100, y, 6), "#8a5a3c", "#6a3f2a")
    c.fill([(x + 56, y - 268), (x + 100, y - 268), (x + 100, y - 4), (x + 56, y - 4)], "#4f2d20", alpha=0.5)
    c.fill([(x - 100, y - 268), (x - 56, y - 356), (x + 56, y - 356), (x + 100, y - 268)], "#a9714c", "#85553a")
    c.fill(box(x - 62, y - 392, x + 62, y - 352, 4), "#f6ead8", "#dccbb0")
    wave = curve([(x - 100, y - 112), (x - 50, y - 138), (x, y - 106), (x + 50, y - 138), (x + 100, y - 112)], False)
    c.fill([*wave, (x + 100, y - 3), (x - 100, y - 3)], "#fff3df", "#f3dfc0")
    c.text(x, y - 196, "초코우유", 44, "#fff3df", "mm")
    for d in (-22, 22):
        c.fill(oval(x + d, y - 62, 6, 8), "#5a3626")
        c.fill(oval(x + d * 1.9, y - 46, 12, 8), "#f2a08c", alpha=0.8)
    c.stroke(curve([(x - 12, y - 46), (x, y - 38), (x + 12, y - 46)], closed=False), 4, "#5a3626")
