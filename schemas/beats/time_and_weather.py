"""Light, weather and season of beats."""

from enum import StrEnum


class TimeOfDay(StrEnum):
    """The light of a line."""

    UNKNOWN = "unknown"
    DAWN = "dawn"
    """Around sunrise."""
    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    """From sunset until it is dark."""
    NIGHT = "night"
    SMALL_HOURS = "small_hours"
    """Midnight to five: 새벽 of most stories."""


DAYLIGHT = frozenset((TimeOfDay.MORNING, TimeOfDay.NOON, TimeOfDay.AFTERNOON))
DARK = frozenset((TimeOfDay.NIGHT, TimeOfDay.SMALL_HOURS))


class Weather(StrEnum):
    """The weather of a line."""

    UNKNOWN = "unknown"
    CLEAR = "clear"
    CLOUDY = "cloudy"
    RAIN = "rain"
    STORM = "storm"
    SNOW = "snow"
    FOG = "fog"
    WIND = "wind"
    HEAT = "heat"
    COLD = "cold"


class Season(StrEnum):
    """The season of a line."""

    UNKNOWN = "unknown"
    SPRING = "spring"
    SUMMER = "summer"
    AUTUMN = "autumn"
    WINTER = "winter"
