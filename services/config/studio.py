"""Settings of the studio. Those of its writers and voices are declared beside their code."""

import sys
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from libraries.paths import HOME
from libraries.settings.sections import SectionWithAdapters


class StudioSettings(SectionWithAdapters):
    STATION = "studio"

    interpreter: Annotated[
        dict[str, str],
        Field(
            description="Python of a stage that needs an environment of its own, as JSON: {'script': '/path/python'}."
        ),
    ] = {}
    idle_seconds: Annotated[float, Field(description="A stage process ends after so long without work.")] = 60.0
    stage_timeout: Annotated[float, Field(description="Seconds after which a stage counts as hung.")] = 900.0
    provider_rest: Annotated[
        float,
        Field(gt=0, description="Seconds a provider that is down is left alone; twice as long each time, at most 600."),
    ] = 30.0
    vram_mb: Annotated[
        dict[str, int],
        Field(
            description="MiB of graphics memory a stage needs before it starts, as JSON: {'script': 7000}; "
            "a stage that is not named reckons it from its model's files."
        ),
    ] = {}
    vram_wait: Annotated[float, Field(ge=0, description="Seconds a stage waits for that memory.")] = 60.0
    vram_short: Annotated[
        Literal["cpu", "park"],
        Field(description="When it stays short: compute on the CPU, or put the post off and try again later."),
    ] = "cpu"
    max_attempts: Annotated[int, Field(ge=1, description="Tries of a stage before a person is asked.")] = 5
    ffmpeg: Annotated[str, Field(description="Path of ffmpeg; empty takes the one of the imageio-ffmpeg wheel.")] = ""
    assets: Annotated[
        Path,
        Field(
            description="Your own files: music/, backgrounds/ (pictures, videos), effects/ in it, known by their names."
        ),
    ] = HOME / "assets/own"
    faces: Annotated[
        Path,
        Field(
            description="Network that finds faces to cover in pictures, CenterFace or YuNet; without it none are found."
        ),
    ] = HOME / "var/models/faces.onnx"
    script_approval: Annotated[bool, Field(description="Wait for a person to approve each script.")] = False

    def stage_python(self, stage: str) -> str:
        """The path of a stage's Python; ours unless another is set."""
        return self.interpreter.get(stage, sys.executable)
