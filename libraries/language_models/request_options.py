"""The options of a question to a language model: what is asked for beside the words, and weaker forms of it."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from pydantic import JsonValue

ResponseFormat = Literal["json_schema", "json_object", "none"]
Length = Literal["max_tokens", "max_completion_tokens", "none"]

_TEMPERATURE: Final = 0.7


@dataclass(frozen=True, slots=True)
class RequestOptions:
    """What a question asks for. ``length`` names the field of the longest answer; ``system``: instructions stand in a
    message of their own, else before the first of the user.
    """

    response_format: ResponseFormat = "json_schema"
    stream: bool = True
    usage: bool = True
    seed: bool = True
    temperature: bool = True
    length: Length = "max_tokens"
    system: bool = True

    def request_fields(self, schema: Mapping[str, JsonValue], seed: int, longest: int) -> dict[str, JsonValue]:
        """The fields of the request, without model and messages; ``longest`` in tokens."""
        body: dict[str, JsonValue] = {}
        match self.response_format:
            case "json_schema":
                asked: JsonValue = {"name": "script", "strict": True, "schema": dict(schema)}
                body["response_format"] = {"type": "json_schema", "json_schema": asked}
            case "json_object":
                body["response_format"] = {"type": "json_object"}
            case "none":
                pass
        if self.stream:
            body["stream"] = True
            if self.usage:
                body["stream_options"] = {"include_usage": True}
        if self.seed:
            body["seed"] = seed
        if self.temperature:
            body["temperature"] = _TEMPERATURE
        if self.length != "none":
            body[self.length] = longest
        return body

    def messages_as_sent(self, messages: list[JsonValue]) -> list[JsonValue]:
        """``messages`` as they are sent. Templates without a system role refuse it ("System role not supported")."""
        if self.system or len(messages) < 2:
            return messages
        first, second, *rest = messages
        if not (isinstance(first, dict) and isinstance(second, dict) and first.get("role") == "system"):
            return messages
        joined = f"{first.get('content')}\n\n{second.get('content')}"
        return [{"role": "user", "content": joined}, *rest]

    def options_after_refusal(self, message: str) -> "RequestOptions | None":
        """The form to try after the server refused this one with ``message``: without what it names, else without the
        next part in order; None for the barest.
        """
        steps = [step for words, step in (_USAGE, *_STEPS) if words.search(message)]
        steps = [step for step in (*steps, *(step for _words, step in _STEPS)) if step(self) != self]
        return steps[0](self) if steps else None


_NEXT_FORMAT: Final[Mapping[ResponseFormat, ResponseFormat]] = {
    "json_schema": "json_object",
    "json_object": "none",
    "none": "none",
}
_NEXT_LENGTH: Final[Mapping[Length, Length]] = {
    "max_tokens": "max_completion_tokens",
    "max_completion_tokens": "none",
    "none": "none",
}


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_Step = tuple[re.Pattern[str], Callable[[RequestOptions], RequestOptions]]
_USAGE: Final[_Step] = (
    _words(r"stream_options|include_usage"),
    lambda form: replace(form, usage=form.usage and not form.stream),
)
_STEPS: Final[tuple[_Step, ...]] = (
    (
        _words(r"response_?format|json_?schema|json_?object|json mode|structured|guided|grammar|\bschema\b"),
        lambda form: replace(form, response_format=_NEXT_FORMAT[form.response_format]),
    ),
    (_words(r"\bstream(?:ing)?\b"), lambda form: replace(form, stream=False, usage=True)),
    (
        _words(r"\bsystem\b[^.]{0,30}(?:role|message|prompt)|roles? must alternate|chat.?template|jinja"),
        lambda form: replace(form, system=False),
    ),
    (_words(r"\bseed\b"), lambda form: replace(form, seed=False)),
    (_words(r"\btemperature\b"), lambda form: replace(form, temperature=False)),
    (
        _words(r"max_(?:completion_|new_)?tokens"),
        lambda form: replace(form, length=_NEXT_LENGTH[form.length]),
    ),
)
"""What a server may refuse, by the words it uses, in the order in which it is given up."""


def compact_schema(schema: Mapping[str, JsonValue]) -> str:
    """``schema`` for llguidance, without white space between fields: a model can spend half its tokens on it."""
    return json.dumps({**schema, "x-guidance": {"whitespace_flexible": False}}, ensure_ascii=False)
