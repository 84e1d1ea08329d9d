"""Estimated duration of lines, before any voice has spoken them."""

import re
from collections.abc import Iterable
from typing import Final

from schemas.script import Line

SYLLABLES_PER_SECOND: Final = 6.8
"""Pace that every voice is set to at the default speed."""
GAP: Final = 0.18
"""Seconds between two lines."""
PAUSE: Final = 0.15
"""Seconds a voice rests at a comma or stop inside a line."""
SHORTEST: Final = 22.0
LONGEST: Final = 58.0
"""Seconds a script is kept between, so that a film is between 20 and 60; a recipe may ask for a longer one."""
_OVER: Final = 4.0
"""Seconds that a script may be longer than its recipe asks for."""

_SYLLABLE: Final = re.compile(r"[가-힣]")
_REST: Final = re.compile(r"[,.?!] ")


def longest_script_seconds(wanted: float) -> float:
    """Seconds that a script may take whose recipe asks for ``wanted`` seconds."""
    return max(LONGEST, wanted + _OVER) if wanted > LONGEST else LONGEST


def hangul_syllable_count(spoken: str) -> int:
    """The number of Hangul syllables in ``spoken``."""
    return len(_SYLLABLE.findall(spoken))


def spoken_seconds(spoken: str) -> float:
    """Estimated seconds to say ``spoken``, with the gap behind it."""
    return hangul_syllable_count(spoken) / SYLLABLES_PER_SECOND + PAUSE * len(_REST.findall(spoken)) + GAP


def script_duration(lines: Iterable[Line]) -> float:
    """Estimated seconds of a script."""
    return sum(spoken_seconds(line.spoken) for line in lines)
