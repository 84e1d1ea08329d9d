"""All settings, in one place. Every one can be given as an environment variable or in a ``.env``.

``WAGGLEBOT_REVIEW__PORT=8080`` sets ``review.port``. The ``.env`` of the current folder goes before that of
WAGGLEBOT_HOME. `.env.example` is generated from this room.
"""

from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from libraries.alerts.quiet_hours import quiet_hours_text
from libraries.backups.retention import BackupRetention
from libraries.bus.connection_settings import ConnectionSettings
from libraries.learning.settings import LearningSettings
from libraries.maintenance.keep_days import KeepDays
from libraries.object_store.settings import Place, S3Settings
from libraries.object_store.store import ObjectStore
from libraries.object_store.store_opening import EncryptionSecret, open_object_store, open_unencrypted_store
from libraries.paths import DATA, HOME, ROOT, pythonpath_for_child
from libraries.settings.environment import EnvFileSource, EnvironmentSource, require_known_variables, settings_error
from libraries.settings.sections import Section, SectionWithAdapters, parse_list
from libraries.settings.value_types import Cron, Folder, Network, Zone
from schemas.failures import Language
from schemas.recipe import Recipe
from services.config.publish import PublishSettings
from services.config.studio import StudioSettings

__all__ = [
    "DATA",
    "HOME",
    "ROOT",
    "CollectSettings",
    "HealthSettings",
    "InsightSettings",
    "LogSettings",
    "MediaSettings",
    "NatsSettings",
    "PublishSettings",
    "ReviewSettings",
    "S3Settings",
    "Section",
    "Settings",
    "StoreSettings",
    "StudioSettings",
    "pythonpath_for_child",
]


class NatsSettings(ConnectionSettings):
    store_dir: Annotated[Folder, Field(description="Where the embedded broker keeps its streams.")] = HOME / "var/nats"


class StoreSettings(Section):
    url: Annotated[
        str,
        Field(description="SQLAlchemy address of the projection: sqlite:///… or mysql+pymysql://user:pw@host/db."),
    ] = f"sqlite:///{HOME / 'var/wagglebot.db'}"


class MediaSettings(SectionWithAdapters):
    STATION: ClassVar[str] = "media"

    store: Annotated[str, Field(description="Store of pictures, sound and films; 'local' is a folder.")] = "local"
    root: Annotated[Folder, Field(description="Folder of the media store and of the exported films.")] = HOME / "media"
    keep_pieces_days: Annotated[
        int, Field(ge=0, description="Days that scenes, previews and earlier films of a post are kept; 0 keeps them.")
    ] = 7
    keep_films_days: Annotated[
        int, Field(ge=0, description="Days that a film is kept in the store after its last upload; 0 keeps it.")
    ] = 30
    keep_declined_days: Annotated[
        int, Field(ge=0, description="Days that what was made of a declined post is kept; 0 keeps it.")
    ] = 30

    @property
    def keep_days(self) -> KeepDays:
        """How long each kind of media is kept."""
        return KeepDays(self.keep_pieces_days, self.keep_films_days, self.keep_declined_days)


class CollectSettings(Section):
    sites: Annotated[tuple[str, ...], Field(description="Codes of the sites to crawl.")] = ("sample",)
    cron: Annotated[Cron, Field(description="When to crawl: six fields, seconds first.")] = "0 0 * * * *"
    time_zone: Annotated[Zone, Field(description="Time zone of the cron fields.")] = "Asia/Seoul"
    contact: Annotated[str, Field(description="Address in the user agent, so a site can reach the operator.")] = ""
    tokens: Annotated[
        dict[str, SecretStr],
        Field(description="Bearer tokens of sites whose API wants one, by site code, as JSON."),
    ] = {}
    author_salt: Annotated[
        SecretStr, Field(description="Salt of the hashes that stand for authors; empty makes one and keeps it.")
    ] = SecretStr("")


class InsightSettings(Section):
    every: Annotated[float, Field(gt=0, description="Seconds between two looks for films that are to be measured.")] = (
        60.0
    )
    watts: Annotated[
        float,
        Field(ge=0, description="Watts that this machine draws while it makes a film, by a plug meter; 0: unknown."),
    ] = 0.0
    won_per_kwh: Annotated[float, Field(ge=0, description="Price of a kilowatt hour in won; 0: unknown.")] = 0.0


class ReviewSettings(Section):
    host: Annotated[str, Field(description="Address the review app listens on.")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="Port of the review app; 0 takes any free one.")] = 7860
    password: Annotated[SecretStr, Field(description="One password for all, beside accounts.")] = SecretStr("")
    allowed_hosts: Annotated[
        tuple[str, ...], Field(description="Host names the review app answers to, beside loopback and plain addresses.")
    ] = ()
    trusted_proxies: Annotated[
        tuple[Network, ...],
        Field(description="Addresses or networks of proxies before the review app, whose X-Forwarded-For is believed."),
    ] = ()


class HealthSettings(SectionWithAdapters):
    STATION: ClassVar[str] = "health"

    notifiers: Annotated[
        tuple[str, ...], Field(description="Notifiers that get each alert: 'apprise', 'webhook', or those of plug-ins.")
    ] = ()
    every: Annotated[float, Field(gt=0, description="Seconds between two looks at the machine.")] = 30.0
    quiet_hours: Annotated[
        str,
        AfterValidator(quiet_hours_text),
        Field(description="Hours in which no alert is sent, such as '23-8'; they are sent afterwards. Empty: none."),
    ] = ""
    alert_language: Annotated[Language, Field(description="Language of the alerts' titles: ko or en.")] = "ko"
    check_every: Annotated[
        float, Field(gt=0, description="Seconds between two looks at posts, sites and stations.")
    ] = 60.0
    waiting_posts: Annotated[
        int, Field(ge=0, description="More posts than this that wait to be tried again alert.")
    ] = 20
    disk_forecast_days: Annotated[
        float, Field(ge=0, description="A disk that will be full in fewer days alerts; 0 never does.")
    ] = 7.0
    disk_percent: Annotated[float, Field(gt=0, le=100, description="A disk as full as this alerts.")] = 90.0
    memory_percent: Annotated[float, Field(gt=0, le=100, description="Memory as full as this alerts.")] = 95.0
    alert_webhook: Annotated[
        SecretStr, Field(description="Short for the notifier 'webhook' with this address; empty: none.")
    ] = SecretStr("")
    card_celsius: Annotated[float, Field(gt=0, description="A graphics card as hot as this alerts.")] = 80.0
    metrics_host: Annotated[str, Field(description="Address that /metrics is read at.")] = "127.0.0.1"
    metrics_port: Annotated[int, Field(ge=0, le=65535, description="Port of /metrics for Prometheus; 0 is none.")] = 0
    backup_folder: Annotated[
        Place | None,
        Field(description="Where the daily backups lie: a folder or s3://bucket/folder; empty makes none."),
    ] = None
    backup_hour: Annotated[int, Field(ge=0, le=23, description="Hour of the day a backup is made at.")] = 4
    backup_keep: Annotated[int, Field(ge=1, description="Days a backup is kept.")] = 7
    backup_keep_weeks: Annotated[int, Field(ge=0, description="Weeks of which one backup each is kept.")] = 0
    backup_keep_months: Annotated[int, Field(ge=0, description="Months of which one backup each is kept.")] = 0
    backup_key_file: Annotated[
        Path | None, Field(description="Key that encrypts backups (wagglebot backup key FILE); keep a copy elsewhere.")
    ] = None
    backup_passphrase: Annotated[
        SecretStr, Field(description="Passphrase that encrypts backups where there is no key file.")
    ] = SecretStr("")
    backup_sign_ins: Annotated[
        bool, Field(description="Whether encrypted backups hold the sign-ins at platforms too.")
    ] = False
    restore_drill_days: Annotated[
        int, Field(ge=0, description="Days between two restores of the newest backup into an empty place; 0 does none.")
    ] = 7
    brief_hour: Annotated[
        int, Field(ge=0, le=24, description="Hour of the day the notifiers get the morning brief at; 24 sends none.")
    ] = 8
    time_zone: Annotated[Zone, Field(description="Time zone of these hours.")] = "Asia/Seoul"

    @model_validator(mode="before")
    @classmethod
    def _webhook_by_its_short_name(cls, given: Any) -> Any:
        if not isinstance(given, dict) or not (url := given.get("alert_webhook")):
            return given
        named, webhook = given.get("notifiers") or (), given.get("webhook") or {}
        notifiers = parse_list(named) if isinstance(named, str) else named
        given = given | {"notifiers": tuple(dict.fromkeys((*notifiers, "webhook")))}
        return given | {"webhook": {"url": url} | webhook} if isinstance(webhook, dict) else given

    @property
    def backup_retention(self) -> BackupRetention:
        """How long backups are kept."""
        return BackupRetention(self.backup_keep, self.backup_keep_weeks, self.backup_keep_months)


class LogSettings(Section):
    level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], Field(description="Least level written.")] = "INFO"
    file: Annotated[Path | None, Field(description="Structured log file, rotated at 10 MB, five kept.")] = None


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix="WAGGLEBOT_",
        env_nested_delimiter="__",
        env_file=(HOME / ".env", ".env"),
        extra="ignore",
        frozen=True,
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - replaced
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - replaced
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - not used
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        file = EnvFileSource(settings_cls)
        require_known_variables(cls, file)
        return init_settings, EnvironmentSource(settings_cls), file

    @classmethod
    def load(cls) -> Self:
        """The settings of the environment and ``.env``. Raises ConfigurationError naming the variable that is wrong."""
        try:
            return cls()
        except ValidationError as error:
            raise settings_error(cls, error) from error

    def backup_store(self, place: str = "", *, key: bool = True) -> ObjectStore | None:
        """Where the backups lie, or those of another ``place``; None where neither is set. Blocking.

        Without ``key`` as they lie there. Raises ConfigurationError (a key that is missing or wrong), ProviderDown.
        """
        where = place or self.health.backup_folder
        if not where:
            return None
        secret = EncryptionSecret(self.health.backup_key_file, self.health.backup_passphrase)
        return open_object_store(where, self.s3, secret) if key else open_unencrypted_store(where, self.s3)

    language: Annotated[Literal["en", "ko"], Field(description="Language of the command line's error messages.")] = "en"
    nats: NatsSettings = NatsSettings()
    store: StoreSettings = StoreSettings()
    media: MediaSettings = MediaSettings()
    collect: CollectSettings = CollectSettings()
    studio: StudioSettings = StudioSettings()
    publish: PublishSettings = PublishSettings()
    insight: InsightSettings = InsightSettings()
    learning: LearningSettings = LearningSettings()
    review: ReviewSettings = ReviewSettings()
    health: HealthSettings = HealthSettings()
    log: LogSettings = LogSettings()
    s3: S3Settings = S3Settings()
    recipe: Recipe = Recipe()
