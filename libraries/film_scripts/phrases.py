"""Closers, lead-ins and hashtags that scripts have without a language model."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from libraries.data_tables import load_table
from libraries.texts.language import language_of_text
from schemas.base import Frozen
from schemas.posts import Post
from schemas.script import Mood


class _OfLanguage(Frozen):
    lead_ins: tuple[str, ...]
    closers: tuple[str, ...]


class _Phrases(Frozen):
    lead_ins: dict[str, tuple[str, ...]]
    other: dict[str, _OfLanguage]
    closers: dict[Mood, tuple[str, ...]]
    tags: dict[Mood, tuple[str, ...]]


_PHRASES: Final = load_table(_Phrases, Path(__file__).with_name("phrases.toml"))
CLOSERS: Final = _PHRASES.closers
LEAD_INS: Final = _PHRASES.lead_ins
"""By the style of a script, as `libraries.film_scripts.checks.sentence_endings.SpeechLevel` names it."""
_POLITE: Final = "haeyo"


def _pick(phrases: Sequence[str], post: Post) -> str:
    """One of ``phrases``, always the same one for the same post."""
    digest = hashlib.sha256(str(post.key).encode()).digest()
    return phrases[digest[0] % len(phrases)]


def closing_line(mood: Mood, post: Post) -> str:
    """The last line of a script: a question to the viewer, in the language of the post."""
    other = _other(post)
    if other:
        return _pick(other.closers, post)
    return _pick(CLOSERS[mood], post)


def comments_lead_in(post: Post, style: str | None = None) -> str:
    """What the narrator says before the comments, in the language of the post.

    ``style``: how the sentences of the script end (a key of `LEAD_INS`); politely where it is not known.
    """
    other = _other(post)
    return _pick(other.lead_ins if other else LEAD_INS[style or _POLITE], post)


def _other(post: Post) -> _OfLanguage | None:
    """The phrases of the post's language; None for Korean, and for languages without phrases of their own."""
    return _PHRASES.other.get(language_of_text(f"{post.title} {post.content}"))


def source_and_figures_sentences(post: Post) -> list[str]:
    """Sentences that say where the post is from, and its views, likes and comments, as far as its site shows them.

    None for a post in another language than Korean.
    """
    if _other(post):
        return []
    sentences = [f"{post.site_name}에 올라온 이야기입니다."]
    if post.stats.views:
        sentences.append(f"조회수가 {_round(post.stats.views)} 회를 넘긴 글인데요.")
    if (post.stats.comments or 0) >= 10:
        sentences.append(f"댓글도 {post.stats.comments}개나 달렸습니다.")
    if post.stats.likes:
        sentences.append(f"추천은 {post.stats.likes}개를 받았습니다.")
    return sentences


def _round(number: int) -> str:
    """The way people say it: 14,205 is 만 사천."""
    if number < 1000:
        return str(number // 10 * 10 or number)
    thousands = number // 1000
    over, rest = divmod(thousands, 10)
    return " ".join((f"{over}만" if over else "", f"{rest}천" if rest else "")).strip()


def hashtags(mood: Mood, post: Post) -> tuple[str, ...]:
    """Three or four tags: the kind of film, its mood, the board where it is a single word."""
    board = post.board if post.board.isalnum() and len(post.board) <= 12 else ""
    return tuple(dict.fromkeys(("#썰", *_PHRASES.tags[mood], *((f"#{board}",) if board else ()))))


def all_program_phrases(post: Post) -> str:
    """Every sentence and tag of this module that a script of ``post`` may have."""
    other = _other(post)
    if other:
        ours = (*other.closers, *other.lead_ins)
    else:
        closers = (text for texts in CLOSERS.values() for text in texts)
        lead_ins = (text for texts in LEAD_INS.values() for text in texts)
        ours = (*closers, *lead_ins)
    tags = (tag for mood in CLOSERS for tag in hashtags(mood, post))
    return " ".join((*ours, *source_and_figures_sentences(post), *tags))
