"""Answers of the Instagram Platform, and what its codes mean.

Source: Meta for Developers, "Error Codes" of the Instagram Platform, "Handle Errors" and "Rate Limits" of the Graph
API, "IG Container"; 2207076, 2207082 and 2207085 are not documented and come from reports of other programs.
"""

import re
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field

from libraries.platform_apis.answers import ApiAnswer, Identity, WebAddress


class InstagramErrorKind(StrEnum):
    """What an error of Meta's means for the calls after it."""

    AUTH = "the account's permission has ended"
    FULL = "the account takes nothing more for now"
    BANNED = "the account is restricted"
    PROJECT = "the app may not do this"
    SLOW_DOWN = "too many calls"
    BUSY = "Instagram is busy, or not ready yet"
    ABSENT = "there is no such object"
    FILM = "Instagram will not take the film"
    REFUSED = "Instagram refuses the call"


_DETAILS: Final[dict[InstagramErrorKind, frozenset[int]]] = {
    InstagramErrorKind.FULL: frozenset({2207042}),
    InstagramErrorKind.BANNED: frozenset({2207050, 2207051}),
    InstagramErrorKind.BUSY: frozenset(
        {2207001, 2207003, 2207006, 2207008, 2207020, 2207027, 2207032, 2207052, 2207053}
    ),
    InstagramErrorKind.FILM: frozenset({2207004, 2207005, 2207009, 2207026, 2207057, 2207076, 2207082, 2207085}),
    InstagramErrorKind.REFUSED: frozenset({2207010, 2207023, 2207028, 2207035, 2207036, 2207037, 2207040, 2207089}),
}
_CODES: Final[dict[InstagramErrorKind, frozenset[int]]] = {
    InstagramErrorKind.AUTH: frozenset({10, 102, 190, *range(200, 300)}),
    InstagramErrorKind.BANNED: frozenset({25, 368}),
    InstagramErrorKind.PROJECT: frozenset({3}),
    InstagramErrorKind.SLOW_DOWN: frozenset({4, 17, 32, 613, *range(80000, 80015)}),
    InstagramErrorKind.BUSY: frozenset({-2, -1, 1, 2, 24, 9004, 9007}),
    InstagramErrorKind.FILM: frozenset({352, 36000, 36001, 36003}),
}


class MetaError(ApiAnswer):
    """``error`` of an answer: a code, which says more with its subcode."""

    code: int = 0
    detail: int = Field(0, alias="error_subcode")
    transient: bool = Field(default=False, alias="is_transient")
    message: str = ""

    def kind(self, status: int) -> InstagramErrorKind:
        """The kind of the failed call, by the most exact that is said: subcode, code, status."""
        for table, code in ((_DETAILS, self.detail), (_CODES, self.code)):
            for kind, known in table.items():
                if code and code in known:
                    return kind
        if status == 401 or (status == 403 and self.code):
            return InstagramErrorKind.AUTH
        if status >= 500 or status in (408, 425, 429) or status < 400 or self.transient:
            return InstagramErrorKind.BUSY
        if self.code == 100:
            return InstagramErrorKind.ABSENT
        return InstagramErrorKind.REFUSED if self.code and status == 400 else InstagramErrorKind.BUSY


class InstagramErrorAnswer(ApiAnswer):
    """The answer of a failed call; where it has no error, it comes from something else than the API."""

    error: MetaError = MetaError.model_validate({})


class CreatedContainer(ApiAnswer):
    """A container that was made: its id, and where the bytes go."""

    id: Identity
    uri: WebAddress


class PublishedReel(ApiAnswer):
    """The reel that a container became."""

    id: Identity


class Reel(ApiAnswer):
    """A reel in the account's list; ``id`` is empty for one that is not there."""

    id: str = ""
    caption: str = ""
    permalink: str = ""


class ReelList(ApiAnswer):
    """The newest reels of the account."""

    data: tuple[Reel, ...] = ()


class _UploadPhase(ApiAnswer):
    bytes_transferred: Annotated[int, Field(ge=0)] = 0


class _VideoStatus(ApiAnswer):
    uploading_phase: _UploadPhase = _UploadPhase()


class ContainerState(ApiAnswer):
    """The processing state of a container; without ``status_code`` for an unknown id."""

    status_code: str = ""
    status: str = "the container is gone"
    video_status: _VideoStatus = _VideoStatus()

    @property
    def is_refused(self) -> bool:
        """Whether the container failed because of the film, by the code in the words of ``status``."""
        codes = {int(found) for found in re.findall(r"\b2207\d{3}\b", self.status)}
        return self.status_code == "ERROR" and bool(codes & _DETAILS[InstagramErrorKind.FILM])


class _Allowance(ApiAnswer):
    total: int = Field(alias="quota_total")


class PublishingLimit(ApiAnswer):
    """Reels of the last 24 hours, and how many there may be."""

    usage: int = Field(alias="quota_usage")
    allowance: _Allowance = Field(alias="config")


class PublishingLimits(ApiAnswer):
    """The account's limits."""

    data: tuple[PublishingLimit, ...] = ()
