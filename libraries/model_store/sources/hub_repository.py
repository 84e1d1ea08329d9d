"""A repository of a model hub as a model to fetch: its revision, files, sizes and digests, as the hub lists them.

Its interface is that of the Hugging Face hub: ``/api/models/OWNER/NAME/revision/REVISION`` and ``…/tree/REVISION``.
"""

import http.client
import json
import os
import re
from collections.abc import Iterable, Mapping
from fnmatch import fnmatch
from typing import Final, TypeVar
from urllib.parse import quote

from pydantic import BaseModel, TypeAdapter, ValidationError

from libraries.model_store.catalogue import Model, ModelLicence, ModelPurpose
from libraries.model_store.http.http_file import open_http_file
from libraries.model_store.sources.declared_sources import HubSource, ModelFile
from libraries.model_store.sources.hub_addresses import hub_address
from schemas.base import Sha256
from schemas.errors import ProviderDown

_WANTED: Final = ("*.safetensors", "*.json", "*.model", "*.jinja", "*.txt", "LICENSE*", "NOTICE*")
"""Files that a conversion reads, and the licence; weights of other forms are left out."""
_LARGEST: Final = 32 * 2**20
T = TypeVar("T")


class _Card(BaseModel):
    license: str | list[str] | None = None


class _Repository(BaseModel):
    sha: str
    cardData: _Card | None = None  # noqa: N815 - the name is the hub's


class _Lfs(BaseModel):
    oid: Sha256


class _Entry(BaseModel):
    type: str
    path: str
    size: int = 0
    lfs: _Lfs | None = None


def model_of_repository(repository: str, revision: str = "main", environment: Mapping[str, str] = os.environ) -> Model:
    """A repository as a model, pinned to the commit that ``revision`` names now.

    Raises BadInput (not there, gated), ProviderDown (not reached).
    """
    known = _asked(_Repository, repository, f"revision/{quote(revision, safe='')}", environment)
    entries = _asked(list[_Entry], repository, f"tree/{known.sha}?recursive=true", environment)
    card = known.cardData.license if known.cardData else None
    name = re.sub("[^a-z0-9]+", "-", repository.lower()).strip("-")[:60].strip("-")
    return Model(
        name=name,
        title=repository,
        purpose=ModelPurpose.WRITER,
        adapter="onnx-genai",
        licence=ModelLicence(
            name=", ".join([card] if isinstance(card, str) else card or ["not stated"]),
            url=f"https://huggingface.co/{repository}",
            terms_en="See the page of the repository.",
            terms_ko="저장소 페이지를 확인하세요.",
        ),
        folder=f"sources/{name}",
        files=tuple(_files(entries)),
        sources=(HubSource(kind="hub", repository=repository, revision=known.sha),),
        origin=repository,
    )


def _files(entries: Iterable[_Entry]) -> Iterable[ModelFile]:
    for entry in entries:
        if entry.type == "file" and "/" not in entry.path and any(fnmatch(entry.path, form) for form in _WANTED):
            yield ModelFile(path=entry.path, size=entry.size, sha256=entry.lfs.oid if entry.lfs else None)


def _asked(shape: type[T], repository: str, what: str, environment: Mapping[str, str]) -> T:
    address = hub_address(f"api/models/{repository}/{what}", repository, environment)
    try:
        with open_http_file(address) as answer:
            text = b"".join(iter(lambda: answer.body.read1(1 << 16), b""))[:_LARGEST]
        return TypeAdapter(shape).validate_python(json.loads(text))
    except (OSError, http.client.HTTPException, ValueError, ValidationError) as error:
        raise ProviderDown("models.unreachable", source=address.source, why="its answer is no listing") from error
