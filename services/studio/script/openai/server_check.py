"""What `wagglebot doctor` asks a chat server: whether it has the model, a short answer, the size of its context."""

from collections.abc import Iterator
from typing import Final

from pydantic import JsonValue

from schemas.errors import ConfigurationError, WaggleError
from schemas.recipe import Recipe
from services.studio.script.llm import prompt
from services.studio.script.openai import WriterServerSettings
from services.studio.script.openai.chat import ChatClient, native_protocol_client, openai_client, unknown_model_error
from services.studio.script.openai.llm_context import context_size
from services.studio.served_models import is_served, served_models

_PATIENCE: Final = 60.0
"""Seconds a question may take: a server may have to load the model first."""
_ANSWER: Final = 16
"""Tokens of the answer, which nobody reads."""
_POST: Final = 1500
"""Characters of a long post."""
_TOKENS_OF_CHARACTER: Final = 0.8
"""Of Korean, in tokenizers that were not made for it, where the server does not count."""


def server_problems(settings: WriterServerSettings, recipe: Recipe) -> Iterator[WaggleError]:
    """Everything that keeps the server from writing scripts by ``recipe``."""
    model = recipe.script.model
    if not model:
        yield ConfigurationError("script.no_model_name")
        return
    server = openai_client(settings, min(settings.timeout, _PATIENCE))
    try:
        server.get("/models")
        served = served_models(server)
        if served is not None and not is_served(model, served):
            raise unknown_model_error(server.name, model, served)
        needed = _needed(settings, recipe)
    except WaggleError as error:
        yield error
        return
    context = context_size(server, native_protocol_client(settings), model)
    if context is not None and context < needed:
        yield ConfigurationError(
            "script.context_too_small", server=server.name, model=model, context=context, needed=needed
        )


def _needed(settings: WriterServerSettings, recipe: Recipe) -> int:
    """Tokens of the prompt, a long post and the answer, by the server's own count. Raises as `ChatClient.ask`."""
    brief = {"max_tokens": _ANSWER, "timeout": min(settings.timeout, _PATIENCE)}
    chat = ChatClient(settings.model_copy(update=brief), recipe.script.model)
    instructions = prompt.system_prompt(recipe.script)
    question: list[JsonValue] = [{"role": "system", "content": instructions}, {"role": "user", "content": "{}"}]
    chat.ask(question, {"type": "object"}, seed=1)
    size = len(instructions)
    tokens = chat.question_tokens or _TOKENS_OF_CHARACTER * size
    return round(tokens * (1 + _POST / size)) + settings.max_tokens
