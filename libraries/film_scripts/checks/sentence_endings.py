"""Endings of Korean sentences: which style a sentence is in, and whether its last word can end one.

The endings are those of the grammar (종결 어미, 연결 어미, 조사), written in jamo: ``ㅆ다`` is 다 behind a syllable
that ends in ㅆ. Nouns that look like an ending are exceptions; what cannot be told is None.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from libraries.korean.letters.syllables import FINALS, MEDIALS, final_consonant_index, is_syllable


class SpeechLevel(StrEnum):
    """How a sentence ends: politely (해요, 합니다), nominalised as boards do (했음), or plainly (했다, 했어)."""

    POLITE = "haeyo"
    NOMINAL = "eumseum"
    PLAIN = "banmal"


_CHOICE: Final = re.compile(r"\[([^\]]+)\]")


def _decomposed(letter: str) -> str:
    if letter != " " and letter in FINALS:
        return chr(0x11A7 + FINALS.index(letter))
    if letter in MEDIALS:
        return chr(0x1161 + MEDIALS.index(letter))
    return unicodedata.normalize("NFD", letter)


def _jamo(pattern: str) -> re.Pattern[str]:
    """A pattern over the end of NFD text: a consonant alone is a final one, ``[…]`` one syllable or letter of these."""
    pattern = _CHOICE.sub(lambda found: f"(?:{'|'.join(found.group(1))})", pattern)
    return re.compile(f"(?:{''.join(map(_decomposed, pattern))})$")


_TAIL: Final = re.compile(r"[^0-9A-Za-z가-힣]+$")
_QUOTED: Final = re.compile(r"[\"”’'」』][^0-9A-Za-z가-힣]*$")
_POLITE: Final = _jamo("요|죠|ㅂ니다|ㅂ니까|ㅂ시다|시오")
_NOT_POLITE: Final = _jamo("필요|중요|수요|주요|동요|강요|소요|담요|가요|개요|월요|일요")
_NOMINAL: Final = _jamo("ㅁ|ㄻ")
_NOT_NOMINAL: Final = _jamo(
    "사람|마음|처음|다음|이름|게임|아침|점심|그림|바람|여름|구름|기름|시스템|그램|크림|필름|소름|가슴|걸음|얼음|울음|웃음|믿음|도움|"
    "느낌|죽음|싸움|모임|어둠|아픔|슬픔|기쁨|사슴|보름|주름|씨름|책임|선임|후임|담임|주임|물음|요즘|조금|지금|방금|현금|요금|벌금|"
    "상금|세금|적금|입금|송금|임금|저금|황금|등록금|보증금|축의금|소금|만큼|손님|선생님|부모님|아드님|따님|스님|보험|시험|경험|위험|"
    "모험|실험|체험|사업|마감|영감|공감|실감|호감|예감|장난감|독감|체감|"
    "쯤|말씀|다짐|알림|떨림|흐름|설렘|결심|조심|관심|중심|진심|의심|욕심|양심|한숨|목숨|그만큼|무덤"
)
_SHORT_NOUNS: Final = frozenset("밤꿈힘몸땀뱀곰섬점틈팀맘님김짐놈컴룸폼좀")
_ADDRESSED: Final = re.compile(r"(?<![아다지거])님$")
"""님 behind a title or name; 아니다, 다니다 and 지니다 end so too as nouns (아님, 다님, 지님)."""
_PLAIN: Final = _jamo(
    "다|ㅆ[어지네대나니고]|[ㄲㄷㄸㄹㄼㄾㅀㄵㄶㄺㅁㅄㅂㅅㅆㅈㅊㅌㅍㅎ][어아]|먹어|죽어|녹어|거든|더라|더라고|잖아|구나|ㄴ군|ㅆ군|더군|거야|이야|"
    "거지|렇지|맞지|알지|이지|거네|이네|하네|는걸|ㄴ걸|건데|ㄴ대|는대|ㄴ댔어|이래|으래|달래|ㄹ래|ㄹ게|ㄹ걸|해|돼|줘|봐|둬|춰|"
    "려|켜|져|셔|쳐|꺼내|보내|지마|지 마|려와|나와|들어와|[ㅏㅓㅗㅜㅡㅣㅐㅔ]여|해라|어라|아라|거라|말이야"
)
_NOT_PLAIN: Final = _jamo(
    "바다|마다|보다|하나다|피해|올해|새해|이해|오해|방해|손해|화해|동해|서해|남해|공해|아래|국어|아라|찬반"
)
_CONNECTIVE: Final = _jamo(
    "면서|지만|더니|려고|도록|느라|자마자|[ㅏㅓㅕㅐㅘㅝ]서|므로|거나|든지|다가|으며|하며|이며|려면|다면|으면|는데|은데|ㄴ데|ㄹ수록|는지|"
    "고|니까|길래|기에|기로|자니|어도|아도|해도|여도|라도|채로|대로|듯이|ㄹ때|ㄹ 때|에도"
)
_PARTICLE: Final = _jamo(
    "를|[ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅌㅍㅎㅆㄲㅄ]을|는|은|에게|한테|에서|으로|께서|부터|까지|처럼|이랑|에게서|한테서|로서|로써|에|들이|조차|마저|밖에"
)
_SUBJECT: Final = re.compile(r"([가-힣]+)([이가])$")


def without_laughter(text: str) -> str:
    """``text`` without the signs and laughter behind its last word."""
    return _TAIL.sub("", text)


def ends_with_quotation(text: str) -> bool:
    """Whether a quotation is the last thing in ``text``."""
    return bool(_QUOTED.search(text))


def _last_word(text: str) -> str:
    return without_laughter(text).rpartition(" ")[2]


def speech_level(text: str) -> SpeechLevel | None:
    """The speech level of a sentence, by its last word; None for questions, quotes, fragments and possible nouns."""
    if ends_with_quotation(text):
        return None
    end = unicodedata.normalize("NFD", without_laughter(text))
    if _POLITE.search(end):
        return None if _NOT_POLITE.search(end) else SpeechLevel.POLITE
    if text.rstrip().endswith("?"):
        return None
    if _NOMINAL.search(end):
        noun = _NOT_NOMINAL.search(end) or _ADDRESSED.search(without_laughter(text)) or _last_word(text) in _SHORT_NOUNS
        return None if noun else SpeechLevel.NOMINAL
    if _PLAIN.search(end) and not _NOT_PLAIN.search(end):
        return SpeechLevel.PLAIN
    return None


def most_common_level(sentences: Iterable[str]) -> SpeechLevel | None:
    """The speech level of most sentences; None when none of them has one that can be told."""
    counts = Counter(found for sentence in sentences if (found := speech_level(sentence)))
    return counts.most_common(1)[0][0] if counts else None


def lacks_clause(text: str) -> bool:
    """Whether another clause must follow: the last word has a connective ending."""
    return bool(_CONNECTIVE.search(unicodedata.normalize("NFD", without_laughter(text))))


def is_unfinished(text: str) -> bool:
    """Whether the last word is one that something must follow: it has a connective ending or a particle."""
    return lacks_clause(text) or bool(_PARTICLE.search(unicodedata.normalize("NFD", without_laughter(text))))


def possible_subject_noun(text: str) -> str:
    """The last word without 이 or 가 where it may be that particle; empty when it is none."""
    found = _SUBJECT.search(without_laughter(text))
    if found is None:
        return ""
    noun, particle = found.groups()
    closed = final_consonant_index(noun[-1]) != 0
    return noun if closed == (particle == "이") else ""


_HEARSAY: Final = re.compile(
    r"(?:대요?|래요?|답니다|랍니다|더라|더래|다지|다네요?|[다라냐자]고 (?:함|해요?|한다|합니다|했)|[다라]는 (?:거|"
    r"것)[가-힣]*|[는던은]? ?(?:거|것)(?:예요|죠|임|야|이다|지|다))$"
)
_SS: Final = FINALS.index("ㅆ")


def is_past_tense(text: str) -> bool:
    """Whether the last word is in the past tense, ㅆ in its ending; 있다 and 겠다 are not."""
    word = without_laughter(text).rpartition(" ")[2]
    return any(final_consonant_index(letter) == _SS for letter in word if is_syllable(letter) and letter not in "있겠")


def is_hearsay(text: str) -> bool:
    """Whether a sentence ends as hearsay or as an explanation: 했대요, 했다는 거예요, 한 거죠."""
    return bool(_HEARSAY.search(without_laughter(text)))
