"""Near-duplicate detection: copies of a post with another heading, a source line or reordered paragraphs, and posts
with the same pictures.

Candidates share many of their smallest shingle hashes (a bottom-k MinHash sketch: A. Broder, On the resemblance and
containment of documents, 1997); a candidate is a duplicate when one's shingles are contained in the other's.
"""

import hashlib
import heapq
import re
import unicodedata
from array import array
from collections import Counter, OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Final, NamedTuple, TypeVar

_SKETCH: Final = 128
_SHARED: Final = 0.08
"""Share of a sketch that two posts must have in common to be compared in full."""
_SHINGLE: Final = 5
"""Letters of a shingle: unrelated posts with the same phrases share many runs of three letters, and few of five."""
_CONTAINED: Final = 0.65
_CANDIDATES: Final = 20
_SHORTEST: Final = 40
"""Letters that a text must have; shorter ones are alike by chance."""
_REMEMBERED: Final = 20_000
_BANDS: Final = 8
"""Bytes of a picture's hash: two hashes that differ in at most seven bits have at least one byte in common."""
_MAX_DISTANCE: Final = 6
"""Bits in which the hashes of two copies of a picture may differ."""
_MOST_PICTURES: Final = 4
"""Pictures of a post that are compared: the first ones."""
_NOISE = re.compile(
    r"https?://\S+|\[[^\]\n]{0,10}펌[^\]\n]{0,10}\]|\(펌\)|[\[(]?\s*출처\s*[:：)\]][^\n]{0,80}|\bfw[d:]+\b",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^0-9a-z가-힣ㄱ-ㅣ一-鿿ぁ-ヿ]+")

K = TypeVar("K")


def comparable_letters(text: str) -> str:
    """The letters and digits of a text, without addresses, source lines and marks of copies (펌, 출처, FW)."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return _LETTERS.sub("", _NOISE.sub(" ", plain))


def shingle_hashes(letters: str, size: int) -> frozenset[int]:
    """64-bit hashes of all runs of ``size`` letters."""
    runs = {letters[at : at + size] for at in range(len(letters) - size + 1)}
    return frozenset(int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8).digest(), "big") for run in runs)


def shingle_containment(one: frozenset[int], other: Collection[int]) -> float:
    """Share of the smaller one's shingles that the larger one has; neither has one twice."""
    smaller = min(len(one), len(other))
    return len(one.intersection(other)) / smaller if smaller else 0.0


@dataclass(frozen=True, slots=True)
class _Known:
    """A remembered post: all its shingles and the smallest of them, the hashes of its pictures, its cluster.

    Hashes are kept as arrays of eight bytes each: as objects in a set they took twelve times that.
    """

    shingles: "array[int]"
    sketch: "array[int]"
    pictures: tuple[int, ...]
    cluster: str
    number: int
    """Counts all posts that were ever added."""


class DuplicateMatch(NamedTuple):
    """The story that a post is a copy of.

    ``original`` names the earliest of all copies, ``sites`` counts the sites that have one so far.
    """

    original: str
    sites: int = 1


class NearDuplicateFinder:
    """Remembers posts and finds the earlier one that a new one repeats. About 20 KB a post; the oldest are dropped."""

    def __init__(self, remembered: int = _REMEMBERED) -> None:
        self._remembered = remembered
        self._posts: OrderedDict[str, _Known] = OrderedDict()
        self._by_hash: dict[int, str | list[str]] = {}
        """Nearly every hash is that of one post alone, whose name then stands for a list of it."""
        self._by_band: dict[tuple[int, int], list[str]] = {}
        self._members: dict[str, list[str]] = {}
        self._added = 0
        self._lock = Lock()

    def add_and_match(self, name: str, text: str, pictures: Iterable[str] = ()) -> DuplicateMatch:
        """Remember a post, named ``site.id``, with the hashes of its pictures, and return its match.

        Pictures are compared only where there is too little text.
        """
        hashes = tuple(int(likeness, 16) for likeness in pictures if likeness)[:_MOST_PICTURES]
        letters = comparable_letters(text)
        found = shingle_hashes(letters, _SHINGLE) if len(letters) >= _SHORTEST else frozenset()
        sketch = tuple(heapq.nsmallest(_SKETCH, found))
        # Several sites are read at once, each in a thread of its own.
        with self._lock:
            cluster = self._cluster_of(name, found, sketch, () if found else hashes)
            sites = {member.partition(".")[0] for member in self._members[cluster]}
        return DuplicateMatch(cluster, len(sites))

    def _cluster_of(self, name: str, found: frozenset[int], sketch: tuple[int, ...], pictures: tuple[int, ...]) -> str:
        if name in self._posts:
            return self._posts[name].cluster
        cluster = self._same_text(found, sketch) or self._same_pictures(pictures) or name
        self._added += 1
        self._posts[name] = _Known(array("Q", found), array("Q", sketch), pictures, cluster, self._added)
        self._members.setdefault(cluster, []).append(name)
        for number in sketch:
            there = self._by_hash.setdefault(number, name)
            if isinstance(there, list):
                there.append(name)
            elif there != name:
                self._by_hash[number] = [there, name]
        for band in _bands(pictures):
            self._by_band.setdefault(band, []).append(name)
        while len(self._posts) > self._remembered:
            self._drop_oldest()
        return cluster

    def _same_pictures(self, pictures: tuple[int, ...]) -> str | None:
        """The cluster of the earliest post whose pictures include all of these, or are all among these."""
        near = {name for band in _bands(pictures) for name in self._by_band.get(band, ())}
        for name in sorted(near, key=lambda name: self._posts[name].number):
            fewer, more = sorted((pictures, self._posts[name].pictures), key=len)
            if all(any((one ^ other).bit_count() <= _MAX_DISTANCE for other in more) for one in fewer):
                return self._posts[name].cluster
        return None

    def _same_text(self, found: frozenset[int], sketch: tuple[int, ...]) -> str | None:
        shared = Counter(name for number in sketch for name in self._names(number))
        least = max(2, _SHARED * len(sketch))
        for name, count in shared.most_common(_CANDIDATES):
            if count < least:
                return None
            if shingle_containment(found, self._posts[name].shingles) >= _CONTAINED:
                return self._posts[name].cluster
        return None

    def _names(self, number: int) -> list[str]:
        there = self._by_hash.get(number, [])
        return [there] if isinstance(there, str) else there

    def _drop_oldest(self) -> None:
        name, known = self._posts.popitem(last=False)
        for number in known.sketch:
            there = self._by_hash[number]
            if isinstance(there, list) and len(there) > 1:
                there.remove(name)
            else:
                del self._by_hash[number]
        for band in _bands(known.pictures):
            _remove(self._by_band, band, name)
        _remove(self._members, known.cluster, name)


def _bands(pictures: Iterable[int]) -> set[tuple[int, int]]:
    return {(band, hashed >> 8 * band & 0xFF) for hashed in pictures for band in range(_BANDS)}


def _remove(names: dict[K, list[str]], key: K, name: str) -> None:
    names[key].remove(name)
    if not names[key]:
        del names[key]
