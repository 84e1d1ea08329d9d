"""Places that belong together, and rooms as the house has them in which a story is."""

from fixtures.rows import each_row

from libraries.story_beats.place_groups import BOARDS, PAGES, SCREENED, SHOPS, WHOLE, related_places, room_in_house
from schemas.beats import SCREENS, Place


def test_no_place_is_of_two_houses() -> None:
    for place in Place:
        assert place in related_places(place)
        assert all(related_places(other) == related_places(place) for other in related_places(place))


def test_the_whole_of_a_house_is_its_first_place() -> None:
    assert {related_places(place)[0] for place in Place if len(related_places(place)) > 1} <= WHOLE


def test_what_is_read_is_a_screen_or_a_page() -> None:
    assert PAGES < SCREENED < SCREENS | {Place.GAME_SCREEN}


def test_no_board_is_set_on_a_page() -> None:
    assert not set(BOARDS.values()) & PAGES


@each_row(
    ("here", "named", "meant"),
    [
        (Place.HOSPITAL, Place.BEDROOM, Place.HOSPITAL_WARD),
        (Place.EMERGENCY_ROOM, Place.BEDROOM, Place.HOSPITAL_WARD),
        (Place.HOTEL_ROOM, Place.BEDROOM, Place.HOTEL_ROOM),
        (Place.BARRACKS, Place.KITCHEN, Place.ARMY_CANTEEN),
        (Place.GUARD_POST, Place.RESTAURANT, Place.ARMY_CANTEEN),
        (Place.RESTAURANT, Place.KITCHEN, Place.RESTAURANT_KITCHEN),
        (Place.CLASSROOM, Place.APARTMENT_CORRIDOR, Place.SCHOOL_CORRIDOR),
        (Place.HOSPITAL_WARD, Place.APARTMENT_CORRIDOR, Place.HOSPITAL_CORRIDOR),
        (Place.FUNERAL_HALL, Place.APARTMENT_CORRIDOR, Place.FUNERAL_HALL),
        (Place.HOME, Place.APARTMENT_CORRIDOR, Place.APARTMENT_CORRIDOR),
        (Place.UNKNOWN, Place.APARTMENT_CORRIDOR, Place.APARTMENT_CORRIDOR),
        (Place.HOME, Place.BEDROOM, Place.BEDROOM),
        (Place.BAKERY, Place.SHOP, Place.BAKERY),
        (Place.HOME, Place.SHOP, Place.SHOP),
    ],
)
def test_a_room_is_that_of_the_house(here: Place, named: Place, meant: Place) -> None:
    assert room_in_house(here, named) is meant


@each_row("shop", sorted(SHOPS))
def test_the_shop_is_the_shop_one_is_in(shop: Place) -> None:
    assert room_in_house(shop, Place.SHOP) is shop
