"""Settings: the place, time, weather and palette that decide how a scene looks."""

from dataclasses import dataclass
from enum import StrEnum

from schemas.beats import DARK, Place, Season, TimeOfDay, Weather

WET = frozenset((Weather.RAIN, Weather.STORM))
OVERCAST = frozenset((Weather.RAIN, Weather.STORM, Weather.SNOW, Weather.FOG, Weather.CLOUDY))


class ScenePalette(StrEnum):
    """The palette of a story: all colours of its scenes lean to it."""

    PLAIN = "plain"
    WARM = "warm"
    COMIC = "comic"
    ROMANCE = "romance"
    MYSTERY = "mystery"
    HORROR = "horror"
    REVENGE = "revenge"
    SAD = "sad"


class Lighting(StrEnum):
    """What lights a place, by day and in the dark."""

    OPEN = "open"
    """The sky."""
    HOME = "home"
    """Windows by day, lamps in the dark."""
    BRIGHT = "bright"
    """Tubes on the ceiling at every hour."""
    DIM = "dim"
    """Few coloured lamps at every hour."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A place at a time, as it is to be drawn. Equal settings give equal pictures.

    ``seed`` chooses among the looks of a place (colours of walls, what stands on shelves); a story keeps its seed, so
    that its rooms stay the same.
    """

    place: Place
    time: TimeOfDay = TimeOfDay.UNKNOWN
    weather: Weather = Weather.UNKNOWN
    season: Season = Season.UNKNOWN
    mood: ScenePalette = ScenePalette.PLAIN
    seed: int = 0

    @property
    def is_dark(self) -> bool:
        """Whether the sun is down."""
        return self.time in DARK

    @property
    def is_wet(self) -> bool:
        """Whether it rains."""
        return self.weather in WET
