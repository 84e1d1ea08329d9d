"""Markup: signs, labels and stage directions that are no speech."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from libraries.film_scripts.checks.script_and_post import ScriptAndPost, fault_of_whole_script
from schemas.script import Fault, ScriptFault

_SIGNS: Final = re.compile(
    r"\*\*|__|~~|`|</?[a-zA-Z][^<>]{0,40}>|[{}]|\\n|[|┃│]|\b(?:title|hook|body|closer|comments|hashtags|"
    r"mood)\W{0,3}[:=]|"
    r"&[a-z]+;|^\s*(?:#{1,4} |[-*•] ?(?=\w)|[0-9]{1,2}[.)] |"
    r"[QA]\s?[.:)](?:\s|$))|##+"
)
_UNUSUAL: Final = re.compile(
    r"(?<!\*)\*[^*]{1,30}\*(?!\*)|#[가-힣A-Za-z_][\w]+|[→⇒▶►➡⇨※]|[①-⑳❶-❿⑴-⑽]|^\W{0,3}[0-9]{1,2} ?(?:단계|막|장면|"
    r"번째 ?(?:줄|문장|장면)|"
    r"컷) ?[.):：-]|"
    r"(?:OO+|XX+|[○◯△□◇●▲■×]{2,}|[ㅇ]{2,}(?=동|시|구|씨|대학|역|회사))"
)
"""Signs of lists, links and blanks, which a story may have where its post does."""
_LABEL: Final = re.compile(r"^\W*([A-Za-z가-힣][A-Za-z가-힣 ]{0,9}?)\s*[0-9]{0,2}\s*[:：](?!\d)\s*(?=\S)")
"""A word and a colon before a sentence: whose turn it is, or which part of a script."""
_PART: Final = re.compile(
    r"^\W*[가-힣]{1,6} ?[-–—] ?[\"“]|"
    r"^\W*(?:(?:첫|다음|마지막|[0-9]+번째|[첫두세네]번째) ?(?:장면|컷|씬|줄|문장)|발단|전개|위기|절정|결말|반전|도입|"
    r"서론|본론|결론|오프닝|엔딩|인트로|아웃트로|클로징|마무리|훅|본문|"
    r"제목|해설|자막|"
    r"내레이션|나레이션)\s*[-–—|/]\s*(?=\S)"
)
"""A part of a script and a dash."""
_ASIDE: Final = re.compile(r"(?P<glossed>\w)?[(\[（【<](?P<words>[^)\]）】>]{1,40})(?:[)\]）】>]|$)")
_MANY_EMOJI: Final = 3


def faults(told: ScriptAndPost) -> Iterator[ScriptFault]:
    """The faults ``markup``: signs that are no speech in a sentence or the title."""
    for sentence in told.sentences:
        if sign := find_markup(sentence.text, told.post_words_with_site):
            yield sentence.fault_here(Fault.MARKUP, sign)
    if sign := find_markup(told.film_title, told.post_words_with_site):
        yield fault_of_whole_script(Fault.MARKUP, sign)


def find_markup(text: str, source: str) -> str:
    """The first markup in ``text``, empty when there is none; what is only unusual is none where ``source`` has it."""
    if found := _SIGNS.search(text) or _PART.search(text):
        return found.group()
    if (unusual := _UNUSUAL.search(text)) and unusual.group() not in source:
        return unusual.group()
    if (label := _LABEL.search(text)) and not re.search(rf"{label[1]}\s*[:：]", source):
        return label.group()
    for aside in _ASIDE.finditer(text):
        if not _is_of_the_post(aside, source):
            return aside.group().removeprefix(aside["glossed"] or "")
    if unicodedata.category(text[:1] or " ") == "So" and len(text) > 1:
        return text[0]
    emoji = [letter for letter in text if unicodedata.category(letter) == "So" and ord(letter) > 0x2500]
    return "".join(emoji) if len(emoji) >= _MANY_EMOJI else ""


def _is_of_the_post(aside: re.Match[str], source: str) -> bool:
    """Whether ``source`` has words in brackets: as an aside, or anywhere where they explain the word before them."""
    words = aside["words"].strip()
    if aside["glossed"]:
        return words in source
    return bool(re.search(rf"[(\[（【<]\s*{re.escape(words)}", source))
