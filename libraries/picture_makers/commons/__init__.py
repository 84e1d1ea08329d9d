"""The maker 'commons': openly licensed photographs of Wikimedia Commons and Openverse, with their attribution."""

from typing import Annotated, Final, Literal

from pydantic import Field

from libraries.settings.sections import Section
from schemas.adapters import Adapter, AdapterKind, Server, SettingsSection

Provider = Literal["wikimedia", "openverse"]


class CommonsSettings(Section):
    base_url: Annotated[str, Field(description="Wikimedia Commons.")] = "https://commons.wikimedia.org"
    files_url: Annotated[str, Field(description="Where Wikimedia Commons keeps its files.")] = (
        "https://upload.wikimedia.org"
    )
    openverse_url: Annotated[str, Field(description="Openverse.")] = "https://api.openverse.org"
    providers: Annotated[tuple[Provider, ...], Field(description="Collections that are asked, in order.")] = (
        "wikimedia",
        "openverse",
    )
    contact: Annotated[
        str,
        Field(description="Your mail address or page: the collections ask for it, and without it are not asked."),
    ] = ""
    timeout: Annotated[float, Field(gt=0, description="Seconds one request may take.")] = 20.0


MAKER: Final = Adapter(
    kind=AdapterKind.PICTURE_MAKER,
    name="commons",
    version="1",
    make="libraries.picture_makers.commons.maker:CommonsMaker",
    title_en="Openly licensed photos",
    title_ko="공개 라이선스 사진",
    settings=SettingsSection("studio", "commons", CommonsSettings),
    needs=(
        Server(
            "base_url",
            cure="Set WAGGLEBOT_STUDIO__COMMONS__CONTACT; fetch what finds faces: wagglebot models get centerface.",
            ask="libraries.picture_makers.commons.maker:collection_problems",
        ),
    ),
    fake="testbed.fake_servers.picture_collections:running_picture_collections",
)
