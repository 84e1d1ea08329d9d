"""Title and first sentence: whether they are about this post, and whether they say something."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from libraries.data_tables import load_table
from libraries.film_scripts.checks.post.post_index import index_keys, key_weight, lookup_keys
from libraries.film_scripts.checks.post.quantities import find_quantities
from libraries.film_scripts.checks.script_and_post import ScriptAndPost, fault_of_whole_script
from libraries.korean.stems import Stem, word_stems
from schemas.base import Frozen
from schemas.script import Fault, Role, ScriptFault

_TITLE: Final = 0.9
_TITLE_SHARE: Final = 0.33
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
    r"이 (?:글|사연|이야기|영상)|무슨 일|어떤 일|이런 일|사연|모르면 (?:손해|후회)|꼭 (?:보|들)|지금부터|들려 ?드릴|"
    r"소개할|소개합|시작합"
)

_BAIT: Final = re.compile(r"최후|비결|비법|꿀팁|방법|결말|습관|(?:가지|썰|사연|이야기|것|총정리|정리)$|(?<!\w)법$")
"""Words of titles that promise something; such a title needs the more of the post."""
_FOREIGN: Final = 2
"""Words of its own in a first sentence that has one of the post too: it is a picture, however free."""
_CENTRAL: Final = 2
"""So often a long word stands in a story that is about it."""


class _Words(Frozen):
    generic: tuple[str, ...]


_GENERIC: Final = frozenset(load_table(_Words, Path(__file__).with_name("headline.toml")).generic)
_GENERIC_KEYS: Final = frozenset(key for it in _GENERIC if len(it) > 1 for key in Stem(it, it, noun=False).index_keys)


def faults(told: ScriptAndPost) -> Iterator[ScriptFault]:
    """The faults ``vague_hook`` and ``title_unlike``."""
    if told.quotes_post or not told.post_index.sentences:
        return
    known = told.post_index.words
    said = index_keys(" ".join(sentence.text for sentence in told.sentences if sentence.role is Role.BODY))
    if is_title_unlike_post(told.film_title, known | said, told.post_title_and_text):
        yield fault_of_whole_script(Fault.TITLE_UNLIKE, told.film_title)
    hook = [sentence for sentence in told.sentences if sentence.role is Role.HOOK]
    if hook and is_vague_hook(" ".join(sentence.text for sentence in hook), known | said):
        yield hook[0].fault_here(Fault.VAGUE_HOOK)


def is_title_unlike_post(title: str, known: frozenset[str], story: str) -> bool:
    """Whether a title has too little of what is ``known`` of the post and its script. A long word that the ``story``
    has again and again says more than a short one."""
    told = _telling(title)
    shared, total = _weight(told & known), _weight(lookup_keys(title) if _BAIT.search(title) else told)
    shared += _LONG_WORD * sum(len(stem.form) > 2 and story.count(stem.form) >= _CENTRAL for stem in word_stems(title))
    return shared < _TITLE or (shared < _TITLE_SURE and shared < _TITLE_SHARE * total)


def is_vague_hook(hook: str, known: frozenset[str]) -> bool:
    """Whether a first sentence could stand before any story."""
    told = _telling(hook)
    shared, total = _weight(told & known), _weight(told)
    if _LOUD.search(hook) and shared <= 1.0 and shared <= _HOOK_SHARE_LOUD * _weight(lookup_keys(hook)):
        return True
    picture = shared > 0 and len(told - known) >= _FOREIGN
    return (shared < _HOOK and shared < _HOOK_SHARE * total and not picture) or not told


def _telling(text: str) -> frozenset[str]:
    """The keys of ``text`` that say something: of words that are not generic, and of numbers."""
    numbers = frozenset(key for key in lookup_keys(text) if key[0] == "#")
    words = (
        stem
        for stem in word_stems(text)
        if not (_is_generic(stem) or (numbers and not stem.noun and any(find_quantities(stem.word))))
    )
    return numbers | {stem.lookup_key for stem in words}


def _is_generic(stem: Stem) -> bool:
    return stem.form in _GENERIC or (len(stem.form) > 1 and stem.lookup_key in _GENERIC_KEYS)


def _weight(keys: frozenset[str]) -> float:
    return sum(key_weight(key) for key in keys)
