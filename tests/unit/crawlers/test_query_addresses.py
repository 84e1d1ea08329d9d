"""Parameters of addresses, numbers in them, and JSON of APIs: what servers write, and what nobody would."""

from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest
from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from crawlers.engines.json_answers import (
    ApiModel,
    Count,
    Time,
    parse_json_answer,
    text_and_picture_addresses,
    validate_json_answer,
)
from crawlers.engines.link_addresses import (
    query_value,
    with_next_number_in_path,
    with_next_number_in_query,
    with_query_parameters,
    without_query_parameters,
)
from crawlers.parse.numbers import parse_whole_number
from schemas.errors import BadInput

LIST = "https://board.example/list"
NAMES = st.sampled_from(["page", "id", "q", "s"])
VALUES = st.text("a1&=+ %가#?", max_size=5)
PAIRS = st.lists(st.tuples(NAMES, VALUES), max_size=4)


def pairs(url: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(url).query, keep_blank_values=True)


@given(PAIRS, NAMES, VALUES)
def test_a_parameter_is_set_once_and_the_others_stay(given_pairs: list[tuple[str, str]], name: str, value: str) -> None:
    url = LIST
    for other, shown in given_pairs:
        url = with_query_parameters(url, **{other: shown})
    kept = [pair for pair in pairs(url) if pair[0] != name]
    changed = with_query_parameters(f"{url}#top", **{name: value})
    assert pairs(changed) == [*kept, (name, value)]
    assert query_value(changed, name) == value
    assert pairs(without_query_parameters(changed, (name,))) == kept
    assert "#" not in changed
    assert urlsplit(changed).path == "/list"


def test_what_stays_of_a_query_is_as_it_was_written() -> None:
    for query_string in ("88-pot/page2", "q=%B0%A1&s", "q=a+b&q=%20", "a[]=1&b=[2]", "q=%26%3D", "q=1;s=2"):
        assert without_query_parameters(f"{LIST}?{query_string}", ("page",)) == f"{LIST}?{query_string}"
        assert with_query_parameters(f"{LIST}?{query_string}", page="2") == f"{LIST}?{query_string}&page=2"
    assert without_query_parameters(f"{LIST}?p%61ge=1&&id=7&page&page=2", ("page",)) == f"{LIST}?id=7"


@each_row(
    ("url", "following"),
    [
        (LIST, "?page=2"),
        (f"{LIST}?page=1", "?page=2"),
        (f"{LIST}?id=a&page=9&q=", "?id=a&q=&page=10"),
        (f"{LIST}?page=", "?page=2"),
        (f"{LIST}?page=last", "?page=2"),
        (f"{LIST}?page=-3", "?page=2"),
        (f"{LIST}?page=%C2%B2", "?page=2"),
        (f"{LIST}?page={'9' * 5000}", "?page=2"),
        (f"{LIST}?page=0007", "?page=8"),
        (f"{LIST}?page=3#c", "?page=4"),
    ],
)
def test_the_next_page_by_a_number_in_the_query(url: str, following: str) -> None:
    assert with_next_number_in_query(url, "page", 1, 1) == LIST + following


@each_row(
    ("path", "following"),
    [
        ("/list/3.html", "/list/4.html"),
        ("/list/999999999.html", "/list/1000000000.html"),
        ("/list", "/list/2.html"),
        ("/list/3", "/list/2.html"),
        ("/list/3xhtml", "/list/2.html"),
        (f"/list/{'9' * 5000}.html", "/list/2.html"),
    ],
)
def test_the_next_page_by_a_number_in_the_path(path: str, following: str) -> None:
    url = f"https://board.example{path}?s=1#top"
    assert with_next_number_in_path(url, "/list/{page}.html", 1, 1) == f"https://board.example{following}?s=1"


@each_row(
    ("text", "number"),
    [
        ("0", 0),
        ("007", 7),
        ("999999999", 999_999_999),
        *(
            (text, None)
            for text in ("", " 1", "1\n", "-1", "+1", "1.0", "1e3", "²", "٣", "１", "1_0", "9" * 10, "9" * 5000)
        ),
    ],
    ids=lambda value: ascii(value)[:20],
)
def test_whole_numbers_are_nine_plain_digits_at_most(text: str, number: int | None) -> None:
    assert parse_whole_number(text) == number


class Answer(ApiModel):
    when: Time = None
    votes: Count = None


@each_row(
    ("shown", "when"),
    [
        ("null", None),
        ("1764374400", datetime(2025, 11, 29, tzinfo=UTC)),
        ('"2025-11-29T09:00:00+09:00"', datetime(2025, 11, 29, tzinfo=UTC)),
        ('"2025-11-29T00:00:00Z"', datetime(2025, 11, 29, tzinfo=UTC)),
        ('"2025-11-29T00:00:00"', datetime(2025, 11, 29, tzinfo=UTC)),
        ('"2025-11-29"', datetime(2025, 11, 29, tzinfo=UTC)),
        ('""', None),
        ('"yesterday"', None),
        ('"2025-02-30T00:00:00Z"', None),
        ('"0001-01-01T00:00:00+14:00"', None),
        ('"9999-12-31T23:59:59-14:00"', None),
    ],
)
def test_times_of_apis_are_utc_where_they_name_no_zone(shown: str, when: datetime | None) -> None:
    assert parse_json_answer(Answer, f'{{"when": {shown}}}'.encode(), LIST).when == when


@each_row(
    ("shown", "votes"),
    [("12", 12), ("-3", 0), ("0", 0), ("null", None), ('"12"', None), ("1.5", None), ("[]", None), ("{}", None)],
)
def test_counts_of_apis_are_whole_and_never_negative(shown: str, votes: int | None) -> None:
    assert (
        parse_json_answer(Answer, f'{{"votes": {shown}, "new_in_their_next_release": 1}}'.encode(), LIST).votes == votes
    )


@each_row(
    "body",
    [b"", b"{", b"[]", b"null", b"<html>", b'{"when": []}', b'{"when": 1e400}', b"\xff\xfe{\x00}\x00", b"[" * 100_000],
    ids=lambda body: str(body[:20]),
)
def test_an_answer_of_another_form_says_where(body: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        parse_json_answer(Answer, body, f"{LIST}?{'x' * 1000}")
    assert caught.value.code == "page.not_a_post.format"
    assert len(caught.value.fields["url"]) == 200
    assert str(caught.value.fields["why"]).startswith(("when: ", "the answer: "))


def test_a_fault_deep_in_an_answer_is_named_by_its_way() -> None:
    class Thread(ApiModel):
        answers: tuple[Answer, ...] = ()

    with pytest.raises(BadInput, match=r"answers\.1\.when: "):
        validate_json_answer(Thread, {"answers": [{}, {"when": []}]}, LIST)


@each_row(
    ("markup", "text", "pictures"),
    [
        ("", "", ()),
        (" \n", "", ()),
        ("plain &amp; <b>bold", "plain & bold", ()),
        ("<script>alert(1)</script>seen<style>p{}</style>", "seen", ()),
        ('<img src="a.png"><img src="b.png"><img src="a.png">', "", ("a.png", "b.png")),
        ('<img><img src=""><img class="emoji" src="smile.png">', "", ()),
        ("</div></body>behind", "behind", ()),
    ],
)
def test_pieces_of_html_in_answers(markup: str, text: str, pictures: tuple[str, ...]) -> None:
    found, shown = text_and_picture_addresses(markup)
    assert (" ".join(found.split()), shown) == (text, pictures)
