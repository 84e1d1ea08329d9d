"""The scenes of all places: the drawing of a setting, and which drawn place stands for one that has no scene of its
own."""

from dataclasses import replace

from libraries.drawn_world.scenes.places import SCENE_FUNCTIONS
from libraries.drawn_world.scenes.scene_builder import Scene, new_scene_builder
from libraries.drawn_world.scenes.setting import Setting
from libraries.drawn_world.scenes.substitute_places import SUBSTITUTES
from schemas.beats import Place, Season, TimeOfDay, Weather


def drawn_place_for(place: Place) -> Place:
    """The drawn place that stands for the place: itself where it has a scene of its own."""
    while place not in SCENE_FUNCTIONS:
        place = SUBSTITUTES[place]
    return place


def scene_of_setting(setting: Setting) -> Scene:
    """The scene of the setting, drawn. What the setting leaves unknown is noon, clear, and early summer."""
    known = replace(
        setting,
        place=drawn_place_for(setting.place),
        time=TimeOfDay.NOON if setting.time is TimeOfDay.UNKNOWN else setting.time,
        weather=Weather.CLEAR if setting.weather is Weather.UNKNOWN else setting.weather,
        season=_season(setting),
    )
    lighting, build = SCENE_FUNCTIONS[known.place]
    return build(new_scene_builder(known, lighting))


def _season(setting: Setting) -> Season:
    if setting.season is not Season.UNKNOWN:
        return setting.season
    return Season.WINTER if setting.weather is Weather.SNOW else Season.SUMMER
