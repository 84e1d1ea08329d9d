"""Runs of words that a text shares with its source: how much of it is the source's own wording, and where."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final, NamedTuple

WORDS: Final = 5
"""Words (어절) of a run that counts as shared: four in a row are often the same by chance, as in phrases."""
_WORD: Final = re.compile(r"\w+(?:[%:.,/-]\w+)*")


class SharedWordRuns(NamedTuple):
    """The runs that a text shares with its source.

    ``spans``: the shared parts as (start, end) in characters of the text, in order and apart from each other.
    ``shared`` of the text's ``runs`` of five words stand in the source.
    """

    spans: tuple[tuple[int, int], ...]
    shared: int
    runs: int

    @property
    def share(self) -> float:
        """Share of the text's runs that stand in the source, 0..1; 0 for a text without any."""
        return self.shared / self.runs if self.runs else 0.0


class _Word(NamedTuple):
    text: str
    start: int
    end: int


def shared_word_runs(text: str, sources: Sequence[str], size: int = WORDS) -> SharedWordRuns:
    """The runs of ``size`` words that ``text`` shares with one of ``sources``, whatever case and punctuation."""
    known = {run for source in sources for run in _runs(_words(source), size)}
    words = _words(text)
    runs = _runs(words, size)
    spans: list[tuple[int, int]] = []
    for at, run in enumerate(runs):
        if run not in known:
            continue
        start, end = words[at].start, words[at + size - 1].end
        if spans and start <= spans[-1][1]:
            start = spans.pop()[0]
        spans.append((start, end))
    return SharedWordRuns(tuple(spans), sum(run in known for run in runs), len(runs))


def _words(text: str) -> list[_Word]:
    return [_Word(_plain(found.group()), found.start(), found.end()) for found in _WORD.finditer(text)]


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold()


def _runs(words: Sequence[_Word], size: int) -> list[tuple[str, ...]]:
    return [tuple(word.text for word in words[at : at + size]) for at in range(len(words) - size + 1)]
