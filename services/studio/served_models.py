"""What a server says of the models it has."""

from pydantic import JsonValue

from libraries.http_client.client import ModelServerClient
from schemas.errors import BadInput, ConfigurationError, ProviderDown


def served_models(server: ModelServerClient) -> list[str] | None:
    """The names of the models a server has; None where it does not say, and where any name is answered (llama.cpp)."""
    entries = model_entries(server_json_or_none(server, "/models")) or []
    if [entry.get("owned_by") for entry in entries] == ["llamacpp"]:
        return None
    return [str(entry["id"]) for entry in entries if entry.get("id")] or None


def is_served(model: str, served: list[str]) -> bool:
    """Whether ``model`` is among ``served``. Ollama takes a name without a tag for ``:latest``."""
    names = [name.lower() for name in served]
    return model.lower() in names or f"{model.lower()}:latest" in names


def server_json_or_none(server: ModelServerClient, path: str) -> JsonValue:
    """The JSON a server answers at ``path``; None where it answers none, whatever the reason."""
    try:
        reply = server.get(path)
    except (ProviderDown, ConfigurationError, BadInput):
        return None
    return reply.json() if reply.ok else None


def model_entries(found: JsonValue) -> list[dict[str, JsonValue]] | None:
    """The entries of a list of models, whichever server's form it has; None for what is no such list."""
    entries = found.get("data") or found.get("models") if isinstance(found, dict) else found
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else None
