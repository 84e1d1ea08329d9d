"""Settings of the platforms that finished films go to."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from schemas.base import Token
from services.config.paths import HOME
from services.config.section import Section


class YoutubeSettings(Section):
    channel: Annotated[Token, Field(description="Name of the channel in our books; each has its own token.")] = "main"
    client_file: Annotated[
        Path, Field(description="OAuth client of kind 'desktop app', the JSON file that Google's console gives.")
    ] = HOME / "var/youtube-client.json"
    token_file: Annotated[
        Path, Field(description="Where `wagglebot auth youtube` keeps the channel's token; readable by the owner only.")
    ] = HOME / "var/youtube-token.json"
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
    ] = HOME / "var/tiktok-client.json"
    token_file: Annotated[
        Path, Field(description="Where `wagglebot auth tiktok` keeps the account's token; readable by the owner only.")
    ] = HOME / "var/tiktok-token.json"
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
        HOME / "var/instagram-client.json"
    )
    token_file: Annotated[
        Path,
        Field(description="Where `wagglebot auth instagram` keeps the account's token; readable by the owner only."),
    ] = HOME / "var/instagram-token.json"
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
