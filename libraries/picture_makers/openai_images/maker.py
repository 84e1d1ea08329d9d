"""A client of picture servers (https://platform.openai.com/docs/api-reference/images/create)."""

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from typing import Final

from pydantic import JsonValue

from libraries.http_client.client import ModelServerClient
from libraries.picture_makers.maker import FoundPicture, LineToIllustrate, StoryToIllustrate
from libraries.picture_makers.openai_images import ImageServerSettings
from libraries.picture_makers.prompts import Prompt, prompt_for, seed_for
from schemas.errors import BadInput, ProviderDown, WaggleError
from schemas.pictures import Origin
from schemas.recipe import Recipe

_PATH: Final = "/images/generations"
_SETTING: Final = "studio.images"
_FLAGS: Final = ("nsfw", "has_nsfw_concept", "flagged")
"""Fields by which servers say that a picture is not fit to be seen."""


class ImageServerMaker:
    """The maker 'openai-images': one request a picture."""

    def __init__(self, story: StoryToIllustrate, settings: ImageServerSettings) -> None:
        self._story, self._settings = story, settings
        self._server = _server(settings)

    def picture(self, wanted: LineToIllustrate) -> FoundPicture | None:
        """The picture of a line.

        Raises ProviderDown, ConfigurationError as `ModelServerClient.post`; BadInput for a prompt that is refused, a
        picture that is flagged, and an answer without a picture.
        """
        prompt, seed = prompt_for(self._story, wanted), seed_for(self._story, wanted)
        reply = self._server.post(_PATH, self._body(prompt, seed))
        if not reply.ok:
            refused = BadInput("picture.refused", server=self._server.name, why=reply.excerpt)
            raise self._server.server_fault(reply, _PATH) or refused
        entry = _entry(reply.json(), self._server.name)
        if why := reason_of_refusal(entry):
            raise BadInput("picture.flagged", server=self._server.name, why=why)
        data = _decoded(entry, self._server.name)
        model = self._settings.model or self._server.name
        return FoundPicture(Origin.MODEL, data, model=model, prompt=prompt.wanted, seed=seed, lifelike=True)

    def _body(self, prompt: Prompt, seed: int) -> Mapping[str, JsonValue]:
        settings, words, more = self._settings, prompt.wanted, dict[str, JsonValue]()
        match settings.never:
            case "words":
                words += f" Never show: {prompt.never}."
            case "field":
                more = {"negative_prompt": prompt.never}
            case _:
                told = json.dumps({"seed": seed, "negative_prompt": prompt.never})
                words += f" <sd_cpp_extra_args>{told}</sd_cpp_extra_args>"
        named: dict[str, JsonValue] = {"model": settings.model} if settings.model else {}
        return {**named, "prompt": words, "n": 1, "size": settings.size, **more, **settings.extra}


def reason_of_refusal(entry: Mapping[str, JsonValue]) -> str:
    """Why a server says that a picture is not fit to be seen; empty where it does not say so.

    Azure says it by category: ``{"content_filter_results": {"sexual": {"filtered": true}}}``.
    """
    for name in _FLAGS:
        value = entry.get(name)
        if value is True or (isinstance(value, list) and any(each is True for each in value)):
            return name
    results = entry.get("content_filter_results")
    if isinstance(results, dict):
        named = (name for name, each in results.items() if isinstance(each, dict) and each.get("filtered") is True)
        return next(named, "")
    return ""


def server_problems(settings: ImageServerSettings, _recipe: Recipe) -> Iterator[WaggleError]:
    """What keeps the server from being reached. No picture is asked for: that may cost money."""
    server = _server(settings)
    try:
        server.get("/models")
    except WaggleError as error:
        yield error


def _server(settings: ImageServerSettings) -> ModelServerClient:
    return ModelServerClient(
        f"The picture server at {settings.base_url}",
        settings.base_url,
        setting=_SETTING,
        timeout=settings.timeout,
        api_key=settings.api_key.get_secret_value(),
    )


def _entry(found: JsonValue, server: str) -> dict[str, JsonValue]:
    """The first picture of an answer. Raises ProviderDown where there is none."""
    data = found.get("data") if isinstance(found, dict) else None
    first = data[0] if isinstance(data, list) and data else None
    if not isinstance(first, dict):
        raise ProviderDown("server.unreadable", server=server, why="it holds no picture")
    return first


def _decoded(entry: Mapping[str, JsonValue], server: str) -> bytes:
    """The bytes of a picture. Addresses are not followed: they may lead anywhere."""
    text = entry.get("b64_json")
    if not isinstance(text, str) or not text:
        if entry.get("url"):
            raise BadInput("picture.only_address", server=server)
        raise ProviderDown("server.unreadable", server=server, why="it holds no picture")
    try:
        return base64.b64decode(text.rpartition(",")[2], validate=True)
    except (binascii.Error, ValueError) as error:
        raise ProviderDown("server.unreadable", server=server, why="its picture is no base64") from error
