"""Where a sentence is set, by which words, and how surely."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from libraries.story_beats.place_groups import SCREENED, related_places
from libraries.story_beats.sentence import Sentence
from schemas.beats import BeatCertainty, Place, TextSource

P = Place
IN_A_TITLE: Final = 1.4
BY_A_THING: Final = 1.35
"""Weight of things and acts that only stand for a place."""
LONG: Final = 30
"""Sentences after which a place that is not named again is only guessed."""


class SentenceSetting(NamedTuple):
    """Where a sentence is set. ``behind``: where one is while ``place`` is a screen or a page."""

    place: Place
    behind: Place
    words: tuple[str, ...]
    line: int
    """The sentence of those words; -1 for the title or the board."""
    source: TextSource = TextSource.SCRIPT
    """In which text that sentence stands."""
    since: int = -1
    """The sentence from which on it is set there."""
    weight: float = 0.0
    """How strongly the words say so."""
    certainty: BeatCertainty = BeatCertainty.GUESSED

    @property
    def place_without_screens(self) -> Place:
        """Where one is, a screen or a page left out."""
        return self.place if self.behind is P.UNKNOWN else self.behind

    def with_script_lines(self, lines: Mapping[int, int]) -> "SentenceSetting":
        """The setting of a sentence of the post as one of the script, which has its sentences at ``lines``."""
        if self.line < 0 or self.line in lines:
            return self._replace(line=lines.get(self.line, self.line))
        return self._replace(source=TextSource.POST)

    def with_certainty(self, sentence: Sentence, lost_since: int, usual: Place) -> "SentenceSetting":
        """The setting of ``sentence`` with how sure it is; from ``lost_since`` on the text went who knows where."""
        return self._replace(certainty=self._certainty(sentence, lost_since, usual))

    def _certainty(self, sentence: Sentence, lost_since: int, usual: Place) -> BeatCertainty:
        if self.place is P.UNKNOWN or (self.since < 0 and self.weight < IN_A_TITLE):
            return BeatCertainty.GUESSED
        if self.since == sentence.line and self.line >= 0:
            return BeatCertainty.TOLD if self.weight > BY_A_THING or self.place in SCREENED else BeatCertainty.GUESSED
        long_ago = sentence.line - self.since > LONG and not are_related_places(self.place_without_screens, usual)
        doubtful = sentence.reported or long_ago or self.since < lost_since
        return BeatCertainty.GUESSED if doubtful else BeatCertainty.HELD


def are_related_places(one: Place, other: Place) -> bool:
    """Whether two places belong together."""
    return related_places(one) == related_places(other)
