"""Number words against their inverse: a reader of its own turns them back into numbers."""

from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from libraries.korean.counters import COUNTERS, PAIRS, counter_at_start, read_before_counter, takes_native_number
from libraries.korean.numbers import (
    LONGEST,
    parse_sino_korean,
    read_digit_by_digit,
    read_english_number,
    read_native_korean,
    read_numeral,
    read_sino_korean,
)
from libraries.korean.text_normalisation import normalise, spoken_form

DIGITS = {"영": 0, "일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "칠": 7, "팔": 8, "구": 9}
SMALL = {"십": 10, "백": 100, "천": 1000}
LARGE = {"만": 10**4, "억": 10**8, "조": 10**12, "경": 10**16}
ONES = dict(zip(["한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉"], range(1, 10), strict=True))
TENS = ["열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔"]


def value_of(words: str) -> int:
    """The number that Sino-Korean ``words`` mean: each scale closes the group before it."""
    total = group = digit = 0
    for letter in words:
        if letter in DIGITS:
            digit = DIGITS[letter]
        elif letter in SMALL:
            group += (digit or 1) * SMALL[letter]
            digit = 0
        else:
            total += (group + digit or 1) * LARGE[letter]
            group = digit = 0
    return total + group + digit


NUMBERS = st.one_of(st.integers(0, 99_999), st.integers(0, 10**20 - 1), st.integers(0, 19).map(lambda power: 10**power))


@given(NUMBERS)
def test_sino_korean_words_mean_the_number(number: int) -> None:
    assert value_of(read_sino_korean(number)) == parse_sino_korean(read_sino_korean(number)) == number


@given(NUMBERS)
def test_no_one_is_said_before_ten_hundred_thousand_or_a_leading_ten_thousand(number: int) -> None:
    words = read_sino_korean(number)
    assert not any(f"일{scale}" in words for scale in SMALL)
    assert not words.startswith("일만")


@each_row(
    ("number", "words"),
    [
        (0, "영"),
        (1, "일"),
        (10, "십"),
        (11, "십일"),
        (101, "백일"),
        (10_000, "만"),
        (11_000, "만천"),
        (110_000, "십일만"),
        (10**8, "일억"),
        (10**8 + 10_000, "일억일만"),
        (10**12, "일조"),
        (10**16, "일경"),
    ],
)
def test_sino_korean_words(number: int, words: str) -> None:
    assert read_sino_korean(number) == words


@each_row("number", range(1, 100))
def test_native_words_mean_the_number(number: int) -> None:
    words = read_native_korean(number)
    tens = next((place for place, ten in enumerate(TENS, 1) if words.startswith(ten)), 0)
    if number == 20:
        assert words == "스무"
        return
    rest = words[len(TENS[tens - 1]) :] if tens else words
    assert tens * 10 + ONES.get(rest, 0) == number


@given(st.text("0123456789", min_size=1, max_size=30))
def test_dialled_digits_are_said_one_by_one(digits: str) -> None:
    words = read_digit_by_digit(digits)
    assert len(words) == len(digits)
    assert "".join(str(DIGITS.get(letter, 0)) for letter in words) == digits
    assert words.count("공") == digits.count("0")


@given(st.integers(0, 10**LONGEST - 1), st.text("0123456789", min_size=1, max_size=6))
def test_decimals_are_read_digit_by_digit_behind_the_point(whole: int, fraction: str) -> None:
    left, _, right = read_numeral(f"{whole}.{fraction}").partition("점")
    assert value_of(left) == whole
    assert "".join(str(DIGITS[letter]) for letter in right) == fraction


@each_row(
    ("written", "words"),
    [
        ("0", "영"),
        ("007", "공공칠"),
        ("1500", "천오백"),
        ("3.14", "삼점일사"),
        ("0.5", "영점오"),
        ("9" * LONGEST, read_sino_korean(10**LONGEST - 1)),
        ("9" * (LONGEST + 1), "구" * (LONGEST + 1)),
    ],
)
def test_numerals_as_written(written: str, words: str) -> None:
    assert read_numeral(written) == words


def test_english_numbers() -> None:
    assert [read_english_number(number) for number in range(11)] == (
        "제로 원 투 쓰리 포 파이브 식스 세븐 에잇 나인 텐".split()  # noqa: SIM905 - a table of words
    )


# Counters


@each_row(
    ("numeral", "following", "words"),
    [
        ("1", "명", "한"),
        ("20", "살", "스무"),
        ("49", "명", "마흔아홉"),
        ("50", "명", "오십"),
        ("99", "살", "아흔아홉"),
        ("100", "살", "백"),
        ("12", "시", "열두"),
        ("13", "시", "십삼"),
        ("20", "시간", "스무"),
        ("21", "시간", "이십일"),
        ("10", "배", "열"),
        ("11", "배", "십일"),
        ("99", "장", "아흔아홉"),
        ("99", "마리", "아흔아홉"),
        ("20", "대", "이십"),
        ("21", "대", "스물한"),
        ("3", "년", "삼"),
        ("6", "월", "유"),
        ("10", "월", "시"),
        ("7", "월", "칠"),
        ("06", "월", "유"),
        ("03", "시", "세"),
        ("03", "명", "공삼"),
        ("0", "명", "영"),
        ("1", "번째", "첫"),
        ("2", "번째", "두"),
        ("1", "째", "첫"),
        ("2", "째", "둘"),
        ("10", "째", "열"),
        ("11", "째", "십일"),
        ("3", "번", "세"),
        ("50", "번", "오십"),
        ("3", "번 문제", "삼"),
        ("3", "번 버스", "삼"),
        ("3", "분", "삼"),
        ("3", "분이 오셨", "세"),
        ("3", "분들", "세"),
        ("1.5", "배", "일점오"),
        ("101", "명", "백한"),
        ("109", "마리", "백아홉"),
        ("110", "명", "백십"),
        ("120", "명", "백이십"),
        ("100", "명", "백"),
        ("1001", "명", "천일"),
        ("101", "번", "백일"),
        ("9" * 21, "명", "구" * 21),
    ],
)
def test_a_counter_decides_how_the_number_is_said(numeral: str, following: str, words: str) -> None:
    assert read_before_counter(numeral, following) == words


def test_what_stands_before_a_number_may_make_it_a_name() -> None:
    assert read_before_counter("3", "번", "버스 ") == "삼"
    assert read_before_counter("3", "번", "정답은 ") == "삼"
    assert read_before_counter("3", "번", "오늘 ") == "세"


@each_row("counter", COUNTERS)
def test_the_longest_counter_is_found(counter: str) -> None:
    found = counter_at_start(f"{counter}이나")
    assert found.startswith(counter) or counter == found
    assert counter_at_start(counter) == counter
    assert counter_at_start(f" {counter}") == ""


@given(st.integers(0, 200), st.sampled_from(COUNTERS))
def test_native_words_are_only_for_small_numbers(number: int, counter: str) -> None:
    if takes_native_number(number, counter, counter):
        assert 1 <= number <= 99
        assert read_before_counter(str(number), counter) in {read_native_korean(number), "첫"}


@each_row(("pair", "words"), PAIRS.items())
def test_two_neighbours_are_said_as_one_word(pair: tuple[int, int], words: str) -> None:
    low, high = pair
    assert spoken_form(f"{low}~{high}명") == f"{words}명"
    assert spoken_form(f"{low}~{high}시").startswith(read_native_korean(low) + "시에서")


# Dates, clocks, telephones: read back


@given(st.integers(1, 12), st.integers(1, 31), st.integers(1900, 2099), st.sampled_from("-./"))
def test_dates(month: int, day: int, year: int, sign: str) -> None:
    months = {6: "유", 10: "시"}.get(month, read_sino_korean(month))
    assert (
        spoken_form(f"{year}{sign}{month:02d}{sign}{day:02d}")
        == f"{read_sino_korean(year)}년{months}월{read_sino_korean(day)}일"
    )


@given(st.integers(0, 24), st.integers(0, 59))
def test_clock_times(hour: int, minute: int) -> None:
    hours = "영" if hour == 0 else read_native_korean(hour) if hour <= 12 else read_sino_korean(hour)
    minutes = f"{read_sino_korean(minute)}분" if minute else ""
    assert spoken_form(f"{hour}:{minute:02d}") == f"{hours}시{minutes}"


@given(st.integers(0, 9999), st.integers(0, 9999))
def test_mobile_numbers_are_dialled(left: int, right: int) -> None:
    assert spoken_form(f"010-{left:04d}-{right:04d}") == read_digit_by_digit(f"010{left:04d}{right:04d}")


@given(st.integers(1, 10**12))
def test_money_with_and_without_separators_sounds_the_same(amount: int) -> None:
    assert spoken_form(f"{amount:,}원") == spoken_form(f"{amount}원") == f"{read_sino_korean(amount)}원"


@given(st.integers(1, 99), st.sampled_from(["kg", "km", "cm", "%", "ml", "GB", "도"]))
def test_units_follow_sino_korean_numbers(number: int, unit: str) -> None:
    said = spoken_form(f"{number}{unit}")
    assert said.startswith(read_sino_korean(number))
    assert len(said) > len(read_sino_korean(number))


PARTICLES = [("은", "는"), ("이", "가"), ("을", "를"), ("과", "와")]


@given(st.integers(0, 9999), st.sampled_from(PARTICLES), st.booleans())
def test_particles_follow_the_sound_of_the_number(number: int, pair: tuple[str, str], closed_written: bool) -> None:
    """Whichever form was written, the reading has the one that its last syllable asks for."""
    words = read_sino_korean(number)
    has_final = (ord(words[-1]) - 0xAC00) % 28 != 0
    written = pair[0] if closed_written else pair[1]
    assert spoken_form(f"{number}{written}") == words + (pair[0] if has_final else pair[1])


@given(st.integers(0, 9999))
def test_the_direction_particle_knows_rieul(number: int) -> None:
    final = (ord(read_sino_korean(number)[-1]) - 0xAC00) % 28
    assert spoken_form(f"{number}으로") == read_sino_korean(number) + ("로" if final in (0, 8) else "으로")


# Any text


@given(st.text("0123456789,.~-:/%원명시월일 가나", max_size=40))
def test_display_and_spoken_have_as_many_words_and_no_digit_is_left(text: str) -> None:
    made = normalise(text)
    if made is not None:
        assert len(made.display.split(" ")) == len(made.spoken.split(" "))
        assert not any(letter.isdigit() for letter in made.spoken)


@given(st.text("0123456789abcXYZ가각한글,.?! ㅋㅠ", max_size=40))
def test_what_was_said_once_says_itself(text: str) -> None:
    said = spoken_form(text)
    assert spoken_form(said) == said
