"""Platforms by name, as the settings have them: their uploaders, and the quota of each one's account."""

from collections.abc import Sequence
from pathlib import Path

from libraries.bus import Bus
from libraries.film_statistics.statistics_polling import MeasuredPlatform
from libraries.media.store import MediaStore
from schemas.adapters import AdapterKind, find_adapter
from schemas.clock import utc_now
from services.config import PublishSettings
from services.publish.limits.quota import AccountQuota
from services.publish.platforms.base import BaseUploader, UploaderContext
from services.publish.upload.alerts import log_stop

_SETTING = "publish.platforms"


def uploaders(
    bus: Bus, store: MediaStore, exports: Path, settings: PublishSettings, platforms: Sequence[str] = ()
) -> list[BaseUploader]:
    """The uploaders of ``platforms``, or of those that the settings name. Raises ConfigurationError.

    ``exports``: folder of the platforms that are folders.
    """
    made: list[BaseUploader] = []
    for name in platforms or settings.platforms:
        adapter = find_adapter(AdapterKind.PLATFORM, name, setting=_SETTING)
        section = settings.settings_of_adapter(adapter)
        context = UploaderContext(store, exports, section, bus.ledger(), log_stop)
        made.append(adapter.load().at(context))
    return made


def channel_of_platform(settings: PublishSettings, platform: str) -> str:
    """The name of a platform's account in our records. Raises ConfigurationError for a platform nobody knows."""
    section = settings.settings_of_adapter(find_adapter(AdapterKind.PLATFORM, platform, setting=_SETTING))
    return str(getattr(section, "channel", "main"))


def quota_of_platform(bus: Bus, settings: PublishSettings, platform: str) -> AccountQuota:
    """The quota of a platform's account, as its uploader has it. Raises ConfigurationError."""
    channel = channel_of_platform(settings, platform)
    return AccountQuota(bus.ledger(), platform, channel, utc_now, log_stop)


def measured_platforms(uploaders: Sequence[BaseUploader]) -> list[MeasuredPlatform]:
    """Those platforms that say how films are watched."""
    return [
        MeasuredPlatform(one.platform, timing, one.measure, one.capabilities.shows_on_release)
        for one in uploaders
        if (timing := one.capabilities.statistics) is not None
    ]
