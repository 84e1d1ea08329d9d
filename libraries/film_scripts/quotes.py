"""Comments quoted as lines, credited to the name they were written under."""

from collections.abc import Iterator, Sequence
from typing import Final

from libraries.film_scripts import pacing
from libraries.film_scripts.lines import script_lines
from libraries.korean.sentences import split_sentences
from libraries.korean.text_normalisation import spoken_form
from schemas.posts import Comment
from schemas.script import Line, Role, Speaker

_WIDEST: Final = 72


def comment_lines(comment: Comment, text: str) -> list[Line]:
    """The lines that quote ``text`` of ``comment``, in the commenter's voice and credited to its author."""
    return script_lines(text, Role.COMMENT, Speaker.COMMENTER, credit=comment.author, likes=comment.likes)


def shortened_comments(comments: Sequence[Comment]) -> Iterator[tuple[Comment, str]]:
    """Comments with words in them, each with its first sentences, as many as fit two lines."""
    for comment in comments:
        text = ""
        for sentence in split_sentences(comment.content):
            if text and len(text) + len(sentence) >= _WIDEST:
                break
            text = f"{text} {sentence}".strip()
        if pacing.hangul_syllable_count(spoken_form(text)) >= 4 and len(text) <= 2 * _WIDEST:
            yield comment, text
