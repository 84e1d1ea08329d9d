"""Answers read piece by piece: the same words however they are cut, and nothing but named errors for any bytes."""

import json
from contextlib import suppress

import pytest
from fixtures.rows import each_row
from fixtures.studio.odd_servers import event, events, whole
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from libraries.http_client.reply import ServerReply
from libraries.language_models.completion import AnswerReader, ModelReply
from schemas.errors import ProviderDown

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


def read(body: bytes, size: int = 7, *, longest: int = 1000, framed: bool = True) -> ModelReply | None:
    reader = AnswerReader("It", longest)
    for at in range(0, len(body), size):
        if reader.feed_chunk(body[at : at + size]):
            break
    return reader.reply_when_ended(ServerReply(200, body, framed=framed))


@given(TEXT, st.integers(1, 40), st.booleans())
def test_words_are_the_same_however_they_arrive(text: str, size: int, streamed: bool) -> None:
    said = read(b"".join(events(text)) if streamed else whole(text), size)
    assert said is not None
    assert (said.text, said.finish, said.looped, said.error) == (text, "stop", False, None)


@given(
    st.binary(max_size=300), st.sampled_from([b"", b"data: ", b"data: {", b'{"choices": [', b": ping\n", b"error: "])
)
def test_any_bytes_end_in_a_completion_none_or_a_named_error(junk: bytes, start: bytes) -> None:
    with suppress(ProviderDown):
        said = read(start + junk)
        assert said is None or isinstance(said.text, str)


NAMES = st.sampled_from(["choices", "message", "delta", "content", "usage", "error", "text", "type", "code"])
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
JSON = st.recursive(
    LEAVES, lambda each: st.lists(each, max_size=3) | st.dictionaries(NAMES, each, max_size=4), max_leaves=12
)


@given(JSON, st.booleans())
def test_any_json_does_too(found: JsonValue, streamed: bool) -> None:
    body = json.dumps(found).encode()
    with suppress(ProviderDown):
        read(b"data: " + body + b"\n\n" if streamed else body)


PARTS: list[tuple[JsonValue, str, str]] = [
    ({"content": "가"}, "가", ""),
    ({"content": [{"type": "text", "text": "가"}, "나", {"type": "image_url"}]}, "가나", ""),
    ({"content": [{"type": "thinking", "thinking": "음", "text": "음"}, {"type": "text", "text": "가"}]}, "가", ""),
    ({"content": {"type": "text", "text": "가"}}, "가", ""),
    ({"content": None, "reasoning_content": "음"}, "", "음"),
    ({"content": "가", "reasoning": "음"}, "가", "음"),
    ({"content": 7}, "", ""),
]


@each_row(("message", "text", "thoughts"), PARTS)
def test_words_and_thoughts_are_told_apart(message: JsonValue, text: str, thoughts: str) -> None:
    said = read(json.dumps({"choices": [{"message": message}]}).encode())
    assert said is not None
    assert (said.text, said.thoughts) == (text, thoughts)


def test_what_does_not_end_is_ended() -> None:
    endless = b"".join(
        event(f"{number} 번째로 {chr(0xAC00 + number)}{chr(0xB000 + 3 * number)} ") for number in range(900)
    )
    said = read(endless, longest=100)
    assert said is not None
    assert (said.capped, said.looped) == (True, False)
    assert len(said.text) < 8 * 100 + 40


def test_more_pieces_than_tokens_are_an_answer_without_an_end() -> None:
    """A piece holds a token or more; twice as many pieces as tokens were asked for are too many, however short."""
    said = read(b"".join(event(chr(0xAC00 + 7 * number)) for number in range(300)), longest=100)
    assert said is not None
    assert (said.capped, len(said.text)) == (True, 2 * 100 + 1)


def test_the_last_event_needs_no_end_of_line() -> None:
    said = read(b"".join(events("가나다", finish=None, done=False)) + event("라", finish="stop").rstrip(b"\n"))
    assert said == ModelReply("가나다라", finish="stop")


def test_events_without_an_end_are_a_broken_connection_only_where_nothing_else_tells() -> None:
    body = b"".join(events("가나다", finish=None, done=False))
    assert read(body) == ModelReply("가나다")
    with pytest.raises(ProviderDown, match="breaks off"):
        read(body, framed=False)
    assert read(body + event(finish="stop"), framed=False) == ModelReply("가나다", finish="stop")
    assert read(body + b"data: [DONE]\n\n", framed=False) == ModelReply("가나다", finish="stop")


@each_row(
    ("error", "status"),
    [
        ({"code": 503, "message": "x"}, 503),
        ({"message": "x"}, 400),
        ("x", 400),
        ({"code": "x"}, 400),
        ({"code": 7}, 400),
        ({"status": 503}, 503),
        ({"code": 429, "status": 503}, 429),
        ({"code": 600}, 400),
    ],
)
def test_an_error_within_a_good_answer_has_its_own_status(error: JsonValue, status: int) -> None:
    for body in (json.dumps({"error": error}).encode(), b"data: " + json.dumps({"error": error}).encode() + b"\n\n"):
        said = read(body)
        assert said is not None
        assert (said.error, said.status) == (error, status)


@pytest.mark.parametrize(
    "line", [b'error: {"code": 500, "message": "x"}', b'error: {"error": {"code": 500, "message": "x"}}']
)
def test_an_event_of_an_error_is_one(line: bytes) -> None:
    said = read(b"".join(events("가", finish=None, done=False)) + line + b"\n\n")
    assert said is not None
    assert (said.text, said.error, said.status) == ("가", {"code": 500, "message": "x"}, 500)


def test_an_event_of_an_error_that_is_no_object() -> None:
    assert (read(b"error: 5\n\n") or ModelReply("")).error == 5
    assert read(b"error: null\n\n") is None


@pytest.mark.parametrize(
    "odd", [{"usage": "none"}, {"usage": {"prompt_tokens": "many", "completion_tokens": 0.5}}, {"usage": [1]}]
)
def test_odd_figures_do_not_spoil_an_answer(odd: dict[str, JsonValue]) -> None:
    said = read(
        json.dumps({"choices": [{"message": {"content": "가"}, "finish_reason": {"type": "stop"}}], **odd}).encode()
    )
    assert said == ModelReply("가")


def test_of_several_choices_the_first_is_heard() -> None:
    choices = [{"message": {"content": text}} for text in ("가", "나")]
    said = read(json.dumps({"choices": choices}).encode())
    assert said is not None
    assert said.text == "가"


@each_row("body", [b"", b"{}", b"data: [DONE]\n\n", b": ping\n\n", b"nothing", b'{"choices": [{}]}'])
def test_what_says_nothing_is_no_completion(body: bytes) -> None:
    assert read(body) is None


def test_tokens_are_what_the_server_counted() -> None:
    usage = b'data: {"choices": [], "usage": {"prompt_tokens": 12, "completion_tokens": 3}}\n\n'
    said = read(b"".join(events("가", done=False)) + usage + b"data: [DONE]\n\n")
    assert said is not None
    assert (said.prompt_tokens, said.answer_tokens) == (12, 3)


def test_an_event_that_was_parsed_already_is_heard() -> None:
    reader = AnswerReader("s", 1000)
    found: JsonValue = {"choices": [{"delta": {"content": "안녕하세요"}}]}
    assert reader.feed_event(found) is False
    assert reader.reply_so_far.text == "안녕하세요"
