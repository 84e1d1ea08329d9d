"""Text normalisation: the spoken form of what is shown, 어절 by 어절.

A line's display and spoken text have the same number of 어절 (words separated by one space), so that the time of a
spoken word is the time of the shown one. The spoken form of one 어절 therefore holds no space (``20명`` → ``스무명``),
and an 어절 with nothing to say (an emoji, ㅋㅋ) is joined to its neighbour in the display.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from libraries.korean.latin import read_latin
from libraries.korean.letters.hanja import read_hanja
from libraries.korean.letters.jamo import read_jamo, read_wordless_line
from libraries.korean.letters.kana import read_kana
from libraries.korean.letters.kaomoji import drop_kaomoji
from libraries.korean.letters.markup import strip_markup
from libraries.korean.letters.number_forms import read_ascii_number_forms, read_number_forms
from libraries.korean.letters.old_hangul import modernise_hangul, widen_hangul
from libraries.korean.letters_and_digits import read_grades, read_letters_and_digits
from libraries.korean.particles import choose_particle_forms, fix_particles
from libraries.korean.punctuated_figures import read_punctuated_figures
from libraries.korean.quantities import read_quantities, read_units
from libraries.korean.symbols import read_addresses, read_signs, to_plain_characters


class NormalisedLine(NamedTuple):
    """A line as it is shown and as it is spoken, with the same number of 어절."""

    display: str
    spoken: str


_UNWANTED: Final = frozenset(("Cc", "Cf", "Co", "Cs", "Cn"))
_JOINERS: Final = frozenset("\u200d\ufe0f")
_SPACES: Final = re.compile(r"\s+")
_SPREAD: Final = re.compile(r"(?<=[0-9]) ?[~〜∼～] ?(?=[0-9])")
_SILENT: Final = re.compile(r"[^가-힣,.?! ]+")
_STOPS: Final = re.compile(r"[,.?!]+")
_DIGIT: Final = re.compile(r"[0-9]")
_LATIN: Final = re.compile(r"[A-Za-z]")
_RARE: Final = re.compile(r"[^\x00-\x7f가-힣ㄱ-ㅣ\ue000]")


def clean_line(text: str) -> str:
    """``text`` as one NFC line with single spaces and without control characters. Emoji stay."""
    text = widen_hangul(unicodedata.normalize("NFC", strip_markup(text)[0]))
    if not text.isprintable():
        text = "".join(_visible(character) for character in text)
    text = _SPACES.sub(" ", text).strip()
    return _SPREAD.sub("~", text) if _DIGIT.search(text) else text


def _visible(character: str) -> str:
    if character.isspace():
        return " "
    kept = character in _JOINERS or unicodedata.category(character) not in _UNWANTED
    return character if kept else ""


@lru_cache(maxsize=4096)
def normalise(text: str) -> NormalisedLine | None:
    """``text`` as a line to be shown and spoken; None when there is nothing in it that can be said.

    Kept for the last few thousand texts: whoever weighs ways to tell a story asks for the same sentences many times.
    """
    display = clean_line(text)
    shown, sounds = display.split(" "), spoken_words(display)
    if not any(sounds):
        alone = read_wordless_line(modernise_hangul(display))
        return NormalisedLine("".join(shown), alone) if alone else None
    return _join_silent(shown, sounds)


def spoken_words(display: str) -> list[str]:
    """The sound of each 어절 of what `clean_line` made; empty for those that are not said."""
    shown = display.split(" ")
    sounds = _read(display).split(" ")
    if len(sounds) != len(shown):
        # A rule removed or added a space; word by word none can.
        sounds = [_read(word).replace(" ", "") for word in shown]
    return [_tidy(word) for word in sounds]


def spoken_form(text: str) -> str:
    """The spoken form of ``text``; empty when there is nothing to say."""
    line = normalise(text)
    return line.spoken if line else ""


def _read(text: str) -> str:
    text = read_addresses(drop_kaomoji(text))
    if _RARE.search(text):
        text = to_plain_characters(read_number_forms(read_kana(modernise_hangul(read_hanja(text)))))
    text = read_grades(read_ascii_number_forms(text))
    if _DIGIT.search(text):
        text = read_units(read_quantities(read_punctuated_figures(read_letters_and_digits(text))))
    if _LATIN.search(text):
        text = read_latin(text)
    text = read_jamo(text)
    return fix_particles(choose_particle_forms(read_signs(text)))


def _tidy(word: str) -> str:
    """Hangul and at most one stop behind it."""
    word = _SILENT.sub("", word.replace("…", ",").replace("~", ""))
    stops = _STOPS.findall(word)
    syllables = _STOPS.sub("", word)
    if not syllables:
        return ""
    if not stops or not word.endswith(stops[-1]):
        return syllables
    return syllables + _stop(stops[-1])


def _stop(run: str) -> str:
    for sign in "?!":
        if sign in run:
            return sign
    # Several dots are a pause, not the end of a sentence.
    return "." if run == "." else ","


def _join_silent(shown: list[str], sounds: list[str]) -> NormalisedLine:
    display: list[str] = []
    spoken: list[str] = []
    waiting = ""
    for word, sound in zip(shown, sounds, strict=True):
        if sound:
            display.append(waiting + word)
            spoken.append(sound)
            waiting = ""
        elif display:
            display[-1] += word
        else:
            waiting += word
    return NormalisedLine(" ".join(display), " ".join(spoken))
