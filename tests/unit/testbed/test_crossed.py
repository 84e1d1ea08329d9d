"""Cross-validation of the extractive writer: who is told with whose weights, the ceiling, the table."""

from collections.abc import Iterator

import pytest

from services.studio.script.extractive.story import SelectedStory
from testbed.benchmarks.script import cross_validation as module
from testbed.benchmarks.script.cross_validation import (
    ToldStory,
    share_of_beats_told,
    tell_held_out_stories,
    tell_with_known_beats,
    told_beats_table,
)
from testbed.benchmarks.script.fit import fit_weights, measure_sentences
from testbed.benchmarks.script.script_sets import LabelledStory, ScriptSets

FEW = ("2001", "2004", "2012", "2021")


class FewStories(ScriptSets):
    def stories(self) -> Iterator[LabelledStory]:
        return (story for story in super().stories() if story.post in FEW)


@pytest.fixture(scope="module")
def held_out() -> list[ToldStory]:
    return tell_held_out_stories(FewStories(), folds=2)


def test_each_story_is_told_once_with_weights_of_the_other_fold(
    held_out: list[ToldStory], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tuple(row.story.post for row in held_out) == FEW
    fitted_to: list[tuple[str, ...]] = []
    told_with: list[tuple[str, int]] = []

    def fit_to(_sets: ScriptSets, stories: list[LabelledStory]) -> list[str]:
        fitted_to.append(tuple(story.post for story in stories))
        return list(fitted_to[-1])

    def tell(story: LabelledStory, found: int, _sets: ScriptSets) -> ToldStory:
        told_with.append((story.post, found))
        return ToldStory(story, 0.0, ())

    monkeypatch.setattr(module, "measure_sentences", fit_to)
    monkeypatch.setattr(module, "fit_weights", lambda _sentences: len(fitted_to) - 1)
    monkeypatch.setattr(module, "SelectedStory", lambda _post, weights: weights)
    monkeypatch.setattr(module, "_tell", tell)
    tell_held_out_stories(FewStories(), folds=2)
    assert {story for story, _ in told_with} == set(FEW)
    assert all(story not in fitted_to[weights] for story, weights in told_with)
    assert all(len(fold) == 2 for fold in fitted_to)


def test_weights_that_know_the_beats_tell_more_than_weights_of_other_stories(held_out: list[ToldStory]) -> None:
    known = list(tell_with_known_beats(FewStories()))
    assert share_of_beats_told(held_out) < share_of_beats_told(known)
    assert share_of_beats_told(known) > 0.95
    assert not [beat for row in known for beat in row.missed_beats() if beat.role == "reveal"]


def test_weights_of_other_stories_differ_from_those_of_all() -> None:
    sets = FewStories()
    stories = list(sets.stories())
    assert fit_weights(list(measure_sentences(sets, stories))) != fit_weights(
        list(measure_sentences(sets, stories[:2]))
    )


def test_the_table_counts_beats_not_stories(held_out: list[ToldStory]) -> None:
    lines = list(told_beats_table(held_out))
    heard = [each for row in held_out for each in row.heard]
    assert lines[1].split()[:3] == ["all", "4", f"{sum(heard) / len(heard):.3f}"]
    assert len(lines) == 3 + len({row.story.genre for row in held_out})
    assert all(row.seconds == SelectedStory(ScriptSets().post(row.story.post)).seconds for row in held_out)


def test_a_row_names_the_beats_that_are_missed(held_out: list[ToldStory]) -> None:
    story = held_out[0].story
    row = ToldStory(story, 1.0, tuple(at > 0 for at in range(len(story.beats))))
    assert row.missed_beats() == [story.beats[0]]
    assert share_of_beats_told([row], story.beats[0].role) < 1.0
