"""Instagram, through the content publishing of the Graph API: the settings and the descriptor."""

from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from libraries.paths import HOME
from libraries.settings.sections import Section
from schemas.adapters import Account, Adapter, AdapterKind, SettingsSection
from schemas.base import Token


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


INSTAGRAM: Final = Adapter(
    kind=AdapterKind.PLATFORM,
    name="instagram",
    version="1",
    make="services.publish.platforms.instagram.uploader:InstagramUploader",
    title_en="Instagram",
    title_ko="Instagram",
    settings=SettingsSection("publish", "instagram", InstagramSettings),
    needs=(Account("token_file", cure="wagglebot auth instagram"),),
    fake="testbed.fake_platforms.instagram:serve_instagram",
)
