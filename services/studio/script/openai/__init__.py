"""The writer that asks a language model behind an OpenAI-compatible server."""

from typing import Annotated, Final, Literal

from pydantic import Field, JsonValue, SecretStr

from libraries.settings.sections import Section
from schemas.adapters import Adapter, AdapterKind, Server, SettingsSection
from schemas.script import SecondQuestionPolicy


class WriterServerSettings(Section):
    base_url: Annotated[
        str, Field(description="OpenAI-compatible server of the writer 'openai': Ollama, vLLM, llama.cpp or a cloud.")
    ] = "http://127.0.0.1:11434/v1"
    api_key: Annotated[SecretStr, Field(description="Key of that server, if it asks for one.")] = SecretStr("")
    timeout: Annotated[float, Field(gt=0, description="Seconds an answer may take.")] = 180.0
    response_format: Annotated[
        Literal["json_schema", "json_object", "none"],
        Field(description="How the answer's form is asked for; where a server refuses one, the next is taken."),
    ] = "json_schema"
    max_tokens: Annotated[
        int, Field(ge=256, description="Longest answer in tokens; a model that thinks first needs more.")
    ] = 1200
    extra: Annotated[
        dict[str, JsonValue],
        Field(description="More fields of a request, as JSON: {'chat_template_kwargs': {'enable_thinking': false}}."),
    ] = {}
    second_question: Annotated[
        SecondQuestionPolicy,
        Field(
            description="When the model is asked which line of its script does not follow from the post: 'auto' for a "
            "script that was right at once, 'always', 'never'."
        ),
    ] = SecondQuestionPolicy.AUTO
    release: Annotated[
        Literal["none", "ollama"],
        Field(description="How the server is asked to free its memory after the scripts."),
    ] = "none"


WRITER: Final = Adapter(
    kind=AdapterKind.WRITER,
    name="openai",
    version="2",
    make="services.studio.script.openai.writer:OpenAIWriter",
    title_en="Language model on a server",
    title_ko="언어 모델 서버",
    settings=SettingsSection("studio", "writer", WriterServerSettings),
    languages=("ko",),
    needs=(
        Server(
            "base_url",
            cure="Start Ollama ('ollama serve') or set WAGGLEBOT_STUDIO__WRITER__BASE_URL.",
            ask="services.studio.script.openai.server_check:server_problems",
        ),
    ),
    fake="fixtures.studio.models:serving",
)
