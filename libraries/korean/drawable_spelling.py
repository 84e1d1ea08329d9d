"""Text in letters that a font has: what it cannot draw is shown by its sound."""

from collections.abc import Callable

from libraries.korean.letters.hanja import HANJA, read_hanja
from libraries.korean.letters.jamo import read_jamo
from libraries.korean.letters.kana import KANA, read_kana
from libraries.korean.letters.number_forms import read_number_forms
from libraries.korean.letters.old_hangul import modernise_hangul
from libraries.korean.particles import READ_OUT
from libraries.korean.symbols import to_plain_characters


def drawable_spelling(text: str, is_drawn: Callable[[str], bool]) -> str:
    """``text`` with what ``is_drawn`` denies replaced by its sound, or by a plainer form: 人生(인생) → 인생, ㊙ → 비.

    What has neither stays as it is: emoji and signs.
    """
    if all(character.isascii() or is_drawn(character) for character in text):
        return text
    if any(not is_drawn(found) for found in HANJA.findall(text)):
        text = read_hanja(text)
    text = KANA.sub(
        lambda m: m.group() if all(map(is_drawn, m.group())) else read_kana(m.group()), modernise_hangul(text)
    )
    sounds = (c if c.isascii() or is_drawn(c) else _sound(c) for c in text)
    return "".join(sounds).replace(READ_OUT, "")


def _sound(character: str) -> str:
    plain = read_jamo(to_plain_characters(read_number_forms(character)))
    return plain if plain.isascii() or any(map(str.isalnum, plain)) else character
