"""Options that several commands share."""

from enum import StrEnum


class From(StrEnum):
    """The first stage that is done again."""

    SCRIPT = "script"
    VOICE = "voice"
    FILM = "film"
