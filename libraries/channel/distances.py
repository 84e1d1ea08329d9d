"""Distances of two films of a channel, part by part, each between 0 (the same) and 1.

A part that is not known of one of them has no distance and does not count.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import Final

from libraries.channel.film_description import FilmDescription

WEIGHTS: Final[Mapping[str, float]] = {
    "structure": 0.20,
    "first_frame": 0.15,
    "form": 0.15,
    "palette": 0.10,
    "voice": 0.10,
    "music": 0.05,
    "rhythm": 0.10,
    "hook": 0.10,
    "closer": 0.05,
}
"""How much each part counts. They are a judgement, not a measurement: what a viewer who scrolls meets first counts
most, and what a policy names (templates, interchangeable structure) before what serves as a channel's own mark."""
_FORM: Final = ("layout", "opening", "closing", "comments", "captions", "transition", "background")
_HASH_BITS: Final = 64
_ADDRESS: Final = re.compile(r"^(여러분|혹시|이거|이걸|님들|너희|당신)")
_OPENS: Final = re.compile(r"^(?:(?P<quotation>[\"'“‘「『])|(?P<number>\d)|(?P<question>왜|어떻게|누가|뭐|무슨))")
_ENDS: Final = re.compile(r"(?P<mark>[?!.…~]*)[\"”’」』]*$")
_LENGTHS: Final = (10, 16, 24)
"""Syllables up to which a phrase is short, middling, long."""
_LETTERS: Final = re.compile(r"[^가-힣0-9A-Za-z]+")


class ComparableFilm:
    """A film with what its distances are computed from, each part made once."""

    def __init__(self, film: FilmDescription) -> None:
        self.film = film

    @cached_property
    def speaking_turns(self) -> tuple[tuple[str, str], ...]:
        """Whose turn it is, in order: role and speaker, each run of lines once."""
        return tuple(kind for kind, _ in groupby((line.role, line.speaker) for line in self.film.lines))

    @cached_property
    def speaking_shares(self) -> Mapping[tuple[str, str], float]:
        """The share of all syllables that each role and speaker has."""
        counts: Counter[tuple[str, str]] = Counter()
        for line in self.film.lines:
            counts[line.role, line.speaker] += line.syllables
        whole = sum(counts.values()) or 1
        return {kind: count / whole for kind, count in counts.items()}

    @cached_property
    def line_lengths(self) -> Sequence[float]:
        """Lengths of the lines in syllables, sorted."""
        return sorted(float(line.syllables) for line in self.film.lines)

    @cached_property
    def scene_lengths(self) -> Sequence[float]:
        """Lengths of the scenes in seconds, sorted."""
        return sorted(self.film.shots)

    @cached_property
    def first_frame_hash(self) -> int | None:
        """The bits of the first frame's hash; None for one without structure, or not known."""
        return int(self.film.first_frame, 16) if self.film.first_frame else None

    @cached_property
    def hook_phrasing(self) -> "Phrasing":
        """How its first line is put."""
        return Phrasing(self.film.hook)

    @cached_property
    def closer_phrasing(self) -> "Phrasing":
        """How its last line is put."""
        return Phrasing(self.film.closer)


class Phrasing:
    """How a sentence is put: its form, and its pairs of letters."""

    def __init__(self, text: str) -> None:
        letters = _LETTERS.sub("", text)
        mark = _ENDS.search(text)
        opening = _OPENS.match(text)
        self.pairs = frozenset(letters[at : at + 2] for at in range(len(letters) - 1))
        self.form = (
            mark["mark"][:1] if mark else "",
            letters[-2:],
            (opening.lastgroup or "") if opening else "",
            bool(_ADDRESS.match(text)),
            bisect_right(_LENGTHS, len(letters)),
        )


def distances_by_part(one: ComparableFilm, other: ComparableFilm) -> dict[str, float]:
    """The distance of two films in every part that is known of both."""
    found = {name: measure(one, other) for name, measure in _MEASURES.items()}
    return {name: distance for name, distance in found.items() if distance is not None}


def film_likeness(one: ComparableFilm, other: ComparableFilm) -> float:
    """How alike two films are, 0..1: one less the weighted mean of their distances."""
    distances = distances_by_part(one, other)
    weight = sum(WEIGHTS[name] for name in distances)
    return 1 - sum(WEIGHTS[name] * distance for name, distance in distances.items()) / weight


def distribution_distance(one: Sequence[float], other: Sequence[float]) -> float:
    """The largest difference between the distribution functions of two sorted samples (Kolmogorov–Smirnov)."""
    steps = {*one, *other}
    return max(abs(bisect_right(one, step) / len(one) - bisect_right(other, step) / len(other)) for step in steps)


def edit_distance(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """The least number of insertions, deletions and replacements that make one sequence the other (Levenshtein 1966),
    over the length of the longer one."""
    before = list(range(len(other) + 1))
    for row, left in enumerate(one, 1):
        now = [row]
        for column, right in enumerate(other, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (left != right)))
        before = now
    return before[-1] / max(len(one), len(other), 1)


def _structure(one: ComparableFilm, other: ComparableFilm) -> float:
    """The mean of three: the order of turns, the shares of the speech, and the lengths of lines."""
    kinds = one.speaking_shares.keys() | other.speaking_shares.keys()
    shares = sum(abs(one.speaking_shares.get(kind, 0.0) - other.speaking_shares.get(kind, 0.0)) for kind in kinds) / 2
    lengths = distribution_distance(one.line_lengths, other.line_lengths)
    return (edit_distance(one.speaking_turns, other.speaking_turns) + shares + lengths) / 3


def _first_frame(one: ComparableFilm, other: ComparableFilm) -> float | None:
    """The mean of hash and colours. Hashes of unlike pictures differ in half of their bits, which counts as 1."""
    if one.film.first_frame is None or other.film.first_frame is None:
        return None
    left, right = one.first_frame_hash, other.first_frame_hash
    if left is None or right is None:
        shape = float(left is not right)
    else:
        shape = min(1.0, 2 * (left ^ right).bit_count() / _HASH_BITS)
    if len(one.film.colours) != len(other.film.colours) or not one.film.colours:
        return shape
    colours = sum(abs(a - b) for a, b in zip(one.film.colours, other.film.colours, strict=True)) / 2
    return (shape + colours) / 2


def _form(one: ComparableFilm, other: ComparableFilm) -> float | None:
    """Half for the template, half for the share of the other parts of the look that differ."""
    template = _differs(one.film.template, other.film.template)
    known = [_differs(getattr(one.film, part), getattr(other.film, part)) for part in _FORM]
    parts = [each for each in known if each is not None]
    if template is None or not parts:
        return template
    return (template + sum(parts) / len(parts)) / 2


def _voice(one: ComparableFilm, other: ComparableFilm) -> float | None:
    """The narrator for 0.7, the other voices for 0.3."""
    left, right = one.film.voices, other.film.voices
    if not left or not right:
        return None
    more, less = {*left[1:], *right[1:]}, {*left[1:]} & {*right[1:]}
    others = 1 - len(less) / len(more) if more else 0.0
    return 0.7 * (left[0] != right[0]) + 0.3 * others


def _rhythm(one: ComparableFilm, other: ComparableFilm) -> float | None:
    left, right = one.scene_lengths, other.scene_lengths
    return distribution_distance(left, right) if left and right else None


def _phrasing(one: Phrasing, other: Phrasing) -> float:
    """Half for the form, half for the words: the share of pairs of letters that only one has (Jaccard)."""
    every = one.pairs | other.pairs
    words = 1 - len(one.pairs & other.pairs) / len(every) if every else 0.0
    form = sum(a != b for a, b in zip(one.form, other.form, strict=True)) / len(one.form)
    return float(form + words) / 2


def _differs(one: str, other: str) -> float | None:
    return float(one != other) if one and other else None


_MEASURES: Final[Mapping[str, Callable[[ComparableFilm, ComparableFilm], float | None]]] = {
    "structure": _structure,
    "first_frame": _first_frame,
    "form": _form,
    "palette": lambda one, other: _differs(one.film.theme, other.film.theme),
    "voice": _voice,
    "music": lambda one, other: _differs(one.film.music, other.film.music),
    "rhythm": _rhythm,
    "hook": lambda one, other: _phrasing(one.hook_phrasing, other.hook_phrasing),
    "closer": lambda one, other: _phrasing(one.closer_phrasing, other.closer_phrasing),
}
