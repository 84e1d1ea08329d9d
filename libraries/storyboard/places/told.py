"""Where and when the lines of a story are set, as settings of drawn places."""

from typing import Final

from libraries.drawn_world.scenes import Mood, Setting
from libraries.drawn_world.told import first_setting, next_setting
from schemas.beats import Storyboard, TimeOfDay

_HOURS: Final = {
    Mood.HORROR: TimeOfDay.NIGHT,
    Mood.MYSTERY: TimeOfDay.EVENING,
    Mood.SAD: TimeOfDay.EVENING,
    Mood.REVENGE: TimeOfDay.EVENING,
    Mood.WARM: TimeOfDay.AFTERNOON,
    Mood.ROMANCE: TimeOfDay.EVENING,
}
"""The hour of a story that tells none, by its mood; else noon."""


def settings_told(board: Storyboard, mood: Mood, seed: int) -> dict[int, Setting]:
    """The setting of each line by its index. What a beat leaves open stays as it was, at first as the story has it."""
    now = first_setting(board, _HOURS.get(mood, TimeOfDay.NOON), mood, seed)
    found = {}
    for beat in board.beats:
        now = found[beat.line] = next_setting(now, beat)
    return found
