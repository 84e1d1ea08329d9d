"""Chat servers of every odd kind: what is said is heard, or the chain goes on, and who rests and why is told."""

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from fixtures.studio.models import Asked, Heard, story
from fixtures.studio.odd_servers import (
    Odd,
    Write,
    chunked,
    event,
    events,
    head,
    odd_server,
    pieces,
    sent,
    streamed,
    whole,
)
from fixtures.studio.studio import small_post

from libraries.failover import CircuitBreakers
from schemas.recipe import ScriptChoice
from services.config import StudioSettings
from services.studio.script.stage import write_script

GOOD = story()
CHOICE = ScriptChoice(chain=("openai", "extractive"), model="toy")
PARTS = [{"type": "text", "text": piece} for piece in pieces(GOOD, 40)]
LINE = '"말이 없던 그는 다시 문을 열었습니다.", '


def asked_of(server: Heard, tmp_path: Path, timeout: float = 2.0) -> tuple[str, bool, str]:
    """Who served, whether the server rests, and why it was passed over, as the fact says it."""
    settings = StudioSettings.model_validate(
        {"writer": {"base_url": f"{server.url}/v1", "timeout": timeout, "second_question": "never"}}
    )
    breaker = CircuitBreakers(tmp_path / "rests.json", pause=60.0)
    script, by, passed_over, _ = write_script(small_post(), CHOICE, settings, breaker)
    assert len(script.lines) >= 3
    why = next((passed.detail for passed in passed_over if passed.name == "openai"), "")
    return by, breaker.rests_until("openai") is not None, why


def byte_by_byte(asked: Asked, write: Write) -> None:
    body = whole(GOOD)
    write(head(content_length=len(body)))
    for at in range(len(body)):
        write(body[at : at + 1])


def fussy(*names: str, status: int = 400, words: str = "Unrecognized request argument: {}") -> Odd:
    """Refuses these fields one by one, by name."""

    def answer(asked: Asked, write: Write) -> None:
        refused = next((name for name in names if name in asked.body), None)
        if refused is None:
            return sent(whole(GOOD))(asked, write)
        error = {"error": {"message": words.format(refused), "type": "invalid_request_error"}}
        return sent(json.dumps(error).encode(), status)(asked, write)

    return answer


def no_system_role(asked: Asked, write: Write) -> None:
    system = any(message["role"] == "system" for message in asked.body["messages"])
    refused = b'{"error":{"code":500,"message":"Jinja Exception: System role not supported","type":"server_error"}}'
    sent(refused, 500)(asked, write) if system else sent(whole(GOOD))(asked, write)


def only_whole(asked: Asked, write: Write) -> None:
    sent(b"{}" if asked.body.get("stream") else whole(GOOD))(asked, write)


HEARD: dict[str, Odd] = {
    "content as a list of parts": sent(json.dumps({"choices": [{"message": {"content": PARTS}}]}).encode()),
    "content null, the answer among the thoughts": sent(
        json.dumps({"choices": [{"message": {"content": None, "reasoning_content": GOOD}}]}).encode()
    ),
    "one byte at a time": byte_by_byte,
    "events": streamed(events(GOOD)),
    "events though not asked, whole": sent(b"".join(events(GOOD)), content_type="text/plain"),
    "events with comments and pings": streamed(
        [b": ping\n\n", *(b": x\r\n" + each.replace(b"\n", b"\r\n") for each in events(GOOD)), b"event: end\n\n"]
    ),
    "events without [DONE]": streamed(events(GOOD, done=False)),
    "events without any end, in whole chunks": streamed(events(GOOD, finish=None, done=False)),
    "events cut anywhere": streamed([bytes([byte]) for byte in b"".join(events(GOOD))]),
    "events with a byte order mark": streamed([b"\xef\xbb\xbf", *events(GOOD)]),
    "events until the connection ends": lambda _, write: write(head() + b"".join(events(GOOD))),
    "usage in an event of its own": streamed(
        [*events(GOOD, done=False), b'data: {"choices": [], "usage": {"prompt_tokens": 1900}}\n\n', b"data: [DONE]\n\n"]
    ),
    "compressed though not asked": sent(gzip.compress(whole(GOOD)), content_encoding="gzip"),
    "compressed events": lambda _, write: write(
        head(content_encoding="gzip", transfer_encoding="chunked") + chunked([gzip.compress(b"".join(events(GOOD)))])
    ),
    "byte order mark": sent(b"\xef\xbb\xbf" + whole(GOOD)),
    "UTF-16": sent(json.dumps(json.loads(whole(GOOD)), ensure_ascii=False).encode("utf-16")),
    "EUC-KR, and says so": sent(
        json.dumps(json.loads(whole(GOOD)), ensure_ascii=False).encode("cp949"),
        content_type="application/json; charset=cp949",
    ),
    "a wrong charset": sent(
        json.dumps(json.loads(whole(GOOD)), ensure_ascii=False).encode(), content_type="text/json; charset=iso-8859-1"
    ),
    "JSON that says it is a page": sent(whole(GOOD), content_type="text/html; charset=utf-8"),
    "NaN": sent(whole(GOOD).replace(b'{"object"', b'{"logprobs": NaN, "object"')),
    "nothing but words at 404": fussy("response_format", status=404, words="404 page not found"),
    "500 on response_format": fussy("response_format", status=500, words="internal error"),
    "501 on response_format": fussy("response_format", status=501, words="not implemented"),
    "422 with the place of the field": fussy("seed", status=422, words='[{{"loc": ["body", "{}"]}}]'),
    "max_completion_tokens": fussy(
        "max_tokens",
        words="Unsupported parameter: '{}' is not supported with this model. Use 'max_completion_tokens' instead.",
    ),
    "only the default temperature": fussy("temperature", words="Unsupported value: '{}' does not support 0.7"),
    "no parameter at all": fussy(
        *("response_format", "stream", "stream_options", "seed", "temperature", "max_tokens", "max_completion_tokens")
    ),
    "no system role": no_system_role,
    "nothing when it streams": only_whole,
    "an error with 200 at first": lambda asked, write: sent(
        b'{"error": {"message": "response_format is not supported"}}'
        if "response_format" in asked.body
        else whole(GOOD)
    )(asked, write),
}
"""Odd servers whose story is heard."""


@pytest.mark.parametrize("odd", HEARD.values(), ids=HEARD)
@pytest.mark.quick_cases(15)
def test_what_an_odd_server_says_is_heard(odd: Odd, tmp_path: Path) -> None:
    with odd_server(odd) as server:
        by, rests, why = asked_of(server, tmp_path)
    assert (by, rests, why) == ("openai", False, "")
    assert len(server.asked) <= 9


def hung(_asked: Asked, write: Write) -> None:
    write(head(content_length=1000))
    time.sleep(1.0)


def endless_header(_asked: Asked, write: Write) -> None:
    write(b"HTTP/1.1 200 OK\r\n")
    for _ in range(40):
        write(b"X-Slow: 1\r\n")
        time.sleep(0.05)


def stuck(_asked: Asked, write: Write) -> None:
    """It began to write, and is silent since."""
    write(head(transfer_encoding="chunked") + chunked([event("안녕")], end=False))
    time.sleep(1.0)


MEGABYTE = bytes(1_000_000)


def large(_asked: Asked, write: Write) -> None:
    write(head(content_length=100_000_000))
    for _ in range(100):
        write(MEGABYTE)


BOMB = gzip.compress(bytes(20_000_000), 1)
CUT = whole(GOOD)
PAGE = b"<!DOCTYPE html><html><head><title>\xeb\xa1\x9c\xea\xb7\xb8\xec\x9d\xb8 - Wi-Fi</title></head></html>"

DOWN: dict[str, tuple[Odd, str]] = {
    "a body shorter than it says": (
        lambda _, write: write(head(content_length=len(CUT) + 50) + CUT),
        f"{len(CUT)} bytes came of the {len(CUT) + 50} it announced",
    ),
    "compressed and cut": (sent(gzip.compress(CUT)[:-9], content_encoding="gzip"), "its compressed body breaks off"),
    "compressed and damaged": (sent(b"\x1f\x8b\x08" + CUT, content_encoding="gzip"), "cannot be read"),
    "an encoding nobody asked for": (sent(CUT, content_encoding="br"), "encoded as br"),
    "a log-in page": (sent(PAGE, content_type="text/html"), "a web page: 로그인 - Wi-Fi"),
    "a page that says it is JSON": (sent(PAGE, content_type="application/json"), "a web page: 로그인 - Wi-Fi"),
    "200 without a body": (sent(b""), "no chat completion: an empty body"),
    "204": (lambda _, write: write(head(204)), "no chat completion: an empty body"),
    "no choices": (sent(b'{"choices": []}'), "no chat completion"),
    "choices null": (sent(b'{"choices": null}'), "no chat completion"),
    "a list": (sent(b"[1, 2]"), "no chat completion"),
    "deep": (sent(b"[" * 100_000), "no chat completion"),
    "letters that are none": (sent(CUT[:200] + b"\xff\xfe\xfa" + CUT[200:]), "not UTF-8"),
    "events with letters that are none": (streamed([b'data: {"choices": [{"delta": "\xff"}]}\n\n']), "not UTF-8"),
    "a header and never a body": (hung, "took longer than 0.4 s"),
    "a header that never ends": (endless_header, "took longer than 0.4 s"),
    "silent after the first word": (stuck, "took longer than 0.4 s"),
    "no HTTP": (lambda _, write: write(b"SSH-2.0-OpenSSH_9.6\r\n"), "does not answer"),
    "nothing at all": (lambda _, write: None, "does not answer"),
    "too many questions": (
        sent(b'{"error": {"message": "slow down"}}', 429, retry_after="20"),
        "status 429: slow down",
    ),
    "the model is loading": (
        sent(b'{"error": {"code": 503, "message": "Loading model", "type": "unavailable_error"}}', 503),
        "status 503: Loading model",
    ),
    "an error of its template": (
        sent(b'{"error": {"code": 500, "message": "Jinja Exception: unexpected end"}}', 500),
        "status 500: Jinja Exception: unexpected end",
    ),
    "no memory on the card": (
        sent(b'{"message": "tts failed", "Exception": "CUDA out of memory. Tried to allocate 20 MiB"}', 400),
        "no memory left: tts failed; CUDA out of memory",
    ),
    "no memory for the model": (
        sent(b'{"error": "model requires more system memory (9.2 GiB) than is available (3.1 GiB)"}', 500),
        "no memory left: model requires more system memory",
    ),
    "an error with 200": (sent(b'{"error": {"code": 503, "message": "overloaded"}}'), "status 503: overloaded"),
    "a limit after the first words": (
        streamed([*events(GOOD)[:9], b'data: {"error": {"code": 429, "message": "slow down"}}\n\n']),
        "status 429: slow down",
    ),
}
"""Servers that are down, and how that is told."""


@pytest.mark.parametrize(("odd", "words"), DOWN.values(), ids=DOWN)
def test_a_server_that_is_down_rests_and_the_next_writer_serves(odd: Odd, words: str, tmp_path: Path) -> None:
    with odd_server(odd) as server:
        began = time.monotonic()
        by, rests, why = asked_of(server, tmp_path, timeout=0.4 if "took longer" in words else 10.0)
    assert words in why
    assert (by, rests) == ("extractive", True)
    assert len(server.asked) <= 9
    assert time.monotonic() - began < 8.0


def slow(_asked: Asked, write: Write) -> None:
    write(head(transfer_encoding="chunked"))
    for piece in pieces(GOOD, 1):
        write(chunked([event(piece)], end=False))
        time.sleep(0.03)


def looping(_asked: Asked, write: Write) -> None:
    write(head(transfer_encoding="chunked") + chunked([event('{"refusal": "", "body": [')], end=False))
    for _ in range(2000):
        write(chunked([event(piece) for piece in pieces(LINE)], end=False))


THOUGHT = b'data: {"choices": [{"delta": {"reasoning_content": "hm"}}]}\n\n'
NOT_ITS_FAULT: dict[str, tuple[Odd, str]] = {
    "slow, but it writes": (slow, "still writing after 1 s"),
    "in a loop": (looping, "되풀이"),
    "chunks that break off": (
        lambda _, write: write(head(transfer_encoding="chunked") + chunked(events(GOOD)[:9], end=False)),
        "breaks off after",
    ),
    "events that break off in a word": (
        lambda _, write: write(head() + b"".join(events(GOOD)[:9])),
        "breaks off after",
    ),
    "half an event": (streamed([*events(GOOD)[:9], event("말")[:20]]), "cannot be read: event"),
    "an error after the first words": (
        streamed([*events(GOOD)[:9], b'data: {"error": {"code": 500, "message": "worker died"}}\n\n']),
        "status 500: worker died",
    ),
    "an error in its thoughts": (
        streamed([THOUGHT, b'data: {"error": {"code": 503, "message": "worker died"}}\n\n']),
        "status 503: worker died",
    ),
    "a hundred megabytes": (large, "too large"),
    "a few bytes that unpack to twenty megabytes": (sent(BOMB, content_encoding="gzip"), "too large"),
    "redirected": (sent(b"", 307, location="https://elsewhere.example/v1"), "points to https://elsewhere.example/v1"),
    "a wrong key": (sent(b"no", 401), "does not accept it"),
    "a wrong path": (sent(b"404 page not found", 404), "answers 404 at /chat/completions: 404 page not found"),
    "it refuses every form": (sent(b'{"error": {"message": "I will not"}}', 400), "refuses it: I will not"),
}
"""What is the failure of this post or of the settings: the server does not rest."""


@pytest.mark.parametrize(("odd", "words"), NOT_ITS_FAULT.values(), ids=NOT_ITS_FAULT)
def test_what_is_not_the_servers_failure_gives_it_no_rest(odd: Odd, words: str, tmp_path: Path) -> None:
    with odd_server(odd) as server:
        by, rests, why = asked_of(server, tmp_path, timeout=1.0 if "still" in words else 10.0)
    assert words in why
    assert (by, rests) == ("extractive", False)


def test_a_server_that_is_gone_after_the_first_words_rests(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        heard = Heard(f"http://127.0.0.1:{listening.getsockname()[1]}")

        def dying() -> None:
            connection, _ = listening.accept()
            listening.close()
            with connection:
                connection.recv(65536)
                connection.sendall(head(transfer_encoding="chunked") + chunked(events(GOOD)[:9], end=False))

        thread = threading.Thread(target=dying, daemon=True)
        thread.start()
        by, rests, why = asked_of(heard, tmp_path)
        thread.join(5)
    assert (by, rests) == ("extractive", True)
    assert "breaks off after" in why or "does not answer" in why


def test_a_loop_is_ended_long_before_its_length(tmp_path: Path) -> None:
    heard: list[float] = []

    def timed(asked: Asked, write: Write) -> None:
        began = time.monotonic()
        try:
            looping(asked, write)
        finally:
            heard.append(time.monotonic() - began)

    with odd_server(timed) as server:
        asked_of(server, tmp_path, timeout=20.0)
    assert len(server.asked) == 2, "it is sent back once"
    assert "되풀이" in server.asked[1].body["messages"][-1]["content"]
    assert max(heard) < 2.0


def test_a_story_before_the_loop_is_used(tmp_path: Path) -> None:
    with odd_server(streamed([event(piece) for piece in pieces(GOOD + LINE * 100)])) as server:
        by, _rests, _why = asked_of(server, tmp_path)
    assert by == "openai"
    assert len(server.asked) == 1


def test_the_form_that_a_server_accepted_is_remembered(tmp_path: Path) -> None:
    with odd_server(fussy("response_format", "seed")) as server:
        asked_of(server, tmp_path)
        first = len(server.asked)
        asked_of(server, tmp_path)
    assert first == 4
    assert len(server.asked) == first + 1
    assert server.asked[-1].body["stream"] is True
    assert "seed" not in server.asked[-1].body


def test_a_failure_that_may_pass_weakens_nothing_for_ever(tmp_path: Path) -> None:
    failures = [500]

    def once(asked: Asked, write: Write) -> None:
        sent(b"", failures.pop())(asked, write) if failures else sent(whole(GOOD))(asked, write)

    with odd_server(once) as server:
        asked_of(server, tmp_path)
        asked_of(server, tmp_path)
    formats = [asked.body["response_format"]["type"] for asked in server.asked]
    assert formats == ["json_schema", "json_object", "json_schema"]


def test_a_drip_of_bytes_does_not_outlast_the_deadline(tmp_path: Path) -> None:
    def drip(_asked: Asked, write: Write) -> None:
        write(head(content_length=10_000))
        for _ in range(200):
            write(b" ")
            time.sleep(0.02)

    began = time.monotonic()
    with odd_server(drip) as server:
        by, rests, why = asked_of(server, tmp_path, timeout=0.3)
        took = time.monotonic() - began
    assert (by, rests) == ("extractive", True)
    assert "took longer than 0.3 s" in why
    assert took < 3.5


REFUSALS: dict[str, Callable[[int], bytes]] = {
    "OpenAI": lambda _: b'{"error": {"message": "This model\'s maximum context length is 4096 tokens.", '
    b'"code": "context_length_exceeded"}}',
    "vLLM": lambda size: json.dumps(
        {"error": {"message": f"You passed {size} input tokens and requested 1200 output tokens. However, the model's "
                              "context length is only 4096 tokens"}}
    ).encode(),
    "vLLM, no room": lambda size: json.dumps({"message": f"max_tokens must be at least 1, got -{size}."}).encode(),
    "SGLang": lambda size: json.dumps(
        {"message": f"The input ({size} tokens) is longer than the model's context length (4096 tokens)."}
    ).encode(),
    "llama.cpp": lambda size: json.dumps(
        {"error": {"code": 400, "message": f"request ({size} tokens) exceeds the available context size (4096 tokens), "
                                           "try increasing it", "type": "exceed_context_size_error"}}
    ).encode(),
    "llama-cpp-python": lambda size: json.dumps(
        {"error": {"message": f"Requested tokens ({size}) exceed context window of 4096"}}
    ).encode(),
    "LM Studio": lambda size: json.dumps(
        {"error": f"Trying to keep the first {size} tokens when context the overflows. However, the model is loaded "
                  "with context length of only 4096 tokens"}
    ).encode(),
    "LM Studio, newer": lambda size: json.dumps(
        {"error": f"The number of tokens to keep from the initial prompt is greater than the context length "
                  f"(n_keep: {size}>= n_ctx: 4096)."}
    ).encode(),
    "Ollama": lambda _: b'{"error": {"message": "the input length exceeds the context length"}}',
    "TGI": lambda size: json.dumps(
        {"error": f"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: {size}"}
    ).encode(),
    "Gemini": lambda size: json.dumps(
        {"error": {"message": f"The input token count ({size}) exceeds the maximum number of tokens allowed (4096)."}}
    ).encode(),
}  # fmt: skip
"""How servers say that a question does not fit, by its tokens."""


@pytest.mark.parametrize("status", [400, 500])
@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
@pytest.mark.quick_cases(8)
def test_a_post_that_does_not_fit_is_shortened(refusal: Callable[[int], bytes], status: int, tmp_path: Path) -> None:
    def small(asked: Asked, write: Write) -> None:
        size = sum(len(message["content"]) for message in asked.body["messages"])
        sent(refusal(size), status)(asked, write) if size > 4000 else sent(whole(GOOD))(asked, write)

    post = small_post(content="점심시간에 냉장고 문을 열었더니 도시락이 또 사라졌습니다. " * 190)
    settings = {"timeout": 3.0}
    with odd_server(small) as server:
        given = StudioSettings.model_validate({"writer": {"base_url": server.url, **settings}})
        _script, by, *_ = write_script(post, CHOICE, given, CircuitBreakers(tmp_path / "rests.json", pause=60.0))
    sizes = [sum(len(message["content"]) for message in asked.body["messages"]) for asked in server.asked]
    assert by == "openai"
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == len(sizes) >= 2, "each question is a shorter one, none is asked in another form"
