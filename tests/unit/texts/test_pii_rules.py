"""Each rule of the masking of personal data at its limits: what is one digit short, or of another form, stays."""

import re

from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from libraries.texts.personal_data import mask_personal_data

HANGUL = st.text(alphabet="가나다라 마바사\n요.!?", max_size=30)
DIGITS = st.integers(0, 9999).map("{:04}".format)


def kinds(text: str) -> tuple[str, ...]:
    return mask_personal_data(text).kinds


@given(HANGUL)
def test_text_without_digits_and_signs_is_never_changed(text: str) -> None:
    assert mask_personal_data(text) == (text, ())


@given(HANGUL, st.sampled_from("016789"), DIGITS, DIGITS, st.sampled_from(["-", " ", ".", "", "–", "·"]), HANGUL)
def test_a_mobile_number_is_masked_anywhere(
    before: str, net: str, middle: str, last: str, sign: str, after: str
) -> None:
    masked = mask_personal_data(f"{before}01{net}{sign}{middle}{sign}{last}{after}")
    assert masked == (f"{before}[전화번호]{after}", ("전화번호",))


@given(HANGUL, st.integers(0, 99), st.integers(1, 12), st.integers(1, 28), st.integers(1, 8), st.integers(0, 999_999))
def test_a_resident_number_is_masked_anywhere(
    before: str, year: int, month: int, day: int, century: int, rest: int
) -> None:
    number = f"{year:02}{month:02}{day:02}-{century}{rest:06}"
    assert mask_personal_data(f"{before} {number}입니다") == (f"{before} [주민번호]입니다", ("주민번호",))


@each_row(
    ("text", "found"),
    [
        ("010-123-456", ()),  # too short
        ("010-12345-6789", ()),
        ("010-1234-56789", ()),  # too long
        ("010-123-4567", ("전화번호",)),
        ("012-1234-5678", ()),  # no network has this prefix
        ("013-1234-5678", ()),
        ("1010-1234-5678", ()),
        ("+82 (0)10-1234-5678", ("전화번호",)),
        ("82 10 1234 5678", ("전화번호",)),
        ("02-12-3456", ()),
        ("02-1234-567", ()),
        ("02-1234-56789", ()),
        ("030-123-4567", ()),
        ("031.123.4567", ("전화번호",)),
        ("045-123-4567", ()),
        ("056-123-4567", ()),
        ("065-123-4567", ()),
        ("0505-123-4567", ("전화번호",)),
        ("공일공 일이삼 사오육칠", ("전화번호",)),
        ("공일공 일이삼", ()),
        ("공일이 일이삼사 오육칠팔", ()),
    ],
)
def test_phone_numbers(text: str, found: tuple[str, ...]) -> None:
    # Eleven digits in three groups may be an account all the same.
    assert tuple(kind for kind in kinds(text) if kind != "계좌번호") == found


@each_row(
    ("text", "found"),
    [
        ("900230-1234567", ()),  # 30 February
        ("901332-1234567", ()),
        ("000229-3234567", ("주민번호",)),  # 2000 had a 29 February
        ("000229-1234567", ()),  # 1900 had none
        ("200229-1234567", ("주민번호",)),  # 1920 had one, and neither 2100 nor 2200 has
        ("200229-3234567", ("주민번호",)),
        ("211231-3234567", ("주민번호",)),
        ("000229-5234567", ()),
        ("000229-7234567", ("주민번호",)),
        ("900101-0234567", ()),
        ("900101-9234567", ()),
        ("900101-123456", ()),
        ("900101-12345678", ()),
        ("900101-1xxxxxx", ("주민번호",)),
        ("900101-1●●●●●●", ("주민번호",)),
        ("900101-1*****", ()),
    ],
)
def test_resident_numbers(text: str, found: tuple[str, ...]) -> None:
    assert kinds(text) == found


@each_row("digit", "12345678")
@each_row(("year", "leap"), [("04", True), ("05", False), ("96", True), ("99", False)])
def test_the_seventh_digit_names_the_century_of_the_birth_date(digit: str, year: str, leap: bool) -> None:
    assert bool(kinds(f"{year}0229-{digit}234567")) is leap


@each_row(
    ("text", "found"),
    [
        ("1234-5678-9012-3456", ("카드번호",)),
        ("1234-5678 9012-3456", ()),  # two kinds of separators
        ("1234-5678-9012-345", ()),
        ("1234-5678-9012-34567", ()),
        ("0-1234-5678-9012-3456", ()),
    ],
)
def test_cards(text: str, found: tuple[str, ...]) -> None:
    assert kinds(text) == found


@each_row(
    ("text", "masked"),
    [
        ("국민 1234567890", "국민 [계좌번호]"),  # ten digits
        ("국민 123456789", "국민 123456789"),
        ("농협 1234567890123456", "농협 [계좌번호]"),  # sixteen
        ("농협 12345678901234567", "농협 12345678901234567"),
        ("신한은행 예금주 홍길동 110-123-456789", "신한은행 예금주 홍길동 [계좌번호]"),
        (
            "은행에서 기다린 사람이 아주 많았는데요 1234567890",
            "은행에서 기다린 사람이 아주 많았는데요 1234567890",
        ),  # too far
        ("은행\n1234567890", "은행\n1234567890"),  # on another line
        ("12-34-5678901", "[계좌번호]"),  # eleven, in three groups
        ("12-34-567890", "12-34-567890"),
        ("123456-12-123456", "[계좌번호]"),  # fourteen
        ("123456-12-1234567", "123456-12-1234567"),  # fifteen
        ("123-456789-0123-1", "[계좌번호]"),
        ("123-1234-1234-12-1", "123-1234-1234-12-1"),  # five groups
    ],
)
def test_accounts(text: str, masked: str) -> None:
    assert mask_personal_data(text).text == masked


@each_row(
    ("text", "found"),
    [
        ("12가 3456", ("차량번호",)),
        ("123가3456", ("차량번호",)),
        ("1가 3456", ()),
        ("1234가 3456", ()),
        ("12가 345", ()),
        ("12가 34567", ()),
        ("12까 3456", ()),
        ("12가 3456원", ()),
        ("12가 3456번", ("차량번호",)),
        ("1.12가 3456", ()),
        ("101동 1203호", ("동호수",)),
        ("1동12호", ("동호수",)),
        ("1동 2호", ()),
        ("12345동 101호", ()),
        ("101동 12345호", ()),
    ],
)
def test_plates_and_apartments(text: str, found: tuple[str, ...]) -> None:
    assert kinds(text) == found


@each_row(
    ("text", "found"),
    [
        ("카톡: abcd", ("아이디",)),
        ("카톡: abc", ()),
        ("카톡 abcd", ()),  # without a sign it may be any word
        ("카카오톡 아이디 : @abcd_1.2", ("아이디",)),
        ("텔레 @abcd", ("아이디",)),
        ("라인：abcd", ("아이디",)),
        ("메일: abcd", ()),
        ("a@b.kr", ("이메일",)),
        ("a@b.k", ()),
        ("a@b", ()),
        ("a @ b.kr", ("이메일",)),
        ("@b.kr", ()),
    ],
)
def test_messengers_and_mail(text: str, found: tuple[str, ...]) -> None:
    assert kinds(text) == found


@each_row(
    ("text", "found"),
    [
        ("1.2.3.4", ("IP",)),
        ("255.255.255.255", ()),  # nobody's
        ("256.1.1.1", ()),
        ("1.1.1.256", ()),
        ("1.2.3", ()),
        ("1.2.3.4.5", ()),
        ("v1.2.3.4", ()),
        ("1.2.3.*", ("IP",)),
        ("1.2.*", ("IP",)),
        ("1.2.xx.xxx", ("IP",)),
        ("1.2.****", ("IP",)),
        ("ㅇㅇ(123.4)", ("IP",)),
        ("ㅇㅇ(1.234)", ("IP",)),
        ("ㅇㅇ(12.34)", ()),
        ("ㅇㅇ(39.7)", ("IP",)),
        ("ㅇㅇ(61.43)", ("IP",)),
        ("ㅇㅇ(27.100)", ("IP",)),
        ("ㅇㅇ(0.234)", ()),
        ("ㅇㅇ(256.1)", ()),
        ("ㅇㅇ(100.256)", ()),
        ("ㅇㅇ(255.1)", ("IP",)),
        ("ㅇㅇ(1.255)", ("IP",)),
        (" (123.4)", ()),  # stands behind no name
    ],
)
def test_addresses_of_the_internet(text: str, found: tuple[str, ...]) -> None:
    assert kinds(text) == found


def test_full_width_signs_hide_nothing_and_untouched_text_keeps_them() -> None:
    assert mask_personal_data("０１０－１２３４－５６７８！").text == "[전화번호]！"
    assert mask_personal_data("가격은 １２，０００원！") == ("가격은 １２，０００원！", ())


def test_all_kinds_are_named_once_in_the_order_of_the_rules() -> None:
    text = "12가 3456 / 010-1234-5678, a@b.kr, 010-8765-4321, 900101-1234567"
    masked = mask_personal_data(text)
    assert masked.kinds == ("이메일", "주민번호", "전화번호", "차량번호")
    assert masked.text == "[차량번호] / [전화번호], [이메일], [전화번호], [주민번호]"


@given(st.lists(st.sampled_from(["010-1234-5678", "a@b.kr", "900101-1234567", "61.82.193.3", "1동 12호"]), min_size=1))
def test_every_datum_of_a_text_is_masked(data: list[str]) -> None:
    masked = mask_personal_data(" 그리고 ".join(data))
    assert len(re.findall(r"\[\S+?\]", masked.text)) == len(data)
    assert not re.search(r"\d", masked.text)


BANKS = (
    "계좌 입금 송금 은행 농협 수협 신협 국민 신한 우리 하나 기업 산업 카카오뱅크 카뱅 케이뱅크 토스 새마을 우체국 "
    "부산 대구 광주 제주 전북 경남"
)


def test_ten_digits_behind_any_bank_are_an_account() -> None:
    for bank in BANKS.split():
        assert mask_personal_data(f"{bank} 1234567890") == (f"{bank} [계좌번호]", ("계좌번호",))
    assert kinds("번호 1234567890") == ()


def test_what_only_looks_like_personal_data_stays_beside_what_is() -> None:
    assert mask_personal_data("300.300.1.1 hello@example.com") == ("300.300.1.1 [이메일]", ("이메일",))


@each_row(
    ("text", "found"),
    [
        ("판결" + "말" * 6 + "12가3456", ()),  # the word of courts lies within eight characters
        ("판결" + "말" * 7 + "12가3456", ("차량번호",)),
        ("해상도 12x3456 입니다", ()),
        ("오토바이 서울 강남 가 1234", ("차량번호",)),
        ("바이크 서울 강남 가 1234", ("차량번호",)),
        ("스쿠터 서울 강남 가 1234", ("차량번호",)),
        ("번호판 서울 강남 가 1234", ("차량번호",)),
        ("이륜 서울 강남 가 1234", ("차량번호",)),
        ("서울 강남 가 1234", ()),
        ("생년월일 900101-1", ("주민번호",)),
        ("민번 900101-1", ("주민번호",)),
        ("5105-1O51-O51O-51OO", ("카드번호",)),
        ("51051051O5105100", ("카드번호",)),
        ("51051051O5105101", ()),
    ],
)
def test_each_word_that_makes_a_number_somebodys_does(text: str, found: tuple[str, ...]) -> None:
    assert kinds(text) == found
