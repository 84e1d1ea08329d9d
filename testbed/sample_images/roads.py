"""Sample pictures of being on the way: a bicycle, the map of its journey, shoes."""

from math import cos, pi, sin

from testbed.sample_images.drawing_tools import Drawing, Point, box, curve, oval, rotate
from testbed.sample_images.registry import sample_image


def _bicycle(c: Drawing, x: float, y: float, s: float, frame: str) -> None:
    """A bicycle whose rear wheel stands on the ground at (x, y)."""

    def at(px: float, py: float) -> Point:
        return x + px * s, y + py * s

    c.shadow(oval(x + 150 * s, y + 2, 250 * s, 12 * s), 0, 4, 8, 0.4)
    for cx in (0, 300):
        hub = at(cx, -100)
        for k in range(12):
            a = k * pi / 6
            c.stroke([hub, (hub[0] + 92 * s * cos(a), hub[1] + 92 * s * sin(a))], 1.6 * s, "#d7dde2", alpha=0.8)
        c.stroke([*oval(*hub, 96 * s), (hub[0] + 96 * s, hub[1])], 12 * s, "#2b2f36")
        c.fill(oval(*hub, 10 * s), "#8b9299")
    lines = (
        ((0, -100), (80, -230)),
        ((0, -100), (130, -100)),
        ((130, -100), (80, -230)),
        ((130, -100), (258, -236)),
        ((80, -222), (252, -222)),
        ((300, -100), (250, -262)),
    )
    for (ax, ay), (bx, by) in lines:
        c.stroke([at(ax, ay), at(bx, by)], 13 * s, frame)
        c.stroke([at(ax - 2, ay - 3), at(bx - 2, by - 3)], 3 * s, "#ffffff", alpha=0.35)
    c.stroke([at(80, -230), at(70, -262)], 8 * s, "#8b9299")
    c.fill(curve([at(24, -272), at(70, -284), at(116, -272), at(70, -256)]), "#4a2f26")
    bar = [at(250, -262), at(254, -292), at(296, -300), at(310, -276)]
    c.stroke(curve(bar, closed=False), 9 * s, "#3a3f46")
    c.fill(oval(*at(130, -100), 22 * s), "#565d66")
    c.stroke([at(130, -100), at(146, -58)], 7 * s, "#3a3f46")
    c.fill(box(*at(130, -60), *at(172, -50), 3), "#3a3f46")
    c.fill(box(*at(-36, -236), *at(44, -150), 10 * s), "#c47b3d", "#8f5528")
    c.fill(box(*at(-36, -236), *at(44, -210), 8 * s), "#d9924f")


@sample_image("bicycle-river", 1200, 900)
def bicycle_river(c: Drawing) -> None:
    """Draw a bicycle by a river."""
    c.fill_background("#7cc4e8", "#b9e2f0", "#eaf6ea")
    c.fill(oval(980, 150, 60), "#fff6d0")
    c.glow(980, 150, 260, "#fff3c0", 0.6)
    for x, y, s in ((210, 150, 1.2), (640, 110, 0.8), (1010, 260, 0.7)):
        for d, r in ((-70, 36), (-20, 52), (36, 44), (80, 28)):
            c.fill(oval(x + d * s, y - r * s * 0.3, r * s * 1.3, r * s * 0.8), "#ffffff", alpha=0.9)
    far = [
        (-40, 560),
        (-40, 420),
        (180, 340),
        (380, 430),
        (600, 350),
        (820, 440),
        (1020, 360),
        (1240, 430),
        (1240, 560),
    ]
    c.fill(curve(far), "#8fc6b4", "#6fae98")
    c.fill(box(-5, 500, 1205, 660), "#8ed3ea", "#4f9fc4")
    for _ in range(70):
        px, py = c.random.uniform(0, 1200), c.random.uniform(506, 652)
        c.stroke([(px, py), (px + c.random.uniform(20, 70), py)], 2.4, "#eafaff", alpha=0.6)
    near = [(-40, 920), (-40, 650), (300, 630), (640, 660), (960, 632), (1240, 652), (1240, 920)]
    c.fill(curve(near), "#8fce6a", "#4f9448")
    c.fill(
        curve([(-60, 860), (300, 770), (760, 790), (1260, 740), (1260, 830), (760, 880), (300, 860), (-60, 960)]),
        "#e7d6b0",
        "#cdb88c",
    )
    for _ in range(90):
        px, py = c.random.uniform(0, 1200), c.random.uniform(668, 745)
        c.stroke([(px, py), (px + c.random.uniform(-6, 6), py - c.random.uniform(12, 30))], 3, "#3f8440")
        if c.random.random() < 0.4:
            c.fill(oval(px, py - 26, 6), c.random.choice(["#ffffff", "#ffd45c", "#f58a9c"]))
    _bicycle(c, 400, 815, 1.22, "#e4573d")


@sample_image("bicycle-sea", 1200, 1200)
def bicycle_sea(c: Drawing) -> None:
    """Draw a bicycle by the sea at sunset."""
    c.fill_background("#3a5a98", "#e58a84", "#ffc98a", "#ffe9b8")
    c.glow(600, 640, 560, "#fff3c0", 0.75)
    c.fill(oval(600, 640, 84), "#fffbe4", "#ffe29a")
    c.fill(box(-5, 640, 1205, 960), "#e8a58c", "#2f5a8c")
    for _ in range(120):
        y = 650 + c.random.random() ** 1.5 * 290
        x = 600 + c.random.uniform(-1, 1) * (40 + (y - 640) * 1.1)
        c.stroke([(x, y), (x + 20 + (y - 640) * 0.25, y)], 2 + (y - 640) / 90, "#fff0c0", alpha=0.6)
    for x, y in ((260, 330), (330, 290), (880, 380)):
        c.stroke(
            curve([(x - 34, y - 10), (x - 14, y - 18), (x, y), (x + 14, y - 18), (x + 34, y - 10)], False),
            5,
            "#4a3c5c",
        )
    c.fill(box(-5, 930, 1205, 1200), "#cdbfae", "#8d8078")
    c.fill(box(-5, 930, 1205, 956), "#e9dccb")
    for x in range(40, 1200, 170):
        c.fill(box(x, 850, x + 22, 940, 6), "#f4efe6", "#c9bdb0")
    c.stroke([(0, 872), (1200, 872)], 9, "#f4efe6")
    _bicycle(c, 420, 1080, 1.3, "#e4573d")
    c.fill(oval(250, 1076, 34, 32), "#d6402f", "#a82a22")
    c.stroke([(250, 1046), (256, 1026)], 5, "#5a3a22")
    c.fill(oval(270, 1030, 18, 8, -24), "#6fae4a")


@sample_image("route-tall", 900, 3200)
def bicycle_journey_map(c: Drawing) -> None:
    """Draw the tall map of a bicycle journey."""
    c.fill_background("#e9f3dc", "#dcecc8", "#f0ecd0", "#cfe6ea")
    c.fill(
        curve([(-60, 3260), (-60, 2960), (240, 2890), (560, 2950), (960, 2880), (960, 3260)]),
        "#8ccbe0",
        "#4f9fc4",
    )
    for _ in range(120):
        x, y = c.random.uniform(20, 880), c.random.uniform(160, 2820)
        c.fill(
            curve([(x - 34, y + 26), (x - 6, y - 30), (x + 8, y - 30), (x + 36, y + 26)]),
            "#a9cf94",
            "#86b678",
            alpha=0.7,
        )
    road = curve(
        [
            (620, 230),
            (280, 520),
            (610, 830),
            (300, 1150),
            (560, 1420),
            (690, 1720),
            (300, 1980),
            (520, 2300),
            (250, 2570),
            (560, 2860),
        ],
        closed=False,
    )
    c.stroke(road, 46, "#ffffff")
    c.stroke(road, 34, "#f0b458")
    for k in range(0, len(road) - 3, 6):
        c.stroke(road[k : k + 4], 4, "#fff8e4")
    stops = (
        (620, 230, "서울", "출발!"),
        (300, 1150, "충주", "112km, 기절"),
        (690, 1720, "문경", "제일 힘든 고개"),
        (300, 1980, "상주", "펑크 두 번"),
        (520, 2300, "대구", "사과 한 알"),
        (560, 2860, "부산", "633km 완주!"),
    )
    for x, y, name, note in stops:
        c.shadow(oval(x, y, 40), 3, 8, 6)
        c.fill(oval(x, y, 40), "#ffffff")
        c.fill(oval(x, y, 27), "#e4573d")
        left = x > 450
        tag = box(x - 350, y - 62, x - 62, y + 62, 22) if left else box(x + 62, y - 62, x + 350, y + 62, 22)
        c.shadow(tag, 2, 8, 8, 0.2)
        c.fill(tag, "#fffdf6")
        middle = x - 206 if left else x + 206
        c.text(middle, y - 22, name, 48, "#2f3a34", "mm")
        c.text(middle, y + 30, note, 33, "#8a6a3c", "mm")
    c.text(450, 92, "5일 동안 달린 길", 72, "#2f5a3c", "mm")
    _bicycle(c, 630, 1105, 0.5, "#2f7f9a")
    for y in (3000, 3080, 3150):
        for x in range(40, 900, 170):
            c.stroke(curve([(x, y), (x + 30, y - 14), (x + 60, y), (x + 90, y - 14)], False), 6, "#eafaff", alpha=0.7)


@sample_image("odd-shoes", 1200, 900)
def odd_shoes(c: Drawing) -> None:
    """Draw two shoes that do not match."""
    c.fill_background("#cdd5d8", "#aab4b8")
    for row in range(6):
        for column in range(8):
            x, y = column * 160 - row % 2 * 80, row * 160
            c.fill(box(x + 3, y + 3, x + 157, y + 157, 6), c.random.choice(["#c6cfd2", "#bcc6ca", "#d0d8da"]))
    c.fill(box(140, 90, 1060, 830, 26), "#8a6a58", "#6e5244", alpha=0.95)
    c.fill(box(170, 120, 1030, 800, 18), "#a88472", "#8a6a58")
    for x, upper, dark, turn in ((430, "#34508c", "#22366a", -6), (770, "#f08a3c", "#cc6420", 7)):
        _shoe(c, x, 460, upper, dark, turn)


def _shoe(c: Drawing, x: float, y: float, upper: str, dark: str, turn: float) -> None:
    """A sneaker from above, its toe upwards."""

    def turned(points: list[Point]) -> list[Point]:
        return rotate(points, x, y, turn)

    def around(points: tuple[Point, ...], grow: float = 0) -> list[Point]:
        return turned(curve([(x + px * (1 + grow), y + py * (1 + grow * 0.5)) for px, py in points]))

    sole = ((-88, -190), (0, -290), (88, -190), (84, 40), (74, 230), (0, 280), (-74, 230), (-84, 40))
    c.shadow(around(sole, 0.06), 10, 22, 18, 0.45)
    c.fill(around(sole, 0.12), "#fbf8f0", "#d8d2c4")
    c.fill(around(sole), upper, dark)
    c.fill(around(((-70, -190), (0, -272), (70, -190), (40, -140), (-40, -140))), "#fbf8f0", "#e4ded0")
    c.fill(around(((-52, 60), (0, 20), (52, 60), (56, 180), (0, 236), (-56, 180))), "#2a2426", "#453a3a")
    c.fill(around(((-40, -120), (40, -120), (44, 40), (-44, 40))), dark)
    for k in range(5):
        top = y - 104 + k * 32
        c.stroke(turned([(x - 52, top), (x + 52, top + 18)]), 9, "#fffdf6")
        c.stroke(turned([(x + 52, top), (x - 52, top + 18)]), 9, "#f1ece0")
    for side in (-1, 1):
        loop = [(x, y - 106), (x + side * 62, y - 150), (x + side * 80, y - 108), (x + side * 10, y - 100)]
        c.stroke(turned(curve(loop)), 8, "#fffdf6")
    c.stroke(turned(curve([(x - 76, y + 10), (x - 66, y + 110), (x - 60, y + 190)], False)), 6, "#ffffff", alpha=0.35)
