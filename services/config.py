"""All settings, in one place. Every one can be given as an environment variable or in ``.env``.

``WAGGLEBOT_REVIEW__PORT=8080`` sets ``review.port``. `.env.example` is generated from this file.
"""

import sys
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from schemas.base import Token
from schemas.recipe import Recipe

ROOT = Path(__file__).resolve().parents[1]
"""The checkout: assets, topology and migrations lie below it."""


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NatsSettings(Section):
    url: Annotated[str, Field(description="Address of the broker; 'embedded' starts one of our own.")] = "embedded"
    store_dir: Annotated[Path, Field(description="Where the embedded broker keeps its streams.")] = ROOT / "var/nats"
    user: Annotated[str, Field(description="User name at the broker, if it asks for one.")] = ""
    password: Annotated[SecretStr, Field(description="Password at the broker.")] = SecretStr("")


class StoreSettings(Section):
    url: Annotated[
        str,
        Field(description="SQLAlchemy address of the projection: sqlite:///… or mysql+pymysql://user:pw@host/db."),
    ] = f"sqlite:///{ROOT / 'var/wagglebot.db'}"


class MediaSettings(Section):
    root: Annotated[Path, Field(description="Folder of the media store and of the exported films.")] = ROOT / "media"


class CollectSettings(Section):
    sites: Annotated[tuple[str, ...], Field(description="Codes of the sites to crawl.")] = ("sample",)
    cron: Annotated[str, Field(description="When to crawl: six fields, seconds first.")] = "0 0 * * * *"
    time_zone: Annotated[str, Field(description="Time zone of the cron fields.")] = "Asia/Seoul"
    contact: Annotated[str, Field(description="Address in the user agent, so a site can reach the operator.")] = ""
    tokens: Annotated[
        dict[str, SecretStr],
        Field(description="Bearer tokens of sites whose API wants one, by site code, as JSON."),
    ] = {}
    author_salt: Annotated[
        SecretStr, Field(description="Salt of the hashes that stand for authors; empty makes one and keeps it.")
    ] = SecretStr("")


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
    ] = ROOT / "var/models/llm"
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


class SovitsVoice(Section):
    """A voice of GPT-SoVITS: a recording it imitates, by its path on the server, and the words spoken in it."""

    audio: str
    text: str = ""
    language: str = "ko"


class SovitsSettings(Section):
    base_url: Annotated[str, Field(description="Server of the voice 'gpt-sovits' (api_v2).")] = "http://127.0.0.1:9880"
    timeout: Annotated[float, Field(gt=0, description="Seconds one line may take.")] = 120.0
    voices: Annotated[
        dict[str, SovitsVoice],
        Field(description="Recording behind each voice, as JSON: {'narrator-1': {'audio': '/a.wav', 'text': '…'}}."),
    ] = {}


class SupertonicSettings(Section):
    folder: Annotated[
        Path, Field(description="Model of the voice 'supertonic': a folder with onnx/ and voice_styles/ in it.")
    ] = ROOT / "var/models/supertonic"
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
    ] = ROOT / "var/models/kokoro"
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


class YoutubeSettings(Section):
    channel: Annotated[Token, Field(description="Name of the channel in our books; each has its own token.")] = "main"
    client_file: Annotated[
        Path, Field(description="OAuth client of kind 'desktop app', the JSON file that Google's console gives.")
    ] = ROOT / "var/youtube-client.json"
    token_file: Annotated[
        Path, Field(description="Where `wagglebot auth youtube` keeps the channel's token; readable by the owner only.")
    ] = ROOT / "var/youtube-token.json"
    endpoint: Annotated[str, Field(description="Address of the API.")] = "https://youtube.googleapis.com/"
    category: Annotated[str, Field(description="Category of the videos; 24 is entertainment.")] = "24"
    playlist: Annotated[str, Field(description="Playlist every video is added to; empty is none.")] = ""
    captions: Annotated[
        bool, Field(description="Upload the caption file too; at 400 units a film that is 19 films a day, not 97.")
    ] = False
    chunk_bytes: Annotated[
        int, Field(ge=262_144, multiple_of=262_144, description="Bytes sent at once; a break costs at most so many.")
    ] = 4_194_304
    uploads_per_day: Annotated[int, Field(ge=1, description="Quota of uploads between two Pacific midnights.")] = 100
    units_per_day: Annotated[int, Field(ge=500, description="Quota of all other calls, in units.")] = 10_000
    daily_cap: Annotated[int, Field(ge=1, description="Films the channel takes on one day in Seoul.")] = 3
    settle_seconds: Annotated[
        float, Field(ge=0, description="How long the list of uploads may lag before a person is asked.")
    ] = 600.0


class TiktokSettings(Section):
    channel: Annotated[Token, Field(description="Name of the account in our books; each has its own token.")] = "main"
    client_file: Annotated[
        Path, Field(description="Desktop app of Login Kit, as JSON: client_key and client_secret.")
    ] = ROOT / "var/tiktok-client.json"
    token_file: Annotated[
        Path, Field(description="Where `wagglebot auth tiktok` keeps the account's token; readable by the owner only.")
    ] = ROOT / "var/tiktok-token.json"
    endpoint: Annotated[str, Field(description="Address of the API.")] = "https://open.tiktokapis.com/"
    chunk_bytes: Annotated[
        int, Field(ge=5_242_880, le=67_108_864, description="Bytes sent at once; a break costs at most so many.")
    ] = 5_242_880
    daily_cap: Annotated[
        int, Field(ge=1, description="Films the inbox takes on one day in Seoul; the platform takes five unfinished.")
    ] = 3


class InstagramSettings(Section):
    channel: Annotated[Token, Field(description="Name of the account in our books; each has its own token.")] = "main"
    client_file: Annotated[Path, Field(description="App of Meta's console, as JSON: client_id and client_secret.")] = (
        ROOT / "var/instagram-client.json"
    )
    token_file: Annotated[
        Path,
        Field(description="Where `wagglebot auth instagram` keeps the account's token; readable by the owner only."),
    ] = ROOT / "var/instagram-token.json"
    endpoint: Annotated[str, Field(description="Address of the Graph API.")] = "https://graph.facebook.com/v24.0/"
    redirect: Annotated[
        str, Field(description="Where Meta sends the browser after the permission; the address it ended at is pasted.")
    ] = "https://localhost/"
    chunk_bytes: Annotated[int, Field(ge=262_144, description="Bytes sent at once; a break costs at most so many.")] = (
        4_194_304
    )
    daily_cap: Annotated[int, Field(ge=1, description="Reels the account takes on one day in Seoul.")] = 3


class PublishSettings(Section):
    platforms: Annotated[tuple[str, ...], Field(description="Where finished films go.")] = ("export",)
    similarity: Annotated[
        float, Field(gt=0, le=1, description="A script that shares so much with a recent one is not published.")
    ] = 0.6
    slots: Annotated[
        dict[str, tuple[str, ...]],
        Field(description="Weekly times in Seoul for `release --slot`, by platform: {'youtube': ['mon-fri 18:30']}."),
    ] = {}
    youtube: YoutubeSettings = YoutubeSettings()
    tiktok: TiktokSettings = TiktokSettings()
    instagram: InstagramSettings = InstagramSettings()


class ReviewSettings(Section):
    host: Annotated[str, Field(description="Address the review app listens on.")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="Port of the review app; 0 takes any free one.")] = 7860
    password: Annotated[SecretStr, Field(description="Asked for when set; required off loopback.")] = SecretStr("")
    allowed_hosts: Annotated[
        tuple[str, ...], Field(description="Host names the review app answers to, beside loopback and plain addresses.")
    ] = ()


class HealthSettings(Section):
    every: Annotated[float, Field(gt=0, description="Seconds between two looks at the machine.")] = 30.0
    disk_percent: Annotated[float, Field(gt=0, le=100, description="A disk as full as this alerts.")] = 90.0
    memory_percent: Annotated[float, Field(gt=0, le=100, description="Memory as full as this alerts.")] = 95.0
    alert_webhook: Annotated[
        SecretStr,
        Field(description="Address that gets a POST of each alert, of a chat or a push service; empty: none."),
    ] = SecretStr("")
    card_celsius: Annotated[float, Field(gt=0, description="A graphics card as hot as this alerts.")] = 80.0
    metrics_host: Annotated[str, Field(description="Address that /metrics is read at.")] = "127.0.0.1"
    metrics_port: Annotated[int, Field(ge=0, le=65535, description="Port of /metrics for Prometheus; 0 is none.")] = 0
    backup_folder: Annotated[
        Path | None, Field(description="Folder of the daily backups of facts and media; empty makes none.")
    ] = None
    backup_hour: Annotated[int, Field(ge=0, le=23, description="Hour of the day a backup is made at.")] = 4
    backup_keep: Annotated[int, Field(ge=1, description="Days a backup is kept.")] = 7
    time_zone: Annotated[str, Field(description="Time zone of that hour.")] = "Asia/Seoul"


class LogSettings(Section):
    level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], Field(description="Least level written.")] = "INFO"
    file: Annotated[Path | None, Field(description="Structured log file, rotated at 10 MB, five kept.")] = None


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix="WAGGLEBOT_",
        env_nested_delimiter="__",
        env_file=".env",
        extra="ignore",
        frozen=True,
    )

    nats: NatsSettings = NatsSettings()
    store: StoreSettings = StoreSettings()
    media: MediaSettings = MediaSettings()
    collect: CollectSettings = CollectSettings()
    studio: StudioSettings = StudioSettings()
    publish: PublishSettings = PublishSettings()
    review: ReviewSettings = ReviewSettings()
    health: HealthSettings = HealthSettings()
    log: LogSettings = LogSettings()
    recipe: Recipe = Recipe()
