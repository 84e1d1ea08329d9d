"""The sky: its colours, and the light that it and the lamps of a place leave on things, by hour and weather."""

from dataclasses import dataclass
from typing import Final

from libraries.drawn_world.scenes.setting import OVERCAST, WET, Lighting, Setting
from libraries.vector.colors import Color, color
from schemas.beats import TimeOfDay, Weather

Shares = tuple[float, float, float]
"""How much of red, green and blue a surface sends back; 1 is its own colour."""

_T = TimeOfDay
_COLORS: Final = {
    _T.DAWN: ("#3a4a92", "#8d7fc0", "#f0a8ae", "#ffdcae"),
    _T.MORNING: ("#4fb0f0", "#8fd6f8", "#d5f3fa", "#fff2cf"),
    _T.NOON: ("#2f95e6", "#6cc0f5", "#b4e4fb", "#e2f6fc"),
    _T.AFTERNOON: ("#4a9fde", "#96cdea", "#f3e7c2", "#ffd894"),
    _T.EVENING: ("#2b2768", "#7f3f88", "#ee6f6a", "#ffbf72"),
    _T.NIGHT: ("#080d2b", "#101d49", "#1e3a6c", "#35588a"),
    _T.SMALL_HOURS: ("#04061a", "#0a1233", "#13254c", "#1d3a64"),
}
"""From the top of the sky to the horizon."""
_VEIL: Final = {
    Weather.CLOUDY: ("#9fb2c2", "#232b48", "#77708c", 0.5),
    Weather.RAIN: ("#7b8fa2", "#1c2544", "#5c5a78", 0.72),
    Weather.STORM: ("#55667c", "#131a33", "#433f5e", 0.8),
    Weather.SNOW: ("#b7c4da", "#333f66", "#9287a6", 0.68),
    Weather.FOG: ("#c3ced4", "#3a4560", "#a596a4", 0.8),
}
"""What clouds make of the sky by day, in the dark and between, and how much of it."""
_OPEN: Final[dict[TimeOfDay, Shares]] = {
    _T.DAWN: (0.76, 0.68, 0.88),
    _T.MORNING: (1.0, 0.99, 0.95),
    _T.NOON: (1.0, 1.0, 1.0),
    _T.AFTERNOON: (1.03, 0.95, 0.82),
    _T.EVENING: (0.80, 0.55, 0.64),
    _T.NIGHT: (0.33, 0.39, 0.68),
    _T.SMALL_HOURS: (0.24, 0.30, 0.58),
}
_HOME: Final[dict[TimeOfDay, Shares]] = {
    _T.DAWN: (0.66, 0.62, 0.84),
    _T.MORNING: (1.0, 0.99, 0.96),
    _T.NOON: (1.0, 1.0, 0.99),
    _T.AFTERNOON: (1.03, 0.94, 0.82),
    _T.EVENING: (0.80, 0.57, 0.60),
    _T.NIGHT: (0.42, 0.37, 0.62),
    _T.SMALL_HOURS: (0.25, 0.27, 0.54),
}
_BRIGHT: Final[dict[TimeOfDay, Shares]] = {
    _T.DAWN: (0.88, 0.90, 0.99),
    _T.MORNING: (1.0, 1.0, 0.98),
    _T.NOON: (1.0, 1.0, 1.0),
    _T.AFTERNOON: (1.02, 0.98, 0.90),
    _T.EVENING: (0.95, 0.86, 0.88),
    _T.NIGHT: (0.82, 0.86, 0.98),
    _T.SMALL_HOURS: (0.70, 0.78, 0.94),
}
_DIM: Final[dict[TimeOfDay, Shares]] = dict.fromkeys(_COLORS, (0.50, 0.42, 0.68))
_AMBIENT: Final = {Lighting.OPEN: _OPEN, Lighting.HOME: _HOME, Lighting.BRIGHT: _BRIGHT, Lighting.DIM: _DIM}
_WEATHER: Final[dict[Weather, Shares]] = {
    Weather.CLOUDY: (0.90, 0.93, 0.98),
    Weather.RAIN: (0.76, 0.83, 0.94),
    Weather.STORM: (0.62, 0.70, 0.86),
    Weather.SNOW: (0.92, 0.96, 1.03),
    Weather.FOG: (0.88, 0.92, 0.96),
}
_SUN: Final = {
    _T.DAWN: "#ffb7a0",
    _T.MORNING: "#fff0c4",
    _T.NOON: "#fffbe8",
    _T.AFTERNOON: "#ffdf9a",
    _T.EVENING: "#ff9a5a",
    _T.NIGHT: "#a9c4ff",
    _T.SMALL_HOURS: "#8fb0f5",
}


@dataclass(frozen=True, slots=True)
class Sky:
    """The sky of a setting: colours from its top to the horizon, haze over what is far, colour of the sun or moon."""

    colors: tuple[Color, Color, Color, Color]
    haze: Color
    sun: Color
    clear: bool
    dark: bool
    lamps: bool
    """Whether lamps are lit."""


def sky(setting: Setting) -> Sky:
    """How the sky of the setting looks."""
    first, second, third, last = (color(each) for each in _COLORS[setting.time])
    stops = (first, second, third, last)
    if setting.weather in _VEIL:
        day, dark, between, share = _VEIL[setting.weather]
        veil = color(dark if setting.is_dark else between if setting.time in {_T.DAWN, _T.EVENING} else day)
        first, second, third, last = (each.mixed(veil, share) for each in stops)
    lamps = setting.is_dark or setting.time is _T.EVENING
    haze = second.mixed(third, 0.6)
    clear = setting.weather not in OVERCAST
    return Sky((first, second, third, last), haze, color(_SUN[setting.time]), clear, setting.is_dark, lamps)


def ambient_light(setting: Setting, lighting: Lighting) -> Shares:
    """The light of the setting on everything that no lamp is near."""
    red, green, blue = _AMBIENT[lighting][setting.time]
    r, g, b = _WEATHER.get(setting.weather, (1.0, 1.0, 1.0))
    if setting.is_dark:
        r, g, b = (1 - 0.25 * (1 - each) for each in (r, g, b))
        if setting.weather is Weather.SNOW:
            # Snow at night throws back the lamps of the town: greyer and lighter than bare ground.
            r, g, b = 1.3, 1.2, 0.96
    if lighting is not Lighting.OPEN:
        weak = 0.35 if lighting is Lighting.HOME and setting.weather in WET else 0.15
        r, g, b = (1 - weak * (1 - each) for each in (r, g, b))
    return red * r, green * g, blue * b
