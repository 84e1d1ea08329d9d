"""The drawings of things that fill the picture: about a middle at (0, 0), within ±330 pixels."""

from collections.abc import Callable
from typing import Final

from libraries.drawn_world.people.drawing_style import INK, Parts, clipped_parts, outlined_parts, tones_of_color
from libraries.vector.affine import rotation, scaling, translation
from libraries.vector.colors import WHITE, color
from libraries.vector.path import ellipse, polygon, rectangle, rounded_rectangle, smooth_path
from libraries.vector.picture import Group, filled, stroked
from schemas.beats import Thing

_LINE: Final = 7.0
_TEXT: Final = INK.faded(0.34)


def thing_picture(thing: Thing) -> Group | None:
    """The drawing of the thing; None for one that has none."""
    maker = _MAKERS.get(thing)
    return None if maker is None else Group(tuple(maker()))


def _phone() -> Parts:
    body, screen = rounded_rectangle(-165, -320, 330, 640, 46), rounded_rectangle(-146, -296, 292, 592, 30)
    parts = [*outlined_parts((body, color("#23263a")), line=_LINE), filled(screen, color("#dfeefa"))]
    for number, (left, wide) in enumerate(((-122, 190), (-52, 174), (-122, 150), (-22, 144), (-122, 206))):
        ink = color("#ffffff") if left == -122 else color("#ffe14a")
        parts.append(filled(rounded_rectangle(left, -236 + number * 92, wide, 64, 24), ink))
        parts.append(filled(rounded_rectangle(left + 22, -212 + number * 92, wide - 60, 14, 7), _TEXT))
    return parts


def _note() -> Parts:
    sheet = polygon((-250, -230), (246, -244), (252, 214), (150, 262), (-246, 250))
    fold = polygon((252, 214), (150, 262), (168, 196))
    lines = [
        filled(rounded_rectangle(-200, y, 400 - 70 * (k % 3), 18, 9), _TEXT) for k, y in enumerate(range(-150, 180, 62))
    ]
    pin = [filled(ellipse(0, -214, 26), color("#d8392f")), filled(ellipse(-8, -222, 9), WHITE.faded(0.7))]
    folded = outlined_parts((fold, color("#e8d67a")), line=5)
    return [*outlined_parts((sheet, color("#fff3a8")), line=_LINE), *lines, *folded, *pin]


def _sheet() -> Parts:
    page = polygon((-220, -310), (226, -300), (216, 306), (-230, 300))
    head = filled(rounded_rectangle(-170, -256, 230, 30, 12), INK.faded(0.6))
    lines = [
        filled(rounded_rectangle(-174, y, 344 - 60 * (k % 4 == 3), 14, 7), _TEXT)
        for k, y in enumerate(range(-180, 240, 44))
    ]
    return [*outlined_parts((page, color("#fbfbf6")), line=_LINE), head, *lines]


def _exam() -> Parts:
    mark = smooth_path((20, 60), (190, 20), (210, 190), (60, 230), (0, 130))
    return [
        *_sheet(),
        stroked(mark, color("#e0352b"), 14),
        stroked(polygon((60, 250), (190, 262), closed=False), color("#e0352b"), 10),
    ]


def _receipt() -> Parts:
    teeth = [(x, 320 + (14 if k % 2 else 0)) for k, x in enumerate(range(170, -190, -30))]
    strip = polygon((-172, -320), (172, -320), *teeth)
    lines = [
        filled(rounded_rectangle(left, y, wide, 14, 7), _TEXT)
        for y in range(-190, 180, 50)
        for left, wide in ((-130, 150), (80, 52))
    ]
    bars = [filled(rectangle(-130 + k * 17, 230, 6 + 5 * (k % 3), 60), INK.faded(0.85)) for k in range(15)]
    total = [
        filled(rounded_rectangle(-130, 190, 90, 20, 8), INK.faded(0.7)),
        filled(rounded_rectangle(50, 190, 82, 20, 8), color("#d8392f")),
    ]
    return [
        *outlined_parts((strip, color("#fbfbf6")), line=_LINE),
        filled(rounded_rectangle(-90, -270, 180, 30, 12), INK),
        *lines,
        *total,
        *bars,
    ]


def _envelope() -> Parts:
    paper = tones_of_color("#f3e3c4")
    body, flap = rounded_rectangle(-310, -190, 620, 400, 14), polygon((-304, -184), (304, -184), (0, 66))
    return [
        *outlined_parts((body, paper.base), line=_LINE),
        *outlined_parts((flap, paper.light), line=6),
        *outlined_parts((ellipse(0, 56, 44), color("#c8372f")), line=6),
    ]


def _money() -> Parts:
    parts: Parts = []
    for degrees, ink in ((-14, "#8fbf9a"), (-2, "#f0d38a"), (10, "#7fb08a")):
        note = tones_of_color(ink)
        body = rounded_rectangle(-290, -130, 580, 260, 12)
        inner = [filled(ellipse(0, 0, 84), note.shade), filled(rounded_rectangle(-260, -100, 110, 40, 10), note.light)]
        parts.append(Group((*outlined_parts((body, note.base), line=_LINE), *inner), rotation(degrees)))
    coin = tones_of_color("#e8b93f")
    for x, y in ((150, 190), (250, 120)):
        parts += [*outlined_parts((ellipse(x, y, 78), coin.base), line=_LINE), filled(ellipse(x, y, 52), coin.shade)]
    return parts


def _box() -> Parts:
    card = tones_of_color("#c89a63")
    front, lid = rectangle(-280, -120, 560, 360), polygon((-280, -120), (-220, -230), (330, -230), (280, -120))
    side = polygon((280, -120), (330, -230), (330, 130), (280, 240))
    tape = [
        filled(rectangle(-44, -120, 88, 360), color("#e6cfa2")),
        filled(polygon((-44, -120), (0, -230), (84, -230), (44, -120)), color("#efdcb6")),
    ]
    slip = filled(rounded_rectangle(100, 60, 140, 100, 8), WHITE)
    return [*outlined_parts((front, card.base), (lid, card.light), (side, card.shade), line=_LINE), *tape, slip]


def _cup() -> Parts:
    cup = tones_of_color("#f4ead8")
    body = smooth_path((-150, -170), (150, -170), (130, 200), (90, 240), (-90, 240), (-130, 200))
    handle = stroked(smooth_path((140, -90), (270, -70), (250, 120), (120, 120), closed=False), INK, 60)
    inner = stroked(smooth_path((140, -90), (270, -70), (250, 120), (120, 120), closed=False), cup.base, 40)
    return [
        handle,
        inner,
        *outlined_parts((body, cup.base), line=_LINE),
        *outlined_parts((ellipse(0, -170, 150, 38), color("#6a4230")), line=6),
    ]


def _milk() -> Parts:
    pack = tones_of_color("#f6f8fc")
    front, roof = rectangle(-150, -110, 300, 400), polygon((-150, -110), (-90, -270), (90, -270), (150, -110))
    band = filled(rectangle(-150, 60, 300, 120), color("#7a4a34"))
    return [
        *outlined_parts((front, pack.base), (roof, pack.shade), line=_LINE),
        band,
        *outlined_parts((rectangle(-90, -316, 180, 50), pack.light), line=6),
        filled(ellipse(0, 118, 40), WHITE),
    ]


def _key() -> Parts:
    ring, gold = ellipse(-150, -150, 120), tones_of_color("#e8b93f")
    shaft = Group(
        (
            *outlined_parts(
                (rounded_rectangle(0, -26, 400, 52, 16), gold.base),
                (rectangle(290, 20, 40, 70), gold.base),
                (rectangle(350, 20, 34, 54), gold.base),
                line=_LINE,
            ),
        ),
        translation(-90, -90).after(rotation(45)),
    )
    hole = outlined_parts((ellipse(-150, -150, 54), gold.shade), line=6)
    return [shaft, *outlined_parts((ring, gold.base), line=_LINE), *hole]


def _clock() -> Parts:
    face = ellipse(0, 0, 290)
    ticks = [Group((filled(rounded_rectangle(-8, -262, 16, 44, 6), INK),), rotation(30 * k)) for k in range(12)]
    hands = [
        Group((filled(rounded_rectangle(-9, -150, 18, 170, 9), INK),), rotation(96)),
        Group((filled(rounded_rectangle(-7, -216, 14, 240, 7), INK),), rotation(-4)),
    ]
    return [
        *outlined_parts((face, color("#d1574b")), line=_LINE),
        filled(ellipse(0, 0, 256), color("#fffaf0")),
        *ticks,
        *hands,
        filled(ellipse(0, 0, 18), color("#d1574b")),
    ]


def _book() -> Parts:
    cover = tones_of_color("#4f7cc0")
    pages = polygon((-230, -270), (250, -270), (250, 300), (-230, 300))
    body = rounded_rectangle(-256, -300, 500, 590, 16)
    return [
        *outlined_parts((pages, WHITE), line=_LINE),
        *outlined_parts((body, cover.base), line=_LINE),
        filled(rectangle(-256, -300, 54, 590), cover.shade),
        filled(rounded_rectangle(-140, -190, 320, 130, 14), WHITE.faded(0.9)),
    ]


def _cake() -> Parts:
    cream, berry = tones_of_color("#fff1e0"), tones_of_color("#e0483f")
    low = rounded_rectangle(-270, -20, 540, 230, 30)
    drip = smooth_path(
        (-270, -30), (-200, 70), (-130, 10), (-50, 80), (40, 14), (120, 84), (200, 16), (270, -30), (0, -90)
    )
    candles = [
        part
        for x in (-120, 0, 120)
        for part in (
            *outlined_parts((rounded_rectangle(x - 13, -220, 26, 130, 8), color("#7cc4ff")), line=5),
            filled(smooth_path((x, -290), (x + 22, -246), (x, -224), (x - 22, -246)), color("#ffb938")),
        )
    ]
    plate = ellipse(0, 216, 330, 40)
    return [
        *outlined_parts((plate, color("#dfe6ee")), line=_LINE),
        *outlined_parts((low, color("#f0b98a")), line=_LINE),
        *outlined_parts((drip, cream.base), line=6),
        *candles,
        *(p for x in (-190, -64, 64, 190) for p in outlined_parts((ellipse(x, -60, 30), berry.base), line=5)),
    ]


def _gift() -> Parts:
    paper, ribbon = tones_of_color("#f28b82"), tones_of_color("#fff1c9")
    bows = [smooth_path((0, -160), (d * 130, -300), (d * 190, -210), (d * 100, -150)) for d in (-1, 1)]
    return [
        *outlined_parts(
            (rectangle(-240, -70, 480, 340), paper.base), (rectangle(-270, -160, 540, 100), paper.light), line=_LINE
        ),
        filled(rectangle(-44, -160, 88, 430), ribbon.base),
        *outlined_parts(*((bow, ribbon.base) for bow in bows), line=6),
    ]


def _bag() -> Parts:
    cloth = tones_of_color("#e7d2b0")
    body = smooth_path((-230, -110), (230, -110), (260, 240), (0, 300), (-260, 240))
    handle = stroked(smooth_path((-110, -100), (-90, -290), (90, -290), (110, -100), closed=False), INK, 26)
    shade = filled(smooth_path((60, -140), (330, -140), (330, 330), (90, 330)), cloth.shade.faded(0.6))
    return [handle, *outlined_parts((body, cloth.base), line=_LINE), clipped_parts(body, [shade])]


def _bowl() -> Parts:
    bowl = tones_of_color("#f4efe6")
    body = smooth_path((-300, -60), (300, -60), (210, 180), (90, 240), (-90, 240), (-210, 180))
    food = smooth_path((-260, -70), (-180, -190), (0, -230), (180, -190), (260, -70), (0, -20))
    return [
        *outlined_parts((food, color("#fffdf5")), line=_LINE),
        *outlined_parts((body, bowl.base), line=_LINE),
        filled(rectangle(-260, 20, 520, 26), color("#5f86c4", 0.75)),
    ]


def _flowers() -> Parts:
    stems = [
        stroked(polygon((0, 240), (x, y), closed=False), color("#5f9e5a"), 12)
        for x, y in ((-130, -90), (0, -150), (130, -90))
    ]
    petals: Parts = []
    for x, y, ink in (
        (-140, -120, "#f08a7e"),
        (0, -190, "#ffd166"),
        (140, -120, "#f2a6c8"),
        (-60, -40, "#ffffff"),
        (76, -30, "#c9a6f2"),
    ):
        rosette = Group(tuple(outlined_parts(*((ellipse(0, -44, 32, 44), color(ink)),), line=4)))
        petals += [Group((rosette,), translation(x, y).after(rotation(72 * k))) for k in range(5)]
        petals += outlined_parts((ellipse(x, y, 26), color("#f4b942")), line=4)
    wrap = polygon((-170, 10), (170, 10), (50, 310), (-50, 310))
    return [*stems, *petals, *outlined_parts((wrap, color("#f6e3c8")), line=_LINE)]


_MAKERS: Final[dict[Thing, Callable[[], Parts]]] = {
    Thing.PHONE: _phone,
    Thing.NOTE: _note,
    Thing.POSTER: _note,
    Thing.PAPERS: _sheet,
    Thing.CERTIFICATE: _sheet,
    Thing.EXAM_PAPER: _exam,
    Thing.RECEIPT: _receipt,
    Thing.LETTER: _envelope,
    Thing.ENVELOPE: _envelope,
    Thing.CARD: _envelope,
    Thing.MONEY: _money,
    Thing.COIN: _money,
    Thing.WALLET: _money,
    Thing.BOX: _box,
    Thing.PARCEL: _box,
    Thing.COFFEE: _cup,
    Thing.DRINK: _cup,
    Thing.MILK: _milk,
    Thing.KEY: _key,
    Thing.CLOCK: _clock,
    Thing.BOOK: _book,
    Thing.NOTEBOOK: _book,
    Thing.BANK_BOOK: _book,
    Thing.CAKE: _cake,
    Thing.GIFT: _gift,
    Thing.BAG: _bag,
    Thing.RICE: _bowl,
    Thing.SOUP: _bowl,
    Thing.FLOWERS: _flowers,
}
DRAWN_THINGS: Final = frozenset(_MAKERS)


def lying_thing(thing: Group, x: float, y: float, size: float, degrees: float) -> Group:
    """The drawing of a thing that lies there askew, above its shadow."""
    shade = Group((filled(ellipse(0, 300, 300, 60), color("#120a20", 0.42)),), blur=18.0)
    return Group((shade, Group((thing,), rotation(degrees))), translation(x, y).after(scaling(size)))
