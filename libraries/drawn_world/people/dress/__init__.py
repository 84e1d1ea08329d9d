"""Clothes, from collar to shoes: an outfit for each kind of dress."""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from libraries.drawn_world.people.dress import casual, coats_and_vests, office_shop_and_school, uniforms
from libraries.drawn_world.people.dress.outfit import Outfit
from libraries.drawn_world.people.person import Dress, Person

__all__ = ["Outfit", "outfit"]

_MAKERS: Final[dict[Dress, Callable[[Person], Outfit]]] = {
    Dress.SUIT: office_shop_and_school.suit,
    Dress.OFFICE_JACKET: office_shop_and_school.office_jacket,
    Dress.SHIRT: office_shop_and_school.shirt_and_staff_card,
    Dress.BLOUSE: casual.blouse,
    Dress.T_SHIRT: casual.t_shirt,
    Dress.HOODIE: casual.hoodie,
    Dress.SWEATER: casual.sweater,
    Dress.CARDIGAN: casual.cardigan,
    Dress.APRON: office_shop_and_school.apron,
    Dress.SCHOOL_UNIFORM: office_shop_and_school.school_uniform,
    Dress.TRACKSUIT: casual.tracksuit,
    Dress.SOLDIER: uniforms.soldier_uniform,
    Dress.DOCTOR: uniforms.doctor_coat,
    Dress.SCRUBS: uniforms.scrubs,
    Dress.RIDER: uniforms.rider_jacket,
    Dress.WORK_JACKET: uniforms.work_jacket,
    Dress.QUILTED_VEST: coats_and_vests.quilted_vest,
    Dress.PADDED_COAT: coats_and_vests.padded_coat,
    Dress.LONG_COAT: coats_and_vests.long_coat,
    Dress.ONE_PIECE: casual.one_piece_dress,
    Dress.PYJAMAS: casual.pyjamas,
    Dress.POLO: casual.polo,
}


@lru_cache(maxsize=256)
def outfit(person: Person) -> Outfit:
    """The clothes that the person wears."""
    return _MAKERS[person.dress](person)
