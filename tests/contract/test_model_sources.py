"""Fetching from a hub that behaves as the real one does: what is broken off, refused, moved, altered or too slow."""

import hashlib
import os
import random
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fixtures.rows import each_row

from libraries.model_store.catalogue import Model
from libraries.model_store.fetching import FetchOptions, fetch_model
from libraries.model_store.gathering import NOBODY
from libraries.model_store.sources.hub_repository import model_of_repository
from libraries.model_store.store import ModelStore
from libraries.model_store.transfer import TransferRetryLimits
from schemas.errors import WaggleError
from testbed.fake_servers.model_hub import FakeModelHub, running_model_hub

CONTENT = random.Random(7).randbytes(700_000)
SHA256 = hashlib.sha256(CONTENT).hexdigest()
REVISION = "a" * 40
QUICK = TransferRetryLimits(tries=3, pause=0.01, slowest=100_000, window=0.2)


@pytest.fixture
def hub() -> Iterator[FakeModelHub]:
    with running_model_hub() as running:
        running.add_file("owner/toy", REVISION, "onnx/a.bin", CONTENT)
        yield running


def toy(*repositories: str, known: bool = True, **changes: Any) -> Model:
    file = {"path": "onnx/a.bin", **({"size": len(CONTENT), "sha256": SHA256} if known else {})}
    return Model.model_validate(
        {
            "name": "toy",
            "title": "Toy",
            "purpose": "voice",
            "adapter": "kokoro",
            "licence": {"name": "MIT", "url": "https://example.com", "terms_en": "free", "terms_ko": "자유"},
            "folder": "toy",
            "files": [file],
            "sources": [
                {"kind": "hub", "repository": each, "revision": REVISION} for each in repositories or ("owner/toy",)
            ],
            "settings": {"WAGGLEBOT_STUDIO__KOKORO__FOLDER": "{folder}"},
            "origin": "nobody",
            **changes,
        }
    )


def wishes(hub: FakeModelHub, **environment: str) -> FetchOptions:
    plain = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "HF_ENDPOINT": hub.url, **environment}
    return FetchOptions(patience=QUICK, environment=plain)


def fetched(store: ModelStore) -> bytes:
    return (store.root / "toy/onnx/a.bin").read_bytes()


def test_a_file_comes_from_the_storage_that_the_hub_names(hub: FakeModelHub, tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    installed = fetch_model(toy(), store, wishes(hub, HF_TOKEN="secret"))
    assert fetched(store) == CONTENT
    assert installed.revision == REVISION
    assert installed.settings == {"WAGGLEBOT_STUDIO__KOKORO__FOLDER": str(tmp_path / "toy")}
    assert (hub.sent, hub.leaked) == (len(CONTENT), [])
    assert not store.staging_folder("toy").exists()
    fetch_model(toy(), store, wishes(hub))
    assert hub.sent == len(CONTENT)


@each_row("chunked", [False, True])
@each_row("known", [False, True])
def test_what_is_broken_off_goes_on_where_it_stopped(tmp_path: Path, chunked: bool, known: bool) -> None:
    with running_model_hub() as hub:
        hub.add_file("owner/toy", REVISION, "onnx/a.bin", CONTENT)
        hub.chunked, hub.cuts = chunked, [1, 300_000, 0, 100_000]
        store = ModelStore(tmp_path / f"{chunked}{known}")
        fetch_model(toy(known=known), store, wishes(hub))
        assert fetched(store) == CONTENT
        assert hub.sent == len(CONTENT)


def test_a_server_without_ranges_begins_anew(hub: FakeModelHub, tmp_path: Path) -> None:
    hub.ranges, hub.cuts = False, [300_000]
    store = ModelStore(tmp_path)
    fetch_model(toy(), store, wishes(hub))
    assert fetched(store) == CONTENT


def test_another_file_behind_the_same_address_is_never_joined_to_the_first(hub: FakeModelHub, tmp_path: Path) -> None:
    hub.cuts = [300_000, 0, 0, 0, 0]
    store = ModelStore(tmp_path)
    with pytest.raises(WaggleError):
        fetch_model(toy(known=False), store, wishes(hub))
    other = CONTENT[::-1]
    hub.add_file("owner/toy", REVISION, "onnx/a.bin", other)
    hub.cuts = []
    fetch_model(toy(known=False), store, wishes(hub))
    assert fetched(store) == other


def test_a_moved_repository_is_followed_and_a_busy_hub_waited_for(hub: FakeModelHub, tmp_path: Path) -> None:
    hub.moved["old/name"], hub.busy, hub.wait = "owner/toy", 2, "0"
    store = ModelStore(tmp_path)
    fetch_model(toy("old/name"), store, wishes(hub))
    assert fetched(store) == CONTENT


@each_row(
    ("change", "code"),
    [
        ({"gated": {"owner/toy"}}, "models.gated"),
        ({"files": {}}, "models.gone"),
        ({"damage": True}, "models.altered"),
        ({"busy": 9, "wait": "3600"}, "models.busy"),
        ({"cuts": [0] * 9}, "models.broken_off"),
    ],
)
def test_a_refusal_is_one_sentence_and_leaves_nothing_in_use(tmp_path: Path, change: dict[str, Any], code: str) -> None:
    with running_model_hub() as hub:
        hub.add_file("owner/toy", REVISION, "onnx/a.bin", CONTENT)
        for name, value in change.items():
            setattr(hub, name, value)
        store = ModelStore(tmp_path / code)
        with pytest.raises(WaggleError) as raised:
            fetch_model(toy(), store, wishes(hub))
        assert raised.value.code == code
        assert not (store.root / "toy").exists()
        assert store.find_record("toy") is None


def test_a_token_that_was_not_let_in_is_told_from_none(hub: FakeModelHub, tmp_path: Path) -> None:
    hub.gated, hub.tokens = {"owner/toy"}, {"good"}
    store = ModelStore(tmp_path)
    with pytest.raises(WaggleError, match="refuses the token"):
        fetch_model(toy(), store, wishes(hub, HF_TOKEN="bad"))
    fetch_model(toy(), store, wishes(hub, HF_TOKEN="good"))
    assert fetched(store) == CONTENT


def test_the_next_source_serves_when_one_fails_and_goes_on_with_what_arrived(hub: FakeModelHub, tmp_path: Path) -> None:
    hub.add_file("mirror/toy", REVISION, "onnx/a.bin", CONTENT)
    hub.cuts = [400_000, *[0] * QUICK.tries]
    passed: list[str] = []
    store = ModelStore(tmp_path)
    installed = fetch_model(
        toy("owner/toy", "mirror/toy"),
        store,
        wishes(hub),
        NOBODY._replace(passed=lambda error: passed.append(error.code)),
    )
    assert fetched(store) == CONTENT
    assert installed.source.endswith("mirror/toy")
    assert hub.sent == len(CONTENT)
    assert passed == ["models.broken_off"]


def test_a_slow_mirror_is_given_up_for_another(hub: FakeModelHub, tmp_path: Path) -> None:
    hub.add_file("mirror/toy", REVISION, "onnx/a.bin", CONTENT)
    hub.rate = 60_000
    passed: list[WaggleError] = []

    def hurry(error: WaggleError) -> None:
        passed.append(error)
        hub.rate = None

    store = ModelStore(tmp_path)
    fetch_model(toy("owner/toy", "mirror/toy"), store, wishes(hub), NOBODY._replace(passed=hurry))
    assert fetched(store) == CONTENT
    assert [error.code for error in passed] == ["models.slow"]


def test_a_source_that_sends_wrong_bytes_does_not_spoil_the_next(hub: FakeModelHub, tmp_path: Path) -> None:
    hub.add_file("mirror/toy", REVISION, "onnx/a.bin", CONTENT)
    hub.damage = True

    def mend(_error: WaggleError) -> None:
        hub.damage = False

    store = ModelStore(tmp_path)
    fetch_model(toy("owner/toy", "mirror/toy"), store, wishes(hub), NOBODY._replace(passed=mend))
    assert fetched(store) == CONTENT


def test_no_source_serves_is_one_sentence_with_every_reason(hub: FakeModelHub, tmp_path: Path) -> None:
    hub.gated = {"owner/toy"}
    with pytest.raises(WaggleError, match=r"owner/toy gives .* accounts .*; .*mirror/toy does not have") as raised:
        fetch_model(toy("owner/toy", "mirror/toy"), ModelStore(tmp_path), wishes(hub))
    assert "허락받은 계정에만" in raised.value.explained("ko").sentence


def test_two_commands_at_once_fetch_a_model_once(hub: FakeModelHub, tmp_path: Path) -> None:
    hub.rate = 2_000_000
    workers = [threading.Thread(target=fetch_model, args=(toy(), ModelStore(tmp_path), wishes(hub))) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert fetched(ModelStore(tmp_path)) == CONTENT
    assert hub.sent == len(CONTENT)


def test_a_flipped_byte_is_found_and_only_that_file_fetched_again(hub: FakeModelHub, tmp_path: Path) -> None:
    hub.add_file("owner/toy", REVISION, "b.bin", CONTENT[:1000])
    small = {"path": "b.bin", "size": 1000, "sha256": hashlib.sha256(CONTENT[:1000]).hexdigest()}
    model = toy(files=[{"path": "onnx/a.bin", "size": len(CONTENT), "sha256": SHA256}, small])
    store = ModelStore(tmp_path)
    fetch_model(model, store, wishes(hub))
    assert (store.damaged_files("toy"), store.model_state("toy")) == ([], "whole")
    wrong = bytearray(CONTENT[:1000])
    wrong[500] ^= 1
    (tmp_path / "toy/b.bin").write_bytes(wrong)
    assert (store.damaged_files("toy"), store.model_state("toy")) == (["toy/b.bin"], "whole")
    fetch_model(model, store, wishes(hub))
    assert store.damaged_files("toy") == []
    assert hub.sent == len(CONTENT) + 2000


def test_a_folder_serves_without_a_network(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "a.bin").write_bytes(CONTENT)
    store = ModelStore(tmp_path / "models")
    fetch_model(toy(), store, FetchOptions(folder=stick))
    assert fetched(store) == CONTENT
    (stick / "a.bin").write_bytes(CONTENT[::-1])
    with pytest.raises(WaggleError, match=r"another onnx/a.bin"):
        fetch_model(toy(), ModelStore(tmp_path / "second"), FetchOptions(folder=stick))
    (stick / "a.bin").unlink()
    with pytest.raises(WaggleError, match=r"has no onnx/a.bin"):
        fetch_model(toy(), ModelStore(tmp_path / "third"), FetchOptions(folder=stick))


def test_a_licence_that_restricts_use_is_agreed_to_once(hub: FakeModelHub, tmp_path: Path) -> None:
    licence = {
        "name": "RAIL",
        "url": "https://example.com/rail",
        "terms_en": "no harm",
        "terms_ko": "해치지 않기",
        "ask": True,
    }
    model, store = toy(licence=licence), ModelStore(tmp_path)
    with pytest.raises(WaggleError, match="nobody has agreed"):
        fetch_model(model, store, wishes(hub))
    assert hub.asked == []
    agreed = fetch_model(model, store, wishes(hub)._replace(agree=True))
    assert agreed.agreement is not None
    store.remove_model("toy")
    assert fetch_model(model, store, wishes(hub)).agreement == agreed.agreement


def test_a_disk_without_room_is_said_before_anything_is_asked_for(hub: FakeModelHub, tmp_path: Path) -> None:
    model = toy(files=[{"path": "onnx/a.bin", "size": 2**60, "sha256": SHA256}])
    with pytest.raises(WaggleError, match="MiB are free"):
        fetch_model(model, ModelStore(tmp_path), wishes(hub))
    assert hub.asked == []


def test_a_file_of_somebody_else_is_not_overwritten_and_a_right_one_is_kept(hub: FakeModelHub, tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    (tmp_path / "toy/onnx").mkdir(parents=True)
    (tmp_path / "toy/onnx/a.bin").write_bytes(b"mine")
    with pytest.raises(WaggleError, match="is another file"):
        fetch_model(toy(), store, wishes(hub))
    (tmp_path / "toy/onnx/a.bin").write_bytes(CONTENT)
    fetch_model(toy(), store, wishes(hub))
    assert (store.model_state("toy"), hub.sent) == ("whole", 0)


def test_removing_leaves_nothing(hub: FakeModelHub, tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    fetch_model(toy(), store, wishes(hub))
    assert store.remove_model("toy") == len(CONTENT)
    assert store.model_state("toy") == "missing"
    assert not (tmp_path / "toy").exists()
    with pytest.raises(WaggleError, match="was not fetched"):
        store.remove_model("toy")


def test_a_repository_is_listed_at_its_present_revision_with_what_a_conversion_reads(hub: FakeModelHub) -> None:
    for path in ("model.safetensors", "config.json", "pytorch_model.bin", "onnx/model.onnx"):
        hub.add_file("owner/Model-1.5", REVISION, path, CONTENT[:9])
    model = model_of_repository("owner/Model-1.5", environment=wishes(hub).environment)
    assert sorted(file.path for file in model.files) == ["config.json", "model.safetensors"]
    assert {file.sha256 for file in model.files} == {hashlib.sha256(CONTENT[:9]).hexdigest()}
    source = model.sources[0]
    assert source.kind == "hub"
    assert (source.revision, model.licence.name, model.name) == (REVISION, "apache-2.0", "owner-model-1-5")
    with pytest.raises(WaggleError, match="does not have"):
        model_of_repository("owner/none", environment=wishes(hub).environment)
    hub.gated = {"owner/toy"}
    with pytest.raises(WaggleError, match="accounts that were let in"):
        model_of_repository("owner/toy", environment=wishes(hub).environment)
