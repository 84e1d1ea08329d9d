"""Sample pictures of things with writing on them: a chat, a message, an exam, a notebook, an old telephone."""

from math import cos, pi, sin

from testbed.sample_images.drawing_tools import Drawing, Point, box, curve, oval
from testbed.sample_images.food import draw_table
from testbed.sample_images.registry import sample_image


def _bubble(c: Drawing, across: Point, y0: float, lines: tuple[str, ...], colour: str, size: float = 40) -> float:
    """A speech bubble from left to right edge ``across``, its top at y0; returns its lower edge."""
    x0, x1 = across
    y1 = y0 + len(lines) * size * 1.4 + size * 0.9
    c.shadow(box(x0, y0, x1, y1, 30), 0, 5, 8, 0.16)
    c.fill(box(x0, y0, x1, y1, 30), colour)
    for k, line in enumerate(lines):
        c.text(x0 + 34, y0 + size * 0.45 + size * 1.4 * (k + 0.5), line, size, "#2a2f36", "lm")
    return y1


def _face(c: Drawing, x: float, y: float, tone: str, worried: bool = False) -> None:
    c.fill(oval(x, y, 46), tone)
    for side in (-1, 1):
        c.fill(oval(x + side * 16, y - 6, 5, 7), "#2a2f36")
    mouth = (
        [(x - 14, y + 22), (x, y + 12), (x + 14, y + 22)]
        if worried
        else [(x - 14, y + 14), (x, y + 22), (x + 14, y + 14)]
    )
    c.stroke(curve(mouth, False), 5, "#2a2f36")


@sample_image("chat-mistake", 1080, 1350)
def chat_mistake(c: Drawing) -> None:
    """Draw a chat with a message that went to the wrong people."""
    c.fill_background("#dfeee6", "#cfe3e6")
    c.fill(box(0, 0, 1080, 150), "#2f8f7c", "#277a6a")
    c.text(60, 76, "우리 회사 전체 방", 52, "#ffffff", "lm")
    c.text(1010, 76, "83명", 44, "#c8ece2", "rm")
    _face(c, 92, 262, "#ffd27a")
    c.text(164, 226, "총무팀", 32, "#5a6a72", "lm")
    _bubble(c, (160, 760), 252, ("간식 신청 오늘까지입니다",), "#ffffff")
    _face(c, 92, 462, "#a8d0f0", worried=True)
    c.text(164, 426, "신입", 32, "#5a6a72", "lm")
    low = _bubble(c, (160, 830), 452, ("자기야 나 오늘", "너무 힘들었어ㅠㅠ 안아 줘"), "#ffe0de")
    c.text(850, low - 16, "82", 34, "#d9822b", "ls")
    for k in range(3):
        c.fill(oval(540 + (k - 1) * 44, 740, 9), "#93a5a8")
    c.text(540, 800, "(1분 동안 아무도 말이 없음)", 34, "#6a7c80", "mm")
    _face(c, 92, 922, "#c9b8e8")
    c.text(164, 886, "사장님", 32, "#5a6a72", "lm")
    _bubble(c, (160, 760), 912, ("힘들었구나.", "3층으로 올라와라."), "#ffffff", 46)
    c.fill(box(0, 1220, 1080, 1350), "#f6faf8")
    c.fill(box(40, 1248, 880, 1322, 36), "#e4ecea")
    c.fill(oval(980, 1285, 42), "#2f8f7c")
    c.fill([(966, 1264), (1002, 1285), (966, 1306)], "#ffffff")


@sample_image("template-sms", 1080, 1080)
def unfilled_text_message(c: Drawing) -> None:
    """Draw a text message whose placeholders were not filled in."""
    c.fill_background("#fbe7d6", "#f3cfc0")
    for _ in range(60):
        x, y = c.random.uniform(0, 1080), c.random.uniform(0, 1080)
        tone = c.random.choice(["#f08a6a", "#f2b84a", "#7ac0a8", "#8aa8dc", "#e49ac0"])
        c.fill(box(x, y, x + 26, y + 12, 3, c.random.uniform(0, 180)), tone, alpha=0.7)
    c.shadow(box(190, 70, 890, 1130, 60), 6, 16, 22, 0.35)
    c.fill(box(190, 70, 890, 1130, 60), "#2a2f3a", "#1d212a")
    c.fill(box(214, 100, 866, 1130, 40), "#f7f6f3", "#eceae4")
    c.text(540, 158, "오늘 저녁 8:00", 32, "#8a9098", "mm")
    _bubble(c, (244, 836), 210, ("${이름}님, 생일을", "진심으로 축하드립니다!"), "#ffffff", 42)
    _bubble(c, (244, 836), 410, ("고객님만을 위한 쿠폰", "<10% 할인>을 드려요."), "#ffffff", 42)
    low = _bubble(c, (330, 836), 650, ("저 ${이름}인데요,", "감사합니다."), "#bfe6d8", 42)
    cake = 960
    c.shadow(box(400, cake - 70, 680, cake + 40, 14), 0, 10, 10)
    c.fill(box(400, cake - 70, 680, cake + 40, 14), "#f7c9a8", "#e09a78")
    c.fill(
        curve(
            [
                (400, cake - 70),
                (470, cake - 30),
                (540, cake - 62),
                (610, cake - 26),
                (680, cake - 70),
                (680, cake - 86),
                (400, cake - 86),
            ]
        ),
        "#fff6ec",
    )
    c.fill(box(534, low + 40, 546, cake - 76, 4), "#e0604a")
    c.fill(oval(540, low + 30, 9, 16), "#ffc94a")
    c.glow(540, low + 30, 90, "#ffe9a0", 0.5)


@sample_image("exam-paper", 1080, 1350)
def exam_paper(c: Drawing) -> None:
    """Draw an exam paper with the notes of the teacher."""
    draw_table(c, "#b98d62", "#8a6442")
    sheet = box(100, 70, 980, 1300, 4, 1.2)
    c.shadow(sheet, 8, 18, 20, 0.45)
    c.fill(sheet, "#fffef8", "#f3eedf")
    c.text(160, 150, "수학", 64, "#2a2f36", "lm")
    c.text(330, 156, "2학년   이름:", 36, "#6a7078", "lm")
    c.stroke([(540, 176), (700, 178)], 3, "#6a7078")
    c.text(820, 160, "8", 130, "#d63a2f", "mm")
    c.stroke([(750, 236), (900, 228)], 7, "#d63a2f")
    c.stroke([(756, 252), (896, 246)], 5, "#d63a2f")
    for k in range(3):
        y = 310 + k * 132
        c.text(160, y, f"{k + 17}.", 38, "#2a2f36", "lm")
        for row in range(2):
            c.stroke([(230, y - 12 + row * 34), (620 + 90 * ((k + row) % 3), y - 12 + row * 34)], 7, "#c3c8cc")
        c.stroke([(150, y + 46), (200, y - 44)], 8, "#d63a2f", alpha=0.9)
    c.text(160, 720, "20. (서술형)", 38, "#2a2f36", "lm")
    c.fill(box(150, 756, 930, 1240, 6), "#fbf8ec")
    c.stroke([*box(150, 756, 930, 1240, 6), (930, 1234)], 3, "#9aa0a6")
    c.text(190, 820, "선생님, 저는 수학이 싫은 게 아니라", 40, "#3a4a78", "lm")
    c.text(190, 880, "수학이 저를 싫어해요.", 40, "#3a4a78", "lm")
    c.text(190, 980, "수학은 너를 싫어하지 않는다.", 44, "#d63a2f", "lm")
    c.text(190, 1046, "아직 인사를 안 했을 뿐이지.", 44, "#d63a2f", "lm")
    c.text(190, 1112, "내일 점심시간에 교무실로 와라.", 44, "#d63a2f", "lm")
    c.text(830, 1186, "+1점", 60, "#d63a2f", "mm")
    c.fill(oval(960, 1250, 80), "#f79a34", "#dc7418")
    c.fill(oval(936, 1222, 22, 13, -30), "#ffd08a", alpha=0.8, blur=4)
    c.fill(oval(968, 1178, 30, 13, -24), "#5f9e46")


@sample_image("grandma-phone", 1200, 900)
def grandma_phone(c: Drawing) -> None:
    """Draw a grandmother's old telephone."""
    draw_table(c, "#e6c9a0", "#b98d5e")
    for k in range(8):
        for row in range(2):
            tone = ["#d9574a", "#f0b04a", "#4f9a8a", "#e9e0d0"][(k + row) % 4]
            c.fill(box(90 + k * 64, 560 + row * 64, 150 + k * 64, 620 + row * 64, 4, 4), tone)
    paper = box(90, 80, 560, 500, 4, -5)
    c.shadow(paper, 6, 12, 14, 0.35)
    c.fill(paper, "#fdf6e4", "#efe0c0")
    for k, (text, tone) in enumerate((("내", "#d9574a"), ("이", "#4a6fa5"), ("름", "#5f9e46"))):
        c.text(180 + k * 140, 290 - k * 12, text, 150, tone, "mm")
    phone = box(660, 110, 960, 800, 44, 4)
    c.shadow(phone, 10, 20, 20, 0.45)
    c.fill(phone, "#3a3f4a", "#23272f")
    c.fill(box(690, 170, 940, 470, 10, 4), "#d8eec8", "#b8d8a0")
    c.text(818, 250, "전화가 왔어요", 32, "#3a4a30", "mm")
    c.text(812, 320, "글자 가르쳐준", 37, "#24301c", "mm")
    c.text(808, 376, "우리 강아지", 41, "#24301c", "mm")
    c.fill(oval(806, 432, 14), "#5f9e46")
    for row in range(4):
        for column in range(3):
            x, y = 716 + column * 78 - row * 5, 530 + row * 62 + column * 5
            c.fill(box(x, y, x + 58, y + 42, 14, 4), "#e9e4d8", "#c8c2b4")
            label = "123456789*0#"[row * 3 + column]
            c.text(x + 29, y + 22, label, 27, "#3a3f4a", "mm")
    for x in (1010, 1130):
        c.stroke([*oval(x - 10, 690, 62, 56), (x + 52, 690)], 11, "#7a4a36")
        c.fill(oval(x - 10, 690, 56, 50), "#dff0f4", alpha=0.45)
    c.stroke(curve([(944, 676), (930, 560), (980, 500)], False), 9, "#7a4a36")
    c.stroke(curve([(1180, 676), (1190, 560), (1150, 490)], False), 9, "#7a4a36")


@sample_image("puppy-notebook", 1200, 1200)
def puppy_notebook(c: Drawing) -> None:
    """Draw a puppy with its school notebook."""
    c.fill_background("#f7e3b8", "#f0c890")
    for _ in range(26):
        x, y = c.random.uniform(0, 1200), c.random.uniform(0, 1200)
        c.fill(oval(x, y, 20, 16), "#e0ac68", alpha=0.45)
        for d in (-20, 0, 20):
            c.fill(oval(x + d, y - 24 + abs(d) / 4, 8), "#e0ac68", alpha=0.45)
    book = box(110, 120, 720, 900, 18, -4)
    c.shadow(book, 8, 18, 18, 0.35)
    c.fill(book, "#6fb0c8", "#4f8fa8")
    c.fill(box(150, 140, 716, 886, 8, -4), "#fffdf4", "#f3ecd8")
    c.text(430, 215, "알림장", 62, "#3a5a6a", "mm")
    days = (
        ("월", "구석에 있었어요"),
        ("화", "친구 간식을 먹음"),
        ("수", "간식을 전부 먹음"),
        ("목", "서랍 여는 법 전파"),
        ("금", "반장이 되었습니다"),
    )
    for k, (day, note) in enumerate(days):
        y = 320 + k * 108
        c.fill(oval(216 + k * 6, y, 34), "#f2b84a")
        c.text(216 + k * 6, y, day, 36, "#ffffff", "mm")
        c.text(272 + k * 6, y, note, 42, "#3a3f46", "lm")
        c.stroke([(190 + k * 6, y + 52), (680 + k * 6, y + 30)], 2.4, "#c8d8dc")
    _puppy(c, 830, 1060)


def _puppy(c: Drawing, x: float, y: float) -> None:
    """A puppy with a badge, sitting at (x, y)."""
    c.shadow(oval(x, y, 220, 30), 0, 6, 14, 0.4)
    c.stroke(curve([(x + 150, y - 60), (x + 230, y - 120), (x + 222, y - 190)], False), 44, "#e9b878")
    c.fill(
        curve([(x - 170, y), (x - 160, y - 170), (x, y - 300), (x + 160, y - 170), (x + 170, y)]),
        "#f3c98c",
        "#dda864",
    )
    c.fill(
        curve([(x - 80, y - 10), (x - 90, y - 130), (x, y - 230), (x + 90, y - 130), (x + 80, y - 10)]),
        "#fff3de",
    )
    c.fill(oval(x, y - 350, 168, 146), "#f6d29a", "#e6b674")
    for side in (-1, 1):
        ear = [
            (x + side * 110, y - 460),
            (x + side * 190, y - 440),
            (x + side * 212, y - 310),
            (x + side * 150, y - 290),
        ]
        c.fill(curve(ear), "#b97a42", "#96602f")
        c.fill(oval(x + side * 62, y - 372, 19, 23), "#33261e")
        c.fill(oval(x + side * 62 - 6, y - 380, 7), "#ffffff")
        c.fill(oval(x + side * 108, y - 318, 26, 16), "#f2a08c", alpha=0.6)
        c.fill(oval(x + side * 74, y - 8, 62, 34), "#fff3de", "#f0d8b0")
    c.fill(oval(x, y - 306, 74, 54), "#fff6e6")
    c.fill(curve([(x - 24, y - 336), (x + 24, y - 336), (x, y - 308)]), "#33261e")
    c.stroke(
        curve([(x - 34, y - 288), (x - 12, y - 280), (x, y - 304), (x + 12, y - 280), (x + 34, y - 288)], False),
        6,
        "#33261e",
    )
    c.fill(curve([(x - 16, y - 282), (x + 16, y - 282), (x + 12, y - 248), (x - 12, y - 248)]), "#f08a8a")
    star = [
        (x + 70 + r * cos(a), y - 120 + r * sin(a))
        for k in range(10)
        for r, a in [((58, 28)[k % 2], (k / 5 - 0.5) * pi)]
    ]
    c.shadow(star, 2, 6, 5)
    c.fill(star, "#ffd45c", "#f0a83a")
    c.text(x + 70, y - 118, "반장", 28, "#8a5a1c", "mm")
