"""Light, weather and season: what sets them, how long they stay."""

from fixtures.rows import each_row

from libraries.story_beats.text_storyboard import storyboard_of_texts
from schemas.beats import Season, TimeOfDay, Weather


def times(*sentences: str, title: str = "있었던 일") -> list[TimeOfDay]:
    return [beat.time for beat in storyboard_of_texts(title, "자유", sentences).beats]


@each_row(
    ("sentence", "time"),
    [
        ("새벽 3시에 소리가 났어요.", TimeOfDay.SMALL_HOURS),
        ("밤 11시 40분에 오셨습니다.", TimeOfDay.NIGHT),
        ("밤 12시가 넘었어요.", TimeOfDay.SMALL_HOURS),
        ("오후 2시에 만났습니다.", TimeOfDay.AFTERNOON),
        ("오후 6시 20분에 도착했어요.", TimeOfDay.EVENING),
        ("오후 9시에 나갔습니다.", TimeOfDay.NIGHT),
        ("오전 열 시에 갔어요.", TimeOfDay.MORNING),
        ("점심을 먹으러 나갔어요.", TimeOfDay.NOON),
        ("22시에 문을 닫습니다.", TimeOfDay.NIGHT),
        ("퇴근길에 만났습니다.", TimeOfDay.EVENING),
        ("점심값이 올랐어요.", TimeOfDay.UNKNOWN),
        ("내일 아침에 가려고요.", TimeOfDay.UNKNOWN),
        ("예약이 오후 3시에서 새벽 3시로 바뀌었어요.", TimeOfDay.UNKNOWN),
        ("한 시간이 지났어요.", TimeOfDay.UNKNOWN),
        ("밤톨이 떨어졌어요.", TimeOfDay.UNKNOWN),
        ("엄마가 낮은 목소리로 말했습니다.", TimeOfDay.UNKNOWN),
        ("낮에 잠깐 만났어요.", TimeOfDay.NOON),
        ("7시에 퇴근했습니다.", TimeOfDay.EVENING),
        ("10시가 넘어서 퇴근했어요.", TimeOfDay.NIGHT),
        ("7시에 출근했습니다.", TimeOfDay.MORNING),
        ("3시에 깼다.", TimeOfDay.SMALL_HOURS),
        ("11시에 잠들었어요.", TimeOfDay.NIGHT),
        ("낮잠을 자다 3시에 깼어요.", TimeOfDay.AFTERNOON),
        ("1시에 점심을 먹었어요.", TimeOfDay.NOON),
        ("5시에 일어났습니다.", TimeOfDay.DAWN),
        ("새벽 02:13에 문자가 왔어요.", TimeOfDay.SMALL_HOURS),
        ("4시에 회식이 끝났어요.", TimeOfDay.UNKNOWN),
        ("7시에 만났어요.", TimeOfDay.UNKNOWN),
        ("0시에 문을 닫아요.", TimeOfDay.SMALL_HOURS),
    ],
)
def test_the_time_of_day_is_known_by_its_words(sentence: str, time: TimeOfDay) -> None:
    assert times(sentence) == [time]


def test_a_night_stays_night_until_another_day() -> None:
    night = TimeOfDay.NIGHT
    assert times("한밤중이었어요.", "문이 열렸습니다.", "숨을 죽였죠.", "다음 날 물어봤어요.") == [
        night,
        night,
        night,
        TimeOfDay.UNKNOWN,
    ]


@each_row(
    ("before", "after", "time"),
    [
        ("한밤중이었어요.", "3시가 되니까 소리가 났어요.", TimeOfDay.SMALL_HOURS),
        ("한밤중이었어요.", "7시가 되었습니다.", TimeOfDay.UNKNOWN),
        ("아침이었어요.", "10시에 전화가 왔습니다.", TimeOfDay.MORNING),
        ("오후였어요.", "6시에 전화가 왔습니다.", TimeOfDay.EVENING),
        ("저녁이었어요.", "9시에 전화가 왔습니다.", TimeOfDay.NIGHT),
        ("저녁이었어요.", "새벽 한 시에 전화가 왔습니다.", TimeOfDay.SMALL_HOURS),
    ],
)
def test_an_hour_is_of_the_half_of_the_day_that_holds(before: str, after: str, time: TimeOfDay) -> None:
    assert times(before, after)[1] is time


def test_a_habit_comes_back_on_another_day() -> None:
    assert times("매일 밤 그분이 오셨어요.", "아침에 잠깐 봤습니다.", "다음 날 또 오셨어요.")[-1] is TimeOfDay.NIGHT


def test_what_is_told_as_hearsay_changes_no_light() -> None:
    found = times("새벽에 깼어요.", "낮에 다녀가셨대요.", "너무 조용했습니다.")
    assert found == [TimeOfDay.SMALL_HOURS, TimeOfDay.NOON, TimeOfDay.SMALL_HOURS]


@each_row(
    ("sentence", "weather"),
    [
        ("비 오는 날이었어요.", Weather.RAIN),
        ("눈이 오던 날이었습니다.", Weather.SNOW),
        ("안개가 끼기 시작했어요.", Weather.FOG),
        ("천둥이 쳤습니다.", Weather.STORM),
        ("눈이 마주쳤어요.", Weather.UNKNOWN),
        ("비밀이 있었어요.", Weather.UNKNOWN),
        ("비가 안 왔어요.", Weather.UNKNOWN),
        ("비가 올 것 같았어요.", Weather.UNKNOWN),
    ],
)
def test_the_weather_is_known_by_its_words(sentence: str, weather: Weather) -> None:
    assert storyboard_of_texts("있었던 일", "자유", [sentence]).beats[0].weather is weather


def test_the_season_of_the_title_holds_for_the_story() -> None:
    found = storyboard_of_texts("작년 겨울에 있었던 일", "자유", ["문을 열었어요.", "벚꽃이 피었습니다."]).beats
    assert [beat.season for beat in found] == [Season.WINTER, Season.SPRING]


def test_the_time_of_the_title_holds_until_another_is_told() -> None:
    found = times("라면을 끓였어요.", "오후 2시에 깼습니다.", title="새벽 2시에 라면을 끓이면")
    assert found == [TimeOfDay.SMALL_HOURS, TimeOfDay.AFTERNOON]


def test_a_habit_told_late_is_no_habit_of_the_story() -> None:
    late = ("문을 열었어요.",) * 8
    assert times(*late, "동생은 새벽마다 뛰었어요.", "다음 날 갔습니다.")[-1] is TimeOfDay.UNKNOWN


def test_a_habit_of_one_place_says_nothing_of_the_hour_at_another() -> None:
    found = times("매일 밤 편의점에 그분이 오셨어요.", "다음 날 공원에 갔습니다.")
    assert found == [TimeOfDay.NIGHT, TimeOfDay.UNKNOWN]
