"""Numbers with what they count: every way Koreans write and say them gives one value."""

from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from libraries.film_scripts.checks.post.invented_names_and_numbers import invented_numbers
from libraries.film_scripts.checks.post.quantities import Quantity, find_quantities, quantity_occurs_among
from libraries.korean.numbers import read_native_korean, read_sino_korean

SAID = {
    "30만 원": (300_000, "money"),
    "삼십만 원": (300_000, "money"),
    "1만 2천 원": (12_000, "money"),
    "12,400원": (12_400, "money"),
    "일억 오천만 원": (150_000_000, "money"),
    "세 명": (3, "things"),
    "3명": (3, "things"),
    "두 분이": (2, "things"),
    "스물다섯 마리": (25, "things"),
    "다섯 번": (5, "times"),
    "세 시": (3, "clock"),
    "오후 3시": (3, "clock"),
    "칠 층": (7, "floor"),
    "쉰두 살": (52, "age"),
    "6.8킬로": (6.8, "measure"),
    "육 점 팔 킬로": (6.8, "measure"),
    "칠십일 점": (71, "points"),
    "24%": (24, "rank"),
    "스물셋에": (23, ""),
    "서른이": (30, ""),
}


@each_row(("text", "meant"), SAID.items(), ids=SAID)
def test_a_number_has_its_value_and_its_kind(text: str, meant: tuple[float, str]) -> None:
    assert [(found.value, found.kind) for found in find_quantities(text)] == [meant]


DURATIONS = {
    "사흘": 3 * 86_400,
    "3일": 3 * 86_400,
    "보름": 15 * 86_400,
    "72시간": 3 * 86_400,
    "두 주": 14 * 86_400,
    "이 년": 2 * 31_536_000,
}


@each_row(("text", "seconds"), DURATIONS.items(), ids=DURATIONS)
def test_a_duration_is_known_in_seconds(text: str, seconds: float) -> None:
    assert [(found.kind, found.size) for found in find_quantities(text)] == [("duration", seconds)]


@each_row(
    "text",
    [
        "이 사람",
        "이건 일이 많아요",
        "구조 요청",
        "이유로",
        "일부러",
        "세월이",
        "이 분은",
        "천만에요",
        "두세 명",
        "서너 번",
        "몇 명",
        "세수",
        "한참",
    ],
)
def test_what_may_be_no_number_is_none(text: str) -> None:
    assert [found.text for found in find_quantities(text) if found.value > 1] == []


@given(st.integers(1, 9_999_999))
def test_figures_and_words_are_one_number(number: int) -> None:
    said = list(find_quantities(f"모두 {read_sino_korean(number)} 원을 냈다"))
    written = list(find_quantities(f"모두 {number:,}원을 냈다"))
    assert [found.value for found in written] == [number]
    assert not said or quantity_occurs_among(said[0], written)


@given(st.integers(3, 99))
def test_native_words_count_the_same(number: int) -> None:
    (said,) = find_quantities(f"고양이 {read_native_korean(number)} 마리가")
    (written,) = find_quantities(f"고양이 {number}마리가")
    assert quantity_occurs_among(said, [written])


def test_four_weeks_are_a_month_and_three_are_not() -> None:
    (month,) = find_quantities("한 달")
    assert quantity_occurs_among(month, list(find_quantities("4주")) + list(find_quantities("30일")))
    assert not quantity_occurs_among(month, list(find_quantities("3주")))


@each_row(
    ("told", "post", "strange"),
    [
        ("열두 명이 왔다", "열한 명이 왔습니다", ["열두 명"]),
        ("천 명 넘게 봤다", "1,240명이 봤어요", []),
        ("천 명이 봤다", "1,240명이 봤어요", ["천 명"]),
        ("쉰 명쯤 왔다", "48명이 왔어요", []),
        ("쉰 명이 왔다", "48명이 왔어요", ["쉰 명"]),
        ("일흔 명쯤 왔다", "48명이 왔어요", ["일흔 명"]),
        ("삼 년 가까이", "3년 동안", []),
        ("이십여 년 뒤에", "1999년 겨울에", []),
        ("이백팔십칠만 원이나", "다 합쳐서 287만원입니다", []),
        ("사천삼백만 원이", "총 4,300 들어감", []),
        ("사천삼백만 원이", "4,300명이 봤어요", ["사천삼백만 원"]),
        ("두 살 위 남자", "33 여자고 상대는 35 남자", []),
        ("다섯 살 위 남자", "33 여자고 상대는 35 남자", ["다섯 살"]),
        ("삼백 명에게", "전 직원(312명)이었음", []),
        ("삼백 명에게", "전 직원(380명)이었음", ["삼백 명"]),
        ("여든하나인 아버지", "쉰둘이다. 아버지는 여든하나.", []),
        ("사박 오일을 쉬고", "4박 5일 휴가를", []),
        ("나흘을 기다렸다", "셋째, 식힌다. 넷째, 담는다.", ["나흘"]),
        ("넷째로 담는다", "셋째, 식힌다. 넷째, 담는다.", []),
        ("삼박 사일을 쉬고", "4박 5일 휴가를", ["삼박"]),
        ("2009년에", "09년도 취사병 때", []),
        ("2008년에", "09년도 취사병 때", ["2008년"]),
        ("십오만 원을", "만 원짜리로 열다섯 장이었어요", []),
        ("십오만 원을", "만 원짜리로 열네 장이었어요", ["십오만 원"]),
        ("이십 년 뒤에", "1999년 겨울에", ["이십 년"]),
        ("이십여 년 뒤에", "3년 동안", ["이십여 년"]),
        ("둘이서 두 번 갔다", "같이 갔어요", []),
        ("다섯 시에", "17번 버스로 오후 5시에", []),
        ("다섯 시에", "5번 버스로", ["다섯 시"]),
        ("나흘째", "월요일에 시작해서 화요일, 수요일, 목요일에", []),
    ],
)
def test_a_number_must_follow_from_the_post(told: str, post: str, strange: list[str]) -> None:
    assert list(invented_numbers(told, list(find_quantities(post)), weekdays=post.count("요일"))) == strange


def test_a_difference_of_two_degrees_follows() -> None:
    assert list(invented_numbers("3도 차이로", list(find_quantities("24도와 27도")))) == []
    assert list(invented_numbers("4도 차이로", list(find_quantities("24도와 27도")))) == ["4도"]


def test_the_kinds_do_not_mix() -> None:
    assert not quantity_occurs_among(Quantity(5, "times", 5, ""), [Quantity(5, "money", 5, "")])
    assert quantity_occurs_among(Quantity(5, "times", 5, ""), [Quantity(5, "", 5, "")])
