"""Loose jamo: laughter, tears, and abbreviations made of initial consonants."""

import re
from typing import Final

from libraries.korean.letters.old_hangul import LOOSE, compose_syllables
from libraries.korean.particles import READ_OUT
from libraries.korean.word_lists import WORDS

_RUN: Final = re.compile(r"[ㄱ-ㆎ]+")
_ABBREVIATION: Final = re.compile("|".join(sorted(WORDS.abbreviations, key=len, reverse=True)))
_ABBREVIATIONS: Final = re.compile(f"(?:{_ABBREVIATION.pattern}){{2,}}")
_FEELING: Final = "ㅋㅎㅠㅜㅡㅗ"
_LAUGHTER: Final = frozenset("ㅋㅎ")
_TEARS: Final = frozenset("ㅠㅜ")
_SULK: Final = frozenset("ㅡㅗ")


def read_jamo(text: str) -> str:
    """Abbreviations spelled out, laughter and tears left out, other letters by their names."""
    return _RUN.sub(_run, text)


def _run(found: re.Match[str]) -> str:
    run = found.group()
    for candidate in (run, run.strip(_FEELING)):
        known = WORDS.abbreviations.get(candidate)
        if known:
            return known + READ_OUT
        several = _ABBREVIATIONS.fullmatch(candidate)
        if several:
            return _ABBREVIATION.sub(lambda found: WORDS.abbreviations[found.group()], candidate) + READ_OUT
    rest = run.strip(_FEELING)
    if not rest:
        return ""
    if LOOSE.fullmatch(run):
        return compose_syllables(run)
    return "".join(WORDS.jamo.get(letter) or _parts(letter) for letter in rest) + READ_OUT


def _parts(letter: str) -> str:
    """The names of the letters a cluster is made of (``ㄳ``: 기역시옷); an old letter without a name is ``옛글자``."""
    return "".join(WORDS.jamo[part] for part in WORDS.clusters.get(letter, "")) or "옛글자"


def laughter_and_tears(text: str) -> list[str]:
    """The runs of laughter and tears in ``text``, which are not said beside words."""
    return [run for run in _RUN.findall(text) if not run.strip(_FEELING) and run not in WORDS.abbreviations]


def read_wordless_line(text: str) -> str:
    """The reading of a line that consists of laughter, tears or sulking alone; empty for any other text."""
    seen = set(text)
    if seen & _LAUGHTER:
        return "하하하"
    if seen & _TEARS:
        return "흑흑"
    return "음" if seen & _SULK else ""
