"""Text in letters that a font has: what it cannot draw is shown by its sound."""

from collections.abc import Callable

from libraries.korean.hanja import HANJA, read_hanja
from libraries.korean.kana import KANA, read_kana
from libraries.korean.old_hangul import modern
from libraries.korean.particles import READ_OUT
from libraries.korean.symbols import unify


def spelled(text: str, is_drawn: Callable[[str], bool]) -> str:
    """``text`` with the letters and numbers that ``is_drawn`` denies replaced by their sound: 人生(인생) → 인생.

    Other characters stay as they are, whether they are drawn or not.
    """
    if not any(_is_strange(character, is_drawn) for character in text):
        return text
    if any(not is_drawn(found) for found in HANJA.findall(text)):
        text = read_hanja(text)
    text = KANA.sub(lambda m: m.group() if all(map(is_drawn, m.group())) else read_kana(m.group()), modern(text))
    sounds = (unify(c) if _is_strange(c, is_drawn) else c for c in text)
    return "".join(sounds).replace(READ_OUT, "")


def _is_strange(character: str, is_drawn: Callable[[str], bool]) -> bool:
    return not character.isascii() and character.isalnum() and not is_drawn(character)
