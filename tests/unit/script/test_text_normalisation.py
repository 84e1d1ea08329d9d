"""What is spoken of what is shown: golden pairs, and rules that hold for any text."""

import random
import time
import unicodedata

from fixtures.rows import each_row
from hypothesis import example, given
from hypothesis import strategies as st

from libraries.korean.letters.kaomoji import drop_kaomoji
from libraries.korean.text_normalisation import clean_line, normalise, spoken_form
from libraries.korean.unspoken import unspoken_pieces

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
# more numbers
100 = 백
1000 = 천
10000 = 만
11111 = 만천백십일
20000 = 이만
110000 = 십일만
1,234,567 = 백이십삼만사천오백육십칠
3억 5000만원 = 삼억 오천만원
2만원대 = 이만원대
500원짜리 = 오백원짜리
월급 300 = 월급 삼백
1000만 배우 = 천만 배우
# more counters
1명 = 한명
3살 = 세살
47살 = 마흔일곱살
100살 = 백살
5개 = 다섯개
20개 = 스무개
커피 2잔 = 커피 두잔
치킨 3마리 = 치킨 세마리
책 4권 = 책 네권
사진 10장 = 사진 열장
소주 6병 = 소주 여섯병
5시간 = 다섯시간
12시 = 열두시
13시 = 십삼시
1달 = 한달
3달 = 세달
6개월 = 육개월
2년 = 이년
7일 = 칠일
2주 = 이주
3주일 = 삼주일
2차 = 이차
3층 = 삼층
지하 2층 = 지하 이층
101호 = 백일호
2호선 = 이호선
8번 출구 = 팔번 출구
3학년 = 삼학년
25세 = 이십오세
10대 = 십대
60대 = 육십대
4인 가족 = 사인 가족
2인분 = 이인분
3세트 = 세세트
5켤레 = 다섯켤레
2벌 = 두벌
12권 = 열두권
9가지 = 아홉가지
3형제 = 삼형제
8강 = 팔강
4강 = 사강
3점 = 삼점
90점 = 구십점
10배 = 열배
30회 = 삼십회
2회차 = 이회차
1회 = 일회
7회말 = 칠회말
# more ordinals
3번째 = 세번째
10번째 = 열번째
11번째 = 열한번째
21번째 = 스물한번째
1호 = 일호
2위 = 이위
3급 = 삼급
1순위 = 일순위
4차 산업 = 사차 산업
2탄 = 이탄
# more dates and times
1월 1일 = 일월 일일
6월 6일 = 유월 육일
10월 10일 = 시월 십일
12월 = 십이월
1990년대 = 천구백구십년대
90년대 = 구십년대
2002년 = 이천이년
9시 = 아홉시
9시 5분 = 아홉시 오분
11시 59분 = 열한시 오십구분
오후 6시 = 오후 여섯시
새벽 4시 30분 = 새벽 네시 삼십분
18:00 = 십팔시
23:59 = 이십삼시오십구분
1분 30초 = 일분 삼십초
10초 = 십초
2023.12.25 = 이천이십삼년십이월이십오일
2월 29일 = 이월 이십구일
4.19 = 사일구
12.12 = 십이십이
# more ranges
1~2개 = 한두개
2~3명 = 두세명
5~6명 = 대여섯명
10~20명 = 열명에서스무명
20~30명 = 스무명에서서른명
5~10분 = 오에서십분
1~3위 = 일에서삼위
9~10월 = 구에서시월
1~2월 = 일이월
30~40대 = 삼사십대
100~200원 = 백에서이백원
3~4번 = 서너번
2~3주 = 이삼주
월~금 = 월에서금
# more signs
50% = 오십퍼센트
100%로 = 백퍼센트로
0.1% = 영점일퍼센트
1/2 = 이분의일
3/4 = 사분의삼
99.9% = 구십구점구퍼센트
1:0 = 일대영
5:3으로 = 오대삼으로
-10도 = 영하십도
+5 = 플러스오
3+4 = 삼더하기사
24/7 = 이십사칠
# more units
5km = 오킬로미터
1.5L = 일점오리터
500ml = 오백밀리리터
200g을 = 이백그램을
65인치 = 육십오인치
30평 = 삼십평
120km/h = 백이십킬로미터
8GB = 팔기가바이트
512MB = 오백십이메가바이트
60fps = 육십프레임
2000kcal = 이천킬로칼로리
36.5℃ = 삼십육점오도
20m² = 이십제곱미터
10만km를 = 십만킬로미터를
3k = 삼케이
€50 = 오십유로
¥1000 = 천엔
1만$ = 만달러
# more telephone
01012345678 = 공일공일이삼사오육칠팔
031-123-4567 = 공삼일일이삼사오육칠
010.1234.5678 = 공일공일이삼사오육칠팔
114 = 일일사
# more letters
TV를 = 티브이를
USB = 유에스비
SNS에 = 에스엔에스에
ATM = 에이티엠
CEO가 = 씨이오가
PPT = 피피티
DM으로 = 디엠으로
CU에서 = 씨유에서
GS25 = 지에스이십오
BTS = 비티에스
NASA = 나사
CPU = 씨피유
YouTube = 유튜브
Wi-Fi = 와이파이
KTX로 = 케이티엑스로
BMW = 비엠더블유
SUV는 = 에스유브이는
MZ세대 = 엠지세대
T.T = 티티
A형 = 에이형
O형 = 오형
Z세대 = 제트세대
XX년 = 엑스엑스년
QR코드 = 큐알코드
N빵 = 엔빵
5G폰 = 파이브지폰
LTE = 엘티이
PD가 = 피디가
OTT = 오티티
NO = 노
VIP = 브이아이피
e스포츠 = 이스포츠
hello world = 헬로 월드
# more abbreviations
ㅈㅅ = 죄송
ㄱㅅ = 감사
ㄴㄴ = 노노
ㅇㅇ = 응응
ㄷㄷ = 덜덜
ㅊㅋㅊㅋ = 축하축하
ㅎㅎ = 하하하
ㅜㅜ = 흑흑
ㅎㄷㄷ = 후덜덜
아 ㅋㅋ 진짜 = 아 진짜
ㄹㅇ임 = 레알임
ㅁㅊ = 미친
ㅂㅂ = 바이바이
ㄳ = 기역시옷
ㅡㅡ = 음
ㄱㄱㄱ = 고고고
ㅠ = 흑흑
좋네 ㅎ = 좋네
# more particles
1을 = 일을
2은 = 이는
6를 = 육을
10와 = 십과
100이나 = 백이나
A은 = 에이는
B이랑 = 비랑
KTX으로 = 케이티엑스로
TV이 = 티브이가
3%은 = 삼퍼센트는
PC을 = 피씨를
USB과 = 유에스비와
L으로 = 엘로
8로 = 팔로
2024년으로 = 이천이십사년으로
# more marks
"진짜?" = 진짜?
와!!! = 와!
아니~~~ = 아니
(사진 있음) = 사진 있음
[후기] 다녀왔어요 = 후기 다녀왔어요
그래서, = 그래서,
네. = 네.
헐;; = 헐
좋아요^^ = 좋아요
가→나 = 가나
★별점★ = 별점
^^ =
♥ =
www.waggle.example 참고 = 링크 참고
naver.com에서 = 링크에서
@친구 = 친구
#오운완 #헬스 = 오운완 헬스
😂😂 웃겨 = 웃겨
"""

PAIRS = [
    tuple(side.strip() for side in line.rsplit("=", 1))
    for line in GOLDEN.strip().splitlines()
    if not line.startswith("# ")
]


def test_the_list_is_long_enough_and_has_no_twins() -> None:
    assert len(PAIRS) >= 300
    assert len({shown for shown, _ in PAIRS}) == len(PAIRS)


@each_row(("shown", "said"), PAIRS, ids=[shown for shown, _ in PAIRS])
def test_golden(shown: str, said: str) -> None:
    assert spoken_form(shown) == said


def test_what_has_nothing_to_say_joins_its_neighbour() -> None:
    line = normalise("ㅋㅋ 진짜 😀 좋다 !!! 그치")
    assert line == ("ㅋㅋ진짜😀 좋다!!! 그치", "진짜 좋다 그치")


def test_hostile_characters_leave_no_trace() -> None:
    line = normalise("가\u202e나\x00다\u200b라\ufeff \ue000마\u00a0바")
    assert line == ("가나다라 마 바", "가나다라 마 바")


@given(st.text(max_size=80))
@example("XD")
@example("o_o")
@example("X\x1bD")
def test_any_text(text: str) -> None:
    line = normalise(text)
    if line is None:
        # Letters may be silent in a face only (XD), and that is counted.
        words = drop_kaomoji(clean_line(text))
        assert not any("가" <= c <= "힣" or (c.isascii() and c.isalnum()) for c in words)
        assert unspoken_pieces(text) or not any(c.isalnum() for c in text)
        return
    shown, said = line.display.split(" "), line.spoken.split(" ")
    assert len(shown) == len(said)
    assert all(any("가" <= c <= "힣" for c in word) for word in said)
    assert all("가" <= c <= "힣" or c in " ,.?!" for c in line.spoken)
    assert all(shown)


@given(st.text(st.characters(categories=["Lu", "Ll", "Lo"]), min_size=1, max_size=30))
def test_a_line_with_letters_is_never_silent(text: str) -> None:
    assert spoken_form(text)


def test_every_letter_there_is_can_be_said() -> None:
    letters = (chr(code) for code in range(0x11000) if unicodedata.category(chr(code)) in ("Lu", "Ll", "Lo"))
    assert [letter for letter in letters if not spoken_form(letter)] == []


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


def test_a_line_of_any_characters_takes_at_most_200_microseconds() -> None:
    """As many characters as a caption line has at most, from all of Unicode and from what has rules."""
    chance = random.Random(9)
    anything = ["".join(chr(chance.randrange(0x20, 0xD800)) for _ in range(36)) for _ in range(300)]
    ruled = ["".join(chance.choice(PIECES.split()) for _ in range(16)) for _ in range(300)]
    for lines in (anything, ruled):
        spent = min(_cpu_seconds(lines) for _ in range(5)) / len(lines)
        print(f"{spent * 1e6:.0f} µs a line")
        assert spent < 200e-6


def _cpu_seconds(lines: list[str]) -> float:
    began = time.thread_time()
    for line in lines:
        spoken_form(line)
    return time.thread_time() - began
