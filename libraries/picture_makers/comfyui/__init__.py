"""The maker 'comfyui': workflows of ComfyUI, each a file in its API format with placeholders."""

from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from libraries.paths import HOME
from libraries.settings.sections import Section
from schemas.adapters import Adapter, AdapterKind, ModelFiles, Server, SettingsSection


class ComfySettings(Section):
    base_url: Annotated[str, Field(description="Address of ComfyUI.")] = "http://127.0.0.1:8188"
    workflow: Annotated[
        Path,
        Field(
            description="Workflow as ComfyUI exports it for its API; {prompt} and {never} in its texts are replaced, "
            'and numbers written as "{seed}", "{width}", "{height}".'
        ),
    ] = HOME / "assets/own/workflows/picture.json"
    timeout: Annotated[float, Field(gt=0, description="Seconds one picture may take, with its wait in the queue.")] = (
        300.0
    )
    poll: Annotated[float, Field(gt=0, description="Seconds between two questions whether it is done.")] = 1.0
    width: Annotated[int, Field(ge=64, le=4096, description="Pixels.")] = 1152
    height: Annotated[int, Field(ge=64, le=4096, description="Pixels.")] = 704


MAKER: Final = Adapter(
    kind=AdapterKind.PICTURE_MAKER,
    name="comfyui",
    version="1",
    make="libraries.picture_makers.comfyui.maker:ComfyMaker",
    title_en="ComfyUI",
    title_ko="ComfyUI",
    settings=SettingsSection("studio", "comfyui", ComfySettings),
    needs=(
        ModelFiles("workflow", cure="Export a workflow with 'Export (API)' in ComfyUI and save it there."),
        Server(
            "base_url",
            cure="Start ComfyUI, or set WAGGLEBOT_STUDIO__COMFYUI__BASE_URL.",
            ask="libraries.picture_makers.comfyui.maker:server_problems",
        ),
    ),
    fake="testbed.fake_servers.comfyui:running_comfyui",
)
