"""The addresses of files on a model hub, or on its mirror, and the user's token."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from libraries.model_store.http.file_address import FileAddress
from libraries.model_store.sources.declared_sources import HubSource, ModelFile

HUB: Final = "https://huggingface.co"


def hub_endpoint(environment: Mapping[str, str]) -> str:
    """The hub, or the mirror that HF_ENDPOINT names."""
    return (environment.get("HF_ENDPOINT") or HUB).rstrip("/")


def repository_file_address(file: ModelFile, source: HubSource, environment: Mapping[str, str]) -> FileAddress:
    """The address of a file of a repository at its revision."""
    path = quote(source.paths.get(file.path, file.path))
    return hub_address(f"{source.repository}/resolve/{source.revision}/{path}", source.repository, environment)


def hub_address(path: str, repository: str, environment: Mapping[str, str]) -> FileAddress:
    """A path of the hub, or of its mirror, with the user's token."""
    token = _token(environment)
    source = f"{urlsplit(hub_endpoint(environment)).netloc}/{repository}"
    return FileAddress(
        f"{hub_endpoint(environment)}/{path}", source, {"Authorization": f"Bearer {token}"} if token else {}
    )


def _token(environment: Mapping[str, str]) -> str:
    """The user's token, where the hub's own tools look for it."""
    if token := environment.get("HF_TOKEN") or environment.get("HUGGING_FACE_HUB_TOKEN"):
        return token.strip()
    home = environment.get("HF_HOME") or f"{environment.get('XDG_CACHE_HOME') or '~/.cache'}/huggingface"
    stored = Path(environment.get("HF_TOKEN_PATH") or f"{home}/token").expanduser()
    try:
        return stored.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
