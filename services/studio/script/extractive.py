"""The writer that needs no model: the story's own sentences, chosen and kept in order."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from schemas.errors import BadInput
from schemas.posts import Post
from schemas.recipe import ScriptChoice
from schemas.script import Line, Role, Script, Speaker
from services.studio.script import pacing, phrases
from services.studio.script.hook import hook
from services.studio.script.lines import line
from services.studio.script.mood import mood_of
from services.studio.script.quotes import quotable, quote
from services.studio.script.sentences import headline, sentences, trim
from services.studio.script.textrank import LONGEST, bigrams, rank, similarity

_PARTS: Final = 5
"""The story is divided into so many parts and each gives a sentence: opening, conflict, turn and end all survive."""
_LEAST_COST: Final = 2.5
"""Seconds below which a sentence is no cheaper: an exclamation is short, but says little."""
_COMMENTS: Final = 3
_COMMENT_SHARE: Final = 0.34
_MOST_LINES: Final = 40
_SUMMARY: Final = 200


class ExtractiveWriter:
    """Picks sentences by TextRank, one from each fifth of the story, then the best comments."""

    name = "extractive"

    def write(self, post: Post, choice: ScriptChoice) -> Script:
        """Raises BadInput when the post has nothing that can be said."""
        story = _Story(post)
        target = max(pacing.SHORTEST, min(choice.seconds, pacing.LONGEST))
        mood = mood_of(post)
        opening = line(hook(post.title), Role.HOOK, Speaker.NARRATOR)[:1]
        closing = line(phrases.closer(mood, post), Role.CLOSER, Speaker.NARRATOR)
        if not opening or not (story.sentences or post.comments):
            raise BadInput(
                what=f"Post {post.key}",
                why="it has no title, text or comments that could be spoken",
                remedy="Decline it, or collect it again.",
            )
        fixed = pacing.duration((*opening, *closing))
        comments = list(_comments(post, _COMMENT_SHARE * target))
        body = story.body(target - fixed - pacing.duration(comments))
        lines = [*opening, *body, *comments, *closing]
        lines = _padded(lines, post, opening, closing)
        return Script(
            title=headline(post.title)[:100].strip(),
            lines=tuple(lines),
            hashtags=phrases.hashtags(mood, post),
            mood=mood,
            summary=_summary(story.chosen or [trim(post.title)]),
        )


class _Story:
    """The sentences of a post, how much each weighs, and those that were chosen."""

    def __init__(self, post: Post) -> None:
        title = headline(post.title)
        found = [text for text in sentences(post.content) if not _repeats(text, title)]
        self.sentences = _thinned(found)
        self.weights = rank(self.sentences, title)
        self.lines = [line(text, Role.BODY, Speaker.NARRATOR) for text in self.sentences]
        self.costs = [pacing.duration(lines) for lines in self.lines]
        self.chosen: list[str] = []

    def body(self, budget: float) -> list[Line]:
        """Lines of the chosen sentences, in order, of at most about ``budget`` seconds."""
        picked: set[int] = set()
        for index in self._skeleton():
            if not picked or self._cost(picked | {index}) <= budget:
                picked.add(index)
        while fitting := [
            i for i in range(len(self.sentences)) if i not in picked and self._cost({i}) <= budget - self._cost(picked)
        ]:
            picked.add(max(fitting, key=lambda index: self._weight(index, picked)))
        chosen = sorted(picked)
        self.chosen = [self.sentences[index] for index in chosen]
        lines = [made for index in chosen for made in self.lines[index]]
        while len(lines) > 1 and pacing.duration(lines) > max(budget, pacing.LONGEST / 2):
            lines.pop()  # a single sentence longer than the film: its beginning is what is told
        return lines

    def _skeleton(self) -> list[int]:
        """Sentence numbers, the indispensable first: opening, ending, what leads to the ending, one of each fifth."""
        size = len(self.sentences)
        if not size:
            return []
        fifths = [range(size * part // _PARTS, size * (part + 1) // _PARTS) for part in range(_PARTS)]
        best = [max(fifth, key=self._weight) for fifth in fifths if fifth]
        ending = (size - 1, size - 2) if size > _PARTS else (size - 1,)
        return list(dict.fromkeys((0, *ending, *sorted(best, key=self._weight, reverse=True))))

    def _cost(self, picked: Collection[int]) -> float:
        return sum(self.costs[index] for index in picked)

    def _weight(self, index: int, picked: Collection[int] = ()) -> float:
        """Weight for its length: two short sentences beat a long one that says as much.

        A sentence beside one that is told makes the story flow; a quotation without what leads to it breaks it.
        """
        weight: float = self.weights[index] / max(_LEAST_COST, self.costs[index]) ** 0.5
        if index + 1 in picked or index - 1 in picked:
            weight *= 1.6
        if self.sentences[index][0] in '"“' and index - 1 not in picked:
            weight *= 0.5
        return weight


def _repeats(sentence: str, title: str) -> bool:
    left, right = bigrams(sentence), bigrams(title)
    return bool(left and right) and len(left & right) / max(len(left), len(right)) > 0.8


def _thinned(found: Sequence[str]) -> list[str]:
    if len(found) <= LONGEST:
        return list(found)
    return [found[at * (len(found) - 1) // (LONGEST - 1)] for at in range(LONGEST)]


def _comments(post: Post, budget: float) -> Iterator[Line]:
    """The lead-in and up to three comments, the best first, none that says the same as another."""
    spent = 0.0
    seen: list[frozenset[str]] = []
    for comment, text in quotable(post.best_comments):
        grams = bigrams(text)
        if any(similarity(grams, other) > 0.6 * similarity(other, other) for other in seen):
            continue
        quoted = quote(comment, text)
        intro = [] if seen else line(phrases.lead_in(post), Role.BODY, Speaker.NARRATOR)
        cost = pacing.duration((*intro, *quoted))
        if seen and spent + cost > budget:
            continue
        yield from intro
        yield from quoted
        spent += cost
        seen.append(grams)
        if len(seen) == _COMMENTS:
            return


def _padded(lines: list[Line], post: Post, opening: Sequence[Line], closing: Sequence[Line]) -> list[Line]:
    """A script too short for a film is given more comments, then what the site shows of the post; never too long."""
    used = {(made.credit, made.display) for made in lines}
    middle = lines[len(opening) : len(lines) - len(closing)]
    fixed = pacing.duration((*opening, *closing))
    extra = [quote(comment, text) for comment, text in quotable(post.best_comments)]
    for quoted in extra:
        fresh = not used & {(made.credit, made.display) for made in quoted}
        if fresh and fixed + pacing.duration(middle) < pacing.SHORTEST:
            middle.extend(quoted)
    told: list[Line] = []
    for sentence in phrases.figures(post):
        if fixed + pacing.duration((*middle, *told)) < pacing.SHORTEST:
            told.extend(line(sentence, Role.BODY, Speaker.NARRATOR))
    middle = [*told, *middle]
    while len(middle) > 1 and (
        fixed + pacing.duration(middle) > pacing.LONGEST or len(middle) > _MOST_LINES - len(opening) - len(closing)
    ):
        middle.pop()
    return [*opening, *middle, *closing]


def _summary(chosen: Sequence[str]) -> str:
    """Opening, turn and end of the story in at most `_SUMMARY` characters."""
    ends = dict.fromkeys((chosen[0], chosen[len(chosen) // 2], chosen[-1]))
    text = " ".join(ends)
    return text if len(text) <= _SUMMARY else text[: _SUMMARY - 1].rstrip() + "…"
