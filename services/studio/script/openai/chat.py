"""A client of chat completion servers, which asks for the strictest form of answer that the server understands.

The request is that of https://platform.openai.com/docs/api-reference/chat/create, which Ollama, vLLM and llama.cpp
answer too.
"""

from typing import Final, Literal

from pydantic import BaseModel, Field, JsonValue, ValidationError

from schemas.errors import BadInput, ProviderDown
from services.studio.http import ModelServer, ServerReply
from services.studio.script.llm.retelling import ModelAnswer
from services.studio.script.openai import WriterServerSettings

SETTING: Final = "studio.writer"
_LADDER: Final[tuple[Literal["json_schema", "json_object", "none"], ...]] = ("json_schema", "json_object", "none")
_RELEASE_SECONDS: Final = 3.0


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Completion(BaseModel):
    choices: list[_Choice] = Field(min_length=1)


class Chat:
    """A client of the configured server for one model. It remembers the form of answer that the server accepted."""

    name = "openai"

    def __init__(self, settings: WriterServerSettings, model: str) -> None:
        self._settings = settings
        self._model = model
        self._server = ModelServer(
            f"The language model at {settings.base_url}",
            settings.base_url,
            setting=SETTING,
            timeout=settings.timeout,
            api_key=settings.api_key.get_secret_value(),
        )
        self._forms = list(_LADDER[_LADDER.index(settings.response_format) :])

    def ask(self, messages: list[JsonValue], schema: dict[str, JsonValue], seed: int) -> ModelAnswer:
        """Raises ProviderDown, ConfigurationError; BadInput when the server refuses the question in every form."""
        while True:
            reply = self._server.post("/chat/completions", self._body(messages, schema, seed))
            if reply.ok:
                return _said(reply, self._server.name)
            if len(self._forms) == 1:
                raise BadInput("script.question_refused", why=reply.excerpt)
            del self._forms[0]

    def _body(self, messages: list[JsonValue], schema: dict[str, JsonValue], seed: int) -> dict[str, JsonValue]:
        forms: dict[str, dict[str, JsonValue]] = {
            "json_schema": {
                "response_format": {
                    "type": "json_schema",
                    "json_schema": {"name": "script", "strict": True, "schema": schema},
                }
            },
            "json_object": {"response_format": {"type": "json_object"}},
            "none": {},
        }
        return {
            "model": self._model,
            "messages": messages,
            "max_tokens": self._settings.max_tokens,
            "temperature": 0.7,
            "seed": seed,
            **forms[self._forms[0]],
            **self._settings.extra,
        }


def _said(reply: ServerReply, name: str) -> ModelAnswer:
    try:
        choice = _Completion.model_validate_json(reply.body).choices[0]
    except ValidationError as error:
        raise ProviderDown("script.no_completion", server=name, why=reply.excerpt) from error
    filtered = "content_filter" if choice.finish_reason == "content_filter" else ""
    return ModelAnswer(
        choice.message.content or "", choice.message.refusal or filtered, choice.finish_reason == "length"
    )


def release(settings: WriterServerSettings, model: str) -> None:
    """Ask an Ollama server to take ``model`` out of its memory (keep_alive 0, see its API's "Unload a model").

    Raises as `ModelServer.post`.
    """
    root = settings.base_url.rstrip("/").removesuffix("/v1")
    server = ModelServer("Ollama", root, setting=SETTING, timeout=_RELEASE_SECONDS)
    server.post("/api/generate", {"model": model, "keep_alive": 0})
