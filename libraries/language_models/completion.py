"""The answer of a chat server while it arrives: one JSON object or server-sent events, asked for or not."""

import json
import math
import re
import time
from typing import Final, NamedTuple

from pydantic import BaseModel, JsonValue, ValidationError

from libraries.http_client.reply import ServerReply
from libraries.texts.repetition import RepetitionDetector
from schemas.errors import ProviderDown

_BOM: Final = b"\xef\xbb\xbf"
_EVENTS: Final = re.compile(rb"(?:data|event|id|retry|error)\s*:|:")
_FIELD: Final = re.compile(r"(data|error)\s*:\s?(.*)", re.DOTALL)
_THOUGHTS: Final = ("reasoning_content", "reasoning", "thinking", "thinking_content")
"""Where servers put the thoughts of a model (vLLM and DeepSeek, Ollama and OpenRouter, others)."""
_CHARACTERS: Final = 8
"""Characters of a token at most; more come from a server that ignores the longest answer."""


class ModelReply(NamedTuple):
    """A chat completion.

    ``finish`` is the server's reason for its end, ``looped`` ours for ending it; ``capped``: it grew longer than was
    asked for. ``error`` is what a server answered in place of a completion, with its status.

    Token counts are None where the server does not tell them.
    """

    text: str
    thoughts: str = ""
    refusal: str = ""
    finish: str | None = None
    looped: bool = False
    capped: bool = False
    prompt_tokens: int | None = None
    answer_tokens: int | None = None
    error: JsonValue = None
    status: int = 200


class _Message(BaseModel):
    content: JsonValue = None
    refusal: JsonValue = None
    reasoning_content: JsonValue = None
    reasoning: JsonValue = None
    thinking: JsonValue = None
    thinking_content: JsonValue = None


class _Choice(BaseModel):
    message: _Message | None = None
    delta: _Message | None = None
    finish_reason: JsonValue = None


class _Completion(BaseModel):
    choices: list[_Choice] | None = None
    usage: JsonValue = None
    error: JsonValue = None
    object: JsonValue = None


class AnswerReader:
    """Reads an answer of the server called ``server`` piece by piece; ``longest`` is in tokens."""

    def __init__(self, server: str, longest: int) -> None:
        self._server = server
        self._longest = longest
        self._waiting = b""
        self._events: bool | None = None
        self._seen = False
        self._pieces = 0
        self._loop = RepetitionDetector()
        self._said = ModelReply("")
        self._heard_at = -math.inf

    def seconds_without_words(self) -> float:
        """Seconds since the last words came; infinite before the first."""
        return time.monotonic() - self._heard_at

    def feed_chunk(self, chunk: bytes) -> bool:
        """Take in ``chunk``. True when no more is needed: the model repeats itself or does not end.

        Raises ProviderDown for events that cannot be read.
        """
        if self._events is None:
            self._waiting += chunk
            chunk = b""
            start = self._waiting.removeprefix(_BOM).lstrip()
            if len(start) >= len(b"retry:"):
                self._events = _EVENTS.match(start) is not None
                self._waiting = start
        if not self._events:
            return False
        *lines, self._waiting = (self._waiting + chunk).replace(b"\r\n", b"\n").split(b"\n")
        for line in lines:
            self._event(line)
        return self._said.looped or self._said.capped

    def feed_event(self, found: JsonValue) -> bool:
        """Take in an event that was parsed already; as `feed`."""
        self._take(found)
        return self._said.looped or self._said.capped

    @property
    def reply_so_far(self) -> ModelReply:
        """What was said so far."""
        return self._said

    def reply_when_ended(self, reply: ServerReply) -> ModelReply | None:
        """What was said, when ``reply`` is all of it; None when it is no chat completion.

        Raises ProviderDown when events end without any sign of an end, or the text cannot be read.
        """
        if self._said.looped or self._said.capped:
            return self._said
        if self._events:
            self._event(self._waiting)
            if self._said.finish is None and self._said.error is None and not reply.framed:
                raise ProviderDown("server.broken_off", server=self._server, received=len(self._said.text))
            return self._said if self._seen else None
        try:
            found = json.loads(reply.text(self._server))
        except (ValueError, RecursionError):
            return None
        self._take(found)
        return self._said if self._seen else None

    def _event(self, line: bytes) -> None:
        try:
            field = _FIELD.fullmatch(line.decode().rstrip("\r"))
        except UnicodeDecodeError as error:
            raise ProviderDown("server.unreadable", server=self._server, why="its text is not UTF-8") from error
        if field is None or field.group(2).strip() in ("", "[DONE]"):
            if field is not None and field.group(2).strip():
                self._end("stop")
            return
        try:
            found = json.loads(field.group(2))
        except (ValueError, RecursionError) as error:
            raise ProviderDown("server.unreadable", server=self._server, why=f"event {line[:60]!r}") from error
        nested = field.group(1) == "data" or (isinstance(found, dict) and "error" in found)
        self._take(found if nested else {"error": found})

    def _end(self, finish: str) -> None:
        if self._seen and self._said.finish is None:
            self._said = self._said._replace(finish=finish)

    def _take(self, found: JsonValue) -> None:
        try:
            body = _Completion.model_validate(found)
        except ValidationError:
            return
        if body.error or body.object == "error":
            error = body.error or found
            self._seen = True
            self._said = self._said._replace(error=error, status=_status(error))
            return
        if isinstance(body.usage, dict):
            asked, said = (_count(body.usage.get(name)) for name in ("prompt_tokens", "completion_tokens"))
            self._said = self._said._replace(prompt_tokens=asked, answer_tokens=said)
        for choice in (body.choices or [])[:1]:
            self._choose(choice)

    def _choose(self, choice: _Choice) -> None:
        message = choice.delta or choice.message
        if message is None:
            return
        self._seen = True
        said = self._said
        text = _text(message.content)
        thoughts = next((found for name in _THOUGHTS if (found := _text(getattr(message, name)))), "")
        if text or thoughts:
            self._heard_at = time.monotonic()
            self._pieces += 1
        grown = len(said.text) + len(said.thoughts) > _CHARACTERS * self._longest or self._pieces > 2 * self._longest
        self._said = said._replace(
            text=said.text + text,
            thoughts=said.thoughts + thoughts,
            refusal=said.refusal + _text(message.refusal),
            finish=choice.finish_reason if isinstance(choice.finish_reason, str) else said.finish,
            looped=self._loop.repeats_after_adding(text + thoughts),
            capped=choice.delta is not None and grown,
        )


def _text(content: JsonValue) -> str:
    """The words of a message's content: text, or a list of parts of which those without text count nothing."""
    if isinstance(content, list):
        return "".join(map(_text, content))
    if isinstance(content, dict):
        return "" if content.get("type") in ("thinking", "reasoning") else _text(content.get("text"))
    return content if isinstance(content, str) else ""


def _count(number: JsonValue) -> int | None:
    return number if isinstance(number, int) and number > 0 else None


def _status(error: JsonValue) -> int:
    """The status that an error object names; a server that says what was wrong with a request answers 400."""
    code = error.get("code") or error.get("status") if isinstance(error, dict) else None
    return code if isinstance(code, int) and 400 <= code < 600 else 400
