"""Hair: every style from the front, aslant and from behind."""

from typing import Final

from libraries.drawn_world.people.hair import long, short
from libraries.drawn_world.people.hair.strands import Fall, Style, nothing
from libraries.drawn_world.people.person import Hair

__all__ = ["STYLES", "Fall", "Style"]

STYLES: Final = {
    Hair.LONG: Style(long.long_behind, long.long_before, long.long_rear),
    Hair.LONG_FRINGE: Style(long.long_behind, long.long_fringe_before, long.long_rear),
    Hair.WAVY: Style(long.wavy_behind, long.wavy_before, long.wavy_rear),
    Hair.BOB: Style(long.bob_behind, long.bob_before, long.bob_rear),
    Hair.PONYTAIL: Style(long.ponytail_behind, long.ponytail_before, long.ponytail_rear),
    Hair.BUN: Style(long.bun_behind, long.bun_before, long.bun_rear),
    Hair.LOW_BUN: Style(long.low_bun_behind, long.low_bun_before, long.low_bun_rear),
    Hair.PIGTAILS: Style(long.pigtails_behind, long.pigtails_before, long.pigtails_rear),
    Hair.PIXIE: Style(short.nape, short.pixie_before, short.short_rear),
    Hair.PERM: Style(short.perm_behind, short.perm_before, short.perm_rear),
    Hair.FRINGE: Style(short.nape, short.fringe_before, short.short_rear),
    Hair.SIDE_PART: Style(short.nape, short.side_part_before, short.short_rear),
    Hair.TWO_BLOCK: Style(short.nape, short.two_block_before, short.short_rear),
    Hair.CURTAIN: Style(short.nape, short.curtain_before, short.short_rear),
    Hair.CURLY: Style(short.curly_behind, short.curly_before, short.curly_rear),
    Hair.CROP: Style(short.nape, short.crop_before, short.crop_rear),
    Hair.SWEPT_BACK: Style(short.nape, short.swept_back_before, short.short_rear),
    Hair.BALDING: Style(nothing, short.balding_before, short.balding_rear),
    Hair.BALD: Style(nothing, short.bald_before, nothing),
}
