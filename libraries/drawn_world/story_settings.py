"""The settings of a story, from what it tells for sure: where and when it begins, and where and when each beat is."""

from typing import Final

from libraries.drawn_world.scenes import ScenePalette, Setting
from schemas.beats import SCREENS, Beat, BeatCertainty, Place, Season, Storyboard, TimeOfDay, Weather

AUTHOR: Final = "author"
_SILENT: Final = frozenset((Place.UNKNOWN, *SCREENS))
"""Places that say nothing of where one is."""


def beat_without_guesses(beat: Beat) -> Beat:
    """The beat without a place and persons that are only guessed; the author stays, as it is who tells."""
    cast = tuple(one for one in beat.cast if one.certainty is not BeatCertainty.GUESSED or one.member == AUTHOR)
    if beat.place_certainty is not BeatCertainty.GUESSED:
        return beat.model_copy(update={"cast": cast})
    return beat.model_copy(update={"cast": cast, "place": Place.UNKNOWN, "behind": Place.UNKNOWN})


def first_setting(board: Storyboard, hour: TimeOfDay, mood: ScenePalette, seed: int) -> Setting:
    """The setting in which a story begins: the first place and hour that it surely tells, else at home at ``hour``."""
    place = next(
        (each.place for each in map(beat_without_guesses, board.beats) if each.place not in _SILENT), Place.HOME
    )
    time = next((each.time for each in board.beats if each.time is not TimeOfDay.UNKNOWN), hour)
    return Setting(place, time, Weather.CLEAR, mood=mood, seed=seed)


def next_setting(last: Setting, beat: Beat) -> Setting:
    """The setting of a beat: what it leaves unknown, or has only guessed, stays as it was in ``last``."""
    told = beat_without_guesses(beat)
    place = told.behind if told.place in _SILENT else told.place
    place = last.place if place in _SILENT else place
    weather = told.weather
    if weather is Weather.UNKNOWN:
        weather = last.weather if place is last.place else Weather.CLEAR
    time = last.time if told.time is TimeOfDay.UNKNOWN else told.time
    season = last.season if told.season is Season.UNKNOWN else told.season
    return Setting(place, time, weather, season, last.mood, last.seed)
