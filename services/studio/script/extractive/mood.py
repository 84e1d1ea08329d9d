"""The mood of a post, by a lexicon of words."""

from pathlib import Path
from typing import Final

from libraries.data_tables import load_table
from schemas.posts import Post
from schemas.script import Mood

_LEXICON: Final = load_table(dict[Mood, tuple[str, ...]], Path(__file__).with_name("moods.toml"))
_DAILY_SHARE: Final = 0.5
_TITLE_SHARE: Final = 3.0


def mood_of(post: Post) -> Mood:
    """The mood with the most of its words in title, text and best comments; the title counts three times."""
    comments = " ".join(comment.content for comment in post.best_comments[:5])
    scores = {mood: _score(mood, post.title, f"{post.content} {comments}") for mood in _LEXICON}
    best = max(scores, key=lambda mood: (scores[mood], -list(_LEXICON).index(mood)))
    return best if scores[best] > 0 else Mood.DAILY


def _score(mood: Mood, title: str, text: str) -> float:
    # A word counts once in the text: a hundred ㅋㅋ do not make a sad story funny.
    score = sum(_TITLE_SHARE * (word in title) + (word in text) for word in _LEXICON[mood])
    return score * (_DAILY_SHARE if mood is Mood.DAILY else 1.0)
