"""TextRank, beats, the estimate of durations and the choice of what is told: properties and tables."""

from itertools import pairwise
from math import log

import pytest
from fixtures.studio.studio import sample_posts, small_post
from hypothesis import given, settings
from hypothesis import strategies as st

from libraries.korean.normalise import speech
from schemas.posts import Comment, Post
from schemas.script import Line, Mood, Role, Speaker
from services.studio.script import pacing, phrases
from services.studio.script.extractive import textrank
from services.studio.script.extractive.beats import beats
from services.studio.script.extractive.mood import mood_of
from services.studio.script.extractive.story import Story
from services.studio.script.extractive.textrank import bigrams, rank, similarity
from services.studio.script.quotes import quotable

SENTENCES = st.lists(st.text("도시락팀장님버스가늦게왔다 ", min_size=1, max_size=16), min_size=1, max_size=12)
TEXT = st.text("가나다라마 abc12.", max_size=20)


# TextRank


@given(SENTENCES, st.text("도시락팀장", max_size=8))
@settings(max_examples=40)
def test_weights_are_shares_of_at_most_one(sentences: list[str], title: str) -> None:
    weights = rank(sentences, title)
    assert len(weights) == len(sentences)
    assert all(weight > 0 for weight in weights)
    assert sum(weights) <= 1 + 1e-9


@given(SENTENCES, st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_sentences_does_not_matter(sentences: list[str], chance: object) -> None:
    order = list(range(len(sentences)))
    chance.shuffle(order)  # type: ignore[attr-defined]  # random.Random
    weights = rank(sentences, "도시락")
    shuffled = rank([sentences[place] for place in order], "도시락")
    assert shuffled == pytest.approx([weights[place] for place in order])


def test_sentences_that_are_all_alike_share_the_weight() -> None:
    assert rank(["도시락을 먹었다"] * 4, "버스") == pytest.approx([0.25] * 4)


def test_a_sentence_that_shares_nothing_keeps_what_the_damping_leaves_it() -> None:
    """By hand: without edges a sentence has (1 - d) of its prior, and the share of the title of it."""
    (alone, *_), prior = rank(["가나", "다라", "마바"], "xyz"), 1 / 3
    assert alone == pytest.approx((1 - 0.35) * (1 - 0.85) * prior + 0.35 * prior)


@given(st.text("도시락팀장님", min_size=2, max_size=8))
@settings(max_examples=40)
def test_what_the_title_says_weighs_more(title: str) -> None:
    other, about = rank(["버스가 늦게 왔다", title], title)
    assert about > other


@given(TEXT, TEXT)
@settings(max_examples=40)
def test_similarity_is_symmetric_and_zero_without_anything_shared(left: str, right: str) -> None:
    one, other = bigrams(left), bigrams(right)
    assert similarity(one, other) == similarity(other, one)
    assert (similarity(one, other) > 0) == bool(one & other)


def test_similarity_is_that_of_the_paper() -> None:
    one, other = bigrams("도시락을"), bigrams("도시락이")
    assert similarity(one, other) == pytest.approx(2 / (log(len(one) + 1) + log(len(other) + 1)))


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("도시락", {"도시", "시락"}),
        ("도시락 도시", {"도시", "시락"}),
        ("AB ab", {"ab"}),
        ("가", {"가"}),
        ("가!나", {"가", "나"}),
        ("12시", {"12", "시"}),
        ("!?", set()),
    ],
)
def test_bigrams_stay_inside_words(text: str, pairs: set[str]) -> None:
    assert bigrams(text) == pairs


# Beats


@given(st.lists(st.text("가나다라마바사 그런데근데또라고.", min_size=1, max_size=30), max_size=14))
@settings(max_examples=40)
def test_beats_are_the_sentences_in_their_order(sentences: list[str]) -> None:
    found = beats(sentences)
    assert [sentence for beat in found for sentence in beat] == sentences
    assert all(found)


@pytest.mark.parametrize(
    ("before", "sentence", "together"),
    [
        ("비가 많이 왔습니다.", "우산을 챙겨 나왔습니다.", False),
        ("비가 많이 왔습니다.", "그래서 우산을 챙겼습니다.", True),
        ("비가 많이 왔습니다.", "그리고 바람도 불었습니다.", True),
        ("엄마가 말했습니다.", '"우산을 챙겨 가야 한다."', True),
        ("엄마가 저한테 말했습니다.", "우산을 꼭 챙겨 가라고요.", True),
        ("비가 많이 왔습니다.", "진짜로요.", True),
        ("비가 정말 많이 와서", "우산을 챙겨 나왔습니다.", True),
        ("비가 정말 많이 왔음", "우산을 챙겨 나왔습니다.", False),
    ],
)
def test_what_belongs_together(before: str, sentence: str, together: bool) -> None:
    assert beats([before, sentence]) == ([(before, sentence)] if together else [(before,), (sentence,)])


def test_a_beat_is_no_longer_than_nine_seconds() -> None:
    sentences = ["그래서 " + "가나다라마바사아자차카타파하" * 2 for _ in range(6)]
    found = beats(sentences)
    assert len(found) > 1
    for beat in found:
        assert len(beat) == 1 or sum(pacing.seconds(speech(sentence)) for sentence in beat) <= 9.0


# Pacing


def narrated(spoken: str) -> Line:
    return Line(role=Role.BODY, speaker=Speaker.NARRATOR, display="말", spoken=spoken)


@pytest.mark.parametrize(
    ("spoken", "syllables", "pauses"),
    [
        ("", 0, 0),
        ("가나다.", 3, 0),
        ("가나, 다라. 마바", 6, 2),
        ("네! 아니요? 네", 5, 2),
        ("가. ", 1, 1),
        ("a 1", 0, 0),
    ],
)
def test_seconds_are_syllables_pauses_and_one_gap(spoken: str, syllables: int, pauses: int) -> None:
    assert pacing.syllables(spoken) == syllables
    assert pacing.seconds(spoken) == pytest.approx(syllables / 6.8 + 0.15 * pauses + 0.18)


@given(st.lists(st.text("가나다, .", min_size=1, max_size=20), max_size=8))
@settings(max_examples=40)
def test_a_script_takes_as_long_as_its_lines(texts: list[str]) -> None:
    lines = [narrated(text) for text in texts]
    assert pacing.duration(lines) == pytest.approx(sum(pacing.seconds(text) for text in texts))
    assert pacing.duration(lines[:-1]) <= pacing.duration(lines)


@given(st.text("가나다, .", max_size=20), st.text("라마바", min_size=1, max_size=20))
@settings(max_examples=40)
def test_more_words_take_longer(text: str, more: str) -> None:
    assert pacing.seconds(text + more) > pacing.seconds(text)


def test_the_limits_leave_room_for_a_film_of_20_to_60_seconds() -> None:
    assert 20 < pacing.SHORTEST < pacing.LONGEST < 60


# What is told of a story


@pytest.mark.parametrize("post", sample_posts()[::4], ids=lambda post: post.key.id)
@pytest.mark.parametrize("budget", [6.0, 14.0, 26.0, 400.0])
def test_a_story_is_told_within_its_time_from_the_beginning(post: Post, budget: float) -> None:
    story = Story(post)
    lines = story.body(budget)
    assert lines or not story.texts
    if len(lines) > 1:
        assert pacing.duration(lines) <= max(budget, pacing.LONGEST / 2)
    kept = [story.beats.index(beat) for beat in story.chosen]
    assert kept == sorted(set(kept))
    assert kept[:1] == [0]
    if budget == 400.0:
        assert kept == list(range(len(story.beats)))
    assert sum(after - before > 1 for before, after in pairwise(kept)) <= 2


def test_a_sentence_that_only_repeats_the_title_is_left_out() -> None:
    story = Story(small_post(title="회사 도시락 도둑", content="회사 도시락 도둑\n어제 점심의 일입니다."))
    assert story.texts == ["어제 점심의 일입니다."]


def test_a_story_of_thousands_of_sentences_is_thinned_evenly() -> None:
    content = "\n".join(f"{number}일에는 비가 왔습니다." for number in range(1, 1001))
    story = Story(small_post(content=content))
    assert len(story.beats) == textrank.LONGEST
    assert story.texts[0].startswith("1일")
    assert story.texts[-1].startswith("1000일")


# Comments and moods


def comment(text: str) -> Comment:
    return Comment(id="c", author="고래", content=text, likes=1)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("정말 대단하네요", "정말 대단하네요"),
        ("네네네", None),
        ("ㅋㅋㅋㅋ", None),
        ("정말 맞는 말이네요. " + "가나다라마" * 12 + " 입니다.", "정말 맞는 말이네요."),
        ("가나다라마" * 29, None),
    ],
)
def test_comments_are_cut_to_whole_sentences_of_two_lines(text: str, quoted: str | None) -> None:
    found = [cut for _, cut in quotable([comment(text)])]
    assert found == ([] if quoted is None else [quoted])


@pytest.mark.parametrize("mood", [mood for mood in Mood if mood in phrases.CLOSERS])
def test_every_mood_has_closers_and_tags_of_its_own(mood: Mood) -> None:
    post = small_post()
    assert phrases.closer(mood, post) in phrases.CLOSERS[mood]
    assert phrases.closer(mood, post) == phrases.closer(mood, post)
    tags = phrases.hashtags(mood, post)
    assert tags[0] == "#썰"
    assert "#직장" in tags
    assert len(tags) == len(set(tags))
    assert phrases.closer(mood, post) in phrases.own_text(post)


@pytest.mark.parametrize(
    ("title", "content", "mood"),
    [
        ("제 잘못인가요", "싸웠는데 의견 부탁", Mood.CONTROVERSY),
        ("귀신을 봤다", "소름이 돋고 무서웠다", Mood.HORROR),
        ("할머니가 고맙다고", "감동이었다", Mood.TOUCHING),
        ("갑질 진상 손님", "빡쳐서 화가 났다", Mood.ANGER),
        ("아무 낱말도", "들어 있지 않음", Mood.DAILY),
    ],
)
def test_moods(title: str, content: str, mood: Mood) -> None:
    assert mood_of(small_post(title=title, content=content, comments=())) is mood


def test_the_title_counts_three_times_and_a_repeated_word_once() -> None:
    sad = small_post(title="슬프다", content="ㅋㅋ " * 50 + "웃겼", comments=())
    assert mood_of(sad) is Mood.SADNESS
