"""Hair: every style from the front, aslant and from behind."""

from typing import Final

from libraries.drawn_world.people.hair import long, short
from libraries.drawn_world.people.hair.strands import HairFall, HairStyle, no_hair
from libraries.drawn_world.people.person import Hair

__all__ = ["STYLES", "HairFall", "HairStyle"]

STYLES: Final = {
    Hair.LONG: HairStyle(long.long_behind, long.long_before, long.long_rear),
    Hair.LONG_FRINGE: HairStyle(long.long_behind, long.long_fringe_before, long.long_rear),
    Hair.WAVY: HairStyle(long.wavy_behind, long.wavy_before, long.wavy_rear),
    Hair.BOB: HairStyle(long.bob_behind, long.bob_before, long.bob_rear),
    Hair.PONYTAIL: HairStyle(long.ponytail_behind, long.ponytail_before, long.ponytail_rear),
    Hair.BUN: HairStyle(long.bun_behind, long.bun_before, long.bun_rear),
    Hair.LOW_BUN: HairStyle(long.low_bun_behind, long.low_bun_before, long.low_bun_rear),
    Hair.PIGTAILS: HairStyle(long.pigtails_behind, long.pigtails_before, long.pigtails_rear),
    Hair.PIXIE: HairStyle(short.short_behind, short.pixie_before, short.short_rear),
    Hair.PERM: HairStyle(short.perm_behind, short.perm_before, short.perm_rear),
    Hair.FRINGE: HairStyle(short.short_behind, short.fringe_before, short.short_rear),
    Hair.SIDE_PART: HairStyle(short.short_behind, short.side_part_before, short.short_rear),
    Hair.TWO_BLOCK: HairStyle(short.short_behind, short.two_block_before, short.short_rear),
    Hair.CURTAIN: HairStyle(short.short_behind, short.curtain_before, short.short_rear),
    Hair.CURLY: HairStyle(short.curly_behind, short.curly_before, short.curly_rear),
    Hair.CROP: HairStyle(short.short_behind, short.crop_before, short.crop_rear),
    Hair.SWEPT_BACK: HairStyle(short.short_behind, short.swept_back_before, short.short_rear),
    Hair.BALDING: HairStyle(no_hair, short.balding_before, short.balding_rear),
    Hair.BALD: HairStyle(no_hair, short.bald_before, no_hair),
}
