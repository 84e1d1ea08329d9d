"""Options that several commands share."""

from enum import StrEnum
from typing import Final

from schemas.recipe import Stage
from services.commands.remake import FilmStage


class From(StrEnum):
    """The first stage that is done again."""

    SCRIPT = "script"
    VOICE = "voice"
    FILM = "film"

    @property
    def stage(self) -> FilmStage:
        return _STAGES[self]


_STAGES: Final[dict[From, FilmStage]] = {
    From.SCRIPT: Stage.SCRIPT,
    From.VOICE: Stage.VOICE,
    From.FILM: Stage.FILM,
}
