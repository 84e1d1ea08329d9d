"""Follow-ups: which titles announce one, which earlier post it goes on with, and what its film recalls."""

import pytest
from fixtures.rows import each_row
from fixtures.studio.film import TOLD, script

from libraries.film_scripts.follow_ups import (
    RECALL_SECONDS,
    announces_follow_up,
    most_alike_first,
    recall_lines,
    recall_seconds,
    recall_text,
    script_with_recall,
)
from schemas.errors import BadInput
from schemas.events import PartTwo
from schemas.posts import PostKey
from schemas.recipe import Recipe
from schemas.script import Role, Speaker
from services.studio.script.recall import with_room_for_recall


@each_row(
    ("title", "expected"),
    [
        ("층간소음 윗집 후기", True),
        ("(후기) 막내가 남긴 메일", True),
        ("윗집 아저씨 2탄", True),
        ("고양이 찾는 전단지 그 후", True),
        ("신입 단톡방 사건 결말", True),
        ("편의점 할아버지 (2)", True),
        ("3편 올립니다", True),
        ("노트북 사용 후기", False),
        ("부산 여행 후기", False),
        ("자전거로 서울에서 부산까지 완주 후기", False),
        ("2편의점을 다닌 사람", False),
        ("층간소음 따지러 간 썰", False),
    ],
)
def test_titles_that_announce_a_follow_up(title: str, expected: bool) -> None:
    assert announces_follow_up(title) is expected


def test_the_earlier_post_with_the_most_words_in_common_comes_first() -> None:
    earlier = {"new": "어제 먹은 김밥", "old": "윗집 층간소음 따지러 간 썰", "older": "윗집 이사"}
    assert most_alike_first("층간소음 윗집 후기", earlier) == ["old", "older", "new"]
    assert most_alike_first("후기", earlier) == ["new", "old", "older"]


def test_a_recall_has_opening_and_end_of_the_first_part_in_ten_seconds() -> None:
    first = script(TOLD)
    recall = recall_text(first)
    assert recall.startswith(f"지난 이야기입니다. {first.hook.display}")
    assert recall.endswith("그 뒷이야기입니다.")
    assert recall_seconds(recall) <= RECALL_SECONDS
    assert not any(line.display in recall for line in first.lines if line.role in (Role.COMMENT, Role.CLOSER))
    assert recall_text(first) == recall
    short = script((*TOLD[:1], (Role.BODY, "그리고 다 끝났습니다.", "", 0)))
    assert "그리고 다 끝났습니다." in recall_text(short)


def test_a_recall_stands_behind_the_opening_and_a_script_keeps_its_limit() -> None:
    second, recall = script(TOLD), recall_text(script(TOLD))
    made = script_with_recall(second, recall)
    lines = recall_lines(recall)
    assert made.lines == (*second.lines[:1], *lines, *second.lines[1:])
    assert all(line.speaker is Speaker.NARRATOR for line in lines)
    full = second.model_copy(update={"lines": second.lines[:5] * 8})
    with pytest.raises(BadInput, match="40 lines"):
        script_with_recall(full, recall)


def test_the_story_gets_as_much_less_time_as_the_recall_takes() -> None:
    recall = recall_text(script(TOLD))
    told = PartTwo(first=PostKey.of("sample", "1"), title="1편", url="https://waggle.example/1", recall=recall)
    shorter = with_room_for_recall(Recipe(), told)
    assert shorter.script.seconds == pytest.approx(Recipe().script.seconds - recall_seconds(recall), abs=0.05)
    assert with_room_for_recall(Recipe(), None) == Recipe()
