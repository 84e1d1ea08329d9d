"""Each kind of personal data in its disguises, and beside each what only looks like it."""

import re

import pytest
from fixtures.rows import each_row

from libraries.texts.personal_data import KINDS, mask_personal_data
from libraries.texts.personal_data.ascii_signs import with_ascii_signs
from testbed.benchmarks.collect.pii import labelled_lines, line_without_label_braces, missed_lines, wrongly_masked_lines

HOSTILE = (
    *(
        "0 ",
        "1-",
        "1.",
        "1.1.*",
        "공일공 ",
        "O1O-",
        "010 ",
        "구",
        "강남구 ",
        "로1",
        "가길 1 ",
        "1동 ",
        "가동 1",
        "12가 ",
        "카톡 a_",
    ),
    *(
        "a.",
        "a@",
        "a at ",
        "은행",
        "계좌 1",
        "여권M",
        "면허 11",
        "주민번호1",
        "1234 ",
        "+1-23",
        "open.kakao.com/",
        "abcd:",
        "(",
        "。",
    ),
)
"""Pieces of which hostile texts are made."""


def test_lines_as_people_write_them() -> None:
    tuned = labelled_lines()["tuned"]
    assert (missed_lines("tuned"), wrongly_masked_lines("tuned")) == ([], [])
    assert set(KINDS) <= set(tuned)
    assert all(
        f"[{kind}]" in mask_personal_data(line_without_label_braces(line)).text
        for kind in KINDS
        for line in tuned[kind][:3]
    )


def test_a_masked_line_is_left_as_it_is() -> None:
    every = [
        mask_personal_data(line_without_label_braces(line)).text
        for part in labelled_lines().values()
        for kind in part.values()
        for line in kind
    ]
    assert [text for text in every if mask_personal_data(text).text != text] == []


@pytest.mark.slow
def test_hostile_texts_of_100_kb_are_read_in_seconds() -> None:
    for piece in HOSTILE:
        mask_personal_data(piece * (100_000 // len(piece)))


@each_row(
    ("text", "masked"),
    [
        ("카드 4539-5787-6362-1486", "카드 [카드번호]"),
        ("4539578763621486", "[카드번호]"),
        ("4539578763621487", "4539578763621487"),  # the check digit is wrong
        ("4539 57876362-1486", "[카드번호]"),
        ("1539578763621486", "1539578763621486"),  # no issuer has a 1
        ("3782-822463-10005", "[카드번호]"),
        ("3782-822463-10006", "3782-822463-10006"),
        ("2026112912345678", "2026112912345678"),  # begins with a day
        ("2021 2022 2023 2024", "2021 2022 2023 2024"),
        ("쿠폰 4539-5787-6362-1486", "쿠폰 4539-5787-6362-1486"),
        ("4539-5787-****-1486", "[카드번호]"),
    ],
)
def test_cards(text: str, masked: str) -> None:
    assert mask_personal_data(text).text == masked


@each_row(
    ("text", "masked"),
    [
        ("M12345678 여권", "[여권번호] 여권"),
        ("M123A4567", "[여권번호]"),
        ("m123a4567", "m123a4567"),
        ("여권 m123a4567", "여권 [여권번호]"),
        ("A12345678", "A12345678"),
        ("모델 M12345678", "모델 M12345678"),
        ("M123456789", "M123456789"),
        ("11-12-345678-90", "[면허번호]"),
        ("27-12-345678-90", "[계좌번호]"),  # no office has 27
        ("면허 서울 12-345678-90", "면허 [면허번호]"),
        ("면허 1112345678", "면허 1112345678"),
        ("880104-1000000", "[주민번호]"),
        ("8801043014830", "8801043014830"),  # nobody born in 2088 yet: a bar code
        ("주민번호 991399-1000000", "주민번호 [주민번호]"),  # said to be one
        ("91.03.04-1738296", "[주민번호]"),
        ("주민번호 앞자리 910304", "주민번호 앞자리 [주민번호]"),
        ("앞자리 911304", "앞자리 911304"),
        ("접수번호 1012021021993", "접수번호 1012021021993"),
        ("구일공삼공사 다시 일칠삼팔이구육", "[주민번호]"),
    ],
)
def test_papers(text: str, masked: str) -> None:
    assert mask_personal_data(text).text == masked


@each_row(
    ("text", "masked"),
    [
        ("제 번호는 O1O-1234-567l", "제 번호는 [전화번호]"),
        ("010-1234-567이에요", "010-1234-567이에요"),  # the particle is no digit
        ("0 1 0 1 1 0 0 1 1 0 0", "0 1 0 1 1 0 0 1 1 0 0"),
        ("010-0110-1001", "[전화번호]"),
        ("010-****-5678", "[전화번호]"),
        ("010-****-****", "010-****-****"),
        ("번호(02-123-4567)로", "번호([전화번호])로"),
        ("(02)1234567", "[전화번호]"),
        ("031-1234-5678-90", "[계좌번호]"),  # and no half of it a telephone
        ("전화 123-4567", "전화 [전화번호]"),
        ("점수 123-4567", "점수 123-4567"),
        ("전화 1588-1234", "전화 [전화번호]"),
        ("고객센터 전화 1588-1234", "고객센터 전화 1588-1234"),
        ("1592-1598", "1592-1598"),
        ("+1-213-555-0123", "[전화번호]"),
        ("+10 +20 +30", "+10 +20 +30"),
        ("송장 0212345678", "송장 0212345678"),
        ("주문 전화 0212345678", "주문 전화 [전화번호]"),
        ("01.12.2024 ~ 01.15.2024", "01.12.2024 ~ 01.15.2024"),
    ],
)
def test_telephones(text: str, masked: str) -> None:
    assert mask_personal_data(text).text == masked


@each_row(
    ("text", "masked"),
    [
        ("국민은행 2026-11-29 12:30", "국민은행 2026-11-29 12:30"),
        ("기업 매출 1234567890", "기업 매출 1234567890"),
        ("기업 1234567890원", "기업 1234567890원"),
        ("1234567890123 (우리)", "[계좌번호] (우리)"),
        ("1234567890123 우리가", "1234567890123 우리가"),
        ("978-11-1234-567", "978-11-1234-567"),
        ("송장 1234-5678-9012", "송장 1234-5678-9012"),
        ("12가 3456번 버스", "12가 3456번 버스"),
        ("12가 3456도 봤다", "[차량번호]도 봤다"),
        ("12호 3456", "12호 3456"),
        ("렌트 12호 3456", "렌트 [차량번호]"),
        ("12나 2024", "12나 2024"),
        ("12나2024", "[차량번호]"),
        ("대법원 90누6521 판결", "대법원 90누6521 판결"),
        ("오토바이 부산 해운대 가 1234", "오토바이 [차량번호]"),
        ("부산 해운대 가 1234", "부산 해운대 가 1234"),
    ],
)
def test_accounts_and_plates(text: str, masked: str) -> None:
    assert mask_personal_data(text).text == masked


@each_row(
    ("text", "masked"),
    [
        ("서울 강남구 테헤란로 152, 101동 1203호 문 앞", "[주소] 문 앞"),
        ("서울 강남구 역삼동 123-4번지에", "[주소]에"),
        ("서울 강남구 테헤란로 152 카페", "서울 강남구 테헤란로 152 카페"),
        ("서울 강남구 테헤란로 152 카페 위층에 살아요", "[주소] 카페 위층에 살아요"),
        ("테헤란로 152", "테헤란로 152"),
        ("주소: 테헤란로 152", "주소: [주소]"),
        ("다시 돌아가 8", "다시 돌아가 8"),
        ("강남구 역삼동 30대 여성", "강남구 역삼동 30대 여성"),
        ("시군구 별로 30곳", "시군구 별로 30곳"),
        ("세종시 한누리대로 2130", "[주소]"),
        ("3동 12호선", "3동 12호선"),
        ("코엑스 3동 12호", "코엑스 3동 12호"),
        ("101동 1203 앞", "[동호수] 앞"),
        ("101동 1203세대", "101동 1203세대"),
        ("오피스텔 70호", "오피스텔 70호"),
        ("105-904호 문 앞", "[동호수] 문 앞"),
        ("고시 제2020-117호", "고시 제2020-117호"),
        ("업체 : 밥집(동작구 노량진로 80)", "업체 : 밥집(동작구 노량진로 80)"),
        ("서대문구 연세로 5나길 19(합정동 50-15) 집", "[주소] 집"),
        ("구로구 구로2동 사람", "구로구 구로2동 사람"),
        ("강서구 녹산산단382로59번길", "강서구 녹산산단382로59번길"),
        ("중로 2-1", "중로 2-1"),
        ("빌라 302호", "빌라 [동호수]"),
        ("강의실 302호", "강의실 302호"),
    ],
)
def test_places(text: str, masked: str) -> None:
    assert mask_personal_data(text).text == masked


@each_row(
    ("text", "masked"),
    [
        ("abc골뱅이네이버닷컴으로", "[이메일]으로"),
        ("A 골뱅이 다음", "A 골뱅이 다음"),
        ("abc@naver.com, thanks", "[이메일], thanks"),
        ("abc@naver.com. Thanks", "[이메일]. Thanks"),
        ("abc@naver .com abc@naver,com", "[이메일] [이메일]"),
        ("abc at naver dot com", "[이메일]"),
        ("arrived at naver", "arrived at naver"),
        ("react@18.2.0", "react@18.2.0"),
        ("카톡 hong1234로", "카톡 [아이디]로"),
        ("카톡 hong", "카톡 hong"),
        ("카톡 ver10.2", "카톡 ver10.2"),
        ("인스타 naver.com", "인스타 naver.com"),
        ("디코 홍#1 hong#1234", "디코 홍#1 hong#1234"),
        ("디코 hong#1234", "디코 [아이디]"),
        ("deadline: hong1234", "deadline: hong1234"),
        ("https://t.me/abc.", "[오픈채팅]."),
        ("instagram.com/p/Abc123", "instagram.com/p/Abc123"),
        ("instagram.com/hong", "[아이디]"),
        ("버전 2.10.1.3", "버전 2.10.1.3"),
        ("2.10.1.3 버전", "2.10.1.3 버전"),
        ("10.0.0.1 172.16.0.1 192.168.0.1 8.8.8.8", "10.0.0.1 172.16.0.1 192.168.0.1 8.8.8.8"),
        ("1.3.2.5 시료의 준비", "1.3.2.5 시료의 준비"),
        ("61.82.193.38 이 사람", "[IP] 이 사람"),
        ("2001:e60:8123:4567::1", "[IP]"),
        ("00:1A:2B:3C:4D:5E", "00:1A:2B:3C:4D:5E"),
        ("12:34:56:78", "12:34:56:78"),
    ],
)
def test_the_internet(text: str, masked: str) -> None:
    assert mask_personal_data(text).text == masked


@each_row(
    ("text", "masked"),
    [
        ("a.b@c.com. Please call 010-1234-5678, thanks", "[이메일]. Please call [전화번호], thanks"),
        ("카톡 hong1234, 디코 hong#1234. 라인 id hong", "카톡 [아이디], 디코 [아이디]. 라인 id [아이디]"),
        ("국민 123456-01-123456, 신한 110-123-456789 둘", "국민 [계좌번호], 신한 [계좌번호] 둘"),
        ("주소 서울 강남구 테헤란로 152, 연락처 02-123-4567.", "주소 [주소], 연락처 [전화번호]."),
        ("38나 2917, 39가 1234 두 대", "[차량번호], [차량번호] 두 대"),
        ("107동 1203호, 108동 1104호", "[동호수], [동호수]"),
        ("전화 010-1234-5678 1234원", "전화 [전화번호] 1234원"),
        ("4929-3847-2916-3748 12/27 123", "[카드번호] 12/27 123"),
    ],
)
def test_each_datum_of_a_line_is_masked_by_itself(text: str, masked: str) -> None:
    assert mask_personal_data(text).text == masked


def test_what_stands_around_a_datum_hides_none() -> None:
    """Particles, brackets and stops behind it, and words and signs in front."""
    data = (
        *("010-2938-4471", "01029384471", "02-738-2964", "0317382964", "910304-1738296", "9103041738296", "M73829641"),
        *("11-10-738296-41", "5310-7382-9641-2207", "110-738-296412", "hong@naver.com", "38나 2917", "107동 1203호"),
        *("211.36.142.73", "118.235.*.*", "서울 강남구 역삼동 123-4"),
    )
    tails = (
        "",
        ",",
        ".",
        "!",
        "이에요",
        "입니다",
        "으로 연락",
        "한테",
        "도",
        "만 됩니다",
        "은",
        "(저녁만)",
        ")",
        '"',
        "…",
        "요ㅋㅋ",
    )
    left = [
        f"{head}{datum}{tail}"
        for head in ("", "번호는 ", "(", '"', "→", "연락처:", "제 ")
        for datum in data
        for tail in tails
        if not re.fullmatch(
            re.escape(head) + r"\[\S+\]" + re.escape(tail), mask_personal_data(f"{head}{datum}{tail}").text
        )
    ]
    assert left == []


def test_amounts_and_days_behind_names_of_banks_and_places_stay() -> None:
    units = (
        "원",
        "명",
        "개",
        "만 원",
        "년",
        "점",
        "회",
        "세대",
        "평",
        "장",
        "주",
        "톤",
        "번째",
        "층",
        "km",
        "%",
        "달러",
    )
    days = ("2026-11-29", "2026.11.29 21:30", "20261129", "20261129213015", "2024-25 시즌", "1999-2003", "09:00~18:00")
    heads = (
        "",
        "우리 ",
        "국민 ",
        "부산 ",
        "강남구 ",
        "아파트 ",
        "계좌에 ",
        "입금 ",
        "은행 ",
        "전화 ",
        "카톡 ",
        "차 ",
        "주소 ",
    )
    amounts = [f"{number}{unit}" for number in ("12", "2938", "2837461529", "1,283,746", "12.38") for unit in units]
    texts = [f"{head}{what} 정도" for head in heads for what in (*amounts, *days)]
    assert [text for text in texts if mask_personal_data(text).text != text] == []


def test_text_is_made_legible_character_by_character() -> None:
    assert with_ascii_signs("０①❷𝟛٤५–＠　\u200b。") == "012345-@  ."
    assert with_ascii_signs("！～") == "!~", "the first and the last of the full-width signs"
    assert with_ascii_signs("₀₉①⑨❶❾⓵⓽⓪⓿") == "09" + "19" * 3 + "00", "the first and the last of each run of digits"
    assert mask_personal_data("१२३४५६-******* 와 ०१०-१२३४-५६७८").text == "१२३४५६-******* 와 [전화번호]"
    assert mask_personal_data("가격은 ①２，０００원 \u00a0！").text == "가격은 ①２，０００원 \u00a0！"
