"""The drill of model downloads."""

import asyncio
import hashlib
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from libraries.model_store.catalogue import Model
from libraries.model_store.fetching import FetchOptions, fetch_model
from libraries.model_store.gathering import NOBODY
from libraries.model_store.store import ModelStore
from schemas.base import Frozen
from schemas.errors import WaggleError
from testbed.drills.models.model_download import QUICK
from testbed.fake_servers.model_hub import FakeModelHub, running_model_hub

_REVISION: Final = "d" * 40
_FILE: Final = "onnx/model.bin"
_SMALL: Final = 400_000
_MOST: Final = 1.05
"""Bytes that may be sent for a byte of the model, whatever happens on the way."""
_LATEST: Final = 0.25
"""Seconds from the first byte that a process receives until it is killed, at most."""
_PATIENCE: Final = 60.0


class ModelsReport(Frozen):
    """The report of the drill of model downloads.

    ``bytes_a_byte``: what the storage sent over the size of the model. ``early``: kills before the first byte.
    ``half_used``: kills after which a part of the model lay where it is used. ``refusals``: what a person is told in
    each case, one sentence each. ``served_all_the_same``: what is said of a source that misbehaved where the model came
    whole nevertheless. ``wrong``: promises that were broken.
    """

    seconds: float
    megabytes: float
    interruptions: int
    early: int
    half_used: int
    bytes_a_byte: float
    whole: bool
    flipped_byte_found: bool
    refusals: dict[str, str]
    served_all_the_same: dict[str, str]
    wrong: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether the drill was passed."""
        return not self.wrong


async def drill_models(
    folder: Path, say: Callable[[str], None], *, interruptions: int = 20, megabytes: float = 32.0, seed: int = 0
) -> ModelsReport:
    """Download a model by a process that is killed again and again; then from sources that refuse in each known way."""
    return await asyncio.to_thread(_drill, folder, say, interruptions, megabytes, seed)


def _drill(folder: Path, say: Callable[[str], None], interruptions: int, megabytes: float, seed: int) -> ModelsReport:
    began, chance = time.monotonic(), random.Random(seed)  # noqa: S311 - instants of kills
    content = chance.randbytes(round(megabytes * 1e6))
    wrong: list[str] = []
    with running_model_hub() as hub:
        early, half = _interrupted(folder / "killed", hub, content, chance, interruptions)
        store = ModelStore(folder / "killed")
        whole = (store.model_folder(_model(content)) / _FILE).read_bytes() == content and not store.damaged_files(
            "drilled"
        )
        ratio = hub.sent / len(content)
        say(f"killed {interruptions} times, {early} of them before the first byte: {ratio:.3f} bytes sent a byte")
        found = _flipped(store, chance)
    small = content[:_SMALL]
    refusals = {name: _refused(folder / name, small, change, wrong) for name, change in _REFUSALS.items()}
    refusals |= {
        "disk": _no_room(folder / "disk", small, wrong),
        "licence": _no_licence(folder / "terms", small, wrong),
    }
    for name, sentence in refusals.items():
        say(f"{name}: {sentence}")
    tried = {name: _served(folder / name, small, change) for name, change in _SERVED.items()}
    served = {name: sentence for name, sentence in tried.items() if sentence is not None}
    for name, sentence in served.items():
        say(f"{name}: served all the same. {sentence}")
    wrong += [f"{name} was not served" for name in _SERVED if name not in served]
    wrong += [f"{half} kills left a half model in use"] if half else []
    wrong += [] if whole else ["the model is not whole"]
    wrong += [] if ratio <= _MOST else [f"{ratio:.3f} bytes were sent a byte"]
    wrong += [] if found else ["a flipped byte was not found"]
    return ModelsReport(
        seconds=round(time.monotonic() - began, 1),
        megabytes=megabytes,
        interruptions=interruptions,
        early=early,
        half_used=half,
        bytes_a_byte=round(ratio, 4),
        whole=whole,
        flipped_byte_found=found,
        refusals=refusals,
        served_all_the_same=served,
        wrong=tuple(wrong),
    )


def _model(content: bytes, **changes: Any) -> Model:
    file = {"path": _FILE, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return Model.model_validate(
        {
            "name": "drilled",
            "title": "Drilled",
            "purpose": "voice",
            "adapter": "kokoro",
            "folder": "drilled",
            "origin": "the drill",
            "licence": {
                "name": "MIT",
                "url": "https://opensource.org/license/mit",
                "terms_en": "free",
                "terms_ko": "자유",
            },
            "files": [file],
            "sources": [{"kind": "hub", "repository": "drill/first", "revision": _REVISION}],
            **changes,
        }
    )


def _interrupted(
    root: Path, hub: FakeModelHub, content: bytes, chance: random.Random, interruptions: int
) -> tuple[int, int]:
    """Kill the process that fetches at random instants, then let it finish.

    Gives the kills before the first byte, and those that left a part of the model in use.
    """
    hub.add_file("drill/first", _REVISION, _FILE, content)
    hub.rate = len(content) / (interruptions * _LATEST + 1)
    root.mkdir(parents=True)
    described = root / "model.json"
    described.write_text(_model(content).model_dump_json(), encoding="utf-8")
    command = [sys.executable, "-m", "testbed.drills.models.model_download", str(root), str(described)]
    environment = {**os.environ, "HF_ENDPOINT": hub.url}
    early = half = 0
    for _ in range(interruptions):
        before, until = hub.sent, time.monotonic() + _PATIENCE
        process = subprocess.Popen(command, env=environment)
        while hub.sent == before and process.poll() is None and time.monotonic() < until:
            if chance.random() < 0.0005:
                break
            time.sleep(0.001)
        early += hub.sent == before
        time.sleep(chance.uniform(0, _LATEST))
        process.kill()
        process.wait()
        used = root / "drilled" / _FILE
        half += used.exists() and used.read_bytes() != content
    hub.rate = None
    subprocess.run(command, env=environment, check=True, timeout=_PATIENCE)
    return early, half


def _flipped(store: ModelStore, chance: random.Random) -> bool:
    """Flip one bit of the model; whether `Store.damage` names the file."""
    file = store.root / "drilled" / _FILE
    with file.open("r+b") as opened:
        at = chance.randrange(file.stat().st_size)
        opened.seek(at)
        (byte,) = opened.read(1)
        opened.seek(at)
        opened.write(bytes([byte ^ 1 << chance.randrange(8)]))
    return store.damaged_files("drilled") == [f"drilled/{_FILE}"]


def _gate(hub: FakeModelHub) -> None:
    hub.gated = {"drill/first", "drill/mirror"}


def _forget(hub: FakeModelHub) -> None:
    hub.files.clear()


def _damage(hub: FakeModelHub) -> None:
    hub.damage = True


def _rest(hub: FakeModelHub) -> None:
    hub.busy, hub.wait = 99, "3600"


def _cut(hub: FakeModelHub) -> None:
    hub.cuts = [0] * 99


_REFUSALS: Final[dict[str, Callable[[FakeModelHub], None]]] = {
    "gated": _gate,
    "gone": _forget,
    "altered": _damage,
    "busy": _rest,
    "broken": _cut,
}


def _refused(root: Path, content: bytes, change: Callable[[FakeModelHub], None], wrong: list[str]) -> str:
    """What a person is told when a hub refuses; nothing may be in use afterwards."""
    with running_model_hub() as hub:
        hub.add_file("drill/first", _REVISION, _FILE, content)
        change(hub)
        return _told(root, _model(content), _wishes(hub), wrong)


def _no_room(root: Path, content: bytes, wrong: list[str]) -> str:
    with running_model_hub() as hub:
        file = {"path": _FILE, "size": 2**60, "sha256": "0" * 64}
        return _told(root, _model(content, files=[file]), _wishes(hub), wrong)


def _no_licence(root: Path, content: bytes, wrong: list[str]) -> str:
    with running_model_hub() as hub:
        licence = {"name": "RAIL", "url": "https://example.com/rail", "terms_en": "-", "terms_ko": "-", "ask": True}
        return _told(root, _model(content, licence=licence), _wishes(hub), wrong)


def _told(root: Path, model: Model, wishes: FetchOptions, wrong: list[str]) -> str:
    store = ModelStore(root)
    try:
        fetch_model(model, store, wishes)
    except WaggleError as error:
        if store.model_folder(model).exists() or store.find_record(model.name):
            wrong.append(f"{root.name}: something is in use")
        return error.explained("en").sentence
    wrong.append(f"{root.name}: it was served")
    return ""


def _wishes(hub: FakeModelHub) -> FetchOptions:
    return FetchOptions(patience=QUICK, environment={**os.environ, "HF_ENDPOINT": hub.url, "HF_TOKEN": ""})


def _move(hub: FakeModelHub) -> None:
    hub.moved["drill/first"] = "drill/mirror"


def _hurry(hub: FakeModelHub) -> None:
    hub.busy, hub.wait = 2, "0"


def _crawl(hub: FakeModelHub) -> None:
    hub.rate = 100_000


def _chunk(hub: FakeModelHub) -> None:
    hub.chunked, hub.cuts = True, [100_000, 0, 50_000]


_SERVED: Final[dict[str, Callable[[FakeModelHub], None]]] = {
    "moved": _move,
    "asks to wait": _hurry,
    "slow, with a mirror": _crawl,
    "altered, with a mirror": _damage,
    "gone, with a mirror": _forget,
    "without a length and cut": _chunk,
}


def _served(root: Path, content: bytes, change: Callable[[FakeModelHub], None]) -> str | None:
    """What is said of a source that misbehaves; None when the model does not come whole. Its mirror behaves."""
    said: list[str] = []
    with running_model_hub() as hub:
        hub.add_file("drill/first", _REVISION, _FILE, content)
        change(hub)

        def mirror(error: WaggleError) -> None:
            said.append(error.explained("en").sentence)
            hub.damage, hub.rate = False, None
            hub.add_file("drill/mirror", _REVISION, _FILE, content)

        if hub.moved:
            hub.add_file("drill/mirror", _REVISION, _FILE, content)
        sources = [
            {"kind": "hub", "repository": f"drill/{name}", "revision": _REVISION} for name in ("first", "mirror")
        ]
        store, model = ModelStore(root), _model(content, sources=sources)
        try:
            fetch_model(model, store, _wishes(hub), NOBODY._replace(passed=mirror))
        except WaggleError:
            return None
        whole = (store.model_folder(model) / _FILE).read_bytes() == content
        return " ".join(said) if whole and not hub.leaked else None
