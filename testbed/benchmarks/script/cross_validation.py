"""The extractive writer on stories it was not fitted to: ``python -m testbed.benchmarks.script.cross_validation``.

Cross-validation by story: the stories are dealt into folds, and each fold is told with weights that were fitted to the
others. Beside it stands the ceiling: what the same choice tells with weights that know the beats.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import nan
from typing import Final, NamedTuple

from schemas.recipe import ScriptChoice
from services.studio.script.extractive.sentence_weight import SentenceWeigher
from services.studio.script.extractive.story import SelectedStory
from services.studio.script.extractive.writer import ExtractiveWriter
from testbed.benchmarks.script.fit import beat_shares, fit_weights, measure_sentences
from testbed.benchmarks.script.script_sets import LabelledBeat, LabelledStory, ScriptSets
from testbed.benchmarks.script.told_beats import is_beat_told

FOLDS: Final = 8
_FILM: Final = 54.0
"""Seconds a story may take without that something must be left out: any choice tells a shorter one."""
_NOTHING: Final = 0.02
"""Weight of a sentence that tells no beat, for the ceiling."""


class ToldStory(NamedTuple):
    """How a script tells a labelled story: for each beat whether it is told, and the seconds that the whole story
    takes.
    """

    story: LabelledStory
    seconds: float
    heard: tuple[bool, ...]

    def missed_beats(self) -> list[LabelledBeat]:
        """The beats that are not told."""
        return [beat for beat, heard in zip(self.story.beats, self.heard, strict=True) if not heard]


def tell_held_out_stories(sets: ScriptSets, folds: int = FOLDS) -> list[ToldStory]:
    """Tell every story with beats by weights fitted to the stories of the other folds."""
    stories = [story for story in sets.stories() if story.beats]
    rows: list[ToldStory] = []
    for fold in range(folds):
        others = [story for at, story in enumerate(stories) if at % folds != fold]
        weights = fit_weights(list(measure_sentences(sets, others)))
        rows += (_tell(story, SelectedStory(sets.post(story.post), weights), sets) for story in stories[fold::folds])
    return sorted(rows, key=lambda row: row.story.post)


def tell_with_known_beats(sets: ScriptSets) -> Iterator[ToldStory]:
    """Tell every story with beats by weights that know which sentences tell them: the best that can be reached."""
    for story in sets.stories():
        if story.beats:
            known = SelectedStory(sets.post(story.post))
            known.weigher = _Knowing(known.sentences, story.beats)
            yield _tell(story, known, sets)


class _Knowing(SentenceWeigher):
    """Weighs a sentence by the beats that it tells."""

    def __init__(self, sentences: Sequence[str], beats: Sequence[LabelledBeat]) -> None:
        super().__init__(sentences, "")
        self._spans = [span for beat in beats for span in beat.told_by]
        self._shares = beat_shares(sentences, beats)

    def weight(self, index: int, text: str = "") -> float:
        """The share of the beats; hardly anything when ``text`` has lost what tells them."""
        tells = not text or any(span in text for span in self._spans)
        return _NOTHING + self._shares[index] * tells


def _tell(story: LabelledStory, found: SelectedStory, sets: ScriptSets) -> ToldStory:
    script = ExtractiveWriter(lambda _post: found).write(sets.post(story.post), ScriptChoice())
    return ToldStory(story, found.seconds, tuple(is_beat_told(beat, script) for beat in story.beats))


def told_beats_table(rows: Iterable[ToldStory]) -> Iterator[str]:
    """The lines of a table of shares of beats and reveals told: of all stories, of those longer than a film, of each
    genre.
    """
    found = list(rows)
    genres: dict[str, list[ToldStory]] = defaultdict(list)
    for row in found:
        genres[row.story.genre].append(row)
    longer = [row for row in found if row.seconds > _FILM]
    yield f"{'stories':24}{'number':>8}{'beats':>8}{'reveals':>9}"
    for kind, kept in [("all", found), ("longer than the film", longer), *sorted(genres.items())]:
        yield f"{kind:24}{len(kept):8}{share_of_beats_told(kept):8.3f}{share_of_beats_told(kept, 'reveal'):9.3f}"


def share_of_beats_told(rows: Iterable[ToldStory], role: str = "") -> float:
    """The share of beats that are told, of all or of those of one ``role``; NaN where there are none."""
    heard = [
        heard for row in rows for beat, heard in zip(row.story.beats, row.heard, strict=True) if role in ("", beat.role)
    ]
    return sum(heard) / len(heard) if heard else nan


def main() -> None:
    """Print the beats that are missed on held-out folds, the table of these, and the table of the ceiling."""
    sets = ScriptSets()
    rows = tell_held_out_stories(sets)
    lines = [f"{row.story.post} not told: {beat.role}: {beat.name}" for row in rows for beat in row.missed_beats()]
    lines += ["", f"held out, {FOLDS} folds", *told_beats_table(rows), "", "ceiling: weights that know the beats"]
    lines += told_beats_table(tell_with_known_beats(sets))
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
