"""How the extractive writer tells stories it was not fitted to: ``python -m testbed.benchmarks.script.crossed``.

Cross-validation by story: the stories are dealt into folds, and each fold is told with weights that were fitted to the
others. Beside it stands the ceiling: what the same choice tells with weights that know the beats.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import nan
from typing import Final, NamedTuple

from schemas.recipe import ScriptChoice
from services.studio.script.extractive.story import Story
from services.studio.script.extractive.weight import Weigher
from services.studio.script.extractive.writer import ExtractiveWriter
from testbed.benchmarks.script.beats import told
from testbed.benchmarks.script.fit import beat_shares, fitted, measured
from testbed.benchmarks.script.sets import Beat, LabelledStory, ScriptSets

FOLDS: Final = 8
_FILM: Final = 54.0
"""Seconds a story may take without that something must be left out: any choice tells a shorter one."""
_NOTHING: Final = 0.02
"""Weight of a sentence that tells no beat, for the ceiling."""


class Told(NamedTuple):
    """A labelled story, the seconds that all of it takes, and for each of its beats whether the script tells it."""

    story: LabelledStory
    seconds: float
    heard: tuple[bool, ...]

    def missed(self) -> list[Beat]:
        """The beats that are not told."""
        return [beat for beat, heard in zip(self.story.beats, self.heard, strict=True) if not heard]


def crossed(sets: ScriptSets, folds: int = FOLDS) -> list[Told]:
    """Every story with beats, told with weights fitted to the stories of the other folds."""
    stories = [story for story in sets.stories() if story.beats]
    rows: list[Told] = []
    for fold in range(folds):
        others = [story for at, story in enumerate(stories) if at % folds != fold]
        weights = fitted(list(measured(sets, others)))
        rows += (_tell(story, Story(sets.post(story.post), weights), sets) for story in stories[fold::folds])
    return sorted(rows, key=lambda row: row.story.post)


def ceiling(sets: ScriptSets) -> Iterator[Told]:
    """Every story with beats, told with weights that know which sentences tell them."""
    for story in sets.stories():
        if story.beats:
            known = Story(sets.post(story.post))
            known.weigher = _Knowing(known.sentences, story.beats)
            yield _tell(story, known, sets)


class _Knowing(Weigher):
    """Weighs a sentence by the beats that it tells."""

    def __init__(self, sentences: Sequence[str], beats: Sequence[Beat]) -> None:
        super().__init__(sentences, "")
        self._spans = [span for beat in beats for span in beat.told_by]
        self._shares = beat_shares(sentences, beats)

    def weight(self, index: int, text: str = "") -> float:
        """The share of the beats; hardly anything when ``text`` has lost what tells them."""
        tells = not text or any(span in text for span in self._spans)
        return _NOTHING + self._shares[index] * tells


def _tell(story: LabelledStory, found: Story, sets: ScriptSets) -> Told:
    script = ExtractiveWriter(lambda _post: found).write(sets.post(story.post), ScriptChoice())
    return Told(story, found.seconds, tuple(told(beat, script) for beat in story.beats))


def table(rows: Iterable[Told]) -> Iterator[str]:
    """Shares of beats and reveals told: of all stories, of those of which something is left out, of each genre."""
    found = list(rows)
    genres: dict[str, list[Told]] = defaultdict(list)
    for row in found:
        genres[row.story.genre].append(row)
    longer = [row for row in found if row.seconds > _FILM]
    yield f"{'stories':24}{'number':>8}{'beats':>8}{'reveals':>9}"
    for kind, kept in [("all", found), ("longer than the film", longer), *sorted(genres.items())]:
        yield f"{kind:24}{len(kept):8}{share(kept):8.3f}{share(kept, 'reveal'):9.3f}"


def share(rows: Iterable[Told], role: str = "") -> float:
    """The share of beats told, of those of ``role`` where it is named."""
    heard = [
        heard for row in rows for beat, heard in zip(row.story.beats, row.heard, strict=True) if role in ("", beat.role)
    ]
    return sum(heard) / len(heard) if heard else nan


def main() -> None:
    """Print the beats that are missed on held-out folds, the table of these, and the table of the ceiling."""
    sets = ScriptSets()
    rows = crossed(sets)
    lines = [f"{row.story.post} not told: {beat.role}: {beat.name}" for row in rows for beat in row.missed()]
    lines += ["", f"held out, {FOLDS} folds", *table(rows), "", "ceiling: weights that know the beats"]
    lines += table(ceiling(sets))
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
