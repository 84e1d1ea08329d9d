"""The measure of beats: what counts as right, wrong and unknown."""

from pathlib import Path

import pytest

from schemas.beats import Sex
from testbed.benchmarks.script.beat_scores import RIGHT, UNKNOWN, WRONG, LabelComparison, compare_labels, main
from testbed.benchmarks.script.beat_sets import LabelledPost, read_labels
from testbed.benchmarks.script.script_sets import ScriptSets

BODY = "새벽에 병원에 갔습니다.\n할머니가 조용히 우셨습니다.\n할머니가 병원에서 웃으셨습니다."
LABELS = """post: "9001"
cast:
  author: {sex: unknown, age: unknown}
  할머니: {sex: woman, age: old}
sentences:
  - 새벽에 병원에 갔습니다.
  - 할머니가 조용히 우셨습니다.
  - 할머니가 병원에서 웃으셨습니다.
lines:
  "0": {place: hospital|hospital_ward, time: small_hours, weather: rain, persons: "author"}
  "1": {place: kitchen, time: noon, weather: ".", persons: "할머니"}
  "2": {place: ".", time: ".", weather: ".", persons: "author"}
"""


@pytest.fixture
def post(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LabelledPost:
    source = tmp_path / "9001.source.yaml"
    body = "\n".join(f"  {line}" for line in BODY.splitlines())
    source.write_text(
        f'id: "9001"\nboard: 자유\nkind: story\ntitle: 그날\nauthor: 하늘\nhours_ago: 1\nviews: 1\nlikes: 1\n'
        f"dislikes: 0\nbody: |\n{body}\ncomments: []\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(ScriptSets, "post_file", lambda *_: source)
    labels = tmp_path / "9001.yaml"
    labels.write_text(LABELS, encoding="utf-8")
    return read_labels(labels)


def verdicts(judged: list[LabelComparison], field: str) -> list[tuple[int, str]]:
    return [(each.line, each.verdict) for each in judged if each.field == field]


def test_each_field_is_judged_where_it_is_labelled(post: LabelledPost) -> None:
    judged = list(compare_labels(post))
    assert verdicts(judged, "place") == [(0, RIGHT), (1, WRONG)]
    assert verdicts(judged, "time") == [(0, RIGHT), (1, WRONG)]
    assert verdicts(judged, "weather") == [(0, UNKNOWN)]


def test_a_night_told_as_noon_is_counted_apart(post: LabelledPost) -> None:
    assert verdicts(list(compare_labels(post)), "night or day") == [(0, RIGHT), (1, WRONG)]


def test_who_must_be_seen_and_who_must_not_are_counted(post: LabelledPost) -> None:
    judged = list(compare_labels(post))
    assert verdicts(judged, "persons") == [(1, RIGHT), (2, WRONG)]
    assert verdicts(judged, "author") == [(0, RIGHT), (2, UNKNOWN)]


def test_a_picture_is_judged_as_a_whole(post: LabelledPost) -> None:
    """Wrong by its place in the second line, by who is there in the third."""
    assert verdicts(list(compare_labels(post)), "picture") == [(0, RIGHT), (1, WRONG), (2, WRONG)]


def test_a_picture_of_a_guessed_place_is_neither_right_nor_wrong(post: LabelledPost) -> None:
    unplaced = post._replace(sentences=("저는 웃었어요.", *post.sentences[1:]))
    assert verdicts(list(compare_labels(unplaced)), "picture")[0] == (0, UNKNOWN)


def test_a_man_for_a_grandmother_is_a_wrong_picture(post: LabelledPost) -> None:
    looks = post.cast | {"할머니": post.cast["할머니"].model_copy(update={"sex": Sex.MAN})}
    seen = post.seen | {2: post.seen[2]._replace(may=frozenset(("할머니",)))}
    assert verdicts(list(compare_labels(post._replace(seen=seen))), "picture")[2] == (2, RIGHT)
    assert verdicts(list(compare_labels(post._replace(cast=looks, seen=seen))), "picture")[2] == (2, WRONG)


def test_the_looks_of_the_cast_are_judged_once_a_member(post: LabelledPost) -> None:
    judged = list(compare_labels(post))
    assert [each.verdict for each in judged if each.field == "sex"] == [RIGHT]
    assert [each.verdict for each in judged if each.field == "age"] == [RIGHT]


def test_the_figures_are_printed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["beat_scores", "--wrong", "weather"])
    main()
    shown = capsys.readouterr().out
    assert "place: right" in shown
    assert "instead of rain" in shown
