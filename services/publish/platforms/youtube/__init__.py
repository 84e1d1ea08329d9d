"""YouTube, through google-api-python-client and its resumable uploads: the settings and the descriptor."""

from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from libraries.paths import HOME
from libraries.settings.sections import Section
from schemas.adapters import Account, Adapter, AdapterKind, Extra, SettingsSection
from schemas.base import Token


class YoutubeSettings(Section):
    channel: Annotated[Token, Field(description="Name of the channel in our books; each has its own token.")] = "main"
    client_file: Annotated[
        Path, Field(description="OAuth client of kind 'desktop app', the JSON file that Google's console gives.")
    ] = HOME / "var/youtube-client.json"
    token_file: Annotated[
        Path, Field(description="Where `wagglebot auth youtube` keeps the channel's token; readable by the owner only.")
    ] = HOME / "var/youtube-token.json"
    endpoint: Annotated[str, Field(description="Address of the API.")] = "https://youtube.googleapis.com/"
    analytics_endpoint: Annotated[str, Field(description="Address of the API of reports.")] = (
        "https://youtubeanalytics.googleapis.com/"
    )
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
    reports_per_day: Annotated[int, Field(ge=1, description="Quota of reports about films, four for each age.")] = 5_000
    daily_cap: Annotated[int, Field(ge=1, description="Films the channel takes on one day in Seoul.")] = 2
    settle_seconds: Annotated[
        float, Field(ge=0, description="How long the list of uploads may lag before a person is asked.")
    ] = 600.0


YOUTUBE: Final = Adapter(
    kind=AdapterKind.PLATFORM,
    name="youtube",
    version="1",
    make="services.publish.platforms.youtube.uploader:YoutubeUploader",
    title_en="YouTube",
    title_ko="YouTube",
    settings=SettingsSection("publish", "youtube", YoutubeSettings),
    needs=(
        Extra("publish", ("googleapiclient", "google_auth_httplib2")),
        Account("token_file", cure="wagglebot auth youtube"),
    ),
    fake="testbed.fake_platforms.youtube_server:serve_youtube",
)
