"""Hours in a sentence and the light at them."""

from fixtures.rows import each_row

from libraries.story_beats.sentence import read_sentence
from libraries.story_beats.told_hours import light_at_hour, told_hours
from schemas.beats import DARK, DAYLIGHT, TimeOfDay

T = TimeOfDay


@each_row(
    ("text", "found"),
    [
        ("새벽 3시에 소리가 났어요.", [("새벽", 3)]),
        ("오후 2시에서 4시 사이였어요.", [("오후", 2), ("", 4)]),
        ("열한 시가 넘었습니다.", [("", 11)]),
        ("22시에 문을 닫아요.", [("", 22)]),
        ("밤 11:40에 문자가 왔어요.", [("밤", 11)]),
        ("한 시간이 지났어요.", []),
        ("3시험을 봤어요.", []),
        ("두 시절을 지냈어요.", []),
        ("경기는 3:2로 끝났어요.", []),
        ("12:30:15에 멈췄어요.", []),
    ],
)
def test_hours_are_found_as_they_are_written(text: str, found: list[tuple[str, int]]) -> None:
    assert [(each.part, each.hour) for each in told_hours(read_sentence(0, text))] == found


def at(text: str, now: TimeOfDay = T.UNKNOWN) -> TimeOfDay | None:
    """The light at the only hour of ``text``."""
    sentence = read_sentence(0, text)
    (hour,) = told_hours(sentence)
    return light_at_hour(hour, sentence, now)


@each_row("hour", range(1, 13))
@each_row(
    ("part", "lights"),
    [
        ("오전", {T.SMALL_HOURS, T.DAWN, T.MORNING, T.NOON}),
        ("오후", {T.NOON, T.AFTERNOON, T.EVENING, T.NIGHT}),
        ("새벽", {T.SMALL_HOURS}),
        ("밤", {T.NIGHT, T.SMALL_HOURS}),
        ("저녁", {T.EVENING}),
    ],
)
def test_the_word_before_an_hour_tells_its_half_of_the_day(part: str, lights: set[TimeOfDay], hour: int) -> None:
    assert at(f"{part} {hour}시였어요.") in lights


@each_row("hour", [0, *range(13, 25)])
def test_an_hour_of_twenty_four_needs_no_word(hour: int) -> None:
    found = at(f"{hour}시였어요.")
    assert found in (DAYLIGHT if 12 <= hour < 18 else DARK | {T.EVENING})


@each_row("hour", range(1, 13))
def test_an_hour_of_which_nothing_else_is_told_is_unsure(hour: int) -> None:
    assert at(f"{hour}시에 만났어요.") is None


@each_row("now", [T.NIGHT, T.SMALL_HOURS])
@each_row("hour", range(1, 13))
def test_no_hour_makes_a_night_day(now: TimeOfDay, hour: int) -> None:
    assert at(f"{hour}시였어요.", now) not in DAYLIGHT


@each_row(
    ("text", "expected"),
    [
        ("8시에 출근했어요.", T.MORNING),
        ("5시에 하교했어요.", T.AFTERNOON),
        ("6시에 퇴근했어요.", T.EVENING),
        ("11시에 야근이 끝났어요.", T.NIGHT),
        ("2시까지 술을 마셨어요.", T.SMALL_HOURS),
        ("10시에 깼어요.", T.NIGHT),
        ("12시에 점심을 먹었어요.", T.NOON),
        ("자리에서 벌떡 일어난 건 3시였어요.", None),
        ("6시였는데 다음 열차는 내일 아침이었어요.", None),
    ],
)
def test_what_is_done_beside_an_hour_tells_when_it_is(text: str, expected: TimeOfDay | None) -> None:
    assert at(text) is expected
