"""Posts that tell the same story: copies with a heading in front, a source line behind, paragraphs in another order;
and posts of pictures that show the same pictures.

Candidates share many of their smallest shingle hashes (a bottom-k MinHash sketch: A. Broder, On the resemblance and
containment of documents, 1997); a candidate is kin when one's shingles are contained in the other's.
"""

import hashlib
import heapq
import re
import unicodedata
from collections import Counter, OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Final, NamedTuple, TypeVar

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
_BANDS: Final = 8
"""Bytes of a picture's hash: of two that differ in seven bits or less, one byte at least is the same."""
_APART: Final = 6
"""Bits in which two copies of a picture may differ."""
_MOST_PICTURES: Final = 4
"""Pictures of a post that are compared: the first ones."""
_NOISE = re.compile(
    r"https?://\S+|\[[^\]\n]{0,10}펌[^\]\n]{0,10}\]|\(펌\)|[\[(]?\s*출처\s*[:：)\]][^\n]{0,80}|\bfw[d:]+\b",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^0-9a-z가-힣ㄱ-ㅣ一-鿿ぁ-ヿ]+")

K = TypeVar("K")


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
    pictures: tuple[int, ...]
    cluster: str
    place: int
    """Among all that were ever added."""


class Match(NamedTuple):
    """``original`` names the earliest post of a story, ``sites`` counts where it was told so far."""

    original: str
    sites: int = 1


class NearDuplicates:
    """Remembers posts and tells which earlier one a new one repeats. About 25 KB a post; the oldest are forgotten."""

    def __init__(self, remembered: int = _REMEMBERED) -> None:
        self._remembered = remembered
        self._posts: OrderedDict[str, _Known] = OrderedDict()
        self._holders: dict[int, list[str]] = {}
        self._showing: dict[tuple[int, int], list[str]] = {}
        self._told: dict[str, list[str]] = {}
        self._added = 0
        self._turn = Lock()

    def add(self, name: str, text: str, pictures: Iterable[str] = ()) -> Match:
        """Remember a post, ``site.id``, with the likenesses of its pictures, and give its kinship.

        Pictures count where there is too little text to compare.
        """
        hashes = tuple(int(likeness, 16) for likeness in pictures if likeness)[:_MOST_PICTURES]
        letters = essence(text)
        found = shingles(letters, _RUN) if len(letters) >= _SHORTEST else frozenset()
        sketch = tuple(heapq.nsmallest(_SKETCH, found))
        # Several sites are read at once, each in a thread of its own.
        with self._turn:
            cluster = self._place(name, found, sketch, () if found else hashes)
            sites = {told.partition(".")[0] for told in self._told[cluster]}
        return Match(cluster, len(sites))

    def _place(self, name: str, found: frozenset[int], sketch: tuple[int, ...], pictures: tuple[int, ...]) -> str:
        if name in self._posts:
            return self._posts[name].cluster
        cluster = self._original(found, sketch) or self._shown(pictures) or name
        self._added += 1
        self._posts[name] = _Known(found, sketch, pictures, cluster, self._added)
        self._told.setdefault(cluster, []).append(name)
        for number in sketch:
            self._holders.setdefault(number, []).append(name)
        for band in _bands(pictures):
            self._showing.setdefault(band, []).append(name)
        while len(self._posts) > self._remembered:
            self._forget()
        return cluster

    def _shown(self, pictures: tuple[int, ...]) -> str | None:
        """The story of a post that shows all of these pictures, or all of whose pictures these are."""
        near = {name for band in _bands(pictures) for name in self._showing.get(band, ())}
        for name in sorted(near, key=lambda name: self._posts[name].place):
            fewer, more = sorted((pictures, self._posts[name].pictures), key=len)
            if all(any((one ^ other).bit_count() <= _APART for other in more) for one in fewer):
                return self._posts[name].cluster
        return None

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
            _take_out(self._holders, number, name)
        for band in _bands(known.pictures):
            _take_out(self._showing, band, name)
        _take_out(self._told, known.cluster, name)


def _bands(pictures: Iterable[int]) -> set[tuple[int, int]]:
    return {(band, hashed >> 8 * band & 0xFF) for hashed in pictures for band in range(_BANDS)}


def _take_out(names: dict[K, list[str]], key: K, name: str) -> None:
    names[key].remove(name)
    if not names[key]:
        del names[key]
