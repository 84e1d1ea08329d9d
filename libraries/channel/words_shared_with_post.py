"""The share of a script's runs of five words that are the post's, beside the rule of 30 characters in a row.

A script may avoid every long run and still be a reading of the post, sentence by sentence a word shorter. The share of
all its runs tells that. What the host says of his own does not count, for or against.
"""

from typing import NamedTuple

from libraries.texts.shared_word_runs import SharedWordRuns, shared_word_runs
from schemas.posts import Post
from schemas.script import Script, Speaker


class SharedLine(NamedTuple):
    """A line of a script and the parts of it that are the post's, as (start, end) in characters of ``display``."""

    line: int
    spans: tuple[tuple[int, int], ...]


class WordsSharedWithPost(NamedTuple):
    """How much of a script is the post's wording: ``share`` of its runs of five words, 0..1, and in which lines."""

    share: float
    lines: tuple[SharedLine, ...]


def words_shared_with_post(script: Script, post: Post) -> WordsSharedWithPost:
    """What a script shares with its post: title, text and comments. Runs go on from one line to the next."""
    told = [(at, line.display) for at, line in enumerate(script.lines) if line.speaker is not Speaker.HOST]
    text = " ".join(display for _, display in told)
    sources = (post.title, post.content, *(comment.content for comment in post.comments))
    found = shared_word_runs(text, sources)
    return WordsSharedWithPost(found.share, tuple(_by_lines(told, found)))


def _by_lines(told: list[tuple[int, str]], found: SharedWordRuns) -> list[SharedLine]:
    lines, begin = [], 0
    for number, display in told:
        end = begin + len(display)
        spans = tuple(
            (max(start, begin) - begin, min(stop, end) - begin)
            for start, stop in found.spans
            if start < end and stop > begin
        )
        lines.append(SharedLine(number, spans))
        begin = end + 1
    return lines
