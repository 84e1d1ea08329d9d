"""What the rooms of homes share: colours, the light of their lamps, and curtains."""

from math import sin
from typing import Final

from libraries.drawn_world.scenes.kit.soft_furniture import curtain
from libraries.drawn_world.scenes.panel import Rect
from libraries.drawn_world.scenes.pen import Lamp
from libraries.drawn_world.scenes.scene_builder import SceneBuilder
from libraries.vector.colors import color
from libraries.vector.picture import Picture
from schemas.beats import TimeOfDay

HOME_COLORS: Final = (
    ("#f0cfa0", "#b97a4f", "#3f8a86", "#f4b740", "#f28a7a"),
    ("#a9cfc0", "#c99a6a", "#e07a5a", "#f7dfa0", "#4a7fb5"),
    ("#b8c8e8", "#c48f66", "#5a5f9c", "#f2a0a0", "#f7d27a"),
    ("#f2bfae", "#a9744a", "#4f6f9c", "#f7e0a0", "#7fb08a"),
)
"""Wall, floor, large cloth, small cloth, accent."""


WARM_LIGHT: Final = color("#ffb765")


def hang_lamp(on: SceneBuilder, x: float, y: float, reach: float = 900.0, strength: float = 0.72) -> None:
    """Hang a lamp that lights what is drawn later, at hours when lamps are lit; in the small hours it is weak."""
    if on.sky.lamps:
        if on.setting.time is TimeOfDay.SMALL_HOURS:
            on.hang_lamps(Lamp(x, y, reach, WARM_LIGHT, strength * 0.7))
        else:
            on.hang_lamps(Lamp(x, y, reach, WARM_LIGHT, strength), Lamp(540, 1480, 1050, WARM_LIGHT, 0.26))


def add_curtains(on: SceneBuilder, rect: Rect, z: float, ink: str, wide: float = 0.42) -> None:
    """Add a pair of curtains that sway a little, and their rail."""
    w = on.space
    on.add(
        w.block(
            "#9a6a48",
            (rect[0] - wide * 0.8, rect[1] + wide * 0.8),
            (rect[3] + 0.14, rect[3] + 0.19),
            (z - 0.1, z - 0.08),
        )
    )
    foot = max(0.06, rect[2] - 0.35)

    for side, x in ((1, rect[0] - wide * 0.62), (-1, rect[1] + wide * 0.62)):

        def swaying(time: float, x: float = x, side: int = side) -> Picture:
            return curtain(w, x, z - 0.08, (foot, rect[3] + 0.16), side * wide, ink, 3.5 * sin(time * 1.2 + side))

        on.among.append(swaying)
