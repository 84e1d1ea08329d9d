"""What a script tells of a post: its sentences, chosen so that the story is told in the time."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final

from libraries.film_scripts import pacing
from libraries.film_scripts.lines import script_lines
from libraries.korean.sentences import split_sentences, title_without_tags
from schemas.posts import Post
from schemas.script import Line, Role, Speaker
from services.studio.script.extractive.sentence_choice import KeptSentence, Wording, Wordings, choose_sentences
from services.studio.script.extractive.sentence_links import (
    SentenceLink,
    index_of_ending,
    sentence_links,
    with_ends_linked,
)
from services.studio.script.extractive.sentence_weight import WEIGHTS, SentenceWeigher
from services.studio.script.extractive.shorten import sentence_without_asides, without_connective
from services.studio.script.extractive.similarity import bigrams

LONGEST: Final = 160
"""Sentences that are chosen from; of a longer story the lightest are left out first."""
_SPARES: Final = (0.0, 0.5, 1.5, 3.0)
"""Seconds that are kept back, tried in turn."""
_UNIT: Final = 0.1
"""The fewest seconds that a sentence takes."""
_NEEDED: Final = 0.8
"""Share of the weight of its sentences that tells a story: of labelled ones that had the time nearly all was told."""
_COMMENTS: Final = 12
"""The best comments that say what readers noticed."""


class SelectedStory:
    """The sentences of a post, of which a film tells those that fit. ``told``: those that `body_lines` chose."""

    def __init__(self, post: Post, weights: Mapping[str, float] = WEIGHTS) -> None:
        title = title_without_tags(post.title)
        found = [text for text in split_sentences(post.content) if not _repeats(text, title)]
        comments = [comment.content for comment in post.best_comments[:_COMMENTS]]
        self.weigher = SentenceWeigher(found, title, comments, weights)
        if len(found) > LONGEST:
            found = self._heaviest(found)
            self.weigher = SentenceWeigher(found, title, comments, weights)
        self.sentences = found
        self.seconds = sum(_seconds(sentence) for sentence in found)
        """Seconds it takes to tell all of it."""
        self.told: list[KeptSentence] = []

    def _heaviest(self, found: list[str]) -> list[str]:
        order = sorted(range(1, len(found) - 1), key=self.weigher.weight, reverse=True)
        kept = {0, len(found) - 1, *order[: LONGEST - 2]}
        return [text for at, text in enumerate(found) if at in kept]

    @property
    def needed_seconds(self) -> float:
        """Seconds it takes to say all sentences without which a listener would miss something."""
        each = [(self.weigher.weight(at), _seconds(text)) for at, text in enumerate(self.sentences)]
        left = _NEEDED * sum(weight for weight, _ in each)
        needed = 0.0
        for weight, seconds in sorted(each, key=lambda one: one[0] / max(one[1], _UNIT), reverse=True):
            if left <= 0:
                break
            left -= weight
            needed += seconds
        return needed

    def body_lines(self, budget: float) -> list[Line]:
        """The lines of the story in at most about ``budget`` seconds: all if they fit, else what a listener needs."""
        if self.seconds <= budget:
            self.told = [KeptSentence(at, Wording(text, 0.0, 1.0)) for at, text in enumerate(self.sentences)]
            return _all_lines(self.told)
        for spare in _SPARES:  # the choice counts rounded times: the end may not be cut off for what they differ
            self.told = self._chosen(budget - spare) or self.told
            if pacing.script_duration(_all_lines(self.told)) <= budget:
                break
        if not self.told and self.sentences:
            self.told = [KeptSentence(0, Wording(self.sentences[0], 0.0, 1.0))]
        lines = _all_lines(self.told)
        while len(lines) > 1 and pacing.script_duration(lines) > max(budget, pacing.LONGEST / 2):
            lines.pop()  # a single sentence longer than the film is cut at its end
        return lines

    def _chosen(self, budget: float) -> list[KeptSentence]:
        whole, any_part = self._all_options
        return choose_sentences(whole, budget, index_of_ending(self.sentences)) or choose_sentences(any_part, budget)

    @cached_property
    def _all_options(self) -> tuple[list[Wordings], list[Wordings]]:
        """What may be chosen of a whole story with its end, and where there is no time for that."""
        found = sentence_links(self.sentences)
        return self._options(with_ends_linked(found, self.sentences)), self._options(found)

    def _options(self, found: Sequence[SentenceLink]) -> list[Wordings]:
        return [
            Wordings(self._form(at, text), self._form(at, without_connective(text)), link)
            for at, (text, link) in enumerate(zip(self.sentences, found, strict=True))
        ]

    def _form(self, at: int, text: str) -> Wording:
        short = sentence_without_asides(text)
        return Wording(short, _seconds(short), self.weigher.weight(at, short))


def _all_lines(told: Sequence[KeptSentence]) -> list[Line]:
    return [made for each in told for made in _lines(each.form.text)]


def _lines(text: str) -> list[Line]:
    return script_lines(text, Role.BODY, Speaker.NARRATOR)


def _seconds(text: str) -> float:
    return pacing.script_duration(_lines(text))


def _repeats(sentence: str, title: str) -> bool:
    left, right = bigrams(sentence), bigrams(title)
    return bool(left and right) and len(left & right) / max(len(left), len(right)) > 0.8
