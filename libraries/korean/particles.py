"""Korean particles behind what was read out: they follow its sound, not how it was written (``3를`` → ``삼을``)."""

import re
from typing import Final

from libraries.korean.letters.syllables import final_consonant_index

READ_OUT: Final = "\ue000"
"""A private-use character that marks the end of everything that was read out; `fix_particles` removes it."""

_FORMS: Final = ("은는", "이가", "을를", "과와")
_LONG_FORMS: Final = ("으로", "이랑", "이나", "이란", "이라", "이든", "이야", "이며")
_PAIRS: Final = {
    form: (closed, opened)
    for closed, opened in (*_FORMS, *((long, long[1:]) for long in _LONG_FORMS))
    for form in (closed, opened)
}
"""Each particle with its two forms: behind a final consonant, and behind a vowel."""
_AFTER: Final = re.compile(
    rf"([가-힣]){READ_OUT}+"
    rf"(으로|로)(?=$|[^가-힣{READ_OUT}]|는|도|만|서|써|부터|의|까지|요)"
    rf"|([가-힣]){READ_OUT}+(이라|라)(?=$|[^가-힣{READ_OUT}]|고|는|도|서|면|며|니|던|지)"
    rf"|([가-힣]){READ_OUT}+(이랑|랑|이나|나|이란|란|이든|든)(?=$|[^가-힣{READ_OUT}]|은|는|도|지)"
    rf"|([가-힣]){READ_OUT}+(이야|야|이며|며|은|는|이|가|을|를|과|와)(?=$|[^가-힣{READ_OUT}])"
)
_RIEUL: Final = 8
_EITHER: Final = re.compile(
    r"(?<=[^\s])(?:(을)\(를\)|를\((을)\)|(이)\(가\)|가\((이)\)|(은)\(는\)|는\((은)\)|(과)\(와\)|와\((과)\)"
    r"|\((이)\)가|\((이)\)(?=[라랑나며])|\((으)\)(?=로))"
)
"""Both forms of a particle, as letters that do not know the name before them write it: ``을(를)``, ``(으)로``."""


def fix_particles(text: str) -> str:
    """``text`` without marks, each particle behind one chosen by the sound before it: ``삼⟂를`` → ``삼을``."""
    if READ_OUT not in text:
        return text
    return _AFTER.sub(_choose, text).replace(READ_OUT, "")


def choose_particle_forms(text: str) -> str:
    """``text`` with the fitting form where both are written: ``사과을(를)`` → ``사과를``."""
    return _EITHER.sub(lambda found: READ_OUT + str(found[found.lastindex or 0]), text) if "(" in text else text


def _choose(found: re.Match[str]) -> str:
    syllable, particle = (group for group in found.groups() if group)
    closed, opened = _PAIRS[particle]
    has_final = final_consonant_index(syllable) != 0
    if closed == "으로" and final_consonant_index(syllable) == _RIEUL:
        has_final = False
    return syllable + (closed if has_final else opened)
