"""Hairstyles, each from the front, aslant and from behind."""

from typing import Final

from libraries.drawn_world.people.hair import long_hair, short_hair
from libraries.drawn_world.people.hair.hair_parts import HairFall, HairStyle, no_hair
from libraries.drawn_world.people.person import Hair

__all__ = ["STYLES", "HairFall", "HairStyle"]

STYLES: Final = {
    Hair.LONG: HairStyle(long_hair.long_behind, long_hair.long_before, long_hair.long_rear),
    Hair.LONG_FRINGE: HairStyle(long_hair.long_behind, long_hair.long_fringe_before, long_hair.long_rear),
    Hair.WAVY: HairStyle(long_hair.wavy_behind, long_hair.wavy_before, long_hair.wavy_rear),
    Hair.BOB: HairStyle(long_hair.bob_behind, long_hair.bob_before, long_hair.bob_rear),
    Hair.PONYTAIL: HairStyle(long_hair.ponytail_behind, long_hair.ponytail_before, long_hair.ponytail_rear),
    Hair.BUN: HairStyle(long_hair.bun_behind, long_hair.bun_before, long_hair.bun_rear),
    Hair.LOW_BUN: HairStyle(long_hair.low_bun_behind, long_hair.low_bun_before, long_hair.low_bun_rear),
    Hair.PIGTAILS: HairStyle(long_hair.pigtails_behind, long_hair.pigtails_before, long_hair.pigtails_rear),
    Hair.PIXIE: HairStyle(short_hair.short_behind, short_hair.pixie_before, short_hair.short_rear),
    Hair.PERM: HairStyle(short_hair.perm_behind, short_hair.perm_before, short_hair.perm_rear),
    Hair.FRINGE: HairStyle(short_hair.short_behind, short_hair.fringe_before, short_hair.short_rear),
    Hair.SIDE_PART: HairStyle(short_hair.short_behind, short_hair.side_part_before, short_hair.short_rear),
    Hair.TWO_BLOCK: HairStyle(short_hair.short_behind, short_hair.two_block_before, short_hair.short_rear),
    Hair.CURTAIN: HairStyle(short_hair.short_behind, short_hair.curtain_before, short_hair.short_rear),
    Hair.CURLY: HairStyle(short_hair.curly_behind, short_hair.curly_before, short_hair.curly_rear),
    Hair.CROP: HairStyle(short_hair.short_behind, short_hair.crop_before, short_hair.crop_rear),
    Hair.SWEPT_BACK: HairStyle(short_hair.short_behind, short_hair.swept_back_before, short_hair.short_rear),
    Hair.BALDING: HairStyle(no_hair, short_hair.balding_before, short_hair.balding_rear),
    Hair.BALD: HairStyle(no_hair, short_hair.bald_before, no_hair),
}
