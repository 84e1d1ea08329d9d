"""What people do and feel, which things are seen, and how near a picture is."""

from typing import Any

import pytest
from fixtures.rows import each_row

from libraries.story_beats.actions_and_shots import (
    choose_shot,
    different_shot,
    told_actions,
    told_feelings,
    told_things,
)
from libraries.story_beats.sentence import read_sentence
from schemas.beats import Action, Feeling, Place, ShotSize, Thing


@each_row(
    ("text", "action"),
    [
        ("소파에 앉았어요.", Action.SITTING),
        ("헐레벌떡 뛰어왔습니다.", Action.RUNNING),
        ("라면을 끓였다고 했는데 사실은 라면을 끓여 먹었다.", Action.COOKING),
        ("고개를 끄덕이셨다.", Action.NODDING),
        ("고개를 저으셨다.", Action.SHAKING_HEAD),
        ("90도로 인사했다.", Action.BOWING),
        ("전화를 걸었음.", Action.TELEPHONING),
        ("버튼을 눌렀어요.", Action.PRESSING),
        ("벨을 눌렀더니 나오셨다.", Action.KNOCKING),
        ("귤을 내밀었다.", Action.GIVING),
        ("꼭 안아 주셨다.", Action.HUGGING),
        ("시험을 봤다.", Action.STUDYING),
        ("회의에서 발표했다.", Action.PRESENTING),
        ("자전거를 탔다.", Action.CYCLING),
        ("등짝을 때리셨다.", Action.HITTING),
    ],
)
def test_what_is_done(text: str, action: Action) -> None:
    assert action in {found for found, _ in told_actions(read_sentence(0, text))}


@pytest.mark.parametrize("text", ["안 웃었다.", "웃지 않았다.", "웃지 못했다.", "웃지도 않았다."])
def test_what_is_denied_is_not_done(text: str) -> None:
    assert told_actions(read_sentence(0, text)) == []
    assert told_feelings(read_sentence(0, text)) == []


@each_row(
    ("text", "feeling"),
    [
        ("너무 무서웠어요.", Feeling.AFRAID),
        ("엉엉 울었다.", Feeling.CRYING),
        ("다들 빵 터졌음.", Feeling.LAUGHING),
        ("화가 머리끝까지 났다.", Feeling.ANGRY),
        ("귀까지 빨개지셨다.", Feeling.EMBARRASSED),
        ("괜히 서운했다.", Feeling.SAD),
        ("너무 피곤했다.", Feeling.TIRED),
        ('"무서워요" 하고 말했다.', Feeling.AFRAID),
    ],
)
def test_what_is_felt(text: str, feeling: Feeling) -> None:
    assert told_feelings(read_sentence(0, text))[-1][0] is feeling


def test_of_two_feelings_the_strong_one_is_shown() -> None:
    assert told_feelings(read_sentence(0, "무서운데 조금 궁금했다."))[-1][0] is Feeling.AFRAID


@each_row(
    ("text", "things"),
    [
        ("우산을 들고 나갔다.", (Thing.UMBRELLA,)),
        ("봉투에 편지가 들어 있었다.", (Thing.ENVELOPE, Thing.LETTER)),
        ("로봇청소기가 움직였다.", (Thing.ROBOT_VACUUM,)),
        ("초코우유 두 개를 샀다.", (Thing.MILK,)),
        ("꽃다발과 케이크와 선물과 반지를 샀다.", (Thing.FLOWERS, Thing.CAKE, Thing.GIFT)),
        ("말이 없었다.", ()),
    ],
)
def test_which_things_are_seen(text: str, things: tuple[Thing, ...]) -> None:
    assert told_things(read_sentence(0, text)) == things


@each_row(
    ("shown", "shot"),
    [
        ({"place": Place.PAPER, "new_place": True}, ShotSize.SCREEN),
        ({"new_place": True, "feeling": Feeling.AFRAID}, ShotSize.WIDE),
        ({"feeling": Feeling.AFRAID}, ShotSize.CLOSE),
        ({"people": 2, "speaks": True}, ShotSize.TWO),
        ({"people": 2}, ShotSize.MEDIUM),
        ({"people": 0, "seen": (Thing.DOOR,)}, ShotSize.DETAIL),
        ({"people": 0}, ShotSize.WIDE),
        ({}, ShotSize.MEDIUM),
    ],
)
def test_how_near_a_picture_is(shown: dict[str, Any], shot: ShotSize) -> None:
    usual: dict[str, Any] = {
        "place": Place.LIFT,
        "new_place": False,
        "people": 1,
        "speaks": False,
        "feeling": Feeling.CALM,
        "seen": (),
    }
    assert choose_shot(**(usual | shown)) is shot


@each_row("last", list(ShotSize))
@each_row("things", [(), (Thing.DOOR,)])
@each_row("people", [0, 1])
def test_another_shot_is_another(last: ShotSize, things: tuple[Thing, ...], people: int) -> None:
    assert different_shot(last, things, people) is not last


@each_row("word", ["그리고", "그래서", "그런데", "그러다", "그러나", "하지만", "그러자", "그때"])
def test_words_that_join_sentences_show_no_feeling(word: str) -> None:
    assert told_feelings(read_sentence(0, f"{word} 집에 돌아왔습니다.")) == []
