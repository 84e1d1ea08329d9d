"""The rules by which text is taken from pages and cleaned, one by one and at their limits."""

import unicodedata

import pytest
from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from crawlers.parse.markup import parse_html
from crawlers.parse.plain_text import CODE, STRUCK, clean_line, clean_text, plain_text

ACUTE = "\u0301"
"""A combining mark; on ``q`` it has no composed form."""


def raw(html: str) -> str:
    return plain_text(parse_html(f'<div id="x">{html}</div>').css("#x")[0])


def text_of(html: str) -> str:
    return clean_text(raw(html), 10_000)


BLOCKS = (
    "address article blockquote center details dd div dt figcaption footer form h1 h2 h3 h4 h5 h6 header li main nav "
    "pre section"
)
NOT_TEXT = "script style noscript template iframe object svg math select button textarea video audio canvas progress"


@each_row("tag", BLOCKS.split())
def test_a_block_stands_on_lines_of_its_own(tag: str) -> None:
    assert text_of(f"앞<{tag}>안</{tag}>뒤") == "앞\n안\n뒤"


@each_row("tag", ["b", "span", "a", "em", "font", "u", "strong"])
def test_an_inline_element_stays_in_its_line(tag: str) -> None:
    assert text_of(f"앞<{tag}>안</{tag}>뒤") == "앞안뒤"


@each_row("tag", NOT_TEXT.split())
def test_what_is_not_text_is_left_out_and_what_follows_is_kept(tag: str) -> None:
    assert text_of(f"앞<{tag}>안</{tag}>뒤") == "앞뒤"


def test_the_element_that_is_asked_for_is_read_even_when_it_is_not_text() -> None:
    area = parse_html("<textarea id=x>쓴 글</textarea>").css("#x")[0]
    assert plain_text(area) == "쓴 글"


@each_row(
    "style",
    [
        *("display:none", "display : none", "DISPLAY:NONE", "visibility:hidden", "font-size:0", "font-size: 0px"),
        *("font-size:1px;color:#fff", "opacity:0", "color: transparent", "text-indent:-9999px"),
        *("position:absolute;left:-9999px", "height:0;overflow:hidden", "width:1px; height:1px; overflow:hidden"),
    ],
)
def test_hidden_parts_are_left_out(style: str) -> None:
    assert text_of(f'앞<p style="{style}">안</p>뒤') == "앞뒤"


@each_row(
    "style",
    [
        "display:inline",
        "visibility:visible",
        "font-size:0.5em",
        "font-size:10px",
        "opacity:0.5",
        "color:red",
        "",
        "line-height:1;overflow:hidden",
    ],
)
def test_shown_parts_are_kept(style: str) -> None:
    assert text_of(f'앞<b style="{style}">안</b>뒤') == "앞안뒤"


def test_text_in_source_order_through_nested_elements() -> None:
    assert text_of("1<b>2<i>3</i>4</b>5<p>6<b>7</b>8</p>9") == "12345\n678\n9"


def test_line_ends_of_the_source_are_spaces() -> None:
    assert raw("<b>한</b>\n줄").strip("\n") == "한 줄"
    assert text_of("한\n\n줄\r\n에") == "한 줄 에"


def test_nested_boxes_make_one_line_end() -> None:
    assert raw("앞" + "<div>" * 50 + "안" + "</div>" * 50 + "뒤") == "\n앞\n안\n뒤\n"


PIECES = st.sampled_from(["<p>", "</p>", "<b>", "</b>", "<br>", "글", "<script>", "</script>", "\n"])


@given(st.lists(PIECES, max_size=30))
def test_whatever_the_markup_it_leaves_neither_tags_nor_empty_lines(pieces: list[str]) -> None:
    found = raw("".join(pieces))
    assert "<" not in found
    assert "\n\n" not in found


@pytest.mark.parametrize("marks", range(8))
def test_a_letter_keeps_four_marks(marks: int) -> None:
    assert clean_text("q" + ACUTE * marks + "끝", 100) == "q" + ACUTE * min(marks, 4) + "끝"


def test_marks_are_counted_anew_for_each_letter() -> None:
    assert clean_text(ACUTE * 6 + "끝", 100) == ACUTE * 4 + "끝"
    assert clean_text(f"q{ACUTE * 4}q{ACUTE * 4}", 100) == f"q{ACUTE * 4}q{ACUTE * 4}"


@each_row(
    ("before", "kept"),
    [("👨", True), ("❤\ufe0f", True), ("🏽", True), ("가", False), ("1", False), ("", False), (" ", False)],
)
def test_the_joiner_stays_inside_emoji_only(before: str, kept: bool) -> None:
    assert ("\u200d" in clean_text(f"{before}\u200d👩", 100)) is kept


@each_row("blank", "\u115f\u1160\u2800\u3164\uffa0")
def test_letters_that_draw_nothing_are_dropped(blank: str) -> None:
    assert clean_text(f"가{blank}나", 100) == "가나"


@each_row("space", ["\u00a0", "\u2003", "\u3000", "\t", "   "])
def test_any_space_is_one_space(space: str) -> None:
    assert clean_text(f" 가{space}나 ", 100) == "가 나"


@each_row("end", ["\n", "\r\n", "\u2028", "\u2029", "\n\n\n", " \n "])
def test_any_line_end_is_one_line_end(end: str) -> None:
    assert clean_text(f"가{end}나", 100) == "가\n나"


def test_a_line_has_no_line_ends() -> None:
    assert clean_line("가\r\n나\n다\r라", 100) == "가 나 다 라"


@given(st.text(alphabet="가나 \n", max_size=60), st.integers(1, 30))
def test_the_limit_cuts_at_the_end_only(text: str, limit: int) -> None:
    whole, cut = clean_text(text, 1000), clean_text(text, limit)
    assert len(cut) <= limit
    assert whole.startswith(cut)
    if len(text) <= limit * 4:
        assert cut == whole[:limit].rstrip()


def test_composed_letters_count_as_one() -> None:
    decomposed = unicodedata.normalize("NFD", "한글" * 3)
    assert clean_text(decomposed, 6) == "한글" * 3


@pytest.mark.parametrize("tag", ["del", "s", "strike"])
def test_what_is_struck_out_is_not_told(tag: str) -> None:
    assert text_of(f"앞 <{tag}>거짓 <b>말</b></{tag}>뒤") == "앞 뒤"
    assert raw(f"앞<{tag}>거짓</{tag}>뒤").count(STRUCK) == 1


def test_code_is_left_out_and_preformatted_text_is_not() -> None:
    assert text_of("앞<pre><code>x = 1</code></pre>뒤") == "앞\n뒤"
    assert text_of("앞<pre>시 한 편</pre>뒤") == "앞\n시 한 편\n뒤"
    assert text_of("<code>make</code> 명령") == "make 명령"
    assert raw("<pre><code>x</code></pre><code>f();</code>").count(CODE) == 2


@pytest.mark.parametrize("text", ["R&amp;D", "R&amp;amp;D", "R&amp;amp;amp;D"])
def test_what_was_escaped_twice_is_shown_as_it_was_written(text: str) -> None:
    assert text_of(text) == "R&D"
