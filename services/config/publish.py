"""Settings of publishing. Each platform's own section is declared by its descriptor (`schemas.adapters`)."""

from typing import Annotated, ClassVar

from pydantic import Field

from libraries.settings.sections import SectionWithAdapters


class PublishSettings(SectionWithAdapters):
    STATION: ClassVar[str] = "publish"

    platforms: Annotated[tuple[str, ...], Field(description="Where finished films go.")] = ("export",)
    backlog: Annotated[
        bool, Field(description="Whether a platform that is enabled later also gets the films made before.")
    ] = False
    similarity: Annotated[
        float, Field(gt=0, le=1, description="A script that shares so much with a recent one is not published.")
    ] = 0.6
    slots: Annotated[
        dict[str, tuple[str, ...]],
        Field(description="Weekly times in Seoul for `release --slot`, by platform: {'youtube': ['mon-fri 18:30']}."),
    ] = {}
