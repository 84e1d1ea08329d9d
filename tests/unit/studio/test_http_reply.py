"""What a reply says of a failure, in the words of every server; compressed bodies; words of memory."""

import gzip
import json
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from libraries.http_client.reply import BodyDecoder, ServerReply, reports_memory_shortage
from schemas.errors import ProviderDown


@each_row(("status", "ok"), [(199, False), (200, True), (299, True), (300, False), (404, False)])
def test_a_reply_of_the_two_hundreds_is_good(status: int, ok: bool) -> None:
    assert ServerReply(status, b"").ok is ok


MESSAGES = {
    b'{"error": {"message": "no such model", "type": "not_found", "code": null}}': "no such model; not_found",
    b'{"error": "model requires more memory"}': "model requires more memory",
    b'{"detail": [{"type": "extra_forbidden", "loc": ["body", "seed"], "msg": "not permitted", "input": "system"}]}':
        "body.seed; not permitted; extra_forbidden",
    b'{"object": "error", "message": "too long", "code": 400}': "too long",
    b'{"error": {"message": "bad", "param": "temperature"}}': "temperature; bad",
    b'{"message": "tts failed", "Exception": "CUDA out of memory"}': "tts failed; CUDA out of memory",
    b'["a", {"msg": "b"}]': "a; b",
    b'"plain"': "plain",
    b'{"x": 1}': '{"x": 1}',
    b"404 page\n not  found": "404 page not found",
    b"<html><head><title>Log\n in</title></head><body>x</body></html>": "Log in",
    b"<HTML><script>var x = 1</script><p>Wait</p>": "Wait",
    b"": "",
}  # fmt: skip


@each_row(("body", "message"), MESSAGES.items())
def test_the_servers_own_words(body: bytes, message: str) -> None:
    assert ServerReply(400, body).message == message
    assert ServerReply(400, body).excerpt == (message or "an empty body")


@each_row(
    ("body", "kind", "page"),
    [
        (b"<p>Wait</p>", "text/html", True),
        (b"  <p>Wait</p>", "TEXT/HTML; charset=utf-8", True),
        (b"<p>Wait</p>", "text/plain", False),
        (b'{"choices": []}', "text/html", False),
        (b"RIFF<html>", "text/html", False),
        (b"\xef\xbb\xbf <!-- x --> <!DOCTYPE html>", "", True),
        (b"", "text/html", False),
    ],
)
def test_a_page_is_known_by_its_body(body: bytes, kind: str, page: bool) -> None:
    assert ServerReply(200, body, kind).is_web_page is page


@each_row(
    ("said", "seconds"),
    [
        ("20", 20),
        (" 3 ", 3),
        ("", 0),
        ("soon", 0),
        ("-1", 0),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 0),
        ("²", 0),
        ("9" * 400, 86_400),
        ("Sun, 06 Nov 9999 08:49:37 GMT", 86_400),
    ],
)
def test_how_long_a_server_wants_to_be_left_alone(said: str, seconds: float) -> None:
    assert ServerReply(429, b"", retry_after=said).wait_seconds == seconds


def test_a_moment_is_a_time_from_now() -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(minutes=5), usegmt=True)
    assert 290 < ServerReply(429, b"", retry_after=moment).wait_seconds <= 300


@given(st.binary(max_size=400), st.sampled_from(["", "text/html", "application/json; charset=utf-7", "x; charset=é"]))
def test_any_body_can_be_told_of(body: bytes, kind: str) -> None:
    reply = ServerReply(400, body, kind)
    assert 0 < len(reply.excerpt) <= 300
    assert "\n" not in reply.message
    reply.json()


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=9),
        lambda each: (
            st.lists(each)
            | st.dictionaries(
                st.sampled_from(["error", "message", "detail", "loc", "msg", "code", "param", "type", "x"]), each
            )
        ),
        max_leaves=20,
    )
)
def test_any_json_can_be_told_of(found: object) -> None:
    reply = ServerReply(400, json.dumps(found).encode())
    assert reply.json() == found
    assert reply.excerpt


@given(st.text(max_size=200), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_text_comes_back_in_every_encoding_that_marks_itself(text: str, charset: str) -> None:
    if "\ufeff" not in text:
        body = text.encode(charset, "surrogatepass") if text.isprintable() else b""
        expected = text if text.isprintable() else ""
        assert ServerReply(200, body).text("It") == expected


def test_letters_that_are_not_sure_are_never_guessed() -> None:
    korean = "가나다".encode("cp949")
    assert ServerReply(200, korean, "text/plain; charset=CP949").text("It") == "가나다"
    for kind in ("", "text/plain; charset=nonsense", "text/plain; charset=ascii"):
        with pytest.raises(ProviderDown, match="not UTF-8"):
            ServerReply(200, korean, kind).text("It")


@given(st.binary(max_size=3000), st.integers(1, 50), st.sampled_from(["", "gzip", "deflate", "x-gzip", " GZIP "]))
def test_a_body_is_what_was_sent_however_it_is_cut(data: bytes, size: int, encoding: str) -> None:
    packed = {"": data, "deflate": zlib.compress(data)}.get(encoding, gzip.compress(data))
    body = BodyDecoder("It", encoding, 10_000)
    added = b"".join(body.add_chunk(packed[at : at + size]) for at in range(0, len(packed), size))
    assert body.whole_body() == added == data
    assert body.size == len(data)


@given(st.integers(1, 40))
def test_a_compressed_body_that_breaks_off_is_seen(missing: int) -> None:
    packed = gzip.compress(bytes(range(256)) * 8)
    body = BodyDecoder("It", "gzip", 10_000)
    body.add_chunk(packed[:-missing])
    with pytest.raises(ProviderDown, match="breaks off"):
        body.whole_body()


def test_a_body_is_unpacked_no_further_than_its_limit() -> None:
    body = BodyDecoder("It", "gzip", 1000)
    body.add_chunk(gzip.compress(bytes(10_000_000)))
    assert body.too_large
    assert body.size == 1001


@each_row(
    "words",
    [
        "CUDA out of memory. Tried to allocate 20.00 MiB",
        "cudaMalloc failed: out of memory",
        "torch.OutOfMemoryError",
        "OOM when allocating tensor",
        "model requires more system memory (9.2 GiB) than is available (3.1 GiB)",
        "std::bad_alloc",
        "failed to allocate buffer for kv cache",
        "Insufficient memory",
        "not enough GPU memory",
    ],
)
def test_words_of_memory(words: str) -> None:
    assert reports_memory_shortage(words)


@each_row(
    "words", ["no such voice in this room", "zoom level", "the memory of the model is long", "allocation of seats", ""]
)
def test_other_words(words: str) -> None:
    assert not reports_memory_shortage(words)


def test_bodies_are_taken_as_they_are_or_unpacked_and_damage_is_named() -> None:
    plain = BodyDecoder("s", " Identity ", 10)
    assert plain.add_chunk(b"abc") == b"abc"
    with pytest.raises(ProviderDown) as caught:
        BodyDecoder("s", "gzip", 100).add_chunk(b"no gzip at all")
    assert caught.value.code == "server.unreadable"
    with pytest.raises(ProviderDown):
        BodyDecoder("s", "br", 100)


def test_text_in_no_charset_that_is_told_is_an_answer_that_cannot_be_read() -> None:
    with pytest.raises(ProviderDown) as caught:
        ServerReply(200, "가나다".encode("cp949"), "text/plain; charset=nothing").text("It")
    assert (caught.value.code, caught.value.fields["server"]) == ("server.unreadable", "It")
