"""Beats: groups of sentences that only make sense together. A story is shortened by whole beats."""

import re
from collections.abc import Sequence
from typing import Final

from libraries.korean.normalise import speech
from services.studio.script import pacing

_LONGEST: Final = 9.0
"""Seconds of a beat: a long exchange is cut into several."""
_SHORTEST: Final = 7
"""Syllables; a sentence of fewer says something only behind the one before it."""
_REFERS_BACK: Final = re.compile(
    r"[\"“'‘]|(?:그래서|그러더니|그랬더니|그러자|그러니까|그러니|그리고|그래도|그러면|그럼|그러다|그제서?야|그렇게|그치만|덕분에|"
    r"그게|그걸|그건|그거|이게|이걸|이건|그분|그 [가-힣]|걔|얘는|자기|거기|또 |아니 |하고 |라고|(?:두|세|네|다섯) 번째)"
)
"""How a sentence begins that refers to the one before it, or quotes somebody in it."""
_REPORTS: Final = re.compile(r"(?:냐고|다고|라고|자고|거라고|더라)(?:요|는데)?[.!?…~]*$")
_OVER: Final = re.compile(r"(?:[.!?…~\"”’')]|[다요죠네지까어야음임함됨짐심림줌옴감봄남]|[ㅋㅎㅠㅜ])$")
"""How a sentence ends that is over; a line that ends otherwise goes on in the next."""


def beats(sentences: Sequence[str]) -> list[tuple[str, ...]]:
    """``sentences`` in their order, each beat a tuple of those that depend on each other."""
    found: list[list[str]] = []
    spent = 0.0
    for sentence in sentences:
        spoken = speech(sentence)
        cost = pacing.seconds(spoken)
        if found and spent + cost <= _LONGEST and _belongs(sentence, spoken, found[-1][-1]):
            found[-1].append(sentence)
            spent += cost
        else:
            found.append([sentence])
            spent = cost
    return [tuple(beat) for beat in found]


def _belongs(sentence: str, spoken: str, before: str) -> bool:
    return bool(
        _REFERS_BACK.match(sentence)
        or _REPORTS.search(sentence)
        or not _OVER.search(before)
        or pacing.syllables(spoken) < _SHORTEST
    )
