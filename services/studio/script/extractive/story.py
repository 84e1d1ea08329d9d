"""The parts of a post that a script tells: its opening, turn and ending, each a run of beats without a gap."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from libraries.korean.sentences import headline, sentences
from schemas.posts import Post
from schemas.script import Line, Role, Speaker
from services.studio.script import pacing
from services.studio.script.extractive.beats import beats
from services.studio.script.extractive.textrank import LONGEST, bigrams, rank
from services.studio.script.lines import line

_OPENING, _ENDING = 0.3, 0.45
"""Shares of the time; what is left belongs to the turn."""
_LEAST_COST: Final = 2.5
"""Seconds below which a beat is no cheaper: an exclamation is short, but says little."""
_TURN: Final = re.compile(
    r"(?:그런데|근데|알고 ?보니|결국|그러던|어느 날|그날|그때|다음 ?날|며칠|한참|지난|오늘|어제|마침내|갑자기|순간|"
    r"하지만|사실|나중에)"
)
"""How a beat begins that can follow a gap in the story: it says where in time it is, or that things change."""


class Story:
    """The beats of a post with their weights. ``chosen``: those that `body` took."""

    def __init__(self, post: Post) -> None:
        title = headline(post.title)
        found = [text for text in sentences(post.content) if not _repeats(text, title)]
        self.beats = _thinned(beats(found))
        self.texts = [" ".join(beat) for beat in self.beats]
        self.chosen: list[tuple[str, ...]] = []
        self._weights = rank(self.texts, title)
        self._lines = [
            [made for text in beat for made in line(text, Role.BODY, Speaker.NARRATOR)] for beat in self.beats
        ]
        self._costs = [pacing.duration(lines) for lines in self._lines]

    def body(self, budget: float) -> list[Line]:
        """Lines of the chosen beats, in order, of at most about ``budget`` seconds."""
        chosen = self._blocks(budget)
        self.chosen = [self.beats[index] for index in chosen]
        lines = [made for index in chosen for made in self._lines[index]]
        while len(lines) > 1 and pacing.duration(lines) > max(budget, pacing.LONGEST / 2):
            lines.pop()  # a single beat longer than the film is cut at its end
        return lines

    def _blocks(self, budget: float) -> list[int]:
        """Indexes of the chosen beats: three runs at most, the opening, the turn and the ending."""
        size = len(self.texts)
        if self._cost(range(size)) <= budget:
            return list(range(size))
        opening = range(self._reach(range(size), _OPENING * budget))
        ending = range(self._last_block(opening.stop, budget - self._cost(opening)), size)
        turn = self._turn(range(opening.stop, ending.start), budget - self._cost([*opening, *ending]))
        picked = {*opening, *ending, *turn}
        while beside := [index for index in range(size) if self._grows(index, picked, budget)]:
            picked.add(max(beside, key=self._weight))
        return sorted(picked)

    def _reach(self, run: range, budget: float) -> int:
        """How many beats from the start of ``run`` fit into ``budget``; at least one."""
        count = 1
        while count < len(run) and self._cost(run[: count + 1]) <= budget:
            count += 1
        return count

    def _last_block(self, after: int, budget: float) -> int:
        """The beat the ending begins at: as early as its share of the time allows, if it can follow a gap."""
        size = len(self.texts)
        if after >= size or self._cost([size - 1]) > budget:
            return size
        longest = size - self._reach(range(size - 1, after - 1, -1), _ENDING * budget / (1 - _OPENING))
        clear = next((start for start in range(longest, size) if _TURN.match(self.texts[start])), longest)
        return clear if self._cost(range(clear, size)) >= self._cost(range(longest, size)) / 2 else longest

    def _turn(self, between: range, budget: float) -> range:
        """The heaviest run that fits; one whose first beat can follow a gap counts 1.5 times."""
        best, heaviest = between[:0], 0.0
        for start in between:
            run = between[start - between.start :]
            if self._costs[start] > budget:
                continue
            run = run[: self._reach(run, budget)]
            weight = sum(map(self._weight, run)) * (1.5 if _TURN.match(self.texts[start]) else 1.0)
            if weight > heaviest:
                best, heaviest = run, weight
        return best

    def _grows(self, index: int, picked: set[int], budget: float) -> bool:
        """Whether a beat fits, and lengthens a run instead of standing alone."""
        if index in picked or not {index - 1, index + 1} & picked:
            return False
        return self._cost(picked) + self._costs[index] <= budget

    def _cost(self, picked: Iterable[int]) -> float:
        return sum(self._costs[index] for index in picked)

    def _weight(self, index: int) -> float:
        """Weight by length: two short sentences are preferred to one long sentence of the same weight."""
        return float(self._weights[index] / max(_LEAST_COST, self._costs[index]) ** 0.5)


def _repeats(sentence: str, title: str) -> bool:
    left, right = bigrams(sentence), bigrams(title)
    return bool(left and right) and len(left & right) / max(len(left), len(right)) > 0.8


def _thinned(found: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    if len(found) <= LONGEST:
        return list(found)
    return [found[at * (len(found) - 1) // (LONGEST - 1)] for at in range(LONGEST)]
