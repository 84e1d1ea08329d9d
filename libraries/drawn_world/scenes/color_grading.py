"""Colour grading: every colour of a scene leans to the palette of its story."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from libraries.drawn_world.scenes.setting import ScenePalette
from libraries.vector.colors import Color, color


@dataclass(frozen=True, slots=True)
class ColorGrade:
    """A split tone: ``share`` of each colour is one between ``shade`` and ``light``, by how light the colour is."""

    shade: str = "#000000"
    light: str = "#ffffff"
    share: float = 0.0
    saturation: float = 1.0
    gain: float = 1.0


_GRADES: Final = {
    ScenePalette.PLAIN: ColorGrade(),
    ScenePalette.WARM: ColorGrade("#6a3426", "#fff0cc", 0.24, 1.02, 1.04),
    ScenePalette.COMIC: ColorGrade("#30207a", "#fff6d8", 0.06, 1.28, 1.05),
    ScenePalette.ROMANCE: ColorGrade("#6a3470", "#ffe9ee", 0.28, 0.98, 1.04),
    ScenePalette.MYSTERY: ColorGrade("#171458", "#ffc48a", 0.4, 0.95, 0.93),
    ScenePalette.HORROR: ColorGrade("#02081c", "#9cc9c4", 0.42, 0.68, 0.86),
    ScenePalette.REVENGE: ColorGrade("#3a0318", "#ffae98", 0.46, 0.92, 0.90),
    ScenePalette.SAD: ColorGrade("#1c2a48", "#dbe6f0", 0.36, 0.62, 0.92),
}


@lru_cache(maxsize=16384)
def graded_color(own: Color, mood: ScenePalette) -> Color:
    """The colour as it is in the palette."""
    grade = _GRADES[mood]
    if mood is ScenePalette.PLAIN:
        return own
    luma = (0.3 * own.red + 0.59 * own.green + 0.11 * own.blue) / 255
    # Lamps and signs, light and full of colour, keep more of their own: one warm window in a cold street.
    kept = 0.75 * luma * (max(own[:3]) - min(own[:3])) / 255
    share, saturation = grade.share * (1 - kept), grade.saturation + (1 - grade.saturation) * kept
    tone = color(grade.shade).mixed(color(grade.light), luma)
    mixed = (
        (255 * luma + (each - 255 * luma) * saturation) * (1 - share) + toned * share
        for each, toned in zip(own[:3], tone[:3], strict=True)
    )
    red, green, blue = (min(255, max(0, round(each * grade.gain))) for each in mixed)
    return Color(red, green, blue, own.alpha)
