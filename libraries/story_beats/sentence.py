"""One sentence of a story as the rules of beats read it: what the author tells, what is quoted, how it ends."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from libraries.korean.quotations import QUOTED

_ASIDE: Final = re.compile(r"\([^()]{1,60}\)")
_EOJEOL: Final = re.compile(r"[가-힣A-Za-z0-9]+")
_REPORTED: Final = re.compile(
    r"(?:[았었였했]대요?|[는은]대요?|[이]?래요?|답니다|랍니다|[다라]고 (?:하(?!셨|시)|해|함|합)\S*|대요"
    r"|대$)[.!~ ㅋㅎ]*$"
)
_EARLIER: Final = re.compile(
    r"년 전|어렸을|어릴 (?:때|적)|[았었]던 (?:적|거|것|날)|학년 때|살 때|시절|옛날|[었았]거든요?|(?:었|았|였)던 거"
    r"|(?:거|것)(?:이었|였)"
    r"|신입 때|예전에|알고 보니|알고보니"
)
_HONORED: Final = re.compile(
    r"(?:[가-힣](?<![마다역잠시쇼회교사의])(?:시|셨|세|신|십|실|심)[가-힣]{0,5}|계[시셨신]\S*"
    r"|드[시셨]\S*)[.!?~ ㅋ]*$|(?:시던|시는|시겠다는|신다는|셨다는|신|셨던"
    r"|실) (?:거|것|겁|분)[가-힣]*[.!?~ ㅋ]*$"
)
_HUMBLE: Final = re.compile(r"(?:드렸|드리|드려|드릴|여쭤|여쭈|뵙|뵀|모셨|모시)[가-힣 ]{0,8}[.!?~ ㅋ]*$")
_ASKS_READERS: Final = re.compile(
    r"(?:[하시주보두리쓰마찾적받]세요|십시오|마세요|주세요|여러분|까요|나요|인가요|은가요)[.!?~ ㅋ]*$|^여러분"
)
_OBSERVED: Final = re.compile(r"(?:더라|더라고|더라고요|던데|던데요|더군요|더니)[.!?~ ㅋ]*$")
LATER: Final = re.compile(
    r"다음 ?날|당일|이듬해|반년 (?:뒤|후)|반 년 (?:뒤|후)|[가-힣] 날,"
    r"|[월화수목금토일]요일|주말|[0-9]+월(?: |에|이|의)|날이 [밝새]|이튿날|며칠 ?(?:뒤|후"
    r"|이|을)|(?:한|두|세|석|몇|[0-9]+) ?(?:달|주|개월|년)(?:쯤)? ?(?:뒤"
    r"|후|이 지|가 지|전|만)"
    r"|일주일|그 ?(?:뒤|후|이후)로"
    r"|그날 ?이후|그때부터|그날부터|그날 ?(?:밤|새벽|저녁|아침|오후)|나중에|지금(?:은|도)|어느 ?날|하루는"
    r"|지난(?:주|달|해)|졸업(?:하|했|한 |후)|결혼했|결혼할"
    r"|[0-9]+일 ?차|다음 (?:주|달|학기)|그다음"
    r"|^(?:저녁|밤|아침|점심)에 "
    r"|^\W*(?:\S+ )?(?:어제|오늘|요즘|작년|재작년|올해)"
)
"""What moves the story to another day."""
HABIT: Final = re.compile(r"매일|마다|항상|늘 |날이면|때면|되면|만 되면|번번이|꼬박꼬박|매번")


class Sentence(NamedTuple):
    """A sentence, with what is read from it once."""

    line: int
    text: str
    told: str
    """``text`` with what is quoted blanked out, letter by letter."""
    words: tuple[tuple[int, str], ...]
    """The 어절 of ``told``: where each begins, its letters and digits."""
    quotes: tuple[str, ...]
    whole_quote: bool
    """Nothing, or nearly nothing, but what somebody says or what is written."""
    reported: bool
    """Told as hearsay (-대요, -답니다): not what the author saw."""
    earlier: bool
    """Told of a time before the story."""
    later: bool
    """Another day than the sentence before."""
    habit: bool
    honored: bool
    """The verb honours who acts."""
    humble: bool
    """The verb lowers who acts before somebody else: the author."""
    to_readers: bool
    """Asks or tells the readers something."""
    observed: bool
    """The ending says that the author saw somebody else act."""

    def told_after(self, at: int, length: int = 14) -> str:
        """What is told behind the position ``at``."""
        return self.told[at : at + length]


def read_sentence(line: int, text: str) -> Sentence:
    """``text`` as a `Sentence`."""
    return _read(text)._replace(line=line)


@lru_cache(maxsize=1024)
def _read(text: str) -> Sentence:
    """A script has most of its sentences from its post: each is read once."""
    told = _ASIDE.sub(lambda found: " " * len(found.group()), QUOTED.sub(lambda found: " " * len(found.group()), text))
    words = tuple((found.start(), found.group()) for found in _EOJEOL.finditer(told))
    quotes = tuple(found.group()[1:-1] for found in QUOTED.finditer(text))
    rest = re.sub(r"\[사진 ?\d*\]", "", told).strip(" .,!?~…ㅋㅎㅠㅜ")
    return Sentence(
        line=0,
        text=text,
        told=told,
        words=words,
        quotes=quotes,
        whole_quote=bool(quotes) and len(rest) <= 2,
        reported=bool(_REPORTED.search(told)),
        earlier=bool(_EARLIER.search(told)),
        later=bool(LATER.search(told)),
        habit=bool(HABIT.search(told)),
        honored=bool(_HONORED.search(told)),
        humble=bool(_HUMBLE.search(told)),
        to_readers=bool(_ASKS_READERS.search(told)),
        observed=bool(_OBSERVED.search(told)),
    )
