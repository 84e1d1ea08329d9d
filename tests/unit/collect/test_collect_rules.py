"""Pseudonyms, scores, composed posts and verdicts."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from fixtures.crawl.collect import site
from hypothesis import given
from hypothesis import strategies as st

from crawlers.base import ParsedComment, ParsedPost, PostRef
from crawlers.score import PostToScore, RecentPosts, ScoreScale, score_with_copies, wilson_lower_bound
from schemas.crawls import short_reason
from schemas.errors import BadInput
from schemas.events import PostCollected, encode_fact
from schemas.posts import Comment, Stats
from services.collect.post_builder import PostBuilder
from services.collect.post_registry import comments_digest
from services.collect.pseudonym import NOBODY, Pseudonyms
from services.projector.ranking import decayed_score, ranking_key

NAMES = Pseudonyms("소금", "toy")
COMPOSER = PostBuilder(site("http://127.0.0.1:1", public_url="https://toy.example"), NAMES)
REF = PostRef("7", "http://127.0.0.1:1/p/7", "제목", "자유", Stats(views=10, likes=3, comments=1))


def test_a_pseudonym_is_stable_and_belongs_to_site_and_installation() -> None:
    assert NAMES.pseudonym_of("홍길동") == Pseudonyms("소금", "toy").pseudonym_of("홍길동")
    assert NAMES.pseudonym_of("홍길동") != Pseudonyms("소금", "other").pseudonym_of("홍길동")
    assert NAMES.pseudonym_of("홍길동") != Pseudonyms("설탕", "toy").pseudonym_of("홍길동")
    assert NAMES.pseudonym_of("") == NOBODY


def test_pseudonyms_hardly_ever_meet() -> None:
    names = Counter(NAMES.pseudonym_of(f"닉네임{n}") for n in range(2_000))
    # 228,096 names: some ten of two thousand share theirs.
    assert sum(count - 1 for count in names.values()) < 30


@given(st.text(min_size=1, max_size=40))
def test_a_pseudonym_does_not_hold_the_name(author: str) -> None:
    name = NAMES.pseudonym_of(author)
    assert 3 <= len(name) <= 12
    assert author not in name or len(author) < 3


def test_mentions_carry_the_pseudonym() -> None:
    text = "@홍길동님 말이 맞아요 @모르는사람 @홍길"
    assert NAMES.replace_mentions(text, ["홍길동", "홍길"]) == (
        f"@{NAMES.pseudonym_of('홍길동')}님 말이 맞아요 @모르는사람 @{NAMES.pseudonym_of('홍길')}"
    )


def made(hours: float | None = None, board: str = "", **figures: int) -> PostToScore:
    return PostToScore(Stats(**figures), board, hours)


def test_the_middle_of_the_board_scores_a_half() -> None:
    scale = ScoreScale(made(likes=n, views=100 * n, comments=n) for n in range(1, 102))
    assert scale.score(made(likes=51, views=5100, comments=51)) == pytest.approx(0.5, abs=0.01)
    assert scale.score(made(likes=101, views=10_100, comments=101)) > 0.99
    assert scale.score(made()) == 0.5
    assert ScoreScale([]).score(made(likes=3)) == 0.5


def test_a_figure_that_is_not_shown_is_no_zero() -> None:
    scale = ScoreScale([made(likes=n, comments=n) for n in range(100)])
    full = ScoreScale([made(likes=n, comments=n, views=n) for n in range(100)])
    assert scale.score(made(likes=99, comments=99)) > 0.98
    assert scale.score(made(likes=99, comments=99, views=5)) == scale.score(made(likes=99, comments=99))
    assert full.score(made(likes=99, comments=99)) > full.score(made(likes=99, comments=99, views=0))


def test_a_young_post_is_measured_against_young_ones() -> None:
    young = [made(0.5, likes=n) for n in range(20)]
    old = [made(20.0, likes=100 * n) for n in range(20)]
    scale = ScoreScale([*young, *old])
    assert scale.score(made(0.5, likes=19)) > 0.95
    assert scale.score(made(20.0, likes=19)) < 0.1
    # A bucket of few says little: the whole board is asked then.
    assert ScoreScale([*young[:3], *old]).score(made(0.5, likes=2)) < 0.5


def test_boards_of_one_site_are_measured_apart() -> None:
    quiet = [made(board="시", likes=n) for n in range(20)]
    loud = [made(board="유머", likes=1000 * n) for n in range(20)]
    assert ScoreScale([*quiet, *loud]).score(made(board="시", likes=19)) > 0.95


def test_of_two_alike_the_faster_one_stands_out() -> None:
    scale = ScoreScale(
        [made(hours, likes=50, comments=20) for hours in (1.0, 1.2, 1.5, 1.9, 2.0, 2.2, 2.4, 2.6, 2.8, 2.9)]
    )
    assert scale.score(made(1.0, likes=50, comments=20)) > scale.score(made(2.9, likes=50, comments=20))


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=30), st.integers(0, 10**6), st.integers(0, 10**6))
def test_more_likes_never_score_less(board: list[int], one: int, other: int) -> None:
    scale = ScoreScale(made(2.0, likes=n) for n in board)
    low, high = sorted((one, other))
    assert 0 <= scale.score(made(2.0, likes=low)) <= scale.score(made(2.0, likes=high)) <= 1


def test_approval_needs_votes() -> None:
    assert wilson_lower_bound(2, 2) < wilson_lower_bound(180, 200) < wilson_lower_bound(2000, 2000)


def parsed(**changes: object) -> ParsedPost:
    content: dict[str, object] = {"origin_id": "7", "title": "제목", "text": "본문", "author": "홍길동"}
    return ParsedPost(**(content | changes))  # type: ignore[arg-type] # fields vary by test


def comment(identity: str, text: str = "댓글", **changes: object) -> ParsedComment:
    return ParsedComment(id=identity, text=text, **changes)  # type: ignore[arg-type] # fields vary by test


def test_a_composed_post_holds_no_name_and_no_number() -> None:
    raw = parsed(
        text="@철수야 010-1234-5678 로 연락해\u202e",
        title="내 번호 010-1111-2222",
        comments=(comment("c1", "홍길동입니다 hong@naver.com", author="철수"),),
    )
    post = COMPOSER.build_post(REF, raw, COMPOSER.build_without_pictures(REF, raw), [], 0.5)
    written = encode_fact(PostCollected(post_key=post.key, revision=0, post=post)).decode()
    for personal in ("010-1234-5678", "010-1111-2222", "hong@naver.com", "@철수", '"홍길동"', '"철수"', "\u202e"):
        assert personal not in written
    assert post.flags == ("pii-masked",)
    assert str(post.url) == "https://toy.example/p/7"
    assert post.author == NAMES.pseudonym_of("홍길동")
    assert post.stats == Stats(views=10, likes=3, comments=1)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (parsed(text="\u200b \n"), "empty"),
        (parsed(title="\u3164"), "empty"),
        (parsed(origin_id="8"), "other_post"),
    ],
)
def test_what_is_no_post_is_named(raw: ParsedPost, reason: str) -> None:
    with pytest.raises(BadInput) as caught:
        COMPOSER.build_without_pictures(REF, raw)
    assert short_reason(caught.value) == reason


def test_a_picture_post_whose_pictures_failed_is_no_post() -> None:
    raw = parsed(text="", images=("http://x.example/1.png",))
    with pytest.raises(BadInput, match="neither text nor picture"):
        COMPOSER.build_post(REF, raw, COMPOSER.build_without_pictures(REF, raw), [], 0.5)


def test_comments_come_once_in_time_with_their_answers_behind_them() -> None:
    start = datetime(2026, 11, 22, tzinfo=UTC)
    times = {name: start + timedelta(minutes=n) for n, name in enumerate(["a", "b", "a1", "c", "a2", "a1x"])}
    parents = {"a1": "a", "a2": "a", "a1x": "a1"}
    shown = [comment(n, n, created_at=times[n], parent_id=parents.get(n)) for n in ("c", "a2", "a1x", "a", "b", "a1")]
    again = comment("b", "b", created_at=times["b"], best=True)
    composed = COMPOSER.build_comments([again, *shown], {})
    assert [c.id for c in composed] == ["a", "a1", "a1x", "a2", "b", "c"]
    assert [c.id for c in composed if c.best] == ["b"]


def test_comments_that_answer_each_other_in_a_circle_are_kept() -> None:
    circle = [comment("x", parent_id="y"), comment("y", parent_id="x"), comment("z", parent_id="z")]
    assert sorted(c.id for c in COMPOSER.build_comments(circle, {})) == ["x", "y", "z"]


def test_ten_thousand_answers_in_a_row_do_not_overflow() -> None:
    chain = [comment(str(n), parent_id=str(n - 1) if n else None) for n in range(10_000)]
    flags: dict[str, None] = {}
    composed = COMPOSER.build_comments(chain, flags)
    assert 1000 < len(composed) < 10_000
    assert list(flags) == ["comments-cut"]


@pytest.mark.slow
def test_a_huge_post_fits_into_one_message() -> None:
    raw = parsed(
        text="가" * 200_000,
        title="나" * 5_000,
        comments=tuple(comment(str(n), "다" * 9_000, likes=n, author="라" * 900) for n in range(500)),
    )
    composed = COMPOSER.build_without_pictures(REF, raw)
    post = COMPOSER.build_post(REF, raw, composed, [], 0.5)
    assert len(encode_fact(PostCollected(post_key=post.key, revision=0, post=post))) < 900_000
    assert set(post.flags) == {"text-cut", "comments-cut"}
    # The most liked stay.
    assert {c.likes for c in post.comments} == set(range(500 - len(post.comments), 500))


def test_a_digest_sees_what_changed_and_not_the_order() -> None:
    one, two = Comment(id="1", author="가", content="나"), Comment(id="2", author="다", content="라", likes=3)
    assert comments_digest((one, two)) == comments_digest((two, one))
    assert comments_digest((one, two)) != comments_digest((one, two.model_copy(update={"likes": 4})))
    assert comments_digest((one,)) != comments_digest((one, two))


def test_velocity_is_what_came_between_two_sightings() -> None:
    stats = Stats(likes=120, comments=30)
    assert PostToScore(stats, age=10.0).reactions_per_hour == 15.0
    assert PostToScore(stats, age=10.0, before=Stats(likes=40, comments=10), since=2.0).reactions_per_hour == 50.0
    # A site may take figures back; seen twice within minutes tells nothing.
    assert PostToScore(stats, age=10.0, before=Stats(likes=500, comments=30), since=2.0).reactions_per_hour == 0.0
    assert PostToScore(stats, age=10.0, before=Stats(likes=40), since=0.1).reactions_per_hour == 15.0


def test_posts_are_measured_against_fourteen_days_of_their_own_site() -> None:
    base, now = RecentPosts(), datetime(2026, 11, 22, tzinfo=UTC)
    base.add("toy", [made(1.0, likes=n) for n in range(1000, 1020)], now - timedelta(days=13))
    base.add("toy", [made(1.0, likes=n) for n in range(50)], now - timedelta(days=15))
    base.add("other", [made(1.0, likes=n) for n in range(50)], now)
    listed = [made(1.0, likes=n) for n in (500, 600)]
    assert base.make_scale("toy", listed, now).score(listed[1]) < 0.2
    assert base.make_scale("new", listed, now).score(listed[1]) > 0.5


def test_a_story_told_on_several_sites_stands_out_more() -> None:
    assert [score_with_copies(0.6, sites) for sites in (1, 2, 4)] == [0.6, 0.69, 0.78]
    assert score_with_copies(0.99, 8) == 1.0


def test_scores_age_and_keep_their_order() -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    fresh, stale = ranking_key(0.4, now - timedelta(hours=2), now), ranking_key(0.9, now - timedelta(hours=60), now)
    assert fresh > stale
    for later in (now, now + timedelta(days=3)):
        assert decayed_score(fresh, later) > decayed_score(stale, later)
    assert decayed_score(ranking_key(0.8, None, now), now) == 0.8
    assert decayed_score(ranking_key(0.8, now, now), now + timedelta(hours=36)) == pytest.approx(
        0.8 / 2.71828, abs=1e-3
    )
    assert decayed_score(ranking_key(0.8, now + timedelta(days=400), now), now) == 0.8
