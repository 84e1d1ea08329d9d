"""Built posts at the limits of their sizes, and where each of their fields comes from."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fixtures.crawl.collect import site
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.base import ParsedComment, ParsedPost, PostRef
from crawlers.parse.plain_text import CODE, STRUCK
from schemas.errors import BadInput
from schemas.media import MediaRef
from schemas.posts import Image, Stats
from services.collect.post_builder import BuiltPost, PostBuilder
from services.collect.pseudonym import Pseudonyms

NAMES = Pseudonyms("소금", "toy")
BUILDER = PostBuilder(site("http://127.0.0.1:1", public_url="https://toy.example"), NAMES)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
REF = PostRef("7", "http://127.0.0.1:1/p/7", "제목", "목록판", Stats(views=10, likes=3), posted_at=NOW)
PICTURE = Image(media=MediaRef(key=f"aa/{'a' * 64}.webp", sha256="a" * 64, size=1), width=60, height=60, source_url="")


def parsed(**changes: object) -> ParsedPost:
    content: dict[str, object] = {"origin_id": "7", "title": "제목", "text": "본문"}
    return ParsedPost(**(content | changes))  # type: ignore[arg-type] # fields vary by test


def built(**changes: object) -> BuiltPost:
    return BUILDER.build_without_pictures(REF, parsed(**changes))


def comment(identity: str, text: str = "댓글", **changes: object) -> ParsedComment:
    return ParsedComment(id=identity, text=text, **changes)  # type: ignore[arg-type] # fields vary by test


@pytest.mark.parametrize(("length", "kept"), [(511, 511), (512, 512), (513, 512)])
def test_a_title_has_at_most_512_characters(length: int, kept: int) -> None:
    assert len(built(title="가" * length).title) == kept


@pytest.mark.parametrize(
    ("length", "kept", "cut"), [(59_999, 59_999, False), (60_000, 60_000, False), (60_001, 60_000, True)]
)
def test_a_text_has_at_most_60_000_characters_and_says_when_it_was_cut(length: int, kept: int, cut: bool) -> None:
    found = built(text="가" * length)
    assert len(found.content) == kept
    assert ("text-cut" in found.flags) is cut


def test_the_list_names_the_author_of_a_post_whose_page_names_none() -> None:
    ref = replace(REF, author="느림보")
    assert BUILDER.build_without_pictures(ref, parsed()).author == NAMES.pseudonym_of("느림보")
    assert BUILDER.build_without_pictures(ref, parsed(author="밤산책")).author == NAMES.pseudonym_of("밤산책")
    assert BUILDER.build_without_pictures(REF, parsed()).author == NAMES.pseudonym_of("")


def test_a_long_text_that_shrinks_below_the_limit_was_not_cut() -> None:
    assert "text-cut" not in built(text="가 " * 20_000 + " " * 40_000).flags


def test_each_comment_has_at_most_2_000_characters() -> None:
    assert [len(each.content) for each in built(comments=(comment("1", "가" * 2_001),)).comments] == [2_000]


def test_personal_data_is_masked_before_it_is_cut_in_two() -> None:
    number = " 010-1234-5678 뒤"
    post = built(title="가" * 505 + number, text="나" * 59_993 + number, comments=[comment("1", "다" * 1_993 + number)])
    texts = (post.title, post.content, post.comments[0].content)
    assert [text[-7:] for text in texts] == [" [전화번호]"] * 3
    assert post.flags[0] == "pii-masked"


def test_comments_take_400_000_bytes_the_best_and_most_liked_first() -> None:
    # Each is counted with 300 bytes beside the 2,200 of its text: 160 fit.
    text = "가" * 733 + "."
    comments = tuple(comment(str(n), text, likes=n, best=n == 0) for n in range(161))
    found = built(comments=comments)
    assert len(found.comments) == 160
    assert {each.id for each in found.comments} == {str(n) for n in range(161)} - {"1"}
    assert "comments-cut" in found.flags
    assert "comments-cut" not in built(comments=comments[:160]).flags


@pytest.mark.parametrize(
    ("page", "listed", "expected"),
    [
        (Stats(views=1, likes=2, comments=3), Stats(views=9, likes=9, comments=9), Stats(views=1, likes=2, comments=3)),
        (Stats(likes=0), Stats(views=9, likes=9, dislikes=1), Stats(views=9, likes=0, dislikes=1, comments=1)),
        (Stats(), Stats(), Stats(comments=1)),
        (Stats(), Stats(comments=5), Stats(comments=5)),
    ],
)
def test_numbers_of_the_page_go_before_those_of_the_list(page: Stats, listed: Stats, expected: Stats) -> None:
    ref = PostRef("7", REF.url, "제목", stats=listed)
    assert BUILDER.build_without_pictures(ref, parsed(stats=page, comments=(comment("1"),))).stats == expected


def test_a_negative_balance_of_votes_counts_as_none_and_loses_no_post() -> None:
    stats = Stats(likes=1).model_copy(update={"likes": -3, "comments": -1})
    kept = built(stats=stats, comments=(comment("1", likes=-2, dislikes=-1),))
    assert (kept.stats.likes, kept.stats.comments) == (0, 0)
    assert [(one.likes, one.dislikes) for one in kept.comments] == [(0, 0)]


def test_a_post_without_comments_and_numbers_counts_none() -> None:
    assert BUILDER.build_without_pictures(PostRef("7", REF.url, "제목"), parsed()).stats == Stats()


def test_the_board_of_the_page_goes_before_that_of_the_list() -> None:
    assert (built(board="글판").board, built().board) == ("글판", "목록판")
    assert len(built(board="가" * 65).board) == 64


def test_flags_name_what_happened_in_this_order() -> None:
    found = BUILDER.build_without_pictures(REF, parsed(text="010-1234-5678", has_video=True, images=("a", "b")))
    post = BUILDER.build_post(REF, parsed(images=("a", "b")), found, [PICTURE], 0.5, "other.9")
    assert post.flags == ("pii-masked", "video", "image-left-out", "copy:other.9")


@pytest.mark.parametrize(
    ("original", "flags"), [("", ()), ("toy.7", ()), ("toy.8", ("copy:toy.8",)), ("x." + "1" * 99, None)]
)
def test_a_copy_names_another_post_only(original: str, flags: tuple[str, ...] | None) -> None:
    post = BUILDER.build_post(REF, parsed(), built(), [], 0.5, original)
    assert post.flags == (flags if flags is not None else (f"copy:{original}"[:64],))


def test_the_address_is_that_for_readers() -> None:
    assert str(BUILDER.build_post(REF, parsed(), built(), [], 0.5).url) == "https://toy.example/p/7"
    linked = BUILDER.build_post(REF, parsed(link="https://reader.example/t/7"), built(), [], 0.5)
    assert str(linked.url) == "https://reader.example/t/7"
    with pytest.raises(BadInput) as caught:
        BUILDER.build_post(REF, parsed(link="javascript:alert(1)"), built(), [], 0.5)
    assert (caught.value.code, caught.value.fields["url"]) == ("post.url", "javascript:alert(1)")


def test_a_post_keeps_the_time_of_its_page_or_else_of_its_list() -> None:
    earlier = NOW - timedelta(hours=1)
    assert BUILDER.build_post(REF, parsed(posted_at=earlier), built(), [], 0.5).posted_at == earlier
    assert BUILDER.build_post(REF, parsed(), built(), [], 0.5).posted_at == NOW


def test_a_picture_alone_is_a_post_and_nothing_is_none() -> None:
    raw = parsed(text="", images=("a",))
    assert BUILDER.build_post(REF, raw, BUILDER.build_without_pictures(REF, raw), [PICTURE], 0.5).content == ""
    for changes, code in (
        ({"text": ""}, "post.empty"),
        ({"title": " "}, "post.empty.title"),
        ({"origin_id": "8"}, "post.other_post"),
    ):
        with pytest.raises(BadInput) as caught:
            built(**changes)
        assert caught.value.code == code


def test_a_page_that_does_not_name_its_post_is_taken_for_the_one_asked_for() -> None:
    assert built(origin_id="").title == "제목"


def test_long_ids_of_comments_are_shortened_alike_in_parents() -> None:
    long = "가" * 200
    first, answer = built(comments=(comment(long), comment("2", parent_id=long))).comments
    assert answer.parent_id == first.id != long
    assert len(first.id) <= 64


def test_comments_without_text_are_left_out_and_their_answers_kept() -> None:
    found = built(comments=(comment("1", ""), comment("2", parent_id="1")))
    assert [(each.id, each.parent_id) for each in found.comments] == [("2", "1")]


def test_without_all_times_comments_keep_the_order_of_the_page() -> None:
    shown = (comment("b", created_at=NOW), comment("a"), comment("c", created_at=NOW - timedelta(hours=1)))
    assert [each.id for each in built(comments=shown).comments] == ["b", "a", "c"]


PARENTS = st.lists(st.one_of(st.none(), st.integers(0, 11)), max_size=12)


@given(PARENTS)
@settings(max_examples=40)
def test_any_tree_of_comments_is_kept_whole_with_parents_first(parents: list[int | None]) -> None:
    raw = tuple(comment(str(n), parent_id=None if p is None else str(p)) for n, p in enumerate(parents))
    found = [each.id for each in built(comments=raw).comments]
    assert sorted(found) == sorted(each.id for each in raw)
    for n, parent in enumerate(parents):
        if parent is not None and parent < n and all(p is None or p < m for m, p in enumerate(parents)):
            assert found.index(str(parent)) < found.index(str(n))


def test_code_and_struck_out_words_are_flagged_with_their_number() -> None:
    found = BUILDER.build_without_pictures(REF, parsed(text=f"앞 {STRUCK} 뒤 {CODE} 끝 {STRUCK}"))
    assert found.content == "앞 뒤 끝"
    assert found.flags == ("code-left-out:1", "struck-out:2")
