"""The settings of a story's lines: where and when each is set, for drawn places."""

from typing import Final

from libraries.drawn_world.scenes import ScenePalette, Setting
from libraries.drawn_world.story_settings import first_setting, next_setting
from schemas.beats import Storyboard, TimeOfDay

_HOURS: Final = {
    ScenePalette.HORROR: TimeOfDay.NIGHT,
    ScenePalette.MYSTERY: TimeOfDay.EVENING,
    ScenePalette.SAD: TimeOfDay.EVENING,
    ScenePalette.REVENGE: TimeOfDay.EVENING,
    ScenePalette.WARM: TimeOfDay.AFTERNOON,
    ScenePalette.ROMANCE: TimeOfDay.EVENING,
}
"""The hour of a story that tells none, by its mood; else noon."""


def line_settings(board: Storyboard, mood: ScenePalette, seed: int) -> dict[int, Setting]:
    """The setting of each line by its index. What a beat leaves open stays as it was, at first as the story has it."""
    now = first_setting(board, _HOURS.get(mood, TimeOfDay.NOON), mood, seed)
    found = {}
    for beat in board.beats:
        now = found[beat.line] = next_setting(now, beat)
    return found
