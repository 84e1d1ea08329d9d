"""Sample pictures of out of doors: houses at night, a wall with a cat, a bridge, rain at the bus stop."""

from math import sin

from testbed.sample_images.drawing_tools import Drawing, box, curve, oval
from testbed.sample_images.registry import sample_image


@sample_image("apartment-night", 1200, 900)
def apartment_night(c: Drawing) -> None:
    """Draw a block of flats at night."""
    c.fill_background("#0d1233", "#28306b", "#5a4a86")
    for _ in range(90):
        x, y = c.random.uniform(0, 1200), c.random.uniform(0, 420)
        c.fill(oval(x, y, c.random.uniform(0.8, 2.2)), "#fff6d8", alpha=c.random.uniform(0.3, 0.9))
    c.glow(980, 170, 260, "#f8e7b0", 0.5)
    c.fill(oval(980, 170, 62), "#fff3cf", "#f5dfa0")
    c.fill(oval(962, 158, 12), "#ead694", alpha=0.7)
    c.fill(oval(1000, 190, 8), "#ead694", alpha=0.7)
    for x, top, wide in ((-40, 380, 240), (900, 330, 220), (1080, 430, 200)):
        c.fill(box(x, top, x + wide, 900), "#1d2250", "#2a2a5c")
        for row in range(top + 30, 860, 46):
            for column in range(x + 22, x + wide - 30, 44):
                lit = c.random.random() < 0.12
                c.fill(box(column, row, column + 22, row + 26, 2), "#e8b968" if lit else "#171b42")
    c.fill(box(250, 120, 870, 900), "#39407e", "#4d4a86")
    c.fill(box(250, 120, 292, 900), "#2c3268", alpha=0.8)
    c.fill(box(236, 104, 884, 130, 4), "#4a528f")
    for floor in range(9):
        y = 160 + floor * 84
        c.fill(box(250, y + 66, 870, y + 74), "#2a2f66")
        for door in range(5):
            x = 318 + door * 110
            awake = (floor, door) in ((2, 1), (3, 1))
            c.fill(box(x, y, x + 78, y + 60, 3), "#ffd98a" if awake else "#1a1e49", "#ffb95a" if awake else "#242a5c")
            c.stroke([(x + 39, y), (x + 39, y + 60)], 3, "#39407e")
    for y in (328, 412):
        c.glow(467, y + 30, 190, "#ffb347", 0.55)
    c.fill(curve([(452, 388), (455, 362), (467, 350), (479, 362), (482, 388)]), "#5c3a2e")
    c.fill(oval(467, 348, 11), "#5c3a2e")
    for x in range(-20, 1240, 90):
        c.fill(oval(x, 905, 78, 46 + 14 * sin(x)), "#141838", "#0d1028")


@sample_image("convenience-night", 1200, 900)
def convenience_night(c: Drawing) -> None:
    """Draw a convenience store at night."""
    c.fill_background("#10163a", "#25305f", "#3d4a7c")
    c.fill(box(0, 250, 210, 760), "#1a2148", "#222a56")
    c.fill(box(1000, 200, 1200, 760), "#1a2148", "#222a56")
    c.fill(box(0, 740, 1200, 900), "#39405f", "#20243c")
    c.fill(box(160, 240, 1040, 760, 8), "#e9edf2", "#cfd8e2")
    c.fill(box(140, 220, 1060, 330, 10), "#22a37a", "#178061")
    c.fill(box(140, 304, 1060, 322), "#f6c454")
    c.text(600, 266, "와글 24시", 62, "#ffffff", "mm")
    c.fill(box(200, 360, 1000, 735, 4), "#fff6d6", "#ffe7ad")
    for shelf in range(3):
        y = 450 + shelf * 92
        for x in range(240, 640, 34):
            tone = c.random.choice(["#e86a5c", "#f3b64e", "#6fb7a0", "#6f8fd0", "#c98bc2", "#f0e0c0"])
            tall = c.random.uniform(38, 64)
            c.fill(box(x, y - tall, x + 26, y, 4), tone)
        c.fill(box(230, y, 650, y + 9), "#b98d5e")
    c.fill(box(690, 600, 960, 735, 6), "#d68c52", "#b26b3a")
    c.fill(box(680, 588, 970, 612, 6), "#f3d7ac")
    c.fill(curve([(800, 592), (806, 520), (840, 496), (874, 520), (880, 592)]), "#22a37a", "#178061")
    c.fill(oval(840, 462, 36), "#f5cfae")
    c.fill(curve([(802, 462), (806, 426), (840, 416), (876, 426), (878, 462), (858, 444), (822, 444)]), "#3a2a2a")
    for x in (200, 468, 734, 996):
        c.fill(box(x - 5, 352, x + 5, 740), "#8fa0ad")
    c.fill(box(200, 735, 1000, 760), "#8fa0ad")
    c.glow(600, 560, 700, "#ffdf9a", 0.4)
    c.fill([(200, 760), (1000, 760), (1180, 900), (20, 900)], "#ffd98a", "#39405f", alpha=0.5, blur=12)
    c.shadow(oval(330, 838, 90, 12), 0, 0, 8, 0.5)
    c.fill(curve([(288, 836), (296, 730), (330, 690), (366, 730), (376, 836)]), "#6b5a4c", "#4c4038")
    c.fill(oval(330, 662, 34), "#eac3a2")
    c.fill(curve([(292, 654), (306, 624), (352, 624), (372, 652), (330, 646)]), "#5d6a78")
    c.stroke([(374, 740), (392, 836)], 7, "#8a5d3a")
    for _ in range(40):
        star = oval(c.random.uniform(0, 1200), c.random.uniform(0, 210), 1.4)
        c.fill(star, "#fff6d8", alpha=0.7)


@sample_image("cat-fence", 1200, 900)
def cat_fence(c: Drawing) -> None:
    """Draw a cat on a wall at sunset."""
    c.fill_background("#4a3b78", "#c8607c", "#f59a62", "#ffd58a")
    c.glow(830, 560, 460, "#fff0b0", 0.8)
    c.fill(oval(830, 560, 92), "#fff4c8", "#ffd983")
    for y, wide, x in ((170, 300, 220), (250, 240, 930), (330, 200, 480)):
        for d in range(5):
            c.fill(oval(x + d * wide / 5, y + 8 * sin(d * 2), wide / 4, 20), "#ffb9a0", alpha=0.35, blur=8)
    hills = [(-50, 900), (-50, 560), (200, 500), (420, 560), (640, 520), (900, 580), (1250, 500), (1250, 900)]
    c.fill(curve(hills), "#8a4a70", "#5c3560")
    for x, top, wide in ((60, 470, 170), (250, 520, 120), (960, 480, 190)):
        c.fill(box(x, top, x + wide, 760), "#6b3a63", "#4e2e58")
        c.fill([(x - 18, top), (x + wide / 2, top - 62), (x + wide + 18, top)], "#55305a")
        c.fill(box(x + 30, top + 50, x + 62, top + 90, 3), "#ffd27a")
    c.fill(box(-10, 660, 1210, 900), "#b5695a", "#7c4250")
    for row in range(5):
        for column in range(-1, 13):
            x, y = column * 100 + row % 2 * 50, 690 + row * 46
            tone = c.random.choice(["#c1735f", "#a95f57", "#b86a5a"])
            c.fill(box(x + 3, y + 3, x + 96, y + 42, 4), tone, "#96525a")
    c.fill(box(-10, 640, 1210, 684, 6), "#e0957a", "#b56c62")
    draw_seated_cat(c, 430, 645, 1.25)
    c.stroke(curve([(506, 630), (585, 645), (612, 720), (590, 790), (606, 828)], closed=False), 36, "#e08a3c")
    for x in (120, 760, 1080):
        c.fill(curve([(x - 60, 900), (x - 80, 800), (x, 740), (x + 80, 800), (x + 60, 900)]), "#3f5d4a", "#2a4038")
        for _ in range(9):
            c.fill(oval(x + c.random.uniform(-60, 60), c.random.uniform(770, 880), 7), "#f7a6b4")


def draw_seated_cat(c: Drawing, x: float, y: float, s: float) -> None:
    """Draw a ginger cat, one ear folded. Its feet are at (x, y), ``s`` is its size."""

    def at(*points: tuple[float, float]) -> list[tuple[float, float]]:
        return [(x + px * s, y + py * s) for px, py in points]

    c.fill(
        curve(at((-78, 0), (-84, -90), (-52, -190), (0, -214), (52, -190), (86, -90), (80, 0))),
        "#f3a850",
        "#d97f36",
    )
    for side in (-1, 1):
        for k in range(3):
            stripe = at((side * 84, -120 + k * 38), (side * 56, -112 + k * 36), (side * 34, -118 + k * 36))
            c.stroke(curve(stripe, closed=False), 9 * s, "#c66a2a")
    c.fill(curve(at((-38, 0), (-42, -90), (0, -150), (42, -90), (38, 0))), "#fff0d8", "#f4d3a4")
    c.fill(curve(at((-70, -262), (-84, -330), (-22, -300))), "#e08a3c")
    c.fill(curve(at((22, -300), (70, -346), (86, -286), (60, -252))), "#f3a850")
    c.fill(curve(at((40, -296), (66, -318), (72, -280))), "#f7c2a8")
    c.fill(curve(at((-84, -312), (-98, -276), (-58, -288))), "#c66a2a")
    c.fill(oval(*at((0, -240))[0], 92 * s, 78 * s), "#f6b05a", "#e8953f")
    for k in (-26, 0, 26):
        c.stroke(at((k, -312), (k * 0.8, -282)), 9 * s, "#c66a2a")
    c.fill(oval(*at((0, -208))[0], 48 * s, 36 * s), "#fff3de")
    for side in (-1, 1):
        eye = at((side * 40 - 18, -250), (side * 40, -262), (side * 40 + 18, -250), (side * 40, -240))
        c.fill(curve(eye), "#3c2a22")
        c.fill(oval(*at((side * 40 - 5, -254))[0], 5 * s), "#ffffff")
        for k in (-8, 4):
            c.stroke(at((side * 44, -208 + k), (side * 118, -214 + k * 2.4)), 2.4 * s, "#fff6e6", alpha=0.9)
    c.fill(curve(at((-10, -224), (10, -224), (0, -212))), "#e07a78")
    mouth = at((-20, -198), (-8, -196), (0, -210), (8, -196), (20, -198))
    c.stroke(curve(mouth, closed=False), 3.5 * s, "#7a4a36")
    for side in (-1, 1):
        c.fill(oval(*at((side * 30, -4))[0], 30 * s, 17 * s), "#fff3de", "#f0cfa0")


@sample_image("flyer", 900, 1200)
def lost_cat_flyer(c: Drawing) -> None:
    """Draw a flyer about a lost cat on a street pole."""
    c.fill_background("#bcd9e8", "#e6eee2", "#f3e6c8")
    for x, top, wide, tone in ((-30, 430, 300, "#e8b79a"), (620, 380, 320, "#a9c6b8")):
        c.fill(box(x, top, x + wide, 1010), tone, "#c99a84")
        c.fill([(x - 30, top), (x + wide / 2, top - 130), (x + wide + 30, top)], "#b9695c", "#9a5050")
        for k in range(2):
            c.fill(box(x + 60 + k * 110, top + 90, x + 130 + k * 110, top + 180, 6), "#fdf3d6", "#bcd9e8")
    c.fill(box(-5, 1000, 905, 1200), "#b4aca4", "#8e8880")
    c.fill(box(392, -10, 508, 1120), "#9aa0a4", "#74797e")
    c.fill(box(392, -10, 424, 1120), "#b9bfc2", alpha=0.6)
    for y in (70, 120):
        c.stroke(
            curve([(-20, y + 60), (250, y + 90), (450, y), (660, y + 90), (920, y + 50)], closed=False),
            5,
            "#4a4e52",
        )
    sheet = box(215, 270, 685, 930, 6, turn=-2.5)
    c.shadow(sheet, 10, 14, 14, 0.35)
    c.fill(sheet, "#fffdf4", "#f3ead6")
    c.text(446, 350, "고양이를 찾습니다", 52, "#c0392b", "mm")
    c.fill(box(275, 400, 625, 690, 8, turn=-2.5), "#cfe3d8", "#a8c9bb")
    draw_seated_cat(c, 450, 682, 0.74)
    c.text(452, 740, "이름: 두부", 40, "#33302c", "mm")
    c.text(455, 796, "왼쪽 귀가 접혀 있어요", 32, "#33302c", "mm")
    c.text(458, 856, "사례금 20만 원", 42, "#c0392b", "mm")
    for x, y, turn in ((215, 280, 40), (640, 262, -44), (232, 900, -40), (668, 890, 46)):
        c.fill(box(x - 10, y, x + 70, y + 26, 2, turn), "#f5e08a", alpha=0.85)


@sample_image("sunset-bridge", 1600, 1067)
def sunset_bridge(c: Drawing) -> None:
    """Draw a bridge at sunset."""
    c.fill_background("#2f2a63", "#8a4a86", "#e8736a", "#ffb765", "#ffe2a0")
    c.glow(1060, 650, 620, "#fff3c0", 0.85)
    for _ in range(26):
        x, y = c.random.uniform(-100, 1600), c.random.uniform(90, 480)
        wide = c.random.uniform(90, 320)
        c.fill(oval(x, y, wide, wide / 13), "#ffd0a8" if y > 260 else "#c98bb0", alpha=0.35, blur=7)
    c.fill(oval(1060, 650, 84), "#fffbe0", "#ffe08a")
    for k in range(34):
        x = k * 48
        tall = c.random.uniform(30, 130)
        c.fill(box(x, 700 - tall, x + c.random.uniform(26, 50), 704), "#6d4272", "#7e4a72")
    c.fill(box(-5, 700, 1605, 1070), "#e58a70", "#3a2f66")
    for _ in range(150):
        y = 706 + c.random.random() ** 1.6 * 350
        near = 1060 + c.random.uniform(-1, 1) * (30 + (y - 700) * 0.9)
        wide = 14 + (y - 700) * 0.14
        c.stroke([(near - wide, y), (near + wide, y)], 2 + (y - 700) / 70, "#fff0b8", alpha=0.55)
    for _ in range(120):
        x, y = c.random.uniform(0, 1600), c.random.uniform(710, 1060)
        c.stroke([(x, y), (x + (y - 680) * 0.2, y)], 2, "#ffd0b0", alpha=0.22)
    c.fill(box(-5, 618, 1605, 642), "#3b2850")
    c.fill(box(-5, 604, 1605, 610), "#3b2850")
    for x in range(0, 1600, 40):
        c.stroke([(x, 606), (x, 620)], 3, "#3b2850")
    for x in (260, 780, 1330):
        c.fill([(x - 22, 640), (x + 22, 640), (x + 30, 770), (x - 30, 770)], "#3b2850", "#4c3058")
        c.fill(oval(x, 774, 56, 9), "#2c2146", alpha=0.7)
        c.stroke([(x, 620), (x, 420)], 12, "#3b2850")
        for k in range(1, 8):
            c.stroke([(x, 424 + k * 6), (x - k * 32, 612)], 2.5, "#3b2850")
            c.stroke([(x, 424 + k * 6), (x + k * 32, 612)], 2.5, "#3b2850")
    for k, x in enumerate((120, 430, 640, 1010, 1190, 1480)):
        c.fill(box(x, 592, x + 36, 606, 5), "#2a1d3e")
        c.glow(x + (38 if k % 2 else -2), 600, 30, "#ffe9a8", 0.9)


@sample_image("bus-stop-rain", 1200, 900)
def bus_stop_rain(c: Drawing) -> None:
    """Draw a bus stop in the rain."""
    c.fill_background("#1b2440", "#324565", "#56708a")
    for _ in range(30):
        x, y = c.random.uniform(0, 1200), c.random.uniform(200, 560)
        tone = c.random.choice(["#ffcf7a", "#ff9a6a", "#9adcd0", "#f7e3b0"])
        c.fill(oval(x, y, c.random.uniform(14, 38)), tone, alpha=0.25, blur=5)
    c.fill(box(0, 690, 1200, 900), "#3c4f66", "#1f2a40")
    for x, tone in ((210, "#ffcf7a"), (600, "#ffdf9a"), (1010, "#ff9a6a")):
        c.fill(box(x - 40, 690, x + 40, 890), tone, "#1f2a40", alpha=0.3, blur=16)
    c.fill(box(300, 250, 960, 286, 10), "#2f8f83", "#226b64")
    c.fill(box(330, 286, 930, 690), "#d9f0ee", "#a8c8cc", alpha=0.28)
    for x in (336, 924):
        c.fill(box(x - 8, 284, x + 8, 700), "#26333f")
    c.glow(630, 300, 430, "#ffe6a8", 0.65)
    c.fill(box(520, 288, 740, 298, 4), "#fff6d0")
    c.fill(box(380, 590, 660, 608, 5), "#8a5a3a")
    for x in (400, 640):
        c.fill(box(x - 6, 606, x + 6, 696), "#3a3030")
    c.fill(box(1012, 240, 1026, 700), "#26333f")
    c.fill(oval(1019, 222, 56), "#f2b84a", "#e0983a")
    c.text(1019, 222, "42", 52, "#26333f", "mm")
    _waiting(c, 500, "#d96a5a", "#f2c14e", False)
    _waiting(c, 790, "#4a6fa5", "#6cc0b0", True)
    for _ in range(300):
        x, y = c.random.uniform(-20, 1220), c.random.uniform(-20, 900)
        if 310 < x < 950 and 240 < y < 690:
            continue
        c.stroke([(x, y), (x - 8, y + c.random.uniform(22, 48))], 1.6, "#e8f4ff", alpha=0.4)
    for _ in range(40):
        x, y = c.random.uniform(0, 1200), c.random.uniform(710, 890)
        c.stroke(oval(x, y, c.random.uniform(10, 26), 5), 1.6, "#dbeaf5", alpha=0.45)


def _waiting(c: Drawing, x: float, coat: str, umbrella: str, spare: bool) -> None:
    """Someone with an umbrella; with ``spare`` a second one hangs from the arm."""
    c.shadow(oval(x, 704, 62, 10), 0, 0, 6, 0.5)
    for d in (-16, 16):
        c.fill(box(x + d - 10, 600, x + d + 10, 704, 6), "#2c3244")
    c.fill(curve([(x - 50, 640), (x - 42, 500), (x, 466), (x + 42, 500), (x + 50, 640)]), coat)
    c.fill(oval(x, 436, 33), "#f5cfae")
    c.fill(curve([(x - 35, 446), (x - 30, 406), (x, 396), (x + 30, 406), (x + 35, 446), (x, 420)]), "#3a2a2a")
    for d in (-12, 12):
        c.fill(oval(x + d, 444, 3.4), "#3a2a2a")
        c.fill(oval(x + d * 1.5, 453, 5, 3), "#ef9a86", alpha=0.7)
    c.stroke([(x + 46, 330), (x + 46, 560)], 5, "#e8e2d4")
    c.stroke([(x + 30, 520), (x + 46, 548)], 20, coat)
    top = curve([(x - 92, 372), (x - 50, 318), (x + 46, 292), (x + 142, 318), (x + 184, 372)], closed=False)
    c.fill([*top, (x + 114, 356), (x + 46, 372), (x - 22, 356)], umbrella)
    c.stroke([(x + 46, 296), (x + 46, 370)], 3, "#ffffff", alpha=0.35)
    if spare:
        c.stroke([(x - 46, 545), (x - 66, 668)], 12, "#d96a5a")
        c.stroke(curve([(x - 46, 545), (x - 42, 526), (x - 56, 522)], closed=False), 5, "#e8e2d4")


@sample_image("elevator", 900, 1200)
def elevator(c: Drawing) -> None:
    """Draw a lift at the end of a dark corridor."""
    c.fill_background("#1a1f24", "#2a3230", "#151816")
    c.fill([(0, 0), (190, 190), (190, 960), (0, 1200)], "#232b2c", "#141818")
    c.fill([(900, 0), (710, 190), (710, 960), (900, 1200)], "#232b2c", "#141818")
    c.fill([(0, 1200), (190, 960), (710, 960), (900, 1200)], "#3a3f3a", "#1c1f1d")
    c.fill(box(190, 190, 710, 960), "#3c4844", "#2b3431")
    c.fill(box(280, 310, 620, 960), "#59645f", "#3e4744")
    c.fill(box(300, 330, 600, 960), "#e8d9a0", "#b99a5a")
    c.fill(box(300, 330, 372, 960), "#8f9a97", "#5f6a68")
    c.fill(box(528, 330, 600, 960), "#8f9a97", "#5f6a68")
    c.fill(box(400, 560, 500, 570), "#9a7a44")
    c.glow(450, 560, 420, "#ffe7a0", 0.6)
    c.fill([(372, 960), (528, 960), (660, 1200), (240, 1200)], "#ffdf90", "#3a3f3a", alpha=0.55, blur=10)
    c.fill(box(390, 222, 510, 290, 8), "#101312")
    c.glow(450, 256, 80, "#ff5a44", 0.6)
    c.text(450, 256, "4", 52, "#ff6a50", "mm")
    c.fill(box(648, 600, 688, 700, 6), "#1d2322")
    c.fill(oval(668, 630, 10), "#ffb04a")
    c.fill(oval(668, 670, 10), "#4a524f")
    c.shadow(oval(450, 956, 60, 8), 0, 2, 6, 0.5)
    c.fill(curve([(408, 956), (414, 850), (450, 812), (486, 850), (494, 956)]), "#2e2836")
    c.fill(oval(450, 786, 30), "#3a3242")
    c.fill(oval(450, 752, 16), "#c9c4c0", alpha=0.8)
    c.stroke([(496, 860), (512, 956)], 6, "#2e2836")
    for k in range(2):
        x = 60 + k * 760
        c.fill(box(x - 26, 430, x + 46, 800, 4), "#1a2020", "#101414")
