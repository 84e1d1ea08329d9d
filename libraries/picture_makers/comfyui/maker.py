"""A client of ComfyUI's queue (https://docs.comfy.org/development/comfyui-server/comms_routes).

A job is put into the queue by POST /prompt, looked for in GET /history/{id} and GET /queue, and its picture fetched by
GET /view. What takes too long is taken out of the queue, or interrupted.
"""

import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Final
from urllib.parse import urlencode

from pydantic import JsonValue

from libraries.http_client.client import ModelServerClient
from libraries.picture_makers.comfyui import ComfySettings
from libraries.picture_makers.comfyui.workflow import fill_workflow, read_workflow
from libraries.picture_makers.maker import FoundPicture, LineToIllustrate, StoryToIllustrate
from libraries.picture_makers.prompts import prompt_for, seed_for
from schemas.errors import BadInput, ConfigurationError, ProviderDown, WaggleError
from schemas.pictures import Origin
from schemas.recipe import Recipe

_SETTING: Final = "studio.comfyui"
_MISSED: Final = 3
"""Times in a row that a job may be neither in the queue nor in the history: it goes from one to the other."""


class ComfyMaker:
    """The maker 'comfyui'."""

    def __init__(self, story: StoryToIllustrate, settings: ComfySettings) -> None:
        self._story, self._settings = story, settings
        self._workflow = read_workflow(settings.workflow)
        self._server = _server(settings)

    def picture(self, wanted: LineToIllustrate) -> FoundPicture | None:
        """The picture of a line.

        Raises ProviderDown when ComfyUI is down, loses the job, breaks in the middle or takes too long;
        ConfigurationError for a workflow that it refuses; BadInput for a job that ends without a picture.
        """
        prompt, seed = prompt_for(self._story, wanted), seed_for(self._story, wanted)
        size = {"width": self._settings.width, "height": self._settings.height}
        job = self._queued(
            fill_workflow(self._workflow, {"prompt": prompt.wanted, "never": prompt.never, "seed": seed, **size})
        )
        try:
            data = self._fetched(_picture_of(self._done(job), self._server.name))
        except ProviderDown:
            # What is wrong with the server is told by the first error, not by that of tidying up.
            with suppress(WaggleError):
                self._cancel(job)
            raise
        model = self._settings.workflow.name
        return FoundPicture(Origin.MODEL, data, model=model, prompt=prompt.wanted, seed=seed, lifelike=True)

    def _fetched(self, picture: dict[str, str]) -> bytes:
        reply = self._server.get(f"/view?{urlencode(picture)}")
        if not reply.ok:
            raise ProviderDown("server.unreadable", server=self._server.name, why=f"/view says {reply.excerpt}")
        return reply.body

    def _queued(self, workflow: JsonValue) -> str:
        """The id of a job put into the queue."""
        reply = self._server.post("/prompt", {"prompt": workflow, "client_id": "wagglebot"})
        said = reply.json()
        if not reply.ok:
            refused = ConfigurationError("picture.workflow_refused", server=self._server.name, why=_refusal(said))
            raise self._server.server_fault(reply, "/prompt") or refused
        job = said.get("prompt_id") if isinstance(said, dict) else None
        if not isinstance(job, str) or not job:
            raise ProviderDown("server.unreadable", server=self._server.name, why="it holds no prompt_id")
        return job

    def _done(self, job: str) -> dict[str, JsonValue]:
        """The history of a job that is done."""
        deadline = time.monotonic() + self._settings.timeout
        missed = 0
        while True:
            known = _object(self._told(f"/history/{job}").get(job))
            if known:
                return known
            running, waiting = self._places(job)
            missed = 0 if running or waiting else missed + 1
            if missed >= _MISSED:
                raise ProviderDown("picture.job_lost", server=self._server.name, job=job)
            if time.monotonic() >= deadline:
                raise ProviderDown("server.slow", server=self._server.name, seconds=f"{self._settings.timeout:g}")
            time.sleep(self._settings.poll)

    def _places(self, job: str) -> tuple[bool, bool]:
        """Whether a job is being worked on, and whether it waits."""
        queue = self._told("/queue")
        running, waiting = (_ids(queue.get(name)) for name in ("queue_running", "queue_pending"))
        return job in running, job in waiting

    def _cancel(self, job: str) -> None:
        """Take a job out of the queue, so that it does not keep the card from others."""
        running, waiting = self._places(job)
        if running:
            self._server.post("/interrupt", {"prompt_id": job})
        elif waiting:
            self._server.post("/queue", {"delete": [job]})

    def _told(self, path: str) -> dict[str, JsonValue]:
        reply = self._server.get(path)
        found = reply.json()
        if not reply.ok or not isinstance(found, dict):
            raise self._server.server_fault(reply, path) or ProviderDown(
                "server.unreadable", server=self._server.name, why=f"{path} says {reply.excerpt}"
            )
        return found


def server_problems(settings: ComfySettings, _recipe: Recipe) -> Iterator[WaggleError]:
    """What is wrong with the workflow, or keeps ComfyUI from being reached."""
    try:
        read_workflow(settings.workflow)
        _server(settings).get("/system_stats")
    except WaggleError as error:
        yield error


def _server(settings: ComfySettings) -> ModelServerClient:
    name = f"ComfyUI at {settings.base_url}"
    return ModelServerClient(name, settings.base_url, setting=_SETTING, timeout=settings.timeout)


def _picture_of(history: dict[str, JsonValue], server: str) -> dict[str, str]:
    """Name, folder and kind of the first picture that a job saved, else of a preview."""
    status = _object(history.get("status"))
    if status.get("status_str") == "error":
        raise ProviderDown("picture.job_failed", server=server, why=_failure(status))
    saved = [
        {name: str(image.get(name) or "") for name in ("filename", "subfolder", "type")}
        for node in _object(history.get("outputs")).values()
        for image in _list(_object(node).get("images"))
        if isinstance(image, dict) and image.get("filename")
    ]
    if not saved:
        raise BadInput("picture.refused", server=server, why="the job ended without a picture")
    return next((each for each in saved if each["type"] == "output"), saved[0])


def _failure(status: dict[str, JsonValue]) -> str:
    """What the message ``execution_error`` of a job says."""
    for message in _list(status.get("messages")):
        if isinstance(message, list) and len(message) > 1 and message[0] == "execution_error":
            told = _object(message[1])
            return f"{told.get('node_type', '?')}: {told.get('exception_message', '?')}"[:300]
    return "?"


def _refusal(said: JsonValue) -> str:
    """The error of POST /prompt, and the first error of a node."""
    found = _object(said)
    error = _object(found.get("error"))
    first = next(iter(_object(found.get("node_errors")).values()), None)
    nodes = _list(_object(first).get("errors"))
    node = _object(nodes[0]) if nodes else {}
    told = (error.get("message"), _object(first).get("class_type"), node.get("details") or node.get("message"))
    return ": ".join(str(each) for each in told if each)[:300] or "?"


def _ids(entries: JsonValue) -> set[str]:
    """The ids of jobs in a queue, each of which is a list: number, id, workflow, …"""
    return {str(each[1]) for each in _list(entries) if isinstance(each, list) and len(each) > 1}


def _object(value: JsonValue) -> dict[str, JsonValue]:
    return value if isinstance(value, dict) else {}


def _list(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else []
