"""Models out of wheels of a package index, which is found as pip finds it."""

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fixtures.rows import each_row

from libraries.model_store.catalogue import Model
from libraries.model_store.fetching import FetchOptions, fetch_model
from libraries.model_store.sources import package_index
from libraries.model_store.store import ModelStore
from libraries.model_store.transfer import TransferRetryLimits
from schemas.errors import WaggleError
from testbed.fake_servers.http_server import ReceivedRequest, RunningServer, ServerAnswer, serve_answers

PARTS = (b"first half, ", b"second half")
WHOLE = b"".join(PARTS)
CONFIGURED = package_index.configured_indexes
QUICK = TransferRetryLimits(tries=2, pause=0.01)


def wheel(number: int) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"half_{number}/part.bin", PARTS[number])
    return data.getvalue()


WHEELS = {f"half_{number}-1.0-py3-none-any.whl": wheel(number) for number in (0, 1)}


def model(**changes: Any) -> Model:
    members = [
        {"wheel": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest(), "member": f"{name[:6]}/part.bin"}
        for name, data in WHEELS.items()
    ]
    return Model.model_validate(
        {
            "name": "halves",
            "title": "Halves",
            "purpose": "writer",
            "adapter": "gguf",
            "folder": "halves",
            "origin": "nobody",
            "licence": {"name": "MIT", "url": "https://example.com", "terms_en": "free", "terms_ko": "자유"},
            "files": [{"path": "model.gguf", "size": len(WHOLE), "sha256": hashlib.sha256(WHOLE).hexdigest()}],
            "sources": [{"kind": "index", "wheels": {"model.gguf": members}}],
            **changes,
        }
    )


def page(names: list[str], kind: str, base: str = "../../files/") -> ServerAnswer:
    if kind == "json":
        body = json.dumps({"meta": {"api-version": "1.3"}, "files": [{"url": f"{base}{name}"} for name in names]})
        return ServerAnswer(200, body.encode(), {"Content-Type": "application/vnd.pypi.simple.v1+json"})
    links = "".join(f'<a href="{base}{name}#sha256=0">{name}</a><br/>' for name in names)
    return ServerAnswer(
        200, f"<!DOCTYPE html><html><body>{links}</body></html>".encode(), {"Content-Type": "text/html"}
    )


class Index:
    """A package index that may ask for a password, and answers in HTML or JSON."""

    def __init__(self) -> None:
        self.kind, self.wheels, self.closed = "json", dict(WHEELS), False

    def __call__(self, call: ReceivedRequest) -> ServerAnswer:
        if self.closed and not call.headers.get("Authorization"):
            return ServerAnswer(401, b"")
        name = call.path.rpartition("/")[2]
        if call.path.startswith("/files/"):
            return ServerAnswer(200, self.wheels[name])
        project = call.path.strip("/").rpartition("/")[2]
        names = [each for each in self.wheels if each.startswith(project.replace("-", "_"))]
        return page(names, self.kind) if names else ServerAnswer(404, b"")


@pytest.fixture
def index() -> Iterator[tuple[Index, RunningServer]]:
    answers = Index()
    with serve_answers(answers) as running:
        yield answers, running


@pytest.fixture(autouse=True)
def indexes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The index of the test: asking pip costs half a second."""
    monkeypatch.setattr(
        package_index,
        "configured_indexes",
        lambda environment: package_index.PackageIndexes((environment["TEST_INDEX"],)),
    )


def wishes(running: RunningServer, path: str = "/simple", user: str = "") -> FetchOptions:
    url = running.url.replace("http://", f"http://{user}") + path
    return FetchOptions(patience=QUICK, environment={"TEST_INDEX": url, "HOME": "/nonexistent"})


@each_row("kind", ["json", "html"])
def test_a_file_is_joined_from_the_members_of_its_wheels(tmp_path: Path, kind: str) -> None:
    answers = Index()
    answers.kind = kind
    with serve_answers(answers) as running:
        store = ModelStore(tmp_path / kind)
        fetch_model(model(), store, wishes(running))
    assert (store.root / "halves/model.gguf").read_bytes() == WHOLE
    assert not (store.root / ".fetching/halves").exists()


def test_the_name_and_password_of_an_index_are_sent_and_never_told(
    index: tuple[Index, RunningServer], tmp_path: Path
) -> None:
    answers, running = index
    answers.closed = True
    fetch_model(model(), ModelStore(tmp_path), wishes(running, user="me:s3cret@"))
    assert all(call.headers["Authorization"].startswith("Basic ") for call in running.calls)
    with pytest.raises(WaggleError) as raised:
        fetch_model(model(), ModelStore(tmp_path / "no"), wishes(running))
    assert "s3cret" not in str(raised.value)


def test_a_wheel_that_is_another_or_gone_is_refused_and_nothing_is_used(
    index: tuple[Index, RunningServer], tmp_path: Path
) -> None:
    answers, running = index
    first = next(iter(WHEELS))
    answers.wheels[first] = answers.wheels[first][:-1] + b"x"
    with pytest.raises(WaggleError, match="size or sha256 differ"):
        fetch_model(model(), ModelStore(tmp_path), wishes(running))
    del answers.wheels[first]
    with pytest.raises(WaggleError, match=r"does not have half_0-1\.0"):
        fetch_model(model(), ModelStore(tmp_path), wishes(running))
    assert not (tmp_path / "halves").exists()


def test_a_wheel_that_was_fetched_is_not_fetched_again(index: tuple[Index, RunningServer], tmp_path: Path) -> None:
    answers, running = index
    last = list(WHEELS)[1]
    del answers.wheels[last]
    with pytest.raises(WaggleError):
        fetch_model(model(), ModelStore(tmp_path), wishes(running))
    answers.wheels[last] = WHEELS[last]
    fetch_model(model(), ModelStore(tmp_path), wishes(running))
    assert running.called_paths("GET").count(f"/files/{next(iter(WHEELS))}") == 1


def test_the_settings_of_pip_are_read() -> None:
    told = "global.extra-index-url='https://b/simple https://c/simple'\nglobal.cert='/ca.pem'\n:env:.index-url='https://a/s/'\n"
    assert package_index._settings(told) == {
        "extra-index-url": "https://b/simple https://c/simple",
        "cert": "/ca.pem",
        "index-url": "https://a/s/",
    }
    assert all(url.startswith("http") for url in CONFIGURED({"PATH": os.environ["PATH"]}).urls)
