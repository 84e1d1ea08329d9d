"""What of a text is not said: faces, laughter, emoji, code, struck-out words, and characters nothing can read."""

import re
import unicodedata
from typing import Final

from libraries.korean.letters.jamo import laughter_and_tears
from libraries.korean.letters.kaomoji import drop_kaomoji, find_kaomoji
from libraries.korean.letters.markup import strip_markup
from libraries.korean.letters.old_hangul import modernise_hangul
from libraries.korean.text_normalisation import clean_line, normalise, spoken_words

_SYMBOLS: Final = re.compile(r"[^\w\s]+")
_DROPPED_UNIT: Final = re.compile(r"(?<=[0-9]km)/h(?![A-Za-z])|(?<=[0-9] km)/h(?![A-Za-z])")
"""``120km/h`` is said without its hour, as drivers do."""


def unspoken_pieces(text: str) -> tuple[str, ...]:
    """The pieces of ``text`` that `normalise` leaves without sound, as they are written; punctuation is none.

    Every letter and digit of ``text`` is either said or in one of them.
    """
    bare, left_out = strip_markup(text)
    if normalise(text) is None:
        return (*left_out, *clean_line(text).split())
    found = [*left_out, *(c for c in bare if unicodedata.category(c) in ("Co", "Cs", "Cn"))]
    line = clean_line(text)
    found += find_kaomoji(line)
    rest = drop_kaomoji(line)
    words, sounds = line.split(" "), spoken_words(line)
    found += [*(laughter_and_tears(modernise_hangul(rest)) if any(sounds) else ()), *_DROPPED_UNIT.findall(rest)]
    found += [sign for run in _SYMBOLS.findall(rest) for sign in run if unicodedata.category(sign) in ("So", "Sk")]
    found += [
        word
        for word, sound in zip(words, sounds, strict=True)
        if not sound
        and any(sounds)
        and any(map(str.isalnum, drop_kaomoji(word)))
        and not laughter_and_tears(modernise_hangul(word))
    ]
    return tuple(found)
