"""Needs of an adapter that are not met on this machine, and what helps."""

import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures.rows import each_row
from pydantic import BaseModel

from libraries.checks.adapter_needs import accepts_connections, missing_packages, unmet_needs
from schemas.adapters import Account, Adapter, AdapterKind, Extra, ModelFiles, Need, Server


class Where(BaseModel):
    folder: Path = Path("/nonexistent")
    base_url: str = ""
    token_file: Path = Path("/nonexistent/token.json")


def voice(*needs: Need) -> Adapter:
    return Adapter(
        kind=AdapterKind.VOICE, name="v", version="1", make="x:Y", title_en="V", title_ko="목소리", needs=needs
    )


@pytest.fixture
def listening() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def closed() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def test_without_needs_nothing_is_unmet() -> None:
    assert unmet_needs(voice(), None) == []


def test_a_missing_package_is_named_by_its_top_and_once() -> None:
    lacks = unmet_needs(voice(Extra("local-cpu", ("json", "no_such_thing.a", "no_such_thing.b"))), None)
    assert [each.what for each in lacks] == ["no no_such_thing"]
    assert "local-cpu" in lacks[0].cure


def test_an_extra_may_have_a_cure_of_its_own() -> None:
    lacks = unmet_needs(voice(Extra("optimum", ("no_such_thing",), cure="Run 'make optimum'.")), None)
    assert [each.cure for each in lacks] == ["Run 'make optimum'."]


def test_packages_are_looked_for_where_the_stage_runs(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" -S -I "$@"\n')
    python.chmod(0o755)
    assert missing_packages(("json", "pydantic.fields"), str(python)) == ["pydantic"]
    assert missing_packages(("json", "pydantic.fields")) == []
    assert missing_packages(("json",), str(tmp_path / "none")) == ["json"], "a Python that does not start has nothing"


def test_files_are_looked_for_in_the_folder_of_the_setting(tmp_path: Path) -> None:
    adapter = voice(ModelFiles("folder", ("a.onnx", "b/c.json"), cure="Fetch it."))
    (tmp_path / "a.onnx").touch()
    lacks = unmet_needs(adapter, Where(folder=tmp_path))
    assert [(each.what, each.cure) for each in lacks] == [(f"{tmp_path / 'b/c.json'} is not there", "Fetch it.")]
    (tmp_path / "b").mkdir()
    (tmp_path / "b/c.json").touch()
    assert unmet_needs(adapter, Where(folder=tmp_path)) == []


def test_without_names_the_setting_itself_names_the_file(tmp_path: Path) -> None:
    adapter = voice(ModelFiles("folder", cure="Fetch it."))
    assert unmet_needs(adapter, Where(folder=tmp_path / "faces.onnx")) != []
    (tmp_path / "faces.onnx").touch()
    assert unmet_needs(adapter, Where(folder=tmp_path / "faces.onnx")) == []


def test_a_server_must_accept_connections(listening: int, closed: int) -> None:
    adapter = voice(Server("base_url", cure="Start it."))
    assert unmet_needs(adapter, Where(base_url=f"http://127.0.0.1:{listening}/v1")) == []
    down = f"http://127.0.0.1:{closed}/v1"
    assert [(each.what, each.cure) for each in unmet_needs(adapter, Where(base_url=down))] == [
        (f"{down} does not answer", "Start it.")
    ]


def test_a_service_without_a_setting_is_not_asked() -> None:
    assert unmet_needs(voice(Server("", cure="It needs the internet.")), None) == []


@each_row("address", ["", "nonsense", "http://127.0.0.1:99999/", "http://[::1", "http://:80"])
def test_what_is_no_address_does_not_answer(address: str) -> None:
    assert not accepts_connections(address)


def test_a_permission_is_a_file(tmp_path: Path) -> None:
    adapter = voice(Account("token_file", cure="wagglebot auth youtube"))
    assert [each.cure for each in unmet_needs(adapter, Where())] == ["wagglebot auth youtube"]
    token = tmp_path / "token.json"
    token.touch()
    assert unmet_needs(adapter, Where(token_file=token)) == []


def test_several_needs_are_all_told(closed: int) -> None:
    adapter = voice(Extra("x", ("no_such_thing",)), Server("base_url"), ModelFiles("folder", ("m",)))
    assert len(unmet_needs(adapter, Where(base_url=f"http://127.0.0.1:{closed}"))) == 3
