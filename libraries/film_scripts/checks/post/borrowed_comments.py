"""What a commenter said told as the narrator's: sentences nearer to one comment than to any place of the post."""

import re
from collections.abc import Iterator
from typing import Final

from libraries.film_scripts.checks.post.copied_passages import longest_common_run
from libraries.film_scripts.checks.post.post_index import PostIndex, key_weight, lookup_keys
from libraries.film_scripts.checks.script_and_post import ScriptAndPost
from schemas.script import Fault, Role, ScriptFault

_NEW: Final = 1.9
"""Weight of the words that one comment has and the post has not."""
_NEARER: Final = 0.7
"""How much more must be shared with the comment than with two sentences of the post."""
_MUCH: Final = 3.9
"""Weight shared with one comment from which that is enough, with so much that is new, however near the post is."""
_CLOSE: Final = 3.5
"""Weight of the longer words shared with one comment, when all words are twice what is shared with any two sentences of
the post."""
_QUOTED: Final = 2.0
_RUN: Final = 12
_RUN_NEW: Final = 8
"""Weight shared with the nearest comment, and characters in a row, of which so many the post does not have in a row."""
_CREDIT: Final = re.compile(r"댓글|답글|반응|누리꾼|네티즌|베플|추천수")
"""A sentence with one of these says that it tells what commenters said."""


def faults(told: ScriptAndPost) -> Iterator[ScriptFault]:
    """The faults ``borrowed_comment``: sentences that tell a comment as the story."""
    if told.quotes_post or not told.post_index.sentences:
        return
    for sentence in told.sentences:
        if (
            sentence.role is Role.BODY
            and not _CREDIT.search(sentence.text)
            and (_is_borrowed(sentence.text, told.post_index) or _is_quoted(sentence.text, told))
        ):
            yield sentence.fault_here(Fault.BORROWED_COMMENT)


def _is_borrowed(text: str, ground: PostIndex) -> bool:
    keys = frozenset(key for key in lookup_keys(text) if key[0] != "#")
    pairs = zip(ground.keys, (*ground.keys[1:], frozenset()), strict=True)
    near = max(_weight(keys & (one | other)) for one, other in pairs)
    for comment in ground.comments:
        shared = _weight(keys & comment)
        if _weight((keys - ground.words) & comment) >= _NEW and shared >= min(near + _NEARER, _MUCH):
            return True
        long = _weight(frozenset(key for key in keys & comment if key_weight(key) == 1.0))
        if long >= _CLOSE and shared >= 2 * near:
            return True
    return False


def _is_quoted(text: str, told: ScriptAndPost) -> bool:
    """Whether ``text`` has a run of the nearest comment, most of which the post does not have."""
    keys = lookup_keys(text)
    comments = zip(told.post_index.comments, told.post_comments, strict=True)
    shared, nearest = max(((_weight(keys & found), comment) for found, comment in comments), default=(0.0, ""))
    run = longest_common_run(text, nearest) if shared >= _QUOTED else ""
    return len(run) >= _RUN and len(run) - len(longest_common_run(run, told.post_title_and_text)) >= _RUN_NEW


def _weight(keys: frozenset[str]) -> float:
    return sum(key_weight(key) for key in keys)
