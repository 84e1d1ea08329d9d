"""Which places belong together, and what is special about some."""

from typing import Final

from schemas.beats import Place

P = Place
_FAMILIES: Final = (
    (
        P.HOME,
        P.LIVING_ROOM,
        P.BEDROOM,
        P.CHILDS_ROOM,
        P.KITCHEN,
        P.BATHROOM,
        P.STUDIO_FLAT,
        P.BALCONY,
        P.FRONT_DOOR,
        P.YARD,
        P.COUNTRY_HOUSE,
    ),
    (P.APARTMENT_BUILDING, P.APARTMENT_CORRIDOR, P.LIFT, P.STAIRWELL, P.MANAGEMENT_OFFICE, P.GUARDS_LODGE),
    (P.OFFICE, P.MEETING_ROOM, P.MANAGERS_OFFICE, P.BREAK_ROOM, P.INTERVIEW_ROOM),
    (P.CLASSROOM, P.SCHOOL_CORRIDOR, P.STAFF_ROOM, P.SCHOOL_YARD, P.SCHOOL_GATE, P.EXAM_ROOM),
    (P.LECTURE_HALL, P.CAMPUS),
    (
        P.HOSPITAL,
        P.EMERGENCY_ROOM,
        P.HOSPITAL_WARD,
        P.HOSPITAL_CORRIDOR,
        P.NURSES_STATION,
        P.CONSULTING_ROOM,
        P.NURSING_HOME,
    ),
    (P.BARRACKS, P.GUARD_POST, P.TRAINING_GROUND, P.ARMY_CANTEEN),
    (P.STREET, P.ALLEY, P.CROSSING, P.ROAD),
    (P.RESTAURANT, P.RESTAURANT_KITCHEN),
    (P.STATION, P.COUNTRY_STATION, P.SUBWAY_PLATFORM),
)
"""Places that belong together, the whole first: a word for the whole does not lead out of a part."""
_FAMILY: Final = {place: family for family in _FAMILIES for place in family}
BOARDS: Final = {
    "직장": P.OFFICE,
    "회사": P.OFFICE,
    "군대": P.BARRACKS,
    "학교": P.CLASSROOM,
    "이웃": P.HOME,
    "가족": P.HOME,
    "육아": P.HOME,
    "결혼": P.HOME,
    "자취": P.STUDIO_FLAT,
    "반려동물": P.HOME,
    "병원": P.HOSPITAL,
    "게임": P.GAME_SCREEN,
    "음식": P.KITCHEN,
    "생활": P.HOME,
    "생활정보": P.HOME,
}
"""Where a story of a board is set when nothing in it says so."""
OPEN: Final = frozenset(
    (P.ALLEY, P.STREET, P.CROSSING, P.ROAD, P.YARD, P.FRONT_DOOR, P.BUS_STOP, P.PARK, P.LIFT, P.SCHOOL_GATE)
)
VEHICLES: Final = frozenset((P.TRAIN, P.BUS, P.TAXI, P.SUBWAY_TRAIN, P.AEROPLANE, P.SHIP, P.AMBULANCE))
SCREENED: Final = frozenset(
    (P.PHONE_CHAT, P.PHONE_CALL, P.PHONE_SCREEN, P.COMPUTER_SCREEN, P.PAPER, P.SURVEILLANCE_SCREEN)
)
PAGES: Final = SCREENED - {P.PHONE_CALL, P.SURVEILLANCE_SCREEN}
"""What is read: nobody speaks it."""
HOSPITAL: Final = frozenset(_FAMILY[P.HOSPITAL])
WHOLE: Final = frozenset((*(family[0] for family in _FAMILIES), P.STUDIO_FLAT, P.NURSING_HOME))
PASSED: Final = frozenset((P.FRONT_DOOR, P.BATHROOM, P.STAIRWELL, P.APARTMENT_CORRIDOR))
"""Where nobody stays for long."""
_ROOMS: Final[tuple[tuple[frozenset[Place], dict[Place, Place]], ...]] = (
    (
        HOSPITAL,
        {P.BEDROOM: P.HOSPITAL_WARD, P.LIVING_ROOM: P.HOSPITAL_WARD, P.APARTMENT_CORRIDOR: P.HOSPITAL_CORRIDOR},
    ),
    (
        frozenset(_FAMILY[P.BARRACKS]),
        {
            P.BEDROOM: P.BARRACKS,
            P.KITCHEN: P.ARMY_CANTEEN,
            P.CANTEEN: P.ARMY_CANTEEN,
            P.RESTAURANT: P.ARMY_CANTEEN,
            P.OFFICE: P.BARRACKS,
            P.HOSPITAL_WARD: P.BARRACKS,
        },
    ),
    (frozenset((P.HOTEL_ROOM,)), {P.BEDROOM: P.HOTEL_ROOM, P.LIVING_ROOM: P.HOTEL_ROOM}),
    (frozenset((P.GUEST_HOUSE,)), {P.BEDROOM: P.GUEST_HOUSE, P.LIVING_ROOM: P.GUEST_HOUSE}),
    (frozenset((P.DORMITORY,)), {P.BEDROOM: P.DORMITORY}),
    (frozenset((P.RESTAURANT, P.RESTAURANT_KITCHEN)), {P.KITCHEN: P.RESTAURANT_KITCHEN}),
    (frozenset((P.CAFE,)), {P.KITCHEN: P.CAFE, P.CONVENIENCE_STORE: P.CAFE}),
    (frozenset((P.CONVENIENCE_STORE,)), {P.CAFE: P.CONVENIENCE_STORE, P.KITCHEN: P.CONVENIENCE_STORE}),
    (frozenset(_FAMILY[P.CLASSROOM]), {P.APARTMENT_CORRIDOR: P.SCHOOL_CORRIDOR}),
)


SHOPS: Final = frozenset(
    (
        P.CONVENIENCE_STORE,
        P.SUPERMARKET,
        P.BOOKSHOP,
        P.FLOWER_SHOP,
        P.HAIR_SALON,
        P.LAUNDRY,
        P.REPAIR_SHOP,
        P.PHARMACY,
        P.CAFE,
        P.RESTAURANT,
        P.SNACK_BAR,
        P.BARBECUE_RESTAURANT,
        P.FRIED_CHICKEN_SHOP,
        P.BAR,
        P.STREET_STALL,
        P.BAKERY,
    )
)


SERVICES: Final = frozenset(
    (P.ANIMAL_HOSPITAL, P.BANK, P.POST_OFFICE, P.ESTATE_AGENCY, P.GUARDS_LODGE, P.MANAGEMENT_OFFICE, P.LAKESIDE)
)
"""Where whoever is named with the place is there."""
DWELLINGS: Final = frozenset((*_FAMILY[P.HOME], P.DORMITORY)) - PASSED
"""Where somebody lives."""
WORKPLACES: Final = (
    SHOPS
    | SERVICES
    | HOSPITAL
    | frozenset(_FAMILY[P.CLASSROOM])
    | frozenset(
        (P.FACTORY, P.WAREHOUSE, P.CONSTRUCTION_SITE, P.NURSERY_SCHOOL, P.PRIVATE_ACADEMY, P.GYM, P.POLICE_STATION)
    )
)
"""Where going to work leads to in a story that is set there; in any other to an office."""
BUILDINGS: Final = frozenset(
    (P.OFFICE, P.HOSPITAL, P.BANK, P.POST_OFFICE, P.TOWN_HALL, P.POLICE_STATION, P.COURT, P.CINEMA, P.STATION, P.MARKET)
)
"""What one stands before in a street."""
_DWELLINGS: Final = frozenset((P.HOME, P.APARTMENT_BUILDING))
_CORRIDORS: Final = ((P.HOSPITAL, P.HOSPITAL_CORRIDOR), (P.CLASSROOM, P.SCHOOL_CORRIDOR))


def room_in_house(here: Place, place: Place) -> Place:
    """A room as the house has it in which the story is: a bed in a hospital is no bedroom."""
    if place is P.SHOP and here in SHOPS:
        return here
    if place is P.APARTMENT_CORRIDOR and here is not P.UNKNOWN and related_places(here)[0] not in _DWELLINGS:
        return dict(_CORRIDORS).get(related_places(here)[0], here)
    for houses, rooms in _ROOMS:
        if here in houses:
            return rooms.get(place, place)
    return place


def related_places(place: Place) -> tuple[Place, ...]:
    """The places of the group that ``place`` belongs to, the whole before its rooms; itself where it has no group."""
    return _FAMILY.get(place) or (place,)
