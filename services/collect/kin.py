"""Posts that tell the same story: copies with a heading in front, a source line behind, paragraphs in another order.

Candidates share many of their smallest shingle hashes (a bottom-k MinHash sketch: A. Broder, On the resemblance and
containment of documents, 1997); a candidate is kin when one's shingles are contained in the other's.
"""

import hashlib
import heapq
import re
import unicodedata
from collections import Counter, OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Final

_SKETCH: Final = 128
_SHARED: Final = 0.08
"""Share of a sketch two posts must have in common to be looked at closely."""
_RUN: Final = 5
"""Letters of a shingle: strangers who write the same phrases share runs of three, and few of five."""
_CONTAINED: Final = 0.65
_CANDIDATES: Final = 20
_SHORTEST: Final = 40
"""Letters; below, two posts are alike by chance."""
_REMEMBERED: Final = 20_000
_NOISE = re.compile(
    r"https?://\S+|\[[^\]\n]{0,10}펌[^\]\n]{0,10}\]|\(펌\)|[\[(]?\s*출처\s*[:：)\]][^\n]{0,80}|\bfw[d:]+\b",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^0-9a-z가-힣ㄱ-ㅣ一-鿿ぁ-ヿ]+")


def essence(text: str) -> str:
    """The letters and digits of a text alone: what stays when a copy is announced, spaced and signed otherwise."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return _LETTERS.sub("", _NOISE.sub(" ", plain))


def shingles(letters: str, size: int) -> frozenset[int]:
    """64-bit hashes of all runs of ``size`` letters."""
    runs = {letters[at : at + size] for at in range(len(letters) - size + 1)}
    return frozenset(int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8).digest(), "big") for run in runs)


def containment(one: frozenset[int], other: frozenset[int]) -> float:
    """Share of the smaller set's shingles that the larger one has."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


@dataclass(frozen=True, slots=True)
class _Known:
    """A remembered post: all its shingles, and the smallest of them."""

    shingles: frozenset[int]
    sketch: tuple[int, ...]
    cluster: str


class Kin:
    """Remembers posts and tells which earlier one a new one repeats. About 25 KB a post; the oldest are forgotten."""

    def __init__(self, remembered: int = _REMEMBERED) -> None:
        self._remembered = remembered
        self._posts: OrderedDict[str, _Known] = OrderedDict()
        self._holders: dict[int, list[str]] = {}
        self._turn = Lock()

    def add(self, name: str, text: str) -> str:
        """Remember a post, and give the name of the earliest one that tells its story: its own, if it is the first."""
        letters = essence(text)
        found = shingles(letters, _RUN) if len(letters) >= _SHORTEST else frozenset()
        sketch = tuple(heapq.nsmallest(_SKETCH, found))
        # Several sites are read at once, each in a thread of its own.
        with self._turn:
            return self._place(name, found, sketch)

    def _place(self, name: str, found: frozenset[int], sketch: tuple[int, ...]) -> str:
        if name in self._posts:
            return self._posts[name].cluster
        cluster = self._original(found, sketch) or name
        self._posts[name] = _Known(found, sketch, cluster)
        for number in sketch:
            self._holders.setdefault(number, []).append(name)
        while len(self._posts) > self._remembered:
            self._forget()
        return cluster

    def _original(self, found: frozenset[int], sketch: tuple[int, ...]) -> str | None:
        shared = Counter(name for number in sketch for name in self._holders.get(number, ()))
        least = max(2, _SHARED * len(sketch))
        for name, count in shared.most_common(_CANDIDATES):
            if count < least:
                return None
            if containment(found, self._posts[name].shingles) >= _CONTAINED:
                return self._posts[name].cluster
        return None

    def _forget(self) -> None:
        name, known = self._posts.popitem(last=False)
        for number in known.sketch:
            holders = self._holders[number]
            holders.remove(name)
            if not holders:
                del self._holders[number]
