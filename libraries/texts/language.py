"""The language a text is written in, as far as a voice must know it."""

import re
from collections import Counter
from typing import Final

KOREAN: Final = "ko"
_SCRIPTS: Final = (
    (KOREAN, re.compile(r"[가-힣ㄱ-ㅣ]"), 0.2),
    ("ja", re.compile(r"[ぁ-ヿ]"), 0.15),
    ("zh", re.compile(r"[一-鿿]"), 0.5),
    ("hi", re.compile(r"[ऀ-ॿ]"), 0.5),
    ("", re.compile(r"[^\W\d_a-zA-ZÀ-ɏ]"), 0.5),
)
"""Languages by their letters, and the share of them that makes a text theirs. Last, letters that no voice reads."""
_WORDS: Final = {
    "en": "the and was that with for you this have not are but they she his her from my of to in it is what we",
    "es": "el la los las que y por con una para como pero más está muy mi su del no lo yo en de es",
    "fr": "le la les des que et pour avec une dans est pas mais sur mon ma il elle je vous du au ce qui",
    "it": "il la gli che e per con una non sono mi si di del della ma come anche io lui lei ho è nel",
    "pt": "o a os as que e para com uma não por mas como meu minha ele ela eu do da em no na foi",
}
"""Words that no text of these languages goes without."""
_FUNCTION_WORDS: Final = {language: frozenset(words.split()) for language, words in _WORDS.items()}


def language_of_text(text: str) -> str:
    """The language of ``text``: ko, ja, zh, hi, en, es, fr, it or pt; empty for letters of others.

    A text without letters is taken as Korean, the language of the posts.
    """
    letters = sum(letter.isalpha() for letter in text)
    if not letters:
        return KOREAN
    for language, of_it, share in _SCRIPTS:
        if len(of_it.findall(text)) >= share * letters:
            return language
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    found = {name: sum(words[word] for word in known) for name, known in _FUNCTION_WORDS.items()}
    return max(found, key=lambda name: found[name])
