"""Where and when the lines of a story are set, as settings of drawn places."""

from typing import Final

from libraries.drawn_world.scenes import Mood, Setting
from schemas.beats import SCREENS, Beat, Place, Season, Storyboard, TimeOfDay, Weather

_SILENT: Final = frozenset((Place.UNKNOWN, *SCREENS))
"""Places that say nothing of where one is."""
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
    place = next((each.place for each in board.beats if each.place not in _SILENT), Place.HOME)
    hours = (each.time for each in board.beats if each.time is not TimeOfDay.UNKNOWN)
    now = Setting(place, next(hours, _HOURS.get(mood, TimeOfDay.NOON)), Weather.CLEAR, mood=mood, seed=seed)
    found = {}
    for beat in board.beats:
        now = found[beat.line] = _next(now, beat)
    return found


def _next(last: Setting, beat: Beat) -> Setting:
    place = beat.behind if beat.place in _SILENT else beat.place
    place = last.place if place in _SILENT else place
    weather = beat.weather
    if weather is Weather.UNKNOWN:
        weather = last.weather if place is last.place else Weather.CLEAR
    time = last.time if beat.time is TimeOfDay.UNKNOWN else beat.time
    season = last.season if beat.season is Season.UNKNOWN else beat.season
    return Setting(place, time, weather, season, last.mood, last.seed)
