"""Sample pictures of indoors: a robot vacuum, wool, a kitchen at night, a desk, small papers."""

from testbed.sample_images.drawing_tools import Drawing, box, curve, oval
from testbed.sample_images.registry import sample_image


@sample_image("robot-vacuum", 1200, 900)
def robot_vacuum(c: Drawing) -> None:
    """Draw a robot vacuum in a dark room."""
    c.fill_background("#1c2340", "#252c4c")
    c.fill(box(0, 590, 1200, 900), "#5a4638", "#3a2c26")
    for k in range(6):
        c.stroke([(0, 620 + k * 54), (1200, 620 + k * 54)], 2.4, "#2c211c", alpha=0.7)
    c.fill(box(330, 60, 1110, 606, 6), "#c9d0d8", "#98a2ae")
    for x0, x1 in ((354, 710), (732, 1088)):
        c.fill(box(x0, 84, x1, 590, 3), "#131b3e", "#34447c")
        for _ in range(14):
            c.fill(oval(c.random.uniform(x0 + 8, x1 - 8), c.random.uniform(96, 300), 1.8), "#fff6d8")
    c.fill(oval(960, 190, 40), "#fff3cf")
    c.glow(960, 190, 170, "#fff0c0", 0.5)
    for x in range(740, 1080, 66):
        tall = c.random.uniform(60, 190)
        c.fill(box(x, 588 - tall, x + 54, 588), "#1a2248")
        c.fill(box(x + 14, 600 - tall, x + 26, 614 - tall), "#f3c46a")
    c.fill(box(690, 320, 702, 400, 5), "#eef1f4")
    c.fill([(354, 606), (1088, 606), (1000, 900), (140, 900)], "#8fa5dc", "#5a4638", alpha=0.25, blur=10)
    c.fill(box(60, 110, 250, 250, 6), "#f3e6cc", "#dcc9a4")
    c.stroke([(155, 180), (155, 142)], 6, "#3a2c26")
    c.stroke([(155, 180), (186, 180)], 7, "#3a2c26")
    c.stroke([*oval(155, 180, 56), (211, 180)], 6, "#3a2c26")
    body = oval(610, 690, 176, 62)
    c.shadow(oval(610, 730, 186, 46), 0, 8, 14, 0.6)
    c.fill(oval(610, 716, 176, 62), "#8f969e", "#5d646c")
    c.fill(body, "#fafbfc", "#cfd5da")
    c.fill(oval(610, 682, 118, 36), "#e6eaed")
    c.fill(oval(610, 676, 46, 16), "#f7f9fa", "#cfd5da")
    c.fill(oval(610, 674, 32, 10), "#3fc4b0")
    c.glow(610, 676, 130, "#5ff0d8", 0.7)
    for side in (-1, 1):
        c.fill(oval(610 + side * 58, 724, 13, 15), "#2a2f36")
        c.fill(oval(606 + side * 58, 719, 5), "#ffffff")
    c.stroke(curve([(590, 740), (610, 750), (630, 740)], False), 5, "#2a2f36")
    for x, y, turn in ((420, 610, -30), (398, 650, 0), (806, 612, 30), (826, 652, 0)):
        c.fill(box(x - 26, y - 4, x + 26, y + 4, 4, turn), "#ffd45c")


@sample_image("knitting", 1200, 900)
def knitting(c: Drawing) -> None:
    """Draw knitting with its wool."""
    c.fill_background("#f6e7d2", "#e6c8a4")
    c.fill(curve([(-40, 940), (-40, 560), (300, 520), (700, 560), (1240, 500), (1240, 940)]), "#b98a68", "#8a6248")
    colours = ["#d9574a", "#f0b04a", "#4f9a8a", "#4a6fa5", "#e9e0d0"]
    c.shadow(box(180, 170, 700, 780, 12), 8, 18, 18)
    for row in range(30):
        y = 170 + row * 20
        tone = colours[row // 3 % 5]
        c.fill(box(180 - row * 1.4, y, 700 + row * 2.6, y + 22), tone)
        for k in range(27 + row // 8):
            x = 186 - row * 1.4 + k * 19.6
            c.stroke([(x, y + 3), (x + 8, y + 17)], 4, "#ffffff", alpha=0.2)
            c.stroke([(x + 16, y + 3), (x + 8, y + 17)], 4, "#2a1a1a", alpha=0.13)
    for k in range(16):
        x = 150 + k * 39
        c.stroke(curve([(x, 770), (x + 4, 800), (x - 3, 832)], False), 8, colours[k % 5])
    for d, turn in ((0, -14), (44, 12)):
        c.shadow(box(120, 150 + d, 800, 164 + d, 7, turn / 6), 3, 8, 5)
        c.fill(box(120, 150 + d / 3, 800, 164 + d / 3, 7, turn / 6), "#e9c48a", "#c0945a")
        c.fill(oval(120 + d, 158 + (d and -12), 15), "#a8643c")
    for x, y, r, tone, dark in (
        (920, 640, 140, "#d9574a", "#a83a34"),
        (1070, 420, 100, "#4f9a8a", "#357064"),
        (860, 360, 84, "#f0b04a", "#c88628"),
    ):
        c.shadow(oval(x, y, r), 8, 20, 18, 0.4)
        c.fill(oval(x, y, r), tone, dark)
        for turn in (-50, 10, 65):
            for k in range(5):
                arc = oval(x, y, r * 0.94, r * (0.16 + k * 0.17), turn)
                c.stroke(arc[2:46], 4, "#ffffff", alpha=0.22)
    c.stroke(curve([(1000, 750), (880, 830), (760, 790), (700, 740)], False), 7, "#d9574a")


@sample_image("fridge-note", 900, 1200)
def fridge_note(c: Drawing) -> None:
    """Draw a note on a refrigerator at night."""
    c.fill_background("#232c3c", "#2c374a", "#1a212e")
    c.fill(box(0, 1010, 900, 1200), "#1d2430", "#10141c")
    c.fill(box(60, 130, 560, 1040, 24), "#7a8a9c", "#4a5868")
    c.fill(box(78, 146, 542, 470, 14), "#93a4b6", "#71808f")
    c.fill(box(78, 486, 542, 1024, 14), "#8494a6", "#566474")
    for y0, y1 in ((360, 450), (510, 690)):
        c.fill(box(500, y0, 516, y1, 8), "#d0dae4", "#98a6b4")
    c.fill(box(600, 640, 910, 1040, 4), "#6a5442", "#45362a")
    c.fill(box(590, 616, 910, 648, 4), "#9a7c60")
    c.fill(box(650, 120, 860, 420, 4), "#1a2a52", "#42609c")
    c.fill(box(750, 120, 760, 420), "#2c333d")
    c.fill(oval(812, 190, 24), "#fff3cf")
    c.glow(812, 190, 190, "#cfdcff", 0.6)
    c.fill([(650, 420), (860, 420), (420, 1200), (0, 1200)], "#5f7fb8", "#10141c", alpha=0.18, blur=16)
    note = box(180, 560, 420, 790, 2, 3)
    c.shadow(note, 4, 10, 8, 0.5)
    c.fill(note, "#ffe98a", "#f3cf52")
    c.fill(oval(300, 572, 14), "#e0503f")
    c.text(300, 650, "너 요즘 너무", 36, "#4a3a1a", "mm")
    c.text(299, 696, "힘들어 보인다.", 36, "#4a3a1a", "mm")
    c.text(298, 742, "좀 쉬어.", 36, "#4a3a1a", "mm")
    c.glow(300, 670, 330, "#ffd98a", 0.4)
    for x, tone in ((120, "#5f9a8a"), (470, "#b0607a")):
        c.fill(box(x, 240, x + 40, 290, 6), tone)
    c.fill(curve([(680, 616), (672, 560), (700, 530), (760, 530), (786, 560), (780, 616)]), "#c05a4a", "#8a3a34")
    c.stroke(curve([(676, 560), (640, 552), (644, 590)], False), 8, "#c05a4a")


@sample_image("messy-desk", 1200, 900)
def messy_desk(c: Drawing) -> None:
    """Draw a desk full of things."""
    c.fill_background("#b9c7c4", "#d9d8c8")
    c.fill(box(0, 520, 1200, 900), "#c79a68", "#9a6f44")
    c.fill(box(0, 520, 1200, 534), "#dfb684")
    c.fill(box(420, 130, 860, 420, 14), "#2a2f36", "#3c434c")
    c.fill(box(440, 150, 840, 396, 4), "#5f8fb0", "#8fc0d0")
    for _ in range(9):
        x, y = c.random.uniform(450, 760), c.random.uniform(160, 330)
        c.fill(
            box(x, y, x + 66, y + 56, 2, c.random.uniform(-12, 12)), c.random.choice(["#ffe98a", "#ffb4a8", "#b8e0c0"])
        )
    c.fill(box(610, 420, 670, 520), "#3c434c")
    c.fill(box(540, 508, 740, 528, 6), "#2a2f36")
    for x, count in ((120, 22), (930, 30)):
        for k in range(count):
            y, d = 640 - k * 15, c.random.uniform(-16, 16)
            tone = c.random.choice(["#fffdf4", "#f1ead8", "#e4eef0", "#f7dcb8", "#dfe8d0"])
            c.fill(box(x + d - 90, y, x + d + 110, y + 14, 2, c.random.uniform(-2.4, 2.4)), tone, "#cfc8b8")
    for _ in range(16):
        x, y, turn = c.random.uniform(120, 1060), c.random.uniform(660, 860), c.random.uniform(-40, 40)
        sheet = box(x - 80, y - 46, x + 80, y + 46, 2, turn)
        c.shadow(sheet, 2, 4, 4, 0.25)
        c.fill(sheet, "#fffdf6", "#ece5d6")
        for k in range(3):
            c.fill(
                box(x - 56, y - 24 + k * 20, x + c.random.uniform(10, 56), y - 19 + k * 20, 2, 0), "#b9bfc6", alpha=0.8
            )
    tones = ["#e0604a", "#4f8fa8", "#f0b04a", "#7a9a5a", "#c98bb0", "#f4efe6", "#5a5f78"]
    for k, x in enumerate((290, 370, 452, 760, 838, 470, 300)):
        _mug(c, x, (640, 664, 648, 640, 668, 800, 812)[k], tones[k], sprouts=k == 3)


def _mug(c: Drawing, x: float, y: float, tone: str, *, sprouts: bool) -> None:
    """A mug standing at (x, y); with ``sprouts`` something grows in it."""
    c.shadow(oval(x, y, 40, 10), 4, 4, 6, 0.45)
    c.stroke([*oval(x + 36, y - 40, 18, 20)], 8, tone)
    c.fill(curve([(x - 36, y - 84), (x - 34, y - 10), (x, y + 6), (x + 34, y - 10), (x + 36, y - 84)]), tone)
    c.fill(oval(x, y - 84, 37, 12), "#fffaf0")
    c.fill(oval(x, y - 83, 30, 9), "#5a3a26")
    c.fill(box(x - 26, y - 70, x - 16, y - 16, 5), "#ffffff", alpha=0.35)
    if not sprouts:
        return
    for k in range(7):
        top = (x - 36 + k * 12 + c.random.uniform(-6, 6), y - 170 - c.random.uniform(0, 70))
        c.stroke(curve([(x - 14 + k * 4, y - 84), (x - 20 + k * 7, y - 130), top], False), 5, "#f3efd8")
        for side in (-1, 1):
            c.fill(oval(top[0] + side * 8, top[1] - 3, 11, 7, side * -28), "#f0c94a" if k % 2 else "#8fc04a")
