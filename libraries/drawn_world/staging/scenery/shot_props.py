"""Props of shots: the table that somebody sits at, the bed that somebody lies in, or the thing that fills the
picture."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from libraries.drawn_world.animals.animal import Animal
from libraries.drawn_world.people.acting import Pose
from libraries.drawn_world.people.body.arm_poses import SITTING_POSES
from libraries.drawn_world.people.drawing_style import Parts, clipped_parts, outlined_parts, tones_of_color
from libraries.drawn_world.scenes.scene_builder import FRAME
from libraries.drawn_world.staging.bodies import player_body_at_rest
from libraries.drawn_world.staging.framing import PlacedPlayer
from libraries.drawn_world.staging.scenery.thing_pictures import lying_thing, thing_picture
from libraries.drawn_world.staging.shot import Backdrop, Framing, Shot
from libraries.vector.affine import scaling, translation
from libraries.vector.colors import WHITE
from libraries.vector.path import ellipse, polygon, rectangle, rounded_rectangle, smooth_path
from libraries.vector.picture import Group, filled
from schemas.beats import Place

_OFFICES: Final = frozenset(
    (
        *(Place.OFFICE, Place.MEETING_ROOM, Place.MANAGERS_OFFICE, Place.STAFF_ROOM, Place.INTERVIEW_ROOM),
        *(Place.CONSULTING_ROOM, Place.MANAGEMENT_OFFICE, Place.BANK, Place.ESTATE_AGENCY, Place.INTERNET_CAFE),
    )
)
_SCHOOLS: Final = frozenset(
    (
        *(Place.CLASSROOM, Place.LECTURE_HALL, Place.EXAM_ROOM, Place.LIBRARY, Place.STUDY_ROOM),
        Place.PRIVATE_ACADEMY,
    )
)
_MEALS: Final = frozenset(
    (
        *(Place.CAFE, Place.RESTAURANT, Place.SNACK_BAR, Place.BARBECUE_RESTAURANT, Place.FRIED_CHICKEN_SHOP),
        *(Place.BAR, Place.CANTEEN, Place.BAKERY, Place.KITCHEN, Place.HOME, Place.LIVING_ROOM, Place.STUDIO_FLAT),
        *(Place.BREAK_ROOM, Place.ARMY_CANTEEN, Place.STREET_STALL),
    )
)
_SICKBEDS: Final = frozenset((Place.HOSPITAL_WARD, Place.HOSPITAL, Place.EMERGENCY_ROOM, Place.NURSING_HOME))
_BEDROOMS: Final = frozenset(
    (
        *(Place.HOME, Place.BEDROOM, Place.CHILDS_ROOM, Place.STUDIO_FLAT, Place.LIVING_ROOM, Place.DORMITORY),
        *(Place.HOTEL_ROOM, Place.GUEST_HOUSE, Place.COUNTRY_HOUSE),
    )
)
PLACES_WITH_BEDS: Final = _BEDROOMS | _SICKBEDS
"""Places where there is a bed to lie in."""
_AT_TABLE: Final = (*SITTING_POSES, Pose.EAT, Pose.DRINK)
_WIDE: Final = 200.0
"""Pixels that a table reaches beyond the frame."""
_TOP: Final = 112.0
"""Units above the seat at which the farther edge of a table top is."""


class ShotProps(NamedTuple):
    """The drawings of what stands behind the players of a shot and before them, in pixels of the picture."""

    behind: Group | None = None
    before: Group | None = None


def shot_props(shot: Shot, players: Sequence[PlacedPlayer]) -> ShotProps:
    """The furniture of a shot; or the thing that the shot is about, which fills the picture."""
    thing = thing_picture(shot.thing) if shot.framing is Framing.DETAIL and shot.thing else None
    if thing is None:
        return player_furniture(shot, players)
    high = 600 if shot.raised else 740
    return ShotProps(before=lying_thing(thing, FRAME[0] / 2, high, 1.15, 5.0 * (shot.side or 1)))


def player_furniture(shot: Shot, players: Sequence[PlacedPlayer]) -> ShotProps:
    """The table or bed of who sits, eats or lies in a shot; nothing where the place has none or is seen whole."""
    if not players or isinstance(players[0].player.person, Animal) or shot.backdrop is not Backdrop.PLACE:
        return ShotProps()
    first, place = players[0], shot.setting.place
    if first.player.pose is Pose.LIE:
        return _bed(first, sick=place in _SICKBEDS) if place in PLACES_WITH_BEDS else ShotProps()
    if first.player.pose not in _AT_TABLE or shot.framing is Framing.ESTABLISHING or first.back:
        return ShotProps()
    for places, color, laid in (
        (_OFFICES, "#d9c3a0", _papers),
        (_SCHOOLS, "#d8a869", _books),
        (_MEALS, "#a9714a", _meal),
    ):
        if place in places:
            return _table(first, color, laid())
    return _bench(first) if first.player.pose in SITTING_POSES else ShotProps()


def _table(first: PlacedPlayer, color: str, things: Parts) -> ShotProps:
    """A table top in perspective and its front, with things on it beside the hands."""
    k, wood = first.scale, tones_of_color(color)
    edge = first.y + (player_body_at_rest(first.player, first.turn).seat[1] - _TOP) * k
    front, right = edge + 96 * k, FRAME[0] + _WIDE
    top = polygon((-_WIDE + 90, edge), (right - 90, edge), (right, front), (-_WIDE, front))
    side = rectangle(-_WIDE, front, right + _WIDE, FRAME[1] + _WIDE - front)
    shadow = filled(ellipse(first.x, edge + 12 * k, 200 * k, 26 * k), wood.shade.faded(0.7))
    away = -1 if first.x > FRAME[0] / 2 else 1
    laid = Group(tuple(things), translation(first.x + away * 300 * k, edge + 52 * k).after(scaling(k)))
    parts = [
        *outlined_parts((top, wood.light), line=3.0 * k),
        clipped_parts(top, [shadow]),
        *outlined_parts((side, wood.base), line=3.0 * k),
        filled(rectangle(-_WIDE, front, right + _WIDE, 14 * k), wood.shade),
        laid,
    ]
    return ShotProps(before=Group(tuple(parts)))


def _bench(first: PlacedPlayer) -> ShotProps:
    """A bench without a back."""
    k, wood = first.scale, tones_of_color("#9a6b45")
    x, y = first.x, first.y + player_body_at_rest(first.player, first.turn).seat[1] * k
    plank = rounded_rectangle(x - 420 * k, y - 34 * k, 840 * k, 52 * k, 12 * k)
    edge = rounded_rectangle(x - 420 * k, y + 6 * k, 840 * k, 26 * k, 8 * k)
    legs = [rectangle(x + side * 340 * k - 26 * k, y + 20 * k, 52 * k, 190 * k) for side in (-1, 1)]
    shade = filled(ellipse(x, y + 206 * k, 440 * k, 26 * k), wood.line.faded(0.35))
    parts = [
        shade,
        *outlined_parts(*((leg, wood.shade) for leg in legs), line=3.4 * k),
        *outlined_parts((edge, wood.shade), (plank, wood.base), line=3.4 * k),
    ]
    return ShotProps(behind=Group(tuple(parts)))


def _papers() -> Parts:
    """A mug and a heap of papers."""
    sheet, mug = tones_of_color("#fbfbf6"), tones_of_color("#d1574b")
    heap = [polygon((-90 + d, -6 - d), (56 + d, -14 - d), (84 + d, 18 - d), (-70 + d, 26 - d)) for d in (0, 5, 10)]
    cup = rounded_rectangle(-150, -72, 58, 76, 12)
    return [
        *outlined_parts(*((each, sheet.base) for each in heap), line=3.4),
        *outlined_parts((cup, mug.base), line=3.8),
    ]


def _books() -> Parts:
    parts: Parts = []
    for number, (color, wide) in enumerate((("#4f7cc0", 150), ("#e0894b", 134), ("#5f9e7a", 142))):
        body = rounded_rectangle(-wide / 2 + number * 6, -12 - number * 26, wide, 25, 5)
        parts += outlined_parts((body, tones_of_color(color).base), line=3.6)
    return parts


def _meal() -> Parts:
    """A bowl that steams no more, and a glass."""
    bowl, soup, glass = tones_of_color("#f4efe6"), tones_of_color("#c9603f"), tones_of_color("#bfe0ec")
    round_ = smooth_path((-80, -34), (80, -34), (52, 18), (0, 26), (-52, 18))
    cup = polygon((104, -74), (160, -74), (152, 6), (112, 6))
    return [
        *outlined_parts((round_, bowl.base), line=3.8),
        *outlined_parts((ellipse(0, -34, 80, 17), soup.base), line=3.4),
        *outlined_parts((cup, glass.base.faded(0.9)), line=3.4),
        filled(polygon((112, -60), (122, -60), (124, -6), (118, -6)), WHITE.faded(0.6)),
    ]


def _bed(first: PlacedPlayer, *, sick: bool) -> ShotProps:
    """A bed seen from its side, the head of who lies in it to the left; the blanket covers the rest."""
    k, x, y = first.scale, first.x, first.y
    sheet, wood = tones_of_color("#f2f4f8" if sick else "#f6eddc"), tones_of_color("#aab4c0" if sick else "#8a5f42")
    cloth = tones_of_color("#9cc4d8" if sick else "#6f86c9")
    head = rounded_rectangle(x - 800 * k, y - 330 * k, 90 * k, 620 * k, 26 * k)
    mattress = rounded_rectangle(x - 760 * k, y - 40 * k, 1600 * k, 170 * k, 40 * k)
    frame = rectangle(x - 760 * k, y + 110 * k, 1600 * k, 110 * k)
    pillow = smooth_path(
        (x - 720 * k, y - 120 * k),
        (x - 400 * k, y - 140 * k),
        (x - 330 * k, y - 30 * k),
        (x - 420 * k, y + 30 * k),
        (x - 700 * k, y + 30 * k),
    )
    behind = [
        *outlined_parts((head, wood.base), (frame, wood.shade), line=3.6 * k),
        *outlined_parts((mattress, sheet.base), line=3.6 * k),
        *outlined_parts((pillow, WHITE.mixed(sheet.shade, 0.15)), line=3.6 * k),
    ]
    blanket = smooth_path(
        (x - 90 * k, y - 210 * k),
        (x + 120 * k, y - 250 * k),
        (x + 560 * k, y - 190 * k),
        (x + 880 * k, y - 120 * k),
        (x + 880 * k, y + 150 * k),
        (x + 300 * k, y + 172 * k),
        (x - 60 * k, y + 130 * k),
    )
    fold = smooth_path(
        (x - 96 * k, y - 214 * k),
        (x + 10 * k, y - 240 * k),
        (x + 66 * k, y - 40 * k),
        (x + 20 * k, y + 150 * k),
        (x - 72 * k, y + 134 * k),
    )
    shade = smooth_path(
        (x + 200 * k, y + 20 * k), (x + 900 * k, y - 20 * k), (x + 900 * k, y + 200 * k), (x, y + 200 * k)
    )
    before = [
        *outlined_parts((blanket, cloth.base), line=3.6 * k),
        clipped_parts(blanket, [filled(shade, cloth.shade.faded(0.7))]),
        *outlined_parts((fold, sheet.light), line=3.2 * k),
    ]
    return ShotProps(Group(tuple(behind)), Group(tuple(before)))
