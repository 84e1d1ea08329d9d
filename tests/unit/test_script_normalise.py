"""What is spoken of what is shown: golden pairs, and rules that hold for any text."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.studio.script.normalise import normalise, speech

GOLDEN = """
# numbers
10000원 = 만원
30000명 = 삼만명
55555 = 오만오천오백오십오
1만원 = 만원
1000원 = 천원
100000000원 = 일억원
187만원 = 백팔십칠만원
2,500,000원 = 이백오십만원
5만2천원 = 오만이천원
1억 2천만원 = 일억 이천만원
1조 = 일조
007 = 공공칠
0 = 영
12345678901234567890123 = 일이삼사오육칠팔구공일이삼사오육칠팔구공일이삼
1,2,3등 = 일이삼등
# native and Sino-Korean counters
20명 = 스무명
20살 = 스무살
21살 = 스물한살
30살 = 서른살
99살 = 아흔아홉살
30세 = 삼십세
2마리 = 두마리
101마리 = 백한마리
120명 = 백이십명
50명 = 오십명
하루 2끼 = 하루 두끼
차 2대 = 차 두대
30대 남자 = 삼십대 남자
4인분 = 사인분
34평 = 삼십사평
2박 3일 = 이박 삼일
1박2일 = 일박이일
1학년 3반 = 일학년 삼반
3 개월 = 삼 개월
3 명 = 세 명
아이폰 15 장점 = 아이폰 십오 장점
2.5배 = 이점오배
2배로 = 두배로
# 번 and ordinals
1번째 = 첫번째
2번째 = 두번째
20번째 = 스무번째
1번 문제 = 일번 문제
1번은 짜장 2번은 짬뽕 = 일번은 짜장 이번은 짬뽕
3번을 전화했다 = 세번을 전화했다
3번이나 = 세번이나
버스 50번 = 버스 오십번
①번 = 일번
1등 = 일등
No.1 = 넘버원
# ages, people or minutes
5분이 지났다 = 오분이 지났다
5분이 오셨다 = 다섯분이 오셨다
손님 3분께 = 손님 세분께
# dates
6월 = 유월
10월 = 시월
11월 = 십일월
6~7월 = 육칠월
12월25일 = 십이월이십오일
2024년 3월 1일 = 이천이십사년 삼월 일일
2024-03-01 = 이천이십사년삼월일일
2024.10.03 = 이천이십사년시월삼일
24.3.1 = 이십사년삼월일일
11/23 = 십일월이십삼일
99년생 = 구십구년생
02년생 = 공이년생
2020~2024년 = 이천이십에서이천이십사년
3.1절 = 삼일절
6.25 = 육이오
8.15 광복 = 팔일오 광복
5.18 = 오일팔
# times
12:30 = 열두시삼십분
10:05 = 열시오분
00:30 = 영시삼십분
12:30~13:00 = 열두시삼십분에서십삼시
3시 30분 = 세시 삼십분
3시~5시 = 세시에서다섯시
5~6시 = 다섯시에서여섯시
5시반 = 다섯시반
24시 = 이십사시
0시 10분 = 영시 십분
12시간 = 열두시간
24시간 = 이십사시간
1~2시간 = 한두시간
05시 03분 = 다섯시 삼분
# ranges
3~4명 = 서너명
3 ~ 4명 = 서너명
3-4명 = 서너명
3~5명 = 세명에서다섯명
2~3일 = 이삼일
20~30대 = 이삼십대
10~20분 = 십에서이십분
2~3% = 이삼퍼센트
100-200만원 = 백에서이백만원
20%~30% = 이십퍼센트에서삼십퍼센트
# ratios, scores, fractions, decimals, signs
2:1로 = 이대일로
1:1이다 = 일대일이다
2:0으로 = 이대영으로
3대1 = 삼대일
3대 1 = 삼대 일
1/3 = 삼분의일
2/3가 = 삼분의이가
3.5 = 삼점오
0.5 = 영점오
10.05 = 십점영오
36.5도 = 삼십육점오도
-5도 = 영하오도
-3만원 = 마이너스삼만원
1+1 행사 = 원플러스원 행사
2+1 = 투플러스원
# units and money
99% = 구십구퍼센트
3.5%를 = 삼점오퍼센트를
50%p = 오십퍼센트포인트
16GB = 십육기가바이트
10kg을 = 십킬로그램을
100m를 = 백미터를
180cm = 백팔십센티미터
1L = 일리터
20℃ = 이십도
$100 = 백달러
100$ = 백달러
₩5,000 = 오천원
# telephone
010-1234-5678로 = 공일공일이삼사오육칠팔로
010 1234 5678 = 공일공 일이삼사 오육칠팔
02-123-4567 = 공이일이삼사오육칠
1588-1234 = 일오팔팔일이삼사
112에 신고 = 일일이에 신고
119 = 일일구
# letters, brands, words
A4 = 에이포
B급 = 비급
KBS = 케이비에스
LG가 = 엘지가
K-POP을 = 케이팝을
iPhone = 아이폰
MP3 = 엠피쓰리
PC방 = 피씨방
CCTV를 = 씨씨티브이를
5G = 파이브지
4K TV = 포케이 티브이
3D = 쓰리디
MBTI가 INFP라서 = 엠비티아이가 아이엔에프피라서
삼성 vs LG = 삼성 대 엘지
ok = 오케이
AS센터 = 에이에스센터
R&D = 알앤디
serendipity = 세렌디피티
# particles behind what was read
3은 4는 = 삼은 사는
7이 = 칠이
2이 = 이가
9와 = 구와
3로 = 삼으로
1으로 = 일로
LG은 = 엘지는
KBS은 = 케이비에스는
10kg를 = 십킬로그램을
마을을 = 마을을
아이를 = 아이를
# abbreviations, laughter, tears
ㅇㅈ = 인정
ㄹㅇ = 레알
ㄱㄱ = 고고
ㅇㅋ = 오케이
ㅅㅂ = 시옷비읍
ㄹㅇㅋㅋ = 레알
ㅋㅋㅋㅋ = 하하하
ㅠㅠ = 흑흑
진짜 웃겨ㅋㅋㅋ = 진짜 웃겨
ㅇㅈ합니다 = 인정합니다
# addresses, emoji, punctuation
https://a.b = 링크
https://waggle.example/post/1?x=2 보세요 = 링크 보세요
a@b.com = 메일주소
#맛집 = 맛집
진짜 😀 좋다 = 진짜 좋다
정말요?! = 정말요?
뭐라고??? = 뭐라고?
그랬는데... = 그랬는데,
"가자!" = 가자!
(웃음) = 웃음
그래요~ = 그래요
!!!??? =
😀😀 =
... =
"""

PAIRS = [
    tuple(side.strip() for side in line.rsplit("=", 1))
    for line in GOLDEN.strip().splitlines()
    if not line.startswith("# ")
]


def test_the_list_is_long_enough_and_has_no_twins() -> None:
    assert len(PAIRS) >= 120
    assert len({shown for shown, _ in PAIRS}) == len(PAIRS)


@pytest.mark.parametrize(("shown", "said"), PAIRS, ids=[shown for shown, _ in PAIRS])
def test_golden(shown: str, said: str) -> None:
    assert speech(shown) == said


def test_what_has_nothing_to_say_joins_its_neighbour() -> None:
    line = normalise("ㅋㅋ 진짜 😀 좋다 !!! 그치")
    assert line == ("ㅋㅋ진짜😀 좋다!!! 그치", "진짜 좋다 그치")


def test_hostile_characters_leave_no_trace() -> None:
    line = normalise("가\u202e나\x00다\u200b라\ufeff \ue000마\u00a0바")
    assert line == ("가나다라 마 바", "가나다라 마 바")


@given(st.text(max_size=80))
def test_any_text(text: str) -> None:
    line = normalise(text)
    if line is None:
        assert not any("가" <= c <= "힣" or (c.isascii() and c.isalnum()) for c in unicodedata.normalize("NFC", text))
        return
    shown, said = line.display.split(" "), line.spoken.split(" ")
    assert len(shown) == len(said)
    assert all(any("가" <= c <= "힣" for c in word) for word in said)
    assert all("가" <= c <= "힣" or c in " ,.?!" for c in line.spoken)
    assert all(shown)


@given(st.text(st.characters(categories=["Lu", "Ll", "Lo"]), min_size=1, max_size=30))
def test_a_line_with_letters_is_never_silent(text: str) -> None:
    assert speech(text)


PIECES = "0 1 12 3,000 ~ - : / . + % 명 시 분 월 만 원 kg ㅋㅋ ㅇㅈ A LG 가 을 은 으로 $ ( ) ! ? … 번 대 째 1.5"


@given(st.lists(st.tuples(st.sampled_from(PIECES.split()), st.sampled_from(["", " "])), max_size=20))
def test_any_mixture_of_what_has_rules(pieces: list[tuple[str, str]]) -> None:
    line = normalise("".join(piece + gap for piece, gap in pieces))
    if line is not None:
        assert len(line.display.split(" ")) == len(line.spoken.split(" "))
        assert not any(c.isdigit() for c in line.spoken)


def test_a_line_takes_at_most_200_microseconds() -> None:
    lines = [shown for shown, _ in PAIRS] + [
        "어제 회사에서 3시 30분쯤 팀장님이 도시락 2개를 드셨는데 ㅋㅋ 10kg는 찌셨을 듯"
    ] * 20
    assert min(_cpu_seconds(lines) for _ in range(5)) / len(lines) < 200e-6


def _cpu_seconds(lines: list[str]) -> float:
    began = time.thread_time()
    for line in lines:
        speech(line)
    return time.thread_time() - began
