"""Repetition in a text while it is written: a model in a loop never ends by itself."""

import re
from collections import Counter
from typing import Final

_EVERY: Final = 64
"""New characters between two looks at the tail."""
_TAIL: Final = 1600
_SHORTEST: Final = 120
"""Characters of a repetition: a row of laughing letters or of spaces is shorter."""
_TIMES: Final = 4
"""How often in a row the same must stand; more often where it is short."""
_ANYWHERE: Final = 6
"""How often the same sentence may stand in the whole text, whatever is between."""
_SENTENCE: Final = 12
_NUMBERS: Final = re.compile(r"\d{1,4}")
"""A number; an endless one is many, so that it is a repetition too."""
_END: Final = re.compile(r'[\n"]|[.!?…](?=\s)')


class RepetitionDetector:
    """Tells whether a text has begun to repeat itself. Numbers count as equal: a list that only counts on is a loop."""

    def __init__(self) -> None:
        self._tail = ""
        self._new = 0
        self._sentence = ""
        self._sentences: Counter[str] = Counter()
        self.found = False

    def repeats_after_adding(self, text: str) -> bool:
        """Whether the text repeats itself once ``text`` is added to its end."""
        self._tail = (self._tail + text)[-_TAIL:]
        self._new += len(text)
        if self._said_too_often(text):
            self.found = True
        if self._new >= _EVERY:
            self._new = 0
            self.found = self.found or ends_in_repetition(self._tail)
        return self.found

    def _said_too_often(self, text: str) -> bool:
        *ended, self._sentence = _END.split(self._sentence + text)
        same = [_NUMBERS.sub("0", " ".join(sentence.split())) for sentence in ended]
        self._sentences.update(sentence for sentence in same if len(sentence) >= _SENTENCE)
        return any(self._sentences[sentence] >= _ANYWHERE for sentence in same)


def ends_in_repetition(text: str) -> bool:
    """Whether ``text`` ends in the same piece again and again, for at least 120 characters and four times.

    By the prefix function of the reversed text (Knuth, Morris and Pratt 1977): the end of length n has the shortest
    period n - border(n).
    """
    back = _NUMBERS.sub("0", text)[::-1]
    border = [0] * len(back)
    for at in range(1, len(back)):
        size = border[at - 1]
        while size and back[at] != back[size]:
            size = border[size - 1]
        size += back[at] == back[size]
        border[at] = size
        length = at + 1
        if length >= max(_SHORTEST, _TIMES * (length - size)):
            return True
    return False
