"""Title and first sentence: whether they are about this post, and whether they say something."""

import re
from collections.abc import Iterator
from typing import Final

from schemas.script import Fault, Role, ScriptFault
from services.studio.script.checks.post.ground import found, index
from services.studio.script.checks.post.stems import stems
from services.studio.script.checks.script_and_post import ScriptAndPost, whole

_TITLE: Final = 0.9
_TITLE_SHARE: Final = 0.42
_TITLE_SURE: Final = 2.0
"""Weight and share of the words of a title that stand in the post or the script; with so much it is about them."""
_LONG_WORD: Final = 0.5
"""What a word of three syllables and more adds."""
_HOOK: Final = 0.8
_HOOK_SHARE: Final = 0.5
_HOOK_SHARE_LOUD: Final = 0.4
"""The same for a first sentence; and the share for one that has words of advertising."""
_LOUD: Final = re.compile(
    r"실화|레전드|충격|소름|반전|결말|정체|난리|화제|역대급|끝까지|상상도|믿기|믿지 못|믿을 수|놀라[운게]|놀랄|경악|"
    r"대박|미쳤|특별한|먹먹|뭉클|울컥|감동|훈훈|눈물 없이|"
    r"무슨 일|어떤 일|이런 일|사연|모르면 (?:손해|후회)|꼭 (?:보|들)|지금부터|들려 ?드릴|소개할|소개합|시작합"
)

_FILLER: Final = re.compile(
    r"뜻밖\w*|정체\w*|결말\w*|반전\w*|이유\w*|비밀\w*|최후\w*|사연\w*|진짜|방법\w*|비결\w*|비법\w*|(?<!\w)법$"
)
"""Words of titles that are about nothing."""


def faults(told: ScriptAndPost) -> Iterator[ScriptFault]:
    """vague_hook, title_unlike."""
    if told.quotes_post or not told.ground.sentences:
        return
    known = told.ground.words
    said = index(" ".join(sentence.text for sentence in told.sentences if sentence.role is Role.BODY))
    if is_unlike(told.title, known | said, told.story):
        yield whole(Fault.TITLE_UNLIKE, told.title)
    hook = [sentence for sentence in told.sentences if sentence.role is Role.HOOK]
    if hook and is_vague(" ".join(sentence.text for sentence in hook), known | said):
        yield hook[0].fault(Fault.VAGUE_HOOK)


def is_unlike(title: str, known: frozenset[str], story: str) -> bool:
    """Whether a title has too little of what is ``known`` of the post and its script. A long word of the ``story`` says
    more than a short one."""
    shared, total = found(_FILLER.sub(" ", title), known)
    shared += _LONG_WORD * sum(len(stem.form) > 2 and stem.form in story for stem in stems(title))
    return shared < _TITLE or (shared < _TITLE_SURE and shared < _TITLE_SHARE * total)


def is_vague(hook: str, known: frozenset[str]) -> bool:
    """Whether a first sentence could stand before any story."""
    shared, total = found(hook, known)
    if _LOUD.search(hook) and shared <= 1.0 and shared <= _HOOK_SHARE_LOUD * total:
        return True
    return shared < _HOOK and shared < _HOOK_SHARE * total
