"""Platforms by name, as the settings have them: their uploaders, and the quota of each one's account."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from libraries.bus import Bus
from libraries.channel.channel_platform import DEFAULT, ChannelPlatform, account_key
from libraries.film_statistics.platform_report import FilmReport
from libraries.film_statistics.statistics_polling import Measure, MeasuredPlatform
from libraries.media.store import MediaStore
from schemas.adapters import Adapter
from schemas.clock import utc_now
from schemas.errors import ConfigurationError
from services.config import PublishSettings
from services.publish.limits.quota import AccountQuota
from services.publish.platforms.base import BaseUploader, UploaderContext
from services.publish.upload.alerts import log_stop


def uploaders(
    bus: Bus, store: MediaStore, exports: Path, settings: PublishSettings, platforms: Sequence[str] = ()
) -> list[BaseUploader]:
    """The uploaders of ``platforms``, or of all that the settings name, of every channel. Raises ConfigurationError.

    ``exports``: folder of the platforms that are folders.
    """
    made: list[BaseUploader] = []
    for name in platforms or settings.all_platforms:
        adapter, section = settings.account_settings(name)
        context = UploaderContext(store, exports, section, bus.ledger(), log_stop)
        made.append(uploader_class(adapter, name).at(context))
    require_own_accounts(made)
    return made


def uploader_class(adapter: Adapter, platform: str) -> type[BaseUploader]:
    """The class of the uploader to a channel's platform; of the default channel it is the adapter's own."""
    made: type[BaseUploader] = adapter.load()
    channel = ChannelPlatform.parse(platform).channel
    return type(made.__name__, (made,), {"platform": platform, "channel": channel}) if channel else made


def require_own_accounts(uploaders: Sequence[BaseUploader]) -> None:
    """Raises ConfigurationError for two channels with one account: a film of one would count as the other's."""
    known: dict[str, str] = {}
    for one in uploaders:
        key = account_key(one.platform, one.channel)
        if known.setdefault(key, one.platform) != one.platform:
            raise ConfigurationError("channel.same_account", one=known[key], other=one.platform)


def channel_of_platform(settings: PublishSettings, platform: str) -> str:
    """The name of a platform's account in our records. Raises ConfigurationError for a platform nobody knows."""
    _, section = settings.account_settings(platform)
    return str(getattr(section, "channel", "") or ChannelPlatform.parse(platform).channel or DEFAULT)


def quota_of_platform(bus: Bus, settings: PublishSettings, platform: str) -> AccountQuota:
    """The quota of a platform's account, as its uploader has it. Raises ConfigurationError."""
    channel = channel_of_platform(settings, platform)
    return AccountQuota(bus.ledger(), platform, channel, utc_now, log_stop)


def measured_platforms(uploaders: Sequence[BaseUploader]) -> list[MeasuredPlatform]:
    """Those platforms that say how films are watched."""
    return [
        MeasuredPlatform(one.platform, timing, _measure_of(one), one.capabilities.shows_on_release)
        for one in uploaders
        if (timing := one.capabilities.statistics) is not None
    ]


def _measure_of(uploader: BaseUploader) -> Measure:
    """How an account is asked for statistics; a permission that is missing is that of the channel's account."""

    async def measure(remote_id: str, published: datetime, until: datetime | None) -> FilmReport:
        try:
            return await uploader.measure(remote_id, published, until)
        except ConfigurationError as error:
            raise ConfigurationError(error.code, **(error.fields | {"platform": uploader.platform})) from error

    return measure if ChannelPlatform.parse(uploader.platform).channel else uploader.measure
