"""Personal data is masked; what only looks like it is left alone."""

from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from libraries.texts.personal_data import mask_personal_data

PERSONAL = {
    "전화번호": [
        *("010-1234-5678", "01012345678", "010 1234 5678", "010.1234.5678", "011-234-5678", "+82 10-1234-5678"),
        *(
            "+821012345678",
            "82-10-1234-5678",
            "010)1234-5678",
            "０１０－１２３４－５６７８",
            "0 1 0 - 1 2 3 4 - 5 6 7 8",
        ),
        *("공일공 일이삼사 오육칠팔", "공일공-일이삼사-오육칠팔", "02-123-4567", "031-1234-5678", "(02) 123-4567"),
        *("070-1234-5678", "0502-123-4567", "062 123 4567", "문자 주세요 010-9876-5432요"),
    ],
    "주민번호": [
        *("900101-1234567", "9001011234567", "050505-3123456", "900101-1******", "881224 - 2345678", "990228–1234567"),
    ],
    "이메일": ["hong@naver.com", "hong.gil+dong@sub.example.co.kr", "hong골뱅이naver.com", "hong(at)gmail.com"],
    "계좌번호": [
        *("국민은행 123456-78-901234", "카카오뱅크 3333-01-1234567", "농협 301-1234-5678-91", "계좌: 110-123-456789"),
        *("신한 110 123 456789 로 입금", "토스 1000-1234-5678", "우체국 012345-01-234567", "입금은 1002-123-456789 로"),
        "110-123-456789",
    ],
    "카드번호": ["1234-5678-9012-3456", "1234 5678 9012 3456"],
    "차량번호": ["12가 3456", "123나4567", "흰색 소나타 34허 5678 차주", "서울 12가 3456", "68버1234 조심"],
    "동호수": ["101동 1203호", "역삼아파트 12동 304호 사는"],
    "아이디": ["카톡 아이디: hong1234", "텔레그램 @hong_1234", "인스타 id: gildong.hong"],
    "IP": [
        "ㅇㅇ(118.235)",
        "118.235.12.7",
        "211.36.*.*",
        "223.38.xxx.xxx",
        "익명(39.7)",
        "110.70.14.***",
        "ㄴ유저(1.224)",
    ],
}
HARMLESS = [
    *(
        "2026-11-22 21:45",
        "가격은 12,345,678원",
        "월급 230만 원으로 3,000만 원",
        "ISBN 9788936434267",
        "978-89-364-3426-7",
    ),
    *("원주율(3.14)", "체온(37.5)", "버전 v1.2.3.4", "3번 출구에서 500미터", "24시간 1588-1234", "2002년 월드컵 4강"),
    *(
        "12가지 3000원",
        "10년 2024년",
        "사과 12개 3000원",
        "키 175.3 몸무게 62.1",
        "조회 48,210 추천 1,024",
        "1234-5678",
    ),
    *(
        "크리스마스(12.25)",
        "8시 30분 12초",
        "100점 만점에 95점",
        "010 시리즈 노트북",
        "20251122",
        "좌표 37.5665, 126.9780",
    ),
    *(
        "두 사람이 3동 앞에서",
        "공일 공휴일",
        "0.5초 차이",
        "전화는 02로 시작",
        "우리 아이 2019년 3월생",
        "하나 둘 셋 1 2 3",
    ),
    *(
        "국민 여러분 2025년 12월 3일",
        "제주 3박 4일 120만원",
        "주문번호 20251122-0001234",
        "KBS 9시 뉴스",
        "12호 3000원",
    ),
    *(
        "광주 518 번 버스",
        "부산 2030 엑스포",
        "제2조 3항 4호",
        "50주 2000원",
        "@닉네임 님",
        "골뱅이 무침 3000원",
        "a@b",
    ),
    *("1.2.3 순서대로", "16:9 비율", "우리 4:3으로 이김", "4.19 혁명", "1919.3.1", "3,456,789,012"),
]


def test_recall_and_false_alarms() -> None:
    lines = [(kind, text) for kind, texts in PERSONAL.items() for text in texts]
    missed = [text for kind, text in lines if kind not in mask_personal_data(text).kinds]
    false = [text for text in HARMLESS if mask_personal_data(text).kinds]
    assert len(lines) + len(HARMLESS) >= 100
    assert len(missed) / len(lines) <= 0.05, missed
    assert len(false) / len(HARMLESS) <= 0.03, false


@each_row(
    ("text", "expected"),
    [
        ("제 번호는 010-1234-5678 이에요", "제 번호는 [전화번호] 이에요"),
        ("국민은행 123456-78-901234 홍길동", "국민은행 [계좌번호] 홍길동"),
        ("메일 hong@naver.com 또는 02-123-4567", "메일 [이메일] 또는 [전화번호]"),
        ("900101-1234567 님", "[주민번호] 님"),
        ("901301-1234567 님", "901301-1234567 님"),
        ("첫 줄\n12가 3456\n끝 줄", "첫 줄\n[차량번호]\n끝 줄"),
    ],
)
def test_only_the_datum_itself_is_replaced(text: str, expected: str) -> None:
    assert mask_personal_data(text).text == expected


@given(st.text(max_size=200))
def test_masked_text_has_nothing_left_to_mask(text: str) -> None:
    once = mask_personal_data(text)
    assert mask_personal_data(once.text).text == once.text
    assert bool(once.kinds) == (once.text != text)
