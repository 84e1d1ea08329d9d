"""The storyboard of a script and its post."""

import hashlib
from collections import Counter
from functools import cache
from itertools import pairwise
from time import process_time

from fixtures.rows import each_row
from hypothesis import given, settings
from hypothesis import strategies as st

from libraries.korean.sentences import split_sentences
from libraries.story_beats import BEATS, make_storyboard
from schemas.beats import SCREENS, Age, BeatCertainty, Place, Sex, ShotSize, Storyboard, TextSource, TimeOfDay
from schemas.posts import Comment, Post
from schemas.recipe import ScriptChoice
from schemas.script import Line, Role, Script, Speaker
from services.studio.script.extractive.writer import ExtractiveWriter
from testbed.benchmarks.script.beat_scores import RIGHT, WRONG, LabelComparison, scores_by_field
from testbed.benchmarks.script.script_sets import ScriptSets

READ = ScriptSets()
RECORDED = {"3": "7576fd3ada8c9ee0"}


@cache
def measured() -> tuple[dict[str, Counter[str]], list[LabelComparison]]:
    return scores_by_field("seen")


def script(*lines: Line, title: str = "있었던 일") -> Script:
    return Script(title=title, lines=lines)


def line(text: str, *, role: Role = Role.BODY, continues: bool = False, person: str = "") -> Line:
    speaker = Speaker.PERSON if person else Speaker.COMMENTER if role is Role.COMMENT else Speaker.NARRATOR
    return Line(role=role, speaker=speaker, display=text, spoken=text, continues=continues, person=person)


def post(content: str, title: str = "있었던 일") -> Post:
    return READ.post("1001").model_copy(update={"content": content, "title": title, "board": "자유", "comments": ()})


def written(number: str) -> tuple[Script, Post]:
    source = READ.post(number)
    return ExtractiveWriter().write(source, ScriptChoice()), source


@each_row("number", ["1001", "1003", "1008", "1010", "2002", "2008", "2017"])
def test_every_line_has_its_beat_and_everybody_seen_is_in_the_cast(number: str) -> None:
    made, source = written(number)
    board = make_storyboard(made, source)
    assert [beat.line for beat in board.beats] == list(range(len(made.lines)))
    assert {one.member for beat in board.beats for one in beat.cast} <= {member.id for member in board.cast}
    assert all(beat.line in board.member(one.member).lines for beat in board.beats for one in beat.cast)
    assert board.version == BEATS.version


def test_who_writes_is_known_by_the_post_and_not_by_who_tells_it() -> None:
    source = post("아빠가 혼자 계셨어요.\n엄마가 여행을 가셨습니다.")
    board = make_storyboard(script(line("예순한 살 아빠는 혼자였다."), line("아내가 여행을 떠났다.")), source)
    author = board.member("author")
    assert (author.sex, author.age) == (Sex.UNKNOWN, Age.UNKNOWN)


def test_other_beats_have_another_version() -> None:
    """Raise `BEATS` and record the digest here when a change of the rules changes this board."""
    source = post(
        "작년 겨울에 원룸으로 이사를 왔습니다.\n새벽 3시만 되면 벽에서 소리가 났어요.\n옆집 아저씨가 벨을 누르셨습니다."
        '\n"혹시 무슨 소리 못 들으셨어요?"\n저는 무서워서 관리실에 갔습니다.'
        "\n다음 날 현관문에 쪽지가 이렇게 적혀 있었어요."
        "\n'고양이가 벽을 긁었습니다.'\n할머니가 웃으시면서 귤을 주셨대요."
    )
    lines = [line(text) for text in split_sentences(source.content)]
    digest = hashlib.sha256(make_storyboard(script(*lines), source).model_dump_json().encode()).hexdigest()
    assert {BEATS.version: digest[:16]} == RECORDED


def test_the_same_script_gives_the_same_beats() -> None:
    made, source = written("1008")
    assert make_storyboard(made, source) == make_storyboard(made, source)


def test_what_a_line_does_not_say_is_as_the_post_has_it() -> None:
    source = post("새벽에 병원에 갔습니다.\n의자가 차가웠어요.\n할머니가 우셨습니다.")
    board = make_storyboard(script(line("의자가 차가웠어요."), line("할머니가 우셨습니다.")), source)
    assert {beat.place for beat in board.beats} == {Place.HOSPITAL}
    assert {beat.time for beat in board.beats} == {TimeOfDay.SMALL_HOURS}


def test_a_line_in_other_words_is_set_where_the_post_tells_it() -> None:
    source = post("도서관에 갔습니다.\n책을 반납하고 나왔어요.\n그다음에는 시장에 들렀습니다.")
    board = make_storyboard(script(line("책을 반납하고 바로 나왔죠.")), source)
    assert board.beats[0].place is Place.LIBRARY


def test_parts_of_a_sentence_are_set_at_one_place() -> None:
    source = post("비가 오던 날 우산을 들고 공원까지 뛰어갔습니다.")
    parts = (line("비가 오던 날 우산을 들고", continues=True), line("공원까지 뛰어갔습니다."))
    board = make_storyboard(script(*parts), source)
    assert [beat.place for beat in board.beats] == [Place.PARK, Place.PARK]
    assert board.member("author").lines == (0, 1)


def test_a_comment_is_seen_at_the_place_before_it_without_the_cast() -> None:
    source = post("카페에 갔습니다.").model_copy(update={"comments": (Comment(id="1", author="하늘", content="와"),)})
    board = make_storyboard(script(line("카페에 갔습니다."), line("와 부럽다", role=Role.COMMENT)), source)
    assert (board.beats[1].place, board.beats[1].cast) == (Place.CAFE, ())


def test_a_last_question_to_the_viewers_moves_nobody() -> None:
    source = post("카페에 갔습니다.")
    board = make_storyboard(script(line("카페에 갔습니다."), line("여러분 회사는 어때요?", role=Role.CLOSER)), source)
    assert [beat.place for beat in board.beats] == [Place.CAFE, Place.CAFE]


def test_a_person_whom_the_script_names_speaks() -> None:
    source = post("할머니가 오셨어요.")
    board = make_storyboard(script(line("할머니가 오셨어요."), line("밥은 먹었니", person="할머니")), source)
    (shown,) = board.beats[1].cast
    assert (shown.member, shown.speaks) == ("할머니", True)


def test_a_script_is_read_from_its_own_beginning() -> None:
    """Not as if the last person of the post had been spoken of just before."""
    source = post("할머니가 문을 여셨어요.\n조용히 앉으셨습니다.\n할아버지가 들어오셨어요.")
    board = make_storyboard(script(line("문을 여셨어요."), line("할아버지가 들어오셨어요.")), source)
    assert [one.member for one in board.beats[0].cast] == ["할머니"]


def test_that_person_is_whom_the_post_means_where_the_script_leaves_out_who_it_is() -> None:
    source = post("경비 아저씨가 저를 불렀어요.\n그분은 말이 없으셨습니다.\n주인 할머니가 나오셨어요.")
    board = make_storyboard(script(line("그분은 말이 없으셨습니다."), line("주인 할머니가 나오셨어요.")), source)
    assert [[one.member for one in beat.cast] for beat in board.beats] == [["경비 아저씨"], ["주인 할머니"]]
    assert [member.id for member in board.cast] == ["author", "경비 아저씨", "주인 할머니"]


def test_reasons_say_in_which_text_their_words_stand() -> None:
    source = post("아무 말도 없었어요.\n새벽에 도서관에 갔습니다.\n의자에 앉았어요.", title="작년 겨울에 있었던 일")
    left_out = make_storyboard(script(line("의자에 앉았어요.")), source).beats[0].why
    kept = make_storyboard(script(line("새벽에 도서관에 갔습니다."), line("의자에 앉았어요.")), source).beats[1].why
    where = {each.field: (each.source, each.line) for each in left_out}
    assert where == {
        "place": (TextSource.POST, 1),
        "time": (TextSource.POST, 1),
        "season": (TextSource.TITLE, 0),
        "action": (TextSource.SCRIPT, 0),
    }
    assert {each.field: (each.source, each.line) for each in kept} == where | {
        "place": (TextSource.SCRIPT, 0),
        "time": (TextSource.SCRIPT, 0),
        "action": (TextSource.SCRIPT, 1),
    }


def test_a_script_that_does_not_say_where_a_sentence_goes_on_is_joined_by_the_post() -> None:
    source = post("할머니가 비가 오던 날 우산을 들고 공원까지 뛰어가셨습니다.\n저는 집에 있었어요.")
    cut = (line("할머니가 비가 오던 날"), line("우산을 들고 공원까지 뛰어가셨습니다."), line("저는 집에 있었어요."))
    marked = (cut[0].model_copy(update={"continues": True}), *cut[1:])
    beats = make_storyboard(script(*cut), source).beats
    assert beats == make_storyboard(script(*marked), source).beats
    assert [beat.place for beat in beats] == [Place.PARK, Place.PARK, Place.HOME]
    assert [one.member for one in beats[1].cast] == ["할머니"]


def test_how_sure_a_place_and_a_person_are_is_said() -> None:
    source = post("문을 열었어요.\n할머니가 도서관에 오셨습니다.\n조용히 앉으셨어요.\n책을 읽었습니다.")
    beats = make_storyboard(script(*map(line, split_sentences(source.content))), source).beats
    assert [beat.place_certainty for beat in beats[1:]] == [BeatCertainty.TOLD, BeatCertainty.HELD, BeatCertainty.HELD]
    assert [[(one.member, one.certainty) for one in beat.cast] for beat in beats[1:]] == [
        [("할머니", BeatCertainty.TOLD)],
        [("할머니", BeatCertainty.HELD)],
        [("author", BeatCertainty.GUESSED)],
    ]


def test_no_picture_stands_twice_in_a_row() -> None:
    made, source = written("1004")
    beats = make_storyboard(made, source).beats
    for one, other in pairwise(beats):
        same = (one.place, one.cast) == (other.place, other.cast) and made.lines[other.line].role is not Role.COMMENT
        assert not same or one.shot is not other.shot or other.shot is ShotSize.SCREEN


def test_a_screen_has_a_place_behind_it() -> None:
    made, source = written("1036")
    beats = make_storyboard(made, source).beats
    assert all(beat.place in SCREENS or beat.behind is Place.UNKNOWN for beat in beats)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.text(alphabet="가나다집에서\"'할머니 .?!비밤병원0저는", min_size=1, max_size=60), min_size=1, max_size=8
    )
)
def test_any_text_has_beats(texts: list[str]) -> None:
    lines = [line(text) for text in (" ".join(text.split()) for text in texts) if text]
    source = post("\n".join(texts) or "글")
    if lines:
        board = make_storyboard(script(*lines), source)
        assert len(board.beats) == len(lines)
        assert Storyboard.model_validate_json(board.model_dump_json()) == board


@each_row(
    ("field", "right", "wrong"),
    [
        ("place", 0.86, 0.14),
        ("time", 0.95, 0.03),
        ("night or day", 0.98, 0.02),
        ("weather", 0.90, 0.02),
        ("persons", 0.80, 0.08),
        ("sex", 0.84, 0.02),
        ("picture", 0.72, 0.10),
    ],
)
def test_the_rules_see_what_a_reader_sees(field: str, right: float, wrong: float) -> None:
    counts = measured()[0][field]
    assert counts[RIGHT] / counts.total() >= right
    assert counts[WRONG] / counts.total() <= wrong


def test_nobody_is_of_the_other_sex() -> None:
    judged = [each for each in measured()[1] if each.field == "sex" and each.verdict == WRONG]
    assert judged == []
    assert Sex.WOMAN in {member.sex for member in make_storyboard(*written("1025")).cast}


def test_a_script_has_its_beats_at_once() -> None:
    made, source = written("1008")
    make_storyboard(made, source)
    times = []
    for _ in range(5):
        begun = process_time()
        make_storyboard(made, source)
        times.append(process_time() - begun)
    assert min(times) < 0.06
