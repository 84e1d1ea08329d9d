"""Text for platforms: what holds for every text, and the exact limits."""

import unicodedata

from fixtures.rows import each_row
from hypothesis import example, given
from hypothesis import strategies as st

from libraries.texts.platform_text import (
    ELLIPSIS,
    clean_for_platform,
    fit_description,
    fit_tags,
    fit_title,
    grapheme_clusters,
    shorten_text,
    utf8_length,
    utf16_length,
)

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ODD = st.sampled_from([*"가각힣ㄱ<>&\"',#\t\r\n \u00a0\u1100\u1161\u11a8\u0301\u200d\U0001f1f0👍🏽", *BIDI])
TEXT = st.text(st.one_of(ODD, st.characters()), max_size=60)


@given(TEXT)
@example("a\ud800b")
@example("e" + "\u0301" * 40)
def test_a_cleaned_text_is_clean_and_stays_the_same(text: str) -> None:
    for lines in (False, True):
        cleaned = clean_for_platform(text, lines=lines)
        assert clean_for_platform(cleaned, lines=lines) == cleaned
        assert unicodedata.is_normalized("NFC", cleaned)
        assert not set(cleaned) & {*BIDI, *"<>\t\r"}
        assert not [c for c in cleaned if unicodedata.category(c) in ("Cs", "Cn", "Co") or (c < " " and c != "\n")]
        assert "  " not in cleaned
        assert cleaned == cleaned.strip()
        assert "\n\n\n" not in cleaned
        assert lines or "\n" not in cleaned
        cleaned.encode()


@each_row(
    ("given_text", "one_line", "lines"),
    [
        ("a<b>c", "a‹b›c", "a‹b›c"),
        ("a \t b", "a b", "a b"),
        ("a\r\nb", "a b", "a\nb"),
        ("a\rb", "a b", "a\nb"),
        ("a\u2028b\u2029c", "a b c", "a\nb\nc"),
        ("a \n b", "a b", "a\nb"),
        ("a\n\n\n\nb", "a b", "a\n\nb"),
        ("a\n\nb", "a b", "a\n\nb"),
        ("\x00\x07a\x7f", "a", "a"),
        ("e" + "\u0317" * 4, "e" + "\u0317" * 4, "e" + "\u0317" * 4),
        ("e" + "\u0317" * 5, "e" + "\u0317" * 4, "e" + "\u0317" * 4),
        ("\u202eabc", "abc", "abc"),
        ("", "", ""),
    ],
)
def test_what_becomes_of_what_platforms_forbid(given_text: str, one_line: str, lines: str) -> None:
    assert clean_for_platform(given_text) == one_line
    assert clean_for_platform(given_text, lines=True) == lines


@given(TEXT)
def test_clusters_are_the_whole_text_in_order(text: str) -> None:
    assert "".join(grapheme_clusters(text)) == text
    assert all(grapheme_clusters(text))


@each_row(
    ("text", "expected"),
    [
        ("ab", 2),
        ("e\u0301", 1),
        ("\u1100\u1161\u11a8", 1),  # a decomposed syllable
        ("\u1100\u1100\u1161", 1),  # two leading consonants
        ("\u1161\u1100", 2),  # a vowel takes no leading consonant
        ("\u1100\u11a8", 2),  # a leading consonant takes no trailing one
        ("\u1161\u1161", 1),
        ("\u1161\u11a8", 1),
        ("\u1160\u11a8", 1),  # the filler and the last of the vowels
        ("\u11a7\u11a8", 1),
        ("\u115f\u1161", 1),
        ("\u11ff\u11a8", 1),
        ("힣\u11a8", 1),
        ("\u11a8\u11a8", 1),
        ("\u11a8\u1161", 2),
        ("가\u11a8", 1),
        ("각\u11a8", 1),
        ("가\u1161", 1),
        ("각\u1161", 2),  # a closed syllable takes no vowel
        ("a\u1161", 2),
        ("a\u11a8", 2),
        ("🇰🇷🇯🇵", 2),
        ("🇰🇷🇯", 2),
        ("a🇰", 2),
        ("👍🏽", 1),
        ("👨\u200d👩", 1),
        ("a\u200db", 2),  # a joiner joins symbols, not letters
        ("a\u200c", 1),
        ("🏴\U000e0067\U000e007f", 1),
        ("👍\U0001f400", 2),
    ],
)
def test_what_is_one_character_to_a_reader(text: str, expected: int) -> None:
    assert len(grapheme_clusters(text)) == expected


@given(TEXT, st.integers(0, 40))
def test_a_shortened_text_fits_and_is_a_beginning_of_whole_characters(text: str, limit: int) -> None:
    text = clean_for_platform(text, lines=True)
    for length, short in (
        (utf16_length, shorten_text(text, characters=limit)),
        (utf8_length, shorten_text(text, octets=limit)),
    ):
        assert length(short) <= limit
        if length(text) <= limit:
            assert short == text
        elif short:
            assert short.endswith(ELLIPSIS)
            parts, body = grapheme_clusters(text), short.removesuffix(ELLIPSIS)
            assert any("".join(parts[:count]).rstrip() == body for count in range(len(parts)))


@each_row(
    ("limit", "expected"),
    [
        (100, "가나다 라마바 사아자"),
        (11, "가나다 라마바 사아자"),
        (10, "가나다 라마바…"),
        (8, "가나다 라마바…"),
        (7, "가나다 라마…"),  # the space lies before the last third: the cut is between characters
        (6, "가나다 라…"),
        (5, "가나다…"),
        (4, "가나다…"),
        (1, ""),
        (0, ""),
    ],
)
def test_a_text_is_cut_between_words_only_where_that_costs_a_third_at_most(limit: int, expected: str) -> None:
    assert shorten_text("가나다 라마바 사아자", characters=limit) == expected


def test_lengths_are_those_of_the_encodings() -> None:
    assert (utf16_length("가a"), utf16_length("👍"), utf8_length("가a"), utf8_length("👍")) == (2, 2, 4, 4)


def test_a_title_falls_back_where_nothing_readable_is_left() -> None:
    assert fit_title(" \u202e ", 10, "다른 제목") == "다른 제목"
    assert fit_title("제목", 10, "다른 제목") == "제목"
    assert fit_title("", 5, "아주 긴 제목입니다") == "아주 긴…"


@given(st.lists(TEXT, max_size=3), st.lists(TEXT, max_size=3), st.integers(0, 200))
def test_a_description_fits_and_keeps_its_ending_while_there_is_room(
    body: list[str], last: list[str], room: int
) -> None:
    ending = "\n\n".join(part for part in (clean_for_platform(each, lines=True) for each in last) if part)
    told = fit_description(body, last, room)
    assert utf8_length(told) <= room
    if utf8_length(ending) <= room:
        assert told.endswith(ending)


def test_a_description_uses_all_the_room_there_is() -> None:
    assert fit_description(["가나다"], ["끝"], 14) == "가나다\n\n끝"
    assert fit_description(["가나다"], ["끝"], 13) == "가…\n\n끝"
    assert fit_description(["가나다"], ["끝"], 5) == "끝"
    assert fit_description(["가나다"], [], 11) == "가나다"
    assert fit_description([], [], 10) == ""
    assert fit_description(["한 줄\n두 줄"], ["출처\n링크"], 100) == "한 줄\n두 줄\n\n출처\n링크"


@given(st.lists(TEXT, max_size=12), st.integers(0, 40), st.integers(0, 12))
def test_tags_are_single_short_and_fit_together(wanted: list[str], characters: int, each: int) -> None:
    kept = fit_tags(wanted, characters, each)
    assert len({tag.casefold() for tag in kept}) == len(kept)
    assert all(tag and utf16_length(tag) <= each and not set(tag) & set(',"#<>') for tag in kept)
    assert sum(utf16_length(tag) + 2 * (" " in tag) for tag in kept) + max(0, len(kept) - 1) <= characters


@each_row(
    ("wanted", "characters", "expected"),
    [
        (["가", "나"], 3, ("가", "나")),
        (["가", "나"], 2, ("가",)),
        (["가 나"], 5, ("가 나",)),  # a tag with a space is quoted
        (["가 나"], 4, ()),
        (["Ab", "aB", "c"], 10, ("Ab", "c")),
        (['a,b"c#d'], 20, ("a b c d",)),
        (["가나다", "라"], 2, ()),  # the first that does not fit ends the list
        (["", " ", "x"], 5, ("x",)),
    ],
)
def test_what_tags_cost(wanted: list[str], characters: int, expected: tuple[str, ...]) -> None:
    assert fit_tags(wanted, characters) == expected


def test_a_tag_of_exactly_the_length_is_kept_and_a_longer_one_left_out() -> None:
    assert fit_tags(["가" * 30, "나" * 31]) == ("가" * 30,)
