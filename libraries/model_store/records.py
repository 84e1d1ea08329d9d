"""What is recorded of a fetched model: its files, its source, its licence and who agreed to it."""

from schemas.base import Frozen, Moment, Sha256


class LicenceAgreement(Frozen):
    """That somebody agreed to a licence. ``by``: the name of the user of this machine."""

    licence: str
    url: str
    by: str
    at: Moment


class InstalledFile(Frozen):
    """A file of a model as it was put to use; ``path`` below the folder of models."""

    path: str
    size: int
    sha256: Sha256


class InstalledModel(Frozen):
    """The record of a model that was fetched.

    ``settings`` make WaggleBot use it; ``agreement`` is that to its licence, where one was asked for.
    """

    name: str
    source: str
    revision: str = ""
    files: tuple[InstalledFile, ...]
    licence: str
    agreement: LicenceAgreement | None = None
    settings: dict[str, str] = {}
    fetched_at: Moment
