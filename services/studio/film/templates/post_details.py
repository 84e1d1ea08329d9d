"""What a film shows of a post beside its script: source, figures, comments, pictures."""

import re
from difflib import SequenceMatcher
from typing import Final

from libraries.drawing.typography.text import drawable_line
from libraries.drawing.typography.words import joined_words
from libraries.storyboard.cards.comments import QuotedComment
from schemas.posts import Image, Post
from services.studio.film.templates.line_spans import LineSpan

_ALIKE: Final = 0.75
"""Ratio of `SequenceMatcher` from which on two texts say the same."""


def source_name(post: Post) -> str:
    """The name of the site and board, as the film shows it."""
    name, board = drawable_line(post.site_name) or str(post.key.site), drawable_line(post.board)
    return f"{name} · {board}" if board else name


def known_statistics(post: Post) -> tuple[tuple[str, str], ...]:
    """(name, value) pairs of the statistics that are known: views, likes, comments."""
    stats = post.stats
    counts = (("views", stats.views), ("likes", stats.likes), ("comments", stats.comments))
    return tuple((name, korean_count(value)) for name, value in counts if value)


def korean_count(value: int) -> str:
    """Korean short form of a count: 481,220 → 48.1만."""
    if value < 10_000:
        return f"{value:,}"
    return f"{value / 10_000:.1f}".removesuffix(".0") + "만" if value < 1_000_000 else f"{value // 10_000:,}만"


def quoted_comment(span: LineSpan, post: Post) -> QuotedComment:
    """The comment that a line quotes."""
    line = span.line
    best = next((comment.best for comment in post.comments if comment.author == line.credit), False)
    author, text = drawable_line(line.credit) or "익명", joined_words(span.words)
    return QuotedComment(author=author, text=text, likes=line.likes, best=best)


def is_usable_picture(image: Image) -> bool:
    """Whether a picture can be shown at all: neither a thin strip nor a tiny icon."""
    return 1 / 14 <= image.width / image.height <= 5 and min(image.width, image.height) >= 160


def is_same_text(one: str, other: str) -> bool:
    """Whether two texts say the same, punctuation and blanks aside."""
    plain, against = (re.sub(r"\W", "", text) for text in (one, other))
    return SequenceMatcher(a=plain, b=against, autojunk=False).ratio() >= _ALIKE
