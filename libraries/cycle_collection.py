"""How often Python looks for garbage in cycles: less often than by default, in every process of ours."""

import gc
from typing import Final

_THRESHOLDS: Final = 20_000, 20, 50
"""New objects before the youngest are looked through, and how many such rounds before the older ones are."""


def collect_cycles_seldom() -> None:
    """Set the thresholds of this process. With Python's own (700, 10, 10) looking for garbage, of which there is hardly
    any, is a quarter of a station's start and a tenth of a stage process (profile of a day of films).
    """
    gc.set_threshold(*_THRESHOLDS)
