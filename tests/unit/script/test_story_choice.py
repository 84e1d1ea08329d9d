"""What the extractive writer tells of a story: weights, links, shorter forms, the choice: tables and properties."""

from itertools import combinations, pairwise
from pathlib import Path

import pytest
from fixtures.rows import each_row
from fixtures.studio.studio import sample_posts, small_post
from hypothesis import given, settings
from hypothesis import strategies as st

from libraries.data_tables import load_table
from libraries.film_scripts import pacing
from libraries.film_scripts.checks import examine_script
from libraries.film_scripts.checks.descriptions import too_short_warning
from libraries.korean.sentences import line_for_display
from schemas.posts import Post
from schemas.recipe import ScriptChoice
from services.config import StudioSettings
from services.studio.script.extractive import sentence_weight
from services.studio.script.extractive import story as stories
from services.studio.script.extractive.sentence_choice import Wording, Wordings, choose_sentences
from services.studio.script.extractive.sentence_links import (
    SentenceLink,
    index_of_beginning,
    index_of_ending,
    sentence_links,
    with_ends_linked,
)
from services.studio.script.extractive.sentence_weight import SentenceWeigher, word_stems
from services.studio.script.extractive.shorten import sentence_without_asides, without_connective
from services.studio.script.extractive.story import SelectedStory
from services.studio.script.extractive.writer import ExtractiveWriter
from services.studio.script.stage import examined_script
from testbed.benchmarks.script.fit import fit_weights, measure_sentences
from testbed.benchmarks.script.script_sets import ScriptSets
from testbed.benchmarks.script.told_beats import is_beat_told

# Weights


def test_a_stem_is_the_first_two_syllables_of_a_word() -> None:
    assert word_stems("도시락을 3,000원에 Kim의 나") == {"도시", "3,000", "ki"} | {"원에"}


def test_what_title_and_comments_speak_of_weighs_more() -> None:
    told = ["날씨가 참 좋았습니다.", "팀장님이 도시락을 드셨습니다.", "버스가 늦게 왔습니다."]
    bare, titled = SentenceWeigher(told, "아무것도"), SentenceWeigher(told, "도시락을 먹은 팀장님")
    discussed = SentenceWeigher(told, "아무것도", ["팀장님이 도시락을 왜 드셨을까"])
    assert titled.weight(1) > bare.weight(1)
    assert discussed.weight(1) > bare.weight(1)
    assert titled.weight(0) == bare.weight(0)


def test_a_reaction_weighs_less_than_what_happened() -> None:
    told = [
        "어제 집에 갔습니다.",
        "참고로 우리 동네 날씨는 흐렸습니다.",
        "창고에서 낡은 편지를 찾았습니다.",
        "다들 말이 없었습니다.",
    ]
    weigher = SentenceWeigher(told, "할머니")
    assert max(range(4), key=weigher.weight) == 2


@pytest.mark.parametrize(
    "text", ["제목이 결론입니다.", "댓글 감사합니다.", "폰으로 써서 오타 있을 수 있어요.", "반말로 씀"]
)
def test_what_is_said_about_the_post_weighs_less(text: str) -> None:
    told = [*STORY[:2], text, *STORY[2:]]
    weigher = SentenceWeigher(told, "우산")
    features = weigher.features(2)
    assert features["about_the_post"] == 1.0
    assert weigher.weight(2) < weigher.weight(3)
    assert not any(weigher.features(at)["about_the_post"] for at in range(len(told)) if at != 2)


def test_what_is_measured_of_a_sentence() -> None:
    told = [
        "엄마에게 왜 우산이 두 개냐고 물었습니다.",
        '"하나는 네 우산이야."',
        "저는 3일을 울었습니다.",
        "우산은 아빠 거였습니다.",
    ]
    weigher = SentenceWeigher(told, "아빠의 우산", ["아빠 우산이었구나"])
    first, answer, reaction, last = map(weigher.features, range(4))
    assert (first["announces_speech"], answer["speech"], answer["answers"]) == (1.0, 1.0, 1.0)
    assert (answer["speech_late"], reaction["answers"]) == (1.0, 0.0)
    assert reaction["number_late"] == 1.0
    assert (last["explains_late"], last["last"], last["turn"]) == (1.0, 1.0, 0.0)
    assert (last["title"], last["title_new"]) == (2, 1)
    assert last["in_a_comment"] > reaction["in_a_comment"] == 0.0
    assert last["central"] > 1.0 > reaction["central"]
    assert [each["place"] for each in (first, answer, reaction, last)] == sorted(
        each["place"] for each in (first, answer, reaction, last)
    )


# Links


@each_row(
    ("before", "sentence", "bound"),
    [
        ("비가 많이 왔습니다.", "우산을 챙겨 나왔습니다.", False),
        ("비가 많이 왔습니다.", "그게 제 실수였습니다.", True),
        ("엄마가 저한테 말했습니다.", "우산을 꼭 챙겨 가라고요.", True),
        ("비가 많이 왔습니다.", "진짜로요.", True),
        ("비가 정말 많이 와서", "우산을 챙겨 나왔습니다.", True),
        ("비가 정말 많이 왔음", "우산을 챙겨 나왔습니다.", False),
        ("비가 정말 많이 왔잖아", "우산을 챙겨 나왔습니다.", False),
        ("내 우산은 아빠가 사 준 거", "그날도 우산을 챙겨 나왔습니다.", False),
        ("그날 저녁에 버스를 기다리는데ㅋㅋ", "우산을 든 사람이 왔습니다.", True),
        ("엄마가 말했습니다.", '"우산을 챙겨 가야 한다."', True),
        ("왜 우산이 두 개냐고 물었습니다.", "하나는 네 것이라고 하셨어요.", True),
        ("우산 손잡이에 이름이 적혀 있었다.", "옆집 아주머니였다.", True),
        ("우산 손잡이에 이름이 적혀 있었다.", "우산의 주인은 옆집 아주머니였다.", False),
        ("사실 이유는 간단했습니다.", "아버지는 우산을 두 개씩 사셨습니다.", True),
        ("더 이상한 것은 경비 아저씨가 한 말이었다.", "우산은 어젯밤에 도난당했다고 했다.", True),
        ("비가 많이 왔습니다.", "제가 괜찮다고 했더니 형이 웃었습니다.", True),
        ("현관에 빨간 우산이 놓여 있었다.", "저는 그 우산을 펴 보았다.", True),
    ],
)
def test_what_only_makes_sense_behind_the_sentence_before(before: str, sentence: str, bound: bool) -> None:
    assert (sentence_links([before, sentence])[1].earliest == 0) == bound


def test_speech_is_kept_with_who_says_it() -> None:
    told = [
        "아침에 나갔습니다.",
        "문을 여니 할머니가 말했습니다.",
        '"어디 가니?"',
        '"학교에 가요."',
        "저는 그냥 걸었습니다.",
    ]
    assert sentence_links(told) == [
        SentenceLink(-1, 5),
        SentenceLink(-1, 2),
        SentenceLink(1, 5),
        SentenceLink(1, 5),
        SentenceLink(-1, 5),
    ]


LABELLED = [ScriptSets().post(each.post) for each in ScriptSets().stories()][::3]
STORY = [
    "비가 왔습니다.",
    "우산이 없었습니다.",
    "저는 집까지 그냥 뛰었습니다.",
    "집에는 아무도 없었습니다.",
    "감기에 걸렸습니다.",
]


@each_row(
    "behind",
    [
        [],
        ["다들 우산을 챙기세요."],
        ["여러분도 조심하시길 바랍니다.", "읽어 주셔서 감사합니다."],
        ["심심해서 적어 봤습니다."],
        ["댓글 써 주신 분 감사합니다.", "닉네임 기억하고 있어요."],
    ],
)
def test_a_story_ends_before_the_words_to_its_readers(behind: list[str]) -> None:
    assert index_of_ending([*STORY, *behind]) == 4


@pytest.mark.parametrize(
    "before", [[], ["글재주는 없습니다."], ["이런 데 글 처음 써 봅니다.", "반말로 쓰는 점 이해 좀."]]
)
def test_a_story_begins_behind_the_words_about_the_post(before: list[str]) -> None:
    assert index_of_beginning([*before, *STORY]) == len(before)


def test_where_all_is_about_the_post_the_first_sentence_begins_it() -> None:
    assert index_of_beginning(["글재주는 없습니다."] * 9) == 0
    assert index_of_beginning([]) == 0


def test_what_is_kept_begins_no_later_than_behind_the_first_sentence_of_the_story() -> None:
    told = ["글재주는 없습니다.", *STORY]
    assert [link.needed for link in with_ends_linked(sentence_links(told), told)] == [-1, -1, -1, 0, 0, 4]


def test_speech_and_questions_at_the_end_are_no_words_to_the_readers() -> None:
    assert index_of_ending([*STORY, '"다음에는 우산을 챙기세요."']) == 5
    assert index_of_ending([*STORY, "제가 잘못한 건가요?"]) == 5


def test_what_is_kept_of_a_whole_story_has_its_beginning_and_its_end() -> None:
    told = [*STORY, "다들 우산을 챙기세요."]
    found = with_ends_linked(sentence_links(told), told)
    assert [link.needed for link in found] == [-1, -1, 0, 0, 3, 4]
    assert [link[:2] for link in found] == [link[:2] for link in sentence_links(told)]


@each_row("post", [post for post in LABELLED if len(post.content) > 500], ids=lambda p: p.key.id)
@pytest.mark.slow
def test_a_long_story_is_told_to_its_end(post: Post) -> None:
    story = SelectedStory(post)
    spoken = " ".join(line.display for line in story.body_lines(50.0))
    places = [each.place for each in story.told]
    last = index_of_ending(story.sentences)
    assert {last - 1, last} <= set(places)
    assert places[0] <= index_of_beginning(story.sentences) + 1
    assert spoken.endswith(line_for_display(story.told[-1].form.text))


@given(st.lists(st.sampled_from(["비가 왔다.", '"네."', "그가 말했다.", "그게 다였다.", "걷다가"]), max_size=12))
def test_a_link_never_asks_for_what_is_not_there(told: list[str]) -> None:
    for at, link in enumerate(sentence_links(told)):
        assert -1 <= link.earliest < max(at, 1)
        assert at < link.latest <= len(told)


# Shorter forms


@each_row(
    ("sentence", "short"),
    [
        ("그 집(우리 옆집)이 진짜 시끄러웠음ㅋㅋ", "그 집이 시끄러웠음"),
        ("너무 안 보여서 그냥 나왔다.", "너무 안 보여서 나왔다."),
        ('엄마가 "진짜 너무하네" 하셨다.', '엄마가 "진짜 너무하네" 하셨다.'),
        ("그건 진짜였다.", "그건 진짜였다."),
        ("진짜 범인은 따로 있었다.", "진짜 범인은 따로 있었다."),
        ("그 친구는 완전 초보 기사였다.", "그 친구는 완전 초보 기사였다."),
        ("뭐 먹을지 물었다.", "뭐 먹을지 물었다."),
        ("답은 ㅇㅋ. 그게 끝.", "답은 ㅇㅋ. 그게 끝."),
        ("렌터카 (이건 환불됨)", "렌터카 (이건 환불됨)"),
    ],
)
def test_what_adds_nothing_is_left_out_but_not_of_speech(sentence: str, short: str) -> None:
    assert sentence_without_asides(sentence) == short


@pytest.mark.parametrize(
    ("sentence", "bare"),
    [
        ("그래서 우산을 챙겨 나왔습니다.", "우산을 챙겨 나왔습니다."),
        ("그런데 문이 열려 있었습니다.", "그런데 문이 열려 있었습니다."),
        ("그래서 갔다.", "그래서 갔다."),
        ("아니 그건 제 가방이었습니다.", "아니 그건 제 가방이었습니다."),
    ],
)
def test_a_word_that_leads_on_goes_where_there_is_nothing_before(sentence: str, bare: str) -> None:
    assert without_connective(sentence) == bare


# The choice


def worth(told: list[Wordings], kept: tuple[int, ...]) -> float:
    """The value of keeping the sentences ``kept`` as `choose_sentences` counts it; −∞ without what it needs."""
    size = len(told)
    value, before = 0.0, -1
    for at in kept:
        link = told[at].link
        if before < link.needed:
            return float("-inf")
        value -= 0.1 * (before < link.earliest) + 0.1 * (before >= 0 and at > told[before].link.latest)
        if before == at - 1 and at:
            value += told[at].beside.weight - 0.05
        else:
            value += told[at].behind_gap.weight - 0.1 * (at > before + 1)
            value -= 1.5 * sum(each.beside.weight for each in told[before + 1 : at]) ** 2
        before = at
    value -= 0.1 * (bool(kept) and told[before].link.latest < size)
    return value - 1.5 * sum(each.beside.weight for each in told[before + 1 :]) ** 2


@st.composite
def stories_of_few_sentences(draw: st.DrawFn) -> list[Wordings]:
    size = draw(st.integers(1, 7))
    found = []
    for at in range(size):
        form = Wording(str(at), draw(st.integers(1, 4)), draw(st.floats(0.05, 1.0)))
        earliest = draw(st.sampled_from([-1, -1, at - 1]))
        latest = draw(st.sampled_from([size, size, min(at + 1, size)]))
        needed = draw(st.sampled_from([-1, -1, -1, max(-1, at - 2)]))
        found.append(Wordings(form, form, SentenceLink(earliest, latest, needed)))
    return found


@given(stories_of_few_sentences(), st.integers(2, 12))
@settings(max_examples=60)
def test_the_choice_is_the_best_of_all_choices(told: list[Wordings], seconds: int) -> None:
    found = tuple(each.place for each in choose_sentences(told, seconds))
    every = [
        kept
        for size in range(1, len(told) + 1)
        for kept in combinations(range(len(told)), size)
        if sum(told[at].beside.seconds for at in kept) <= seconds
    ]
    best = max((worth(told, kept) for kept in every), default=float("-inf"))
    if best == float("-inf"):
        assert found == ()
    else:
        assert worth(told, found) == pytest.approx(best)


@each_row("post", sample_posts()[::3], ids=lambda post: post.key.id)
@each_row("budget", [14.0, 26.0, 50.0])
def test_a_story_is_told_in_order_within_its_time(post: Post, budget: float) -> None:
    story = SelectedStory(post)
    lines = story.body_lines(budget)
    kept = [each.place for each in story.told]
    assert pacing.script_duration(lines) <= budget + 0.5
    assert kept == sorted(set(kept))
    if story.seconds <= budget:
        assert kept == list(range(len(story.sentences)))


@pytest.mark.slow
def test_few_links_are_broken_in_a_film_of_a_minute() -> None:
    torn: list[bool] = []
    for post in LABELLED:
        story = SelectedStory(post)
        story.body_lines(53.0)
        found = sentence_links(story.sentences)
        for before, after in pairwise([-1, *(each.place for each in story.told)]):
            torn.append(before < found[after].earliest or (before >= 0 and after > found[before].latest))
    assert sum(torn) <= 0.12 * len(torn)


def test_a_sentence_that_only_repeats_the_title_is_left_out() -> None:
    story = SelectedStory(small_post(title="회사 도시락 도둑", content="회사 도시락 도둑\n어제 점심의 일입니다."))
    assert story.sentences == ["어제 점심의 일입니다."]


def test_of_a_story_of_thousands_of_sentences_the_lightest_are_left_out() -> None:
    content = "\n".join(f"{number}일에는 비가 왔습니다." for number in range(1, 1001))
    story = SelectedStory(small_post(content=content))
    assert len(story.sentences) == stories.LONGEST
    assert story.sentences[0].startswith("1일")
    assert story.sentences[-1].startswith("1000일")


@pytest.mark.slow
def test_the_kept_weights_are_those_that_are_fitted_to_the_beats() -> None:
    sets = ScriptSets()
    found = fit_weights(list(measure_sentences(sets, sets.stories())))
    kept = load_table(dict[str, float], Path(sentence_weight.__file__).with_name("weights.toml"))
    assert found.keys() == kept.keys()
    assert found == pytest.approx(kept, abs=0.02)


@pytest.mark.parametrize(
    ("later", "floors"),
    [
        pytest.param(False, (0.87, 0.92, 0.93), id="sample posts and 2001 to 2024"),
        # Of authors who know no other story of the sets, and harder: told .73, .95 and .78 when they were new.
        pytest.param(True, (0.72, 0.93, 0.75), id="2101 to 2132"),
    ],
)
@pytest.mark.slow
def test_most_beats_of_the_labelled_stories_are_told(later: bool, floors: tuple[float, float, float]) -> None:
    """Not the target of the writer but the floors of all beats, reveals and ends below which a change made it worse."""
    sets = ScriptSets()
    labelled = [story for story in sets.stories() if story.post.startswith("21") == later]
    scripts = [(story, ExtractiveWriter().write(sets.post(story.post), ScriptChoice())) for story in labelled]
    heard = [(beat.role, is_beat_told(beat, script)) for story, script in scripts for beat in story.beats]
    all_roles = {str(role) for role, _ in heard}
    for roles, floor in zip((all_roles, {"reveal"}, {"end"}), floors, strict=True):
        hits = [hit for role, hit in heard if role in roles]
        assert sum(hits) / len(hits) >= floor, roles


def test_a_longer_story_needs_more_time_and_none_needs_more_than_all_of_it() -> None:
    posts = [post for post in sample_posts() if post.content]
    needs = [(SelectedStory(post).seconds, SelectedStory(post).needed_seconds) for post in posts]
    assert all(0 < needed <= whole + 1e-6 for whole, needed in needs)
    doubled = SelectedStory(small_post(content="\n".join(post.content for post in posts[:2])))
    assert doubled.needed_seconds > max(SelectedStory(post).needed_seconds for post in posts[:2])


@pytest.mark.parametrize(("content", "says"), [("어제 점심에 있었던 일입니다.", False), (None, True)])
def test_the_report_says_what_a_post_needs_of_time(content: str | None, says: bool) -> None:
    post = small_post(content=content) if content else ScriptSets().post("2021")
    written = examined_script(post, ScriptChoice(), StudioSettings()).made
    assert written.report.figures.needed_seconds is not None
    assert bool(too_short_warning(written.report.figures, "ko")) == says
    assert examine_script(written.script, post).figures.needed_seconds is None
