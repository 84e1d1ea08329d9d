"""All settings, in one place. Every one can be given as an environment variable or in ``.env``.

``WAGGLEBOT_REVIEW__PORT=8080`` sets ``review.port``. `.env.example` is generated from this file.
"""

import sys
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

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
    author_salt: Annotated[
        SecretStr, Field(description="Salt of the hashes that stand for authors; empty makes one and keeps it.")
    ] = SecretStr("")


class StudioSettings(Section):
    interpreter: Annotated[
        dict[str, str],
        Field(
            description="Python of a stage that needs an environment of its own, as JSON: {'script': '/path/python'}."
        ),
    ] = {}
    idle_seconds: Annotated[float, Field(description="A stage process ends after so long without work.")] = 60.0
    stage_timeout: Annotated[float, Field(description="Seconds after which a stage counts as hung.")] = 900.0
    max_attempts: Annotated[int, Field(ge=1, description="Tries of a stage before a person is asked.")] = 5
    ffmpeg: Annotated[str, Field(description="Path of ffmpeg; empty takes the one of the imageio-ffmpeg wheel.")] = ""
    script_approval: Annotated[bool, Field(description="Wait for a person to approve each script.")] = False

    def python(self, stage: str) -> str:
        """Interpreter of a stage; ours unless another is set."""
        return self.interpreter.get(stage, sys.executable)


class PublishSettings(Section):
    platforms: Annotated[tuple[str, ...], Field(description="Where finished films go.")] = ("export",)


class ReviewSettings(Section):
    host: Annotated[str, Field(description="Address the review app listens on.")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="Port of the review app; 0 takes any free one.")] = 7860
    password: Annotated[SecretStr, Field(description="Asked for when set; required off loopback.")] = SecretStr("")
    allowed_hosts: Annotated[
        tuple[str, ...], Field(description="Host names the review app answers to, beside loopback and plain addresses.")
    ] = ()


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
    log: LogSettings = LogSettings()
    recipe: Recipe = Recipe()
