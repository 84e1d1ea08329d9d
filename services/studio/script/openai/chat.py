"""A client of chat completion servers, which asks for the strictest form of answer that the server understands.

The request is that of https://platform.openai.com/docs/api-reference/chat/create, which Ollama, vLLM, llama.cpp and LM
Studio answer too.
"""

import math
import time
from typing import Final

from pydantic import JsonValue

from libraries.http_client.client import ModelServerClient, ServerReply
from libraries.http_client.reply import reports_memory_shortage
from libraries.language_models.completion import AnswerReader, ModelReply
from libraries.language_models.request_options import RequestOptions
from libraries.log import get_logger
from schemas.errors import BadInput, ConfigurationError, ProviderDown, WaggleError
from services.studio.script.llm.retelling import ModelAnswer, context_exceeded_error
from services.studio.script.openai import WriterServerSettings
from services.studio.script.openai.llm_context import context_size, is_context_exceeded, question_size, was_question_cut
from services.studio.served_models import is_served, served_models

SETTING: Final = "studio.writer"
PATH: Final = "/chat/completions"
_RELEASE_SECONDS: Final = 3.0
_ABOUT_SECONDS: Final = 5.0
"""Seconds that a server may take to say what it has."""
_LARGEST: Final = 16 * 2**20
_STILL_WRITING: Final = 0.25
"""A server that was silent for less than this share of the time-out was still writing when it ended."""
_QUESTION: Final = 2
"""Messages of a question that is asked for the first time."""
_NAMES_A_MODEL: Final = ("model", "not found")

log = get_logger(__name__)

_accepted: dict[tuple[str, str, RequestOptions], RequestOptions] = {}
"""The form that a server accepted for a model, by the address, the model and the form that is wanted."""
_rates: dict[tuple[str, str], float] = {}
"""The fewest tokens per byte of questions that a server read whole, by address and model."""
_contexts: dict[tuple[str, str], int | None] = {}


class ChatClient:
    """A client of the configured server for one model. What the server accepts is remembered in the process."""

    name = "openai"

    def __init__(self, settings: WriterServerSettings, model: str) -> None:
        self._settings = settings
        self._model = model
        self._server = openai_client(settings, settings.timeout)
        self._wanted = RequestOptions(response_format=settings.response_format)
        self._key = (settings.base_url, model)
        self.question_tokens = 0
        """Tokens of the last question, as the server counted them; 0 where it does not."""

    def ask(self, messages: list[JsonValue], schema: dict[str, JsonValue], seed: int) -> ModelAnswer:
        """As `LanguageModel.ask`. The form is weakened until the server accepts it.

        Raises ProviderDown, ConfigurationError; BadInput when the server refuses the question in every form, when the
        context is exceeded, or when the answer does not end in time though the model is writing.
        """
        known = (*self._key, self._wanted)
        first = form = _accepted.get(known, self._wanted)
        until = time.monotonic() + self._settings.timeout
        remembered = True
        while True:
            said, reply = self._put(form, messages, schema, seed, until)
            if said is not None and reply.ok:
                if remembered:
                    _accepted[known] = form
                return self._answer(said, form, messages)
            self._raise_if_final(reply)
            if form is first:
                self._raise_if_unknown(reply)
            weaker = form.options_after_refusal(reply.message) if said or not reply.ok else _unstreamed(form)
            if weaker is None:
                raise self._refused(reply)
            log.info("question asked in another form", server=self._server.name, why=reply.excerpt, form=str(weaker))
            # A failure may pass: only what a server says of the request itself is worth remembering.
            remembered = remembered and reply.status != 500
            form = weaker

    def _put(
        self, form: RequestOptions, messages: list[JsonValue], schema: dict[str, JsonValue], seed: int, until: float
    ) -> tuple[ModelReply | None, ServerReply]:
        """What was said, None when nothing was, and the reply, whose status is that of an error within it."""
        longest = self._settings.max_tokens
        reader = AnswerReader(self._server.name, longest)
        body = {
            "model": self._model,
            "messages": form.messages_as_sent(messages),
            **form.request_fields(schema, seed, longest),
            **self._settings.extra,
        }
        try:
            return self._heard(reader, self._server.post(PATH, body, listen=reader.feed_chunk, until=until))
        except ProviderDown as error:
            if error.code == "server.slow" and reader.seconds_without_words() < _STILL_WRITING * self._settings.timeout:
                seconds = f"{self._settings.timeout:g}"
                raise BadInput("script.answer_too_slow", server=self._server.name, seconds=seconds) from error
            if _is_of_the_server(error) or reader.seconds_without_words() == math.inf or not self._is_there():
                raise
            # Else a post that breaks its server each time would rest the writer for all others.
            why, why_ko = (error.explained(language).sentence.rstrip(".") for language in ("en", "ko"))
            raise BadInput("script.answer_broke", server=self._server.name, why=why, why_ko=why_ko) from error

    def _heard(self, reader: AnswerReader, reply: ServerReply) -> tuple[ModelReply | None, ServerReply]:
        if not reply.ok:
            return None, reply
        said = reader.reply_when_ended(reply)
        if said is None or said.error is None:
            return said, reply
        error_reply = self._server.reply_with_embedded_error(said.status, said.error)
        if said.text or said.thoughts:  # it began to answer: another form would fail in the same way
            self._raise_if_final(error_reply)
            raise ProviderDown("server.busy", server=self._server.name, status=said.status, why=error_reply.excerpt)
        return said, error_reply

    def _is_there(self) -> bool:
        """Whether the server can be connected to, whatever it answers."""
        try:
            openai_client(self._settings, _ABOUT_SECONDS).get("/models")
        except ProviderDown as error:
            return error.code not in ("server.unreachable", "server.slow")
        except (ConfigurationError, BadInput):
            pass
        return True

    def _raise_if_final(self, reply: ServerReply) -> None:
        """Raises for what no other form of the question would change."""
        if reply.ok:
            return
        if reports_memory_shortage(reply.message):
            raise ProviderDown("server.out_of_memory", server=self._server.name, why=reply.excerpt)
        if is_context_exceeded(reply.status, reply.message):
            raise context_exceeded_error(self.name)

    def _raise_if_unknown(self, reply: ServerReply) -> None:
        """Raises ConfigurationError when the server has other models, or has them at another address.

        That may lack its ``/v1``, or be the one of a request.
        """
        words = reply.message.lower()
        if reply.status != 404 and not all(word in words for word in _NAMES_A_MODEL):
            return
        served = served_models(openai_client(self._settings, _ABOUT_SECONDS))
        if served is not None and not is_served(self._model, served):
            raise unknown_model_error(self._server.name, self._model, served)
        given = self._settings.base_url.rstrip("/")
        bare = given.removesuffix(PATH)
        for address in {f"{given}/v1", bare, f"{bare}/v1"} - {given} if served is None else ():
            elsewhere = self._settings.model_copy(update={"base_url": address})
            if served_models(openai_client(elsewhere, _ABOUT_SECONDS)) is not None:
                raise ConfigurationError("script.other_address", server=self._server.name, address=address)

    def _refused(self, reply: ServerReply) -> WaggleError:
        if reply.ok:
            return ProviderDown("script.no_completion", server=self._server.name, why=reply.excerpt)
        return self._server.server_fault(reply, PATH) or BadInput("script.question_refused", why=reply.excerpt)

    def _answer(self, said: ModelReply, form: RequestOptions, messages: list[JsonValue]) -> ModelAnswer:
        self.question_tokens = said.prompt_tokens or 0
        self._raise_if_cut(said, form, messages)
        filtered = "content_filter" if said.finish == "content_filter" else ""
        cut = said.capped or said.looped or said.finish == "length"
        # Where a server takes an answer for thoughts, or the model thinks only, all of it is there.
        return ModelAnswer(said.text or said.thoughts, said.refusal or filtered, cut, said.looped)

    def _raise_if_cut(self, said: ModelReply, form: RequestOptions, messages: list[JsonValue]) -> None:
        """Raises BadInput when the server dropped a part of the question, or had no room for the answer."""
        if said.prompt_tokens is None:
            return
        size = question_size(messages)
        context = self._context()
        tokens, repair = said.prompt_tokens, len(messages) > _QUESTION
        if was_question_cut(tokens, size, context, _rates.get(self._key)) and not (repair and context is None):
            log.warning("server cut the question", server=self._server.name, read=tokens, context=context)
            raise context_exceeded_error(self.name)
        rate = tokens / max(1, size)
        _rates[self._key] = min(rate, _rates.get(self._key, rate))
        longest = self._settings.max_tokens
        if said.finish == "length" and form.length != "none" and (said.answer_tokens or longest) < 0.9 * longest:
            raise context_exceeded_error(self.name)

    def _context(self) -> int | None:
        """The model's context where the server tells it. Asked once: the model is loaded by now."""
        if self._key not in _contexts:
            about = openai_client(self._settings, _ABOUT_SECONDS)
            _contexts[self._key] = context_size(about, native_protocol_client(self._settings), self._model)
        return _contexts[self._key]


def _is_of_the_server(error: ProviderDown) -> bool:
    """Whether it is no failure at one answer: silence, no memory, or a limit on questions."""
    busy = error.code == "server.busy" and int(error.fields["status"]) in range(401, 500)
    return busy or error.code in ("server.slow", "server.out_of_memory")


def _unstreamed(form: RequestOptions) -> RequestOptions | None:
    """The form to try after an answer that is no completion: some servers stream nothing of use."""
    return form.options_after_refusal("stream") if form.stream else None


def openai_client(settings: WriterServerSettings, timeout: float) -> ModelServerClient:
    """An HTTP client of the configured server; ``timeout`` in seconds."""
    return ModelServerClient(
        f"The language model at {settings.base_url}",
        settings.base_url,
        setting=SETTING,
        timeout=timeout,
        api_key=settings.api_key.get_secret_value(),
        largest=_LARGEST,
    )


def native_protocol_client(settings: WriterServerSettings) -> ModelServerClient:
    """An HTTP client of the server's own protocol, as Ollama and llama.cpp have it beside the OpenAI one."""
    root = settings.base_url.rstrip("/").removesuffix("/v1")
    key = settings.api_key.get_secret_value()
    return ModelServerClient("The model server", root, setting=SETTING, timeout=_RELEASE_SECONDS, api_key=key)


def unknown_model_error(server: str, model: str, served: list[str]) -> ConfigurationError:
    """The error for a model that a server does not have."""
    return ConfigurationError("script.model_unknown", server=server, model=model, known=", ".join(served[:12]))


def unload_from_ollama(settings: WriterServerSettings, model: str) -> None:
    """Ask an Ollama server to take ``model`` out of its memory (keep_alive 0, see its API's "Unload a model").

    Raises as `ModelServerClient.post` and `ModelServerClient.server_fault`; BadInput.
    """
    root = native_protocol_client(settings)
    reply = root.post("/api/generate", {"model": model, "keep_alive": 0})
    if not reply.ok:
        refused = BadInput("script.question_refused", why=reply.excerpt)
        raise root.server_fault(reply, "/api/generate") or refused
