"""The writer that needs no model: the story's own sentences, chosen and kept in order."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from libraries.film_scripts import pacing, phrases
from libraries.film_scripts.checks.sentence_endings import SpeechLevel, most_common_level
from libraries.film_scripts.lines import script_lines
from libraries.film_scripts.quotes import comment_lines, shortened_comments
from libraries.korean.sentences import title_without_tags
from libraries.korean.text_normalisation import spoken_form
from schemas.errors import BadInput
from schemas.posts import Post
from schemas.recipe import ScriptChoice
from schemas.script import Line, Role, Script, Speaker
from services.studio.script.extractive.hook import hook_line
from services.studio.script.extractive.mood import mood_of
from services.studio.script.extractive.similarity import bigrams, similarity
from services.studio.script.extractive.story import SelectedStory

_COMMENTS: Final = 3
_MOST_LINES: Final = 40
_SUMMARY: Final = 200
_LAUGHTER: Final = re.compile(r"[ㅋㅎㅠㅜ~;^]+$")


class ExtractiveWriter:
    """A script of the post's own sentences: opening, turn and ending of the story, then the best comments."""

    def __init__(self, read: Callable[[Post], SelectedStory] = SelectedStory) -> None:
        self._read = read

    def write(self, post: Post, choice: ScriptChoice) -> Script:
        """A script of sentences of ``post``. Raises BadInput when the post has nothing that can be said."""
        story = self._read(post)
        target, longest = max(pacing.SHORTEST, choice.seconds), pacing.longest_script_seconds(choice.seconds)
        mood = mood_of(post)
        opening = script_lines(_headline(post), Role.HOOK, Speaker.NARRATOR)[:1]
        if not opening or not (story.sentences or post.comments):
            raise BadInput("script.nothing_to_say", post=post.key)
        long = pacing.script_duration(opening) + story.seconds > target
        # A long story ends with its own last sentence; the end card asks the viewer.
        closing = [] if long else script_lines(phrases.closing_line(mood, post), Role.CLOSER, Speaker.NARRATOR)
        left = target - pacing.script_duration((*opening, *closing))
        body = story.body_lines(left)
        style = most_common_level(told.form.text for told in story.told)
        comments = [] if long else list(_comments(post, left - pacing.script_duration(body), style))
        lines = _padded([*opening, *body, *comments, *closing], post, opening, closing, longest)
        return Script(
            title=title_without_tags(post.title)[:100].strip(),
            lines=tuple(lines),
            hashtags=phrases.hashtags(mood, post),
            mood=mood,
            summary=_summary([told.form.text for told in story.told] or [title_without_tags(post.title)]),
        )

    def needed_seconds(self, post: Post) -> float:
        """Seconds of the headline and of the sentences without which a listener would miss something."""
        opening = script_lines(_headline(post), Role.HOOK, Speaker.NARRATOR)[:1]
        return pacing.script_duration(opening) + SelectedStory(post).needed_seconds


def _headline(post: Post) -> str:
    """The hook; a title of one or two syllables ("짤.jpg") is extended by the name of the site."""
    first = hook_line(post.title)
    return (
        first
        if pacing.hangul_syllable_count(spoken_form(first)) > 2 or not spoken_form(first)
        else f"{post.site_name}에 올라온 '{first}'"
    )


def _comments(post: Post, budget: float, style: SpeechLevel | None) -> Iterator[Line]:
    """The lead-in, and up to three comments, the best first, none that says the same as another.

    ``style``: that of the story, which the lead-in is in too.
    """
    spent = 0.0
    seen: list[frozenset[str]] = []
    for comment, text in shortened_comments(post.best_comments):
        grams = bigrams(text)
        if any(similarity(grams, other) > 0.6 * similarity(other, other) for other in seen):
            continue
        quoted = comment_lines(comment, text)
        intro = [] if seen else script_lines(phrases.comments_lead_in(post, style), Role.BODY, Speaker.NARRATOR)
        cost = pacing.script_duration((*intro, *quoted))
        if seen and spent + cost > budget:
            continue
        yield from intro
        yield from quoted
        spent += cost
        seen.append(grams)
        if len(seen) == _COMMENTS:
            return


def _padded(
    lines: list[Line], post: Post, opening: Sequence[Line], closing: Sequence[Line], longest: float
) -> list[Line]:
    """``lines`` with more comments, then figures of the post, while it is too short; cut when too long."""
    used = {(made.credit, made.display) for made in lines}
    middle = lines[len(opening) : len(lines) - len(closing)]
    fixed = pacing.script_duration((*opening, *closing))
    extra = [comment_lines(comment, text) for comment, text in shortened_comments(post.best_comments)]
    for quoted in extra:
        fresh = not used & {(made.credit, made.display) for made in quoted}
        if fresh and fixed + pacing.script_duration(middle) < pacing.SHORTEST:
            middle.extend(quoted)
    added: list[Line] = []
    for sentence in phrases.source_and_figures_sentences(post):
        if fixed + pacing.script_duration((*middle, *added)) < pacing.SHORTEST:
            added.extend(script_lines(sentence, Role.BODY, Speaker.NARRATOR))
    middle = [*added, *middle]
    while len(middle) > 1 and (
        fixed + pacing.script_duration(middle) > longest or len(middle) > _MOST_LINES - len(opening) - len(closing)
    ):
        _drop_last(middle)
    return [*opening, *middle, *closing]


def _drop_last(lines: list[Line]) -> None:
    """Take the last sentence away whole, and a lead-in to comments with the last of them."""
    was_quoted = lines.pop().speaker is Speaker.COMMENTER
    while len(lines) > 1 and lines[-1].continues:
        lines.pop()
    if was_quoted and len(lines) > 1 and lines[-1].speaker is Speaker.NARRATOR:
        lines.pop()


def _ended(text: str) -> str:
    """``text`` with a stop behind it and no laughter or comma: sentences of a board stand in lines of their own."""
    bare = _LAUGHTER.sub("", text).strip().rstrip(",;:·")
    return bare if not bare or bare.endswith((".", "!", "?", "…", '"', "”", "'")) else f"{bare}."


def _summary(told: Sequence[str]) -> str:
    """Opening, turn and end of the story in at most `_SUMMARY` characters."""
    ends = dict.fromkeys((told[0], told[len(told) // 2], told[-1]))
    text = " ".join(_ended(each) for each in ends)
    return text if len(text) <= _SUMMARY else text[: _SUMMARY - 1].rstrip() + "…"
