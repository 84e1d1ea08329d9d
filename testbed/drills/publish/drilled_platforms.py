"""The platforms that are drilled: each fake, the settings that lead to it, and the uploader under test."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

from libraries.media.store import LocalStore
from schemas.errors import BadInput
from services.config import PublishSettings
from services.publish.limits.quota import AccountQuota
from services.publish.platforms.base import BaseUploader
from services.publish.platforms.instagram import InstagramSettings
from services.publish.platforms.instagram.uploader import InstagramUploader
from services.publish.platforms.tiktok import TiktokSettings
from services.publish.platforms.tiktok.uploader import TiktokUploader
from services.publish.platforms.youtube import YoutubeSettings
from services.publish.platforms.youtube.uploader import YoutubeUploader
from testbed.fake_platforms import instagram, tiktok, youtube_server
from testbed.fake_platforms.platform import FakePlatform
from testbed.fake_platforms.youtube import YoutubePlatform

CHUNK: Final = 262_144
_PACE: Final = 0.002
"""Seconds that 64 KiB take: 32 MB/s."""
_PROCESSING: Final = 0.1
_POLLS: Final = (0.02, 0.05, 0.1, 0.2)
_MANY: Final = 1_000_000
_STEPS: Final = ("opened", "stored", "chunk", "closing", "accepted", "sent")


class PlatformCase(NamedTuple):
    """A platform under test: its fake server, settings and uploader.

    ``steps``: every point at which a worker is killed on purpose, in the order in which it passes them.
    """

    steps: tuple[str, ...]
    history: Callable[[], FakePlatform[Any]]
    serve: Callable[[Any], AbstractContextManager[str]]
    settings: Callable[[Path, str], PublishSettings]
    uploader: Callable[[LocalStore, PublishSettings, AccountQuota], BaseUploader]
    released: bool = False
    """Whether a film must be released before any of it is sent."""


def platform_case(platform: str) -> PlatformCase:
    """The test case of a platform. Raises BadInput for one without."""
    if platform not in _PARTS:
        raise BadInput("publish.no_drill", platform=platform, known=", ".join(_PARTS))
    return _PARTS[platform]


def _youtube_settings(folder: Path, url: str) -> PublishSettings:
    grant = {"refresh_token": "refresh-first", "client_id": "drill", "client_secret": "none"}
    return PublishSettings().with_adapter_sections(
        YoutubeSettings(
            endpoint=url,
            token_file=_written(folder, grant | {"token_uri": f"{url}token"}),
            chunk_bytes=CHUNK,
            playlist="PL1",
            captions=True,
            daily_cap=_MANY,
            uploads_per_day=_MANY,
            units_per_day=100 * _MANY,
        )
    )


def _tiktok_settings(folder: Path, url: str) -> PublishSettings:
    grant = {"access_token": "access-first", "refresh_token": "refresh-first", "client_key": "drill"}
    grant |= {"client_secret": "none", "expires": (datetime.now(UTC) + timedelta(hours=1)).isoformat()}
    file = _written(folder, grant | {"token_uri": f"{url}token"})
    return PublishSettings().with_adapter_sections(TiktokSettings(endpoint=url, token_file=file, daily_cap=_MANY))


def _instagram_settings(folder: Path, url: str) -> PublishSettings:
    file = _written(folder, {"access_token": "page-token", "user_id": instagram.USER})
    chosen = InstagramSettings(endpoint=url, token_file=file, chunk_bytes=CHUNK, daily_cap=_MANY)
    return PublishSettings().with_adapter_sections(chosen)


def _written(folder: Path, grant: dict[str, str]) -> Path:
    token = folder / "token.json"
    token.write_text(json.dumps(grant))
    return token


def _instagram() -> FakePlatform[Any]:
    platform = instagram.InstagramPlatform(processing=_PROCESSING, pace=_PACE)
    platform.quota = _MANY
    return platform


_PARTS: Final = {
    "youtube": PlatformCase(
        (*_STEPS, "processed", "thumbnail", "captions", "playlist", "finished"),
        lambda: YoutubePlatform(processing=_PROCESSING, pace=_PACE),
        youtube_server.serve_youtube,
        _youtube_settings,
        lambda store, chosen, quota: YoutubeUploader(store, chosen.section_of(YoutubeSettings), quota, polls=_POLLS),
    ),
    "tiktok": PlatformCase(
        (*_STEPS, "finished"),
        lambda: tiktok.TiktokPlatform(processing=_PROCESSING, pace=_PACE, least=CHUNK),
        tiktok.serve_tiktok,
        _tiktok_settings,
        # Smaller pieces than the platform takes, so that films of some megabytes have several.
        lambda store, chosen, quota: TiktokUploader(
            store, chosen.section_of(TiktokSettings).model_copy(update={"chunk_bytes": CHUNK}), quota, polls=_POLLS
        ),
    ),
    "instagram": PlatformCase(
        (*_STEPS, "finished", "released"),
        _instagram,
        instagram.serve_instagram,
        _instagram_settings,
        lambda store, chosen, quota: InstagramUploader(
            store, chosen.section_of(InstagramSettings), quota, polls=_POLLS
        ),
        released=True,
    ),
}
