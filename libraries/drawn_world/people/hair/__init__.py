"""Hairstyles, each from the front, aslant and from behind."""

from typing import Final

from libraries.drawn_world.people.hair import long_hair, short_hair
from libraries.drawn_world.people.hair.hair_parts import HairFall, HairStyle, no_hair
from libraries.drawn_world.people.person import Hair

__all__ = ["HAIR_STYLES", "HairFall", "HairStyle"]

HAIR_STYLES: Final = {
    Hair.LONG: HairStyle(long_hair.long_behind, long_hair.long_front, long_hair.long_rear_view),
    Hair.LONG_FRINGE: HairStyle(long_hair.long_behind, long_hair.long_fringe_front, long_hair.long_rear_view),
    Hair.WAVY: HairStyle(long_hair.wavy_behind, long_hair.wavy_front, long_hair.wavy_rear_view),
    Hair.BOB: HairStyle(long_hair.bob_behind, long_hair.bob_front, long_hair.bob_rear_view),
    Hair.PONYTAIL: HairStyle(long_hair.ponytail_behind, long_hair.ponytail_front, long_hair.ponytail_rear_view),
    Hair.BUN: HairStyle(long_hair.bun_behind, long_hair.bun_front, long_hair.bun_rear_view),
    Hair.LOW_BUN: HairStyle(long_hair.low_bun_behind, long_hair.low_bun_front, long_hair.low_bun_rear_view),
    Hair.PIGTAILS: HairStyle(long_hair.pigtails_behind, long_hair.pigtails_front, long_hair.pigtails_rear_view),
    Hair.PIXIE: HairStyle(short_hair.short_behind, short_hair.pixie_front, short_hair.short_rear_view),
    Hair.PERM: HairStyle(short_hair.perm_behind, short_hair.perm_front, short_hair.perm_rear_view),
    Hair.FRINGE: HairStyle(short_hair.short_behind, short_hair.fringe_front, short_hair.short_rear_view),
    Hair.SIDE_PART: HairStyle(short_hair.short_behind, short_hair.side_part_front, short_hair.short_rear_view),
    Hair.TWO_BLOCK: HairStyle(short_hair.short_behind, short_hair.two_block_front, short_hair.short_rear_view),
    Hair.CURTAIN: HairStyle(short_hair.short_behind, short_hair.curtain_front, short_hair.short_rear_view),
    Hair.CURLY: HairStyle(short_hair.curly_behind, short_hair.curly_front, short_hair.curly_rear_view),
    Hair.CROP: HairStyle(short_hair.short_behind, short_hair.crop_front, short_hair.crop_rear_view),
    Hair.SWEPT_BACK: HairStyle(short_hair.short_behind, short_hair.swept_back_front, short_hair.short_rear_view),
    Hair.BALDING: HairStyle(no_hair, short_hair.balding_front, short_hair.balding_rear_view),
    Hair.BALD: HairStyle(no_hair, short_hair.bald_front, no_hair),
}
