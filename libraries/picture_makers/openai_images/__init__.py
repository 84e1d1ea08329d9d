"""The maker behind a server that answers as OpenAI's ``/images/generations``, as stable-diffusion.cpp's does too."""

from typing import Annotated, Final, Literal

from pydantic import Field, JsonValue, SecretStr

from libraries.settings.sections import Section
from schemas.adapters import Adapter, AdapterKind, Server, SettingsSection


class ImageServerSettings(Section):
    base_url: Annotated[
        str, Field(description="Server of the maker 'openai-images', which answers /images/generations.")
    ] = "http://127.0.0.1:1234/v1"
    model: Annotated[str, Field(description="Model of that server; empty where it has one only.")] = ""
    api_key: Annotated[SecretStr, Field(description="Key of that server, if it asks for one.")] = SecretStr("")
    timeout: Annotated[float, Field(gt=0, description="Seconds one picture may take.")] = 300.0
    size: Annotated[
        str, Field(pattern=r"^\d+x\d+$|^auto$", description="Pixels of a picture, as the server writes them.")
    ] = "1536x1024"
    never: Annotated[
        Literal["words", "field", "tag"],
        Field(
            description="How the list of what must not be seen is sent: as words of the prompt (OpenAI), as the field "
            "negative_prompt, or as the tag that stable-diffusion.cpp reads, which also carries the seed."
        ),
    ] = "words"
    extra: Annotated[
        dict[str, JsonValue],
        Field(description="More fields of a request, as JSON: {'quality': 'low', 'response_format': 'b64_json'}."),
    ] = {}


MAKER: Final = Adapter(
    kind=AdapterKind.PICTURE_MAKER,
    name="openai-images",
    version="1",
    make="libraries.picture_makers.openai_images.maker:ImageServerMaker",
    title_en="OpenAI images",
    title_ko="OpenAI 그림",
    settings=SettingsSection("studio", "images", ImageServerSettings),
    needs=(
        Server(
            "base_url",
            cure="Start the picture server, or set WAGGLEBOT_STUDIO__IMAGES__BASE_URL.",
            ask="libraries.picture_makers.openai_images.maker:server_problems",
        ),
    ),
    fake="fixtures.studio.models:serving",
)
