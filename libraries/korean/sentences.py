"""Sentence splitting for community posts, which are written with and without punctuation."""

import re
from typing import Final

from libraries.korean.letters.syllables import INITIALS, MEDIALS, syllable_of_letters
from libraries.korean.quotations import QUOTED
from libraries.korean.text_normalisation import clean_line, spoken_form

_LINK: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_LAUGHTER: Final = re.compile(r"([ㅋㅎㅠㅜㅡ])\1{2,}")
_SIGNS: Final = re.compile(r"([!?~.^;,])\1{2,}")
_LETTERS: Final = re.compile(r"([가-힣A-Za-z])\1{4,}")
_LEADING: Final = re.compile(r"^(?:[-*•·▶▷■□●○>=ㄴ└→★☆#|]+ ?|[0-9]{1,2}[.)] )+")
_BRACKETS: Final = re.compile(
    r"[\[(<【][^\])>】]{0,20}(?:스압|후기|펌|주의|재업|수정|추가|사진|움짤|혐|글)[^\])>】]{0,20}[\])>】]"
)
_EDITS: Final = re.compile(r"^(?:수정|추가|ps|p\.s\.?|출처|원글|\+)\s*[:).]", re.IGNORECASE)
_HELD: Final = re.compile(rf"{QUOTED.pattern}|\([^()]{{1,80}}\)")
"""Speech and asides, which stay in one piece."""
_OVER: Final = re.compile(r"[.!?…][\"”]$")
_WHOLE_SPEECH, _OTHER = 0xE000, 0xE800
"""Private characters that stand for what is held: speech that ends with a sentence, and all else."""
_HELD_CHARACTERS: Final = re.compile(r"[\ue000-\uefff]")
_MOST_HELD: Final = 0x800
"""Pieces of one line that are held."""
_MANNERS: Final = re.compile(
    r"^(?:안녕하세요|안녕하십니까|반갑습니다|방가|ㅎㅇ|끝|이상입니다)[.!~ ㅎㅋ]*$"
    r"|(?:글|사연).{0,8}(?:읽어|봐) ?주셔서|^읽어 ?주셔서"
    r"|(?:오타|두서|맞춤법|줄바꿈|띄어쓰기).{0,14}(?:양해|이해|죄송|없|많)"
    r"|^(?:모바일|폰)(?:이라|로 쓰|이어서)|눈팅만|(?:처음|첫) ?(?:으로 )?(?:글|게시글).{0,6}(?:써|쓰|올려|남겨)"
    r"|^(?:방탈|스압|3줄 ?요약|세줄 ?요약|음슴체)|음슴체로|편하게 (?:음슴|반말)"
    r"|(?:베스트|톡|오늘의 ?톡|인기글).{0,10}(?:감사|올라|갔네|될 줄)"
)
"""What is addressed to the readers of the board and is not part of the story: greetings, thanks, excuses."""
_GIGGLE: Final = re.compile(r"^[ㅋㅎㅠㅜㅡ~;^]+ *")
_NOMINAL: Final = "".join(syllable_of_letters(first, vowel, "ㅁ") for first in INITIALS for vowel in MEDIALS)
"""Syllables that end in ㅁ: how a sentence in the clipped style of boards ends (했음, 하심)."""
_END: Final = re.compile(
    r"(?<=[.!?…])(?!(?<=[0-9]\.) [0-9])\s+"
    r"(?!(?:하(?:니까|더니|면서|자|길래|는데|며|고(?! 싶))|했(?:더니|다|음|어요|습니다)|라고)(?: |[.,:]|$))"
    r"|(?<=[\ue000-\ue7ff])\s+(?!하|라|이라|고 |그러|한 |했|같|거리)"
    rf"|(?<=[다요죠네지까어{_NOMINAL}]) ?(?:[ㅋㅎㅠㅜ]{{2,}}|~+|\^\^|;;)\s*(?=\S)"
    r"|(?<=[가-힣])(?:;+| ?ㅡ+)\s+(?=\S)"
    r"|(?<=[가-힣](?:니다|어요|아요|에요|예요|네요|군요|데요|까요|더라|었음|았음|했음|였음|었다|았다|했다|였다))\s+(?=\S)"
)
_WIDE: Final = 9
"""A sentence of fewer characters is joined to the one before it in its paragraph: it would be over too soon."""


def line_for_display(text: str) -> str:
    """One line for display: without links and bullets, runs of ㅋ, ㅠ and signs cut to two."""
    return clean_line(_LEADING.sub("", shorten_repetitions(_LINK.sub(" ", text))))


def shorten_repetitions(text: str) -> str:
    """One line for display, runs of ㅋ, ㅠ and signs cut to two; links and bullets stay."""
    text = clean_line(text)
    text = _LAUGHTER.sub(r"\1\1", text)
    text = _SIGNS.sub(r"\1\1", text)
    return _LETTERS.sub(r"\1\1\1", text)


def title_without_tags(title: str) -> str:
    """A title without the tags boards put around it; the title itself when nothing else is left."""
    bare = line_for_display(_BRACKETS.sub(" ", title))
    bare = re.sub(r"\.(?:jpe?g|png|gif|txt|avi|mp4)$", "", bare, flags=re.IGNORECASE)
    return bare if spoken_form(bare) else line_for_display(title)


def split_sentences(content: str) -> list[str]:
    """Sentences in the order of the story, each with something to say, none twice."""
    found: list[str] = []
    apart = True
    for paragraph in content.splitlines():
        line = line_for_display(paragraph)
        if not line or _EDITS.match(line):
            apart = True
            continue
        for sentence in _cut(line):
            if not apart and len(sentence) < _WIDE and len(found[-1]) < 4 * _WIDE:
                found[-1] = f"{found[-1]} {sentence}"
            else:
                found.append(sentence)
            apart = False
    return list(dict.fromkeys(found))


def _cut(line: str) -> list[str]:
    """The sentences of one line. What stands between quotation marks or in parentheses stays in one piece."""
    held: list[str] = []

    def hold(found: re.Match[str]) -> str:
        if len(held) == _MOST_HELD:
            return found.group()
        held.append(found.group())
        return chr((_WHOLE_SPEECH if _OVER.search(held[-1]) else _OTHER) + len(held) - 1)

    def free(text: str) -> str:
        return _HELD_CHARACTERS.sub(lambda found: held[ord(found.group()) % _MOST_HELD], text)

    pieces = (_GIGGLE.sub("", _paired(free(piece)).strip()) for piece in _END.split(_HELD.sub(hold, line)))
    return [piece for piece in pieces if spoken_form(piece) and not _MANNERS.search(piece)]


def _paired(text: str) -> str:
    """``text`` without quotation marks that are not closed, or not opened, in it."""
    if text.count('"') % 2:
        text = text.replace('"', "")
    if text.count("“") != text.count("”"):
        text = text.replace("“", "").replace("”", "")
    return text
