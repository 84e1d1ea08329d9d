"""Which counter takes which numbers: 세 명, 삼 년, 첫 번째, 유월."""

import re
from typing import Final

from libraries.korean.numbers import read_native_korean, read_numeral, read_sino_korean
from libraries.korean.word_lists import WORDS

COUNTERS: Final = sorted((*WORDS.native_counters, *WORDS.sino_counters), key=len, reverse=True)
"""Every counter known, the longest first."""
_AT_START: Final = re.compile("|".join(COUNTERS))
_IS_NATIVE: Final = frozenset(WORDS.native_counters)
_LEADING_ZERO: Final = frozenset(("시", "시간", "분", "초", "월", "일"))

PAIRS: Final = {
    (1, 2): "한두",
    (2, 3): "두세",
    (3, 4): "서너",
    (4, 5): "네다섯",
    (5, 6): "대여섯",
    (6, 7): "예닐곱",
    (7, 8): "일고여덟",
    (8, 9): "여덟아홉",
}
"""Two neighbours read together: ``3~4명`` is ``서너 명``."""

_NUMBERED: Final = re.compile(
    r" ?(?:문제|문항|출구|버스|타자|트랙|선수|채널|방(?!문)|홈|게이트|후보|창구|국도|레인|테이블|손님|칸|자리|답|보기|"
    r"참가자|남|여)|(?:은|는|이|가|으로|의|지)(?![가-힣])|[.:)]"
)
_NUMBERED_BEFORE: Final = re.compile(r"(?:버스|출구|번호|채널|보기|문제|정답|후보|기호)(?:는|은|가|이)? ?$")
_PERSONS: Final = re.compile(
    r"분(?:들|께|이서|의 (?:손님|어르신|선생)|(?:이|은|도|만|을|과)? ?(?:모두|다 ?같이|오[셨신시]|계[셨신시]))"
)
_TIMES_DURATION: Final = 20
_COLLOQUIAL_LIMIT: Final = 49


def counter_at_start(following: str) -> str:
    """The counter that ``following`` begins with, or an empty string. The longest one wins: 시간 before 시."""
    found = _AT_START.match(following)
    return found.group() if found else ""


def takes_native_number(number: int, counter: str, following: str, preceding: str = "") -> bool:
    """Whether ``number`` is read in native words before ``counter``, with which ``following`` begins."""
    if counter == "분":
        return 1 <= number <= 99 and _PERSONS.match(following) is not None
    if counter not in _IS_NATIVE or number < 1:
        return False
    if counter == "번":
        return number <= _COLLOQUIAL_LIMIT and not _is_numbered(following, preceding)
    if counter == "대" and number % 10 == 0:
        return False  # 이십대: an age, not twenty machines
    limits = {"시": 12, "시간": _TIMES_DURATION, "살": 99, "배": 10, "장": 99, "마리": 99}
    return number <= limits.get(counter, _COLLOQUIAL_LIMIT)


def _is_numbered(following: str, preceding: str) -> bool:
    if following.startswith("번째"):
        return False
    return bool(_NUMBERED.match(following[1:]) or _NUMBERED_BEFORE.search(preceding))


def read_before_counter(numeral: str, following: str, preceding: str = "") -> str:
    """``numeral`` (as written) read before ``following``: ``("20", "명")`` → ``스무``."""
    counter = counter_at_start(following)
    if "." in numeral:
        return read_numeral(numeral)
    if numeral.startswith("0") and len(numeral) > 1 and counter not in _LEADING_ZERO:
        return read_numeral(numeral)
    number = int(numeral) if len(numeral) <= 20 else -1
    if number < 0:
        return read_numeral(numeral)
    if following.startswith("번째") and number == 1:
        return "첫"
    if following.startswith("째") and 1 <= number <= 10:
        return ("첫", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉", "열")[number - 1]
    if counter == "월" and number in (6, 10):
        return {6: "유", 10: "시"}[number]
    if takes_native_number(number, counter, following, preceding):
        return read_native_korean(number)
    if counter in _IS_NATIVE and 100 < number < 1000 and 1 <= number % 100 <= 9 and counter not in ("시", "시간", "번"):
        return read_sino_korean(number // 100 * 100) + read_native_korean(number % 100)
    return read_sino_korean(number)
