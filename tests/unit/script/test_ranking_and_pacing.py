"""Similarity, the estimate of durations, comments and moods: properties and tables."""

from math import log

import pytest
from fixtures.rows import each_row
from fixtures.studio.studio import small_post
from hypothesis import given, settings
from hypothesis import strategies as st

from libraries.film_scripts import pacing, phrases
from libraries.film_scripts.quotes import shortened_comments
from schemas.posts import Comment
from schemas.script import Line, Mood, Role, Speaker
from services.studio.script.extractive.mood import mood_of
from services.studio.script.extractive.similarity import bigrams, similarity

TEXT = st.text("가나다라마 abc12.", max_size=20)


# Similarity


@given(TEXT, TEXT)
@settings(max_examples=40)
def test_similarity_is_symmetric_and_zero_without_anything_shared(left: str, right: str) -> None:
    one, other = bigrams(left), bigrams(right)
    assert similarity(one, other) == similarity(other, one)
    assert (similarity(one, other) > 0) == bool(one & other)


def test_similarity_is_that_of_the_paper() -> None:
    one, other = bigrams("도시락을"), bigrams("도시락이")
    assert similarity(one, other) == pytest.approx(2 / (log(len(one) + 1) + log(len(other) + 1)))


@each_row(
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


# Pacing


def narrated(spoken: str) -> Line:
    return Line(role=Role.BODY, speaker=Speaker.NARRATOR, display="말", spoken=spoken)


@each_row(
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
    assert pacing.hangul_syllable_count(spoken) == syllables
    assert pacing.spoken_seconds(spoken) == pytest.approx(syllables / 6.8 + 0.15 * pauses + 0.18)


@given(st.lists(st.text("가나다, .", min_size=1, max_size=20), max_size=8))
@settings(max_examples=40)
def test_a_script_takes_as_long_as_its_lines(texts: list[str]) -> None:
    lines = [narrated(text) for text in texts]
    assert pacing.script_duration(lines) == pytest.approx(sum(pacing.spoken_seconds(text) for text in texts))
    assert pacing.script_duration(lines[:-1]) <= pacing.script_duration(lines)


@given(st.text("가나다, .", max_size=20), st.text("라마바", min_size=1, max_size=20))
@settings(max_examples=40)
def test_more_words_take_longer(text: str, more: str) -> None:
    assert pacing.spoken_seconds(text + more) > pacing.spoken_seconds(text)


def test_the_limits_leave_room_for_a_film_of_20_to_60_seconds() -> None:
    assert 20 < pacing.SHORTEST < pacing.LONGEST < 60


# Comments and moods


def comment(text: str) -> Comment:
    return Comment(id="c", author="고래", content=text, likes=1)


@each_row(
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
    found = [cut for _, cut in shortened_comments([comment(text)])]
    assert found == ([] if quoted is None else [quoted])


@each_row("mood", [mood for mood in Mood if mood in phrases.CLOSERS])
def test_every_mood_has_closers_and_tags_of_its_own(mood: Mood) -> None:
    post = small_post()
    assert phrases.closing_line(mood, post) in phrases.CLOSERS[mood]
    assert phrases.closing_line(mood, post) == phrases.closing_line(mood, post)
    tags = phrases.hashtags(mood, post)
    assert tags[0] == "#썰"
    assert "#직장" in tags
    assert len(tags) == len(set(tags))
    assert phrases.closing_line(mood, post) in phrases.all_program_phrases(post)


@each_row(
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


def test_a_script_may_be_a_little_over_only_where_more_is_wanted_than_is_usual() -> None:
    assert pacing.longest_script_seconds(20) == pacing.longest_script_seconds(pacing.LONGEST) == pacing.LONGEST
    assert pacing.longest_script_seconds(pacing.LONGEST + 1) == pacing.LONGEST + 5
    assert pacing.longest_script_seconds(90) == 94
