"""Settings of the studio and of the models and servers behind its stages."""

import sys
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, JsonValue, SecretStr

from services.config.paths import HOME
from services.config.section import Section


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
    max_tokens: Annotated[int, Field(ge=256, description="Longest answer.")] = 3000
    extra: Annotated[
        dict[str, JsonValue],
        Field(description="More fields of a request, as JSON: {'chat_template_kwargs': {'enable_thinking': false}}."),
    ] = {}
    release: Annotated[
        Literal["none", "ollama"],
        Field(description="How the server is asked to free its memory after the scripts."),
    ] = "none"


class LocalModelSettings(Section):
    folder: Annotated[
        Path,
        Field(description="Model of the writers 'onnx-genai' and 'optimum': made by `wagglebot models convert`."),
    ] = HOME / "var/models/llm"
    device: Annotated[
        Literal["auto", "cpu", "cuda"], Field(description="Where it computes; 'auto' takes the CPU when CUDA fails.")
    ] = "auto"
    context: Annotated[
        int, Field(ge=1024, description="Tokens of question and answer together, at most those of the model.")
    ] = 8192
    max_tokens: Annotated[int, Field(ge=256, description="Longest answer, in tokens.")] = 2000
    temperature: Annotated[float, Field(ge=0, le=2, description="0 takes the likeliest word each time.")] = 0.7
    reserve_mb: Annotated[
        int, Field(ge=0, description="Memory of the machine, in MiB, that is left alone: before that it stops.")
    ] = 512


class SpeechServerSettings(Section):
    base_url: Annotated[str, Field(description="Server of the voice 'openai-speech', which answers /audio/speech.")] = (
        "http://127.0.0.1:8880/v1"
    )
    model: Annotated[str, Field(description="Model of that server.")] = "tts-1"
    api_key: Annotated[SecretStr, Field(description="Key of that server, if it asks for one.")] = SecretStr("")
    timeout: Annotated[float, Field(gt=0, description="Seconds one line may take.")] = 60.0
    voices: Annotated[
        dict[str, str], Field(description="The server's voice for each of the recipe's, as JSON: {'narrator-1': 'F1'}.")
    ] = {"narrator-1": "nova", "narrator-2": "onyx", "commenter-1": "echo", "commenter-2": "shimmer"}


class SovitsReference(Section):
    """A voice of GPT-SoVITS: a recording it imitates, by its path on the server, and the words spoken in it."""

    audio: str
    text: str = ""
    language: str = "ko"


class SovitsSettings(Section):
    base_url: Annotated[str, Field(description="Server of the voice 'gpt-sovits' (api_v2).")] = "http://127.0.0.1:9880"
    timeout: Annotated[float, Field(gt=0, description="Seconds one line may take.")] = 120.0
    voices: Annotated[
        dict[str, SovitsReference],
        Field(description="Recording behind each voice, as JSON: {'narrator-1': {'audio': '/a.wav', 'text': '…'}}."),
    ] = {}


class SupertonicSettings(Section):
    folder: Annotated[
        Path, Field(description="Model of the voice 'supertonic': a folder with onnx/ and voice_styles/ in it.")
    ] = HOME / "var/models/supertonic"
    device: Annotated[
        Literal["auto", "cpu", "cuda"], Field(description="Where it computes; 'auto' takes the CPU when CUDA fails.")
    ] = "auto"
    steps: Annotated[int, Field(ge=1, le=50, description="Refinements of a line; more sound better, take longer.")] = 8
    voices: Annotated[
        dict[str, str], Field(description="Voice style for each of the recipe's voices, as JSON: {'narrator-1': 'F1'}.")
    ] = {"narrator-1": "F1", "narrator-2": "M1", "commenter-1": "M2", "commenter-2": "F2"}


class KokoroSettings(Section):
    folder: Annotated[
        Path, Field(description="Model of the voice 'kokoro': a folder with model.onnx and voices.bin in it.")
    ] = HOME / "var/models/kokoro"
    device: Annotated[
        Literal["auto", "cpu", "cuda"], Field(description="Where it computes; 'auto' takes the CPU when CUDA fails.")
    ] = "auto"
    language: Annotated[
        str, Field(description="Language of the lines, as espeak calls it: en-us, en-gb, es, fr-fr, it, pt-br, hi.")
    ] = "en-us"
    voices: Annotated[
        dict[str, str], Field(description="Voice for each of the recipe's voices, as JSON: {'narrator-1': 'af_heart'}.")
    ] = {"narrator-1": "af_heart", "narrator-2": "am_michael", "commenter-1": "bm_george", "commenter-2": "bf_emma"}


class StudioSettings(Section):
    interpreter: Annotated[
        dict[str, str],
        Field(
            description="Python of a stage that needs an environment of its own, as JSON: {'script': '/path/python'}."
        ),
    ] = {}
    idle_seconds: Annotated[float, Field(description="A stage process ends after so long without work.")] = 60.0
    stage_timeout: Annotated[float, Field(description="Seconds after which a stage counts as hung.")] = 900.0
    provider_rest: Annotated[
        float,
        Field(gt=0, description="Seconds a provider that is down is left alone; twice as long each time, at most 600."),
    ] = 30.0
    vram_mb: Annotated[
        dict[str, int],
        Field(
            description="MiB of graphics memory a stage needs before it starts, as JSON: {'script': 7000}; "
            "a stage that is not named reckons it from its model's files."
        ),
    ] = {}
    vram_wait: Annotated[float, Field(ge=0, description="Seconds a stage waits for that memory.")] = 60.0
    vram_short: Annotated[
        Literal["cpu", "park"],
        Field(description="When it stays short: compute on the CPU, or put the post off and try again later."),
    ] = "cpu"
    max_attempts: Annotated[int, Field(ge=1, description="Tries of a stage before a person is asked.")] = 5
    ffmpeg: Annotated[str, Field(description="Path of ffmpeg; empty takes the one of the imageio-ffmpeg wheel.")] = ""
    assets: Annotated[
        Path,
        Field(
            description="Your own files: music/, backgrounds/ (pictures, videos), effects/ in it, known by their names."
        ),
    ] = HOME / "assets/own"
    faces: Annotated[
        Path,
        Field(
            description="Network that finds faces to cover in pictures, CenterFace or YuNet; without it none are found."
        ),
    ] = HOME / "var/models/faces.onnx"
    script_approval: Annotated[bool, Field(description="Wait for a person to approve each script.")] = False
    writer: WriterServerSettings = WriterServerSettings()
    llm: LocalModelSettings = LocalModelSettings()
    speech: SpeechServerSettings = SpeechServerSettings()
    sovits: SovitsSettings = SovitsSettings()
    supertonic: SupertonicSettings = SupertonicSettings()
    kokoro: KokoroSettings = KokoroSettings()

    def python(self, stage: str) -> str:
        """Interpreter of a stage; ours unless another is set."""
        return self.interpreter.get(stage, sys.executable)
