"""A fake ComfyUI that queues jobs, works on them one by one, and gives pictures that can be told apart."""

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qs, urlsplit

from testbed.fake_servers.http_server import (
    ReceivedRequest,
    RunningServer,
    ServerAnswer,
    json_answer,
    png_picture,
    serve_answers,
)

WORKFLOW: dict[str, Any] = {
    "3": {
        "class_type": "KSampler",
        "inputs": {"seed": "{seed}", "steps": 4, "positive": ["6", 0], "negative": ["7", 0]},
    },
    "5": {"class_type": "EmptyLatentImage", "inputs": {"width": "{width}", "height": "{height}", "batch_size": 1}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "masterpiece, {prompt}"}},
    "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "{never}"}},
    "9": {"class_type": "SaveImage", "inputs": {"images": ["3", 0], "filename_prefix": "wagglebot"}},
}


class ComfyuiTrouble(StrEnum):
    """The way in which the fake misbehaves."""

    NONE = "none"
    ENDLESS = "endless"
    """Nothing in the queue is ever worked on."""
    FORGETFUL = "forgetful"
    """It cannot say what became of a job, which waits."""
    STUCK = "stuck"
    """A job is worked on for ever."""
    LOST = "lost"
    BREAKS = "breaks"
    """Jobs end with an error in the middle."""
    REFUSES = "refuses"
    """Workflows are not valid."""
    EMPTY = "empty"
    """Jobs end without a picture."""
    GREY = "grey"
    SMALL = "small"
    HALF = "half"
    """Half a picture, of which all is announced."""
    PAGE = "page"
    """A page of a proxy."""
    BUSY = "busy"
    """429 with Retry-After."""
    RESET = "reset"


class FakeComfyui:
    """The state of the fake ComfyUI. A job is done at the second question about it."""

    def __init__(self, trouble: ComfyuiTrouble) -> None:
        self.trouble = trouble
        self._numbers = itertools.count(1)
        self._asked: dict[str, int] = {}
        self._seeds: dict[str, int] = {}

    def answer(self, call: ReceivedRequest) -> ServerAnswer:
        """The answer to a request."""
        if self.trouble is ComfyuiTrouble.RESET:
            return ServerAnswer(200, b"", cut=-1)
        if self.trouble is ComfyuiTrouble.PAGE:
            return ServerAnswer(200, b"<!doctype html><title>Please log in</title>", {"Content-Type": "text/html"})
        if self.trouble is ComfyuiTrouble.BUSY:
            return json_answer({"error": "too many requests"}, 429, Retry_After="120")
        where = urlsplit(call.path)
        match call.method, where.path.split("/")[1]:
            case "POST", "prompt":
                return self._prompt(call.body)
            case "GET", "history":
                return self._history(where.path.rpartition("/")[2])
            case "GET", "queue":
                return self._queue()
            case "GET", "view":
                return self._view(parse_qs(where.query)["filename"][0])
            case "GET", "system_stats":
                return json_answer({"system": {"comfyui_version": "0.3.60"}, "devices": []})
            case _:
                return json_answer({})

    def _prompt(self, body: Any) -> ServerAnswer:
        if self.trouble is ComfyuiTrouble.REFUSES:
            errors = [{"type": "value_not_in_list", "message": "Value not in list", "details": "ckpt_name: 'sd.ckpt'"}]
            node = {"4": {"errors": errors, "dependent_outputs": ["9"], "class_type": "CheckpointLoaderSimple"}}
            error = {"type": "prompt_outputs_failed_validation", "message": "Prompt outputs failed validation"}
            return json_answer({"error": error, "node_errors": node}, 400)
        number = next(self._numbers)
        job = f"job-{number}"
        self._asked[job] = 0
        self._seeds[job] = int(body["prompt"]["3"]["inputs"]["seed"])
        return json_answer({"prompt_id": job, "number": number, "node_errors": {}})

    def _history(self, job: str) -> ServerAnswer:
        if self.trouble is ComfyuiTrouble.FORGETFUL:
            return json_answer({"error": "the history is damaged"}, 500)
        self._asked[job] += 1
        if self.trouble in (ComfyuiTrouble.ENDLESS, ComfyuiTrouble.STUCK, ComfyuiTrouble.LOST) or self._asked[job] < 2:
            return json_answer({})
        images = [{"filename": f"{job}.png", "subfolder": "", "type": "output"}]
        outputs: Any = {} if self.trouble is ComfyuiTrouble.EMPTY else {"9": {"images": images}}
        status: Any = {"status_str": "success", "completed": True, "messages": []}
        if self.trouble is ComfyuiTrouble.BREAKS:
            told = {"node_type": "KSampler", "exception_message": "CUDA out of memory"}
            status = {"status_str": "error", "completed": False, "messages": [["execution_error", told]]}
        return json_answer({job: {"prompt": [], "outputs": outputs, "status": status}})

    def _queue(self) -> ServerAnswer:
        jobs = [[number, job, {}, {}, []] for number, job in enumerate(self._asked)]
        there = [] if self.trouble is ComfyuiTrouble.LOST else jobs
        worked_on = self.trouble not in (ComfyuiTrouble.ENDLESS, ComfyuiTrouble.FORGETFUL)
        return json_answer({"queue_running": there if worked_on else [], "queue_pending": [] if worked_on else there})

    def _view(self, filename: str) -> ServerAnswer:
        seed = self._seeds[filename.removesuffix(".png")]
        size = (64, 64) if self.trouble is ComfyuiTrouble.SMALL else (640, 400)
        picture = png_picture(*size, grey=self.trouble is ComfyuiTrouble.GREY, seed=seed)
        half = len(picture) // 2 if self.trouble is ComfyuiTrouble.HALF else None
        return ServerAnswer(200, picture, {"Content-Type": "image/png"}, half)


@contextmanager
def running_comfyui(trouble: ComfyuiTrouble = ComfyuiTrouble.NONE) -> Iterator[RunningServer]:
    """A fake ComfyUI on loopback within the block."""
    with serve_answers(FakeComfyui(trouble).answer) as running:
        yield running


def workflow_json() -> str:
    """The text of a workflow file."""
    return json.dumps(WORKFLOW)
