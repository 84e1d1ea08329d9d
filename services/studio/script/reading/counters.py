"""Which counter takes which numbers: 세 명, 삼 년, 첫 번째, 유월."""

import re
from typing import Final

from services.studio.script.reading.numbers import native, read, sino
from services.studio.script.reading.tables import words

_NATIVE: Final = words(
    """
    사람 명 놈 녀석 살 개 마리 장 병 잔 권 대 벌 켤레 송이 그루 채 척 번 시간 시 달 가지 군데 곳 그릇 공기 접시
    조각 통 판 줄 갑 봉지 봉 상자 박스 캔 컵 팩 포기 마디 곡 자리 자루 쌍 끼 모금 입 걸음 바퀴 방울 숟갈 숟가락
    스푼 차례 배 알 가닥 묶음 세트 종류 가구 골 팀 칸 건 표 글자 방 뼘 집 나라 해 켠 모 군 밤 손 발 꼬집 뭉치
    덩이 덩어리 아이 여자 남자 친구 식구
    """
)
_SINO: Final = words(
    """
    개월 개년 개국 개소 년 년생 월 일 주 주일 주년 분 초 원 달러 엔 유로 위안 회 차 호 호선 동 단지 학년 학기 반
    교시 번지 인 인분 도 위 등 등급 급 기 세 세대 박 킬로 키로 그램 미터 센티 리터 평 층 쪽 페이지 절 점 프로
    퍼센트 승 패 무 부 화 탄 편 단계 단 종 라운드 남매 형제 자매 남 녀 여 조 대대 분기 시즌 킬로미터 센치 인치
    볼트 와트 칼로리 군단 중대 주차 일차 연차 연승 연패
    """
)

COUNTERS: Final = sorted((*_NATIVE, *_SINO), key=len, reverse=True)
"""Every counter known, the longest first."""
_AT_START: Final = re.compile("|".join(COUNTERS))
_IS_NATIVE: Final = frozenset(_NATIVE)
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


def counter_of(following: str) -> str:
    """The counter that ``following`` begins with, or an empty string. The longest one wins: 시간 before 시."""
    found = _AT_START.match(following)
    return found.group() if found else ""


def takes_native(number: int, counter: str, following: str, preceding: str = "") -> bool:
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


def count(numeral: str, following: str, preceding: str = "") -> str:
    """``numeral`` (as written) read before ``following``: ``("20", "명")`` → ``스무``."""
    counter = counter_of(following)
    if "." in numeral:
        return read(numeral)
    if numeral.startswith("0") and len(numeral) > 1 and counter not in _LEADING_ZERO:
        return read(numeral)
    number = int(numeral) if len(numeral) <= 20 else -1
    if number < 0:
        return read(numeral)
    if following.startswith("번째") and number == 1:
        return "첫"
    if following.startswith("째") and 1 <= number <= 10:
        return ("첫", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉", "열")[number - 1]
    if counter == "월" and number in (6, 10):
        return {6: "유", 10: "시"}[number]
    if takes_native(number, counter, following, preceding):
        return native(number)
    if counter in _IS_NATIVE and 100 < number < 1000 and 1 <= number % 100 <= 9 and counter not in ("시", "시간", "번"):
        return sino(number // 100 * 100) + native(number % 100)
    return sino(number)
