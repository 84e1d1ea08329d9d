"""TikTok, through the Content Posting API into the creator's inbox: the settings and the descriptor."""

from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from libraries.paths import HOME
from libraries.settings.sections import Section
from schemas.adapters import Account, Adapter, AdapterKind, SettingsSection
from schemas.base import Token


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


TIKTOK: Final = Adapter(
    kind=AdapterKind.PLATFORM,
    name="tiktok",
    version="1",
    make="services.publish.platforms.tiktok.uploader:TiktokUploader",
    title_en="TikTok",
    title_ko="TikTok",
    settings=SettingsSection("publish", "tiktok", TiktokSettings),
    needs=(Account("token_file", cure="wagglebot auth tiktok"),),
    fake="testbed.fake_platforms.tiktok:serve_tiktok",
)
