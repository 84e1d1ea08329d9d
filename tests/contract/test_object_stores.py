"""What every store of objects keeps: a folder, a bucket, and both of them encrypted."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from libraries.object_store.encrypted import EncryptedStore
from libraries.object_store.folder import FolderStore
from libraries.object_store.keys import EncryptionKey, make_key_file, read_key_file
from libraries.object_store.s3 import S3BucketStore
from libraries.object_store.store import ObjectMissing, ObjectStore, fetch_object, object_digest, read_object
from schemas.errors import BadInput, ConfigurationError
from testbed.fake_servers.s3 import S3Server

Open = Callable[[], ObjectStore]
"""Opens the store of the test, as another process would."""


def a_key(folder: Path) -> EncryptionKey:
    file = folder / "key.txt"
    if not file.exists():
        make_key_file(file)
    return read_key_file(file)


@pytest.fixture(params=["folder", "encrypted folder", "bucket", "encrypted bucket"])
def opening(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    encrypted, _, kind = request.param.rpartition(" ")
    if kind == "folder":

        def inner() -> ObjectStore:
            return FolderStore(tmp_path / "objects")
    else:
        server: S3Server = request.getfixturevalue("s3")
        address = f"{server.make_bucket()}/some/where"

        def inner() -> ObjectStore:
            return S3BucketStore(address, server.client_settings())

    return (lambda: EncryptedStore(inner(), a_key(tmp_path))) if encrypted else inner


def test_what_is_put_is_there_for_every_process_until_it_is_deleted(opening: Open, tmp_path: Path) -> None:
    store, other = opening(), opening()
    assert (list(store.list_objects()), store.top_folders()) == ([], set())
    film = tmp_path / "film"
    film.write_bytes(os.urandom(9_000_000))  # more than one part of an upload, many chunks of age
    store.put("day/facts.jsonl", b"one\n")
    store.put("media/ab/film.mp4", film)
    store.put("media/ab/empty.txt", b"")
    store.put("media/사진/가.png", b"picture")
    store.put("list", b"old")
    store.put("list", b"new")
    for one in (store, other, opening()):
        assert read_object(one, "day/facts.jsonl") == b"one\n"
        assert read_object(one, "list") == b"new"
        assert one.top_folders() == {"day", "media"}
        names = ["day/facts.jsonl", "list", "media/ab/empty.txt", "media/ab/film.mp4", "media/사진/가.png"]
        assert [each.name for each in one.list_objects()] == names
        assert [each.name for each in one.list_objects("media/ab")] == names[2:4]
        assert list(one.list_objects("med")) == list(one.list_objects("nothing")) == []
    fetch_object(other, "media/ab/film.mp4", tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == film.read_bytes()
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o600
    assert object_digest(other, "media/사진/가.png") != object_digest(other, "media/ab/empty.txt")
    store.put("list", b"newer")
    assert read_object(other, "list") == b"newer"
    assert [store.delete("list"), store.delete("list"), store.delete("day/facts.jsonl")] == [True, False, True]
    for one in (store, opening()):
        assert one.top_folders() == {"media"}
        with pytest.raises(ObjectMissing):
            read_object(one, "list")
    with pytest.raises(ObjectMissing):
        read_object(other, "day/facts.jsonl")


def test_a_name_leads_nowhere_else_and_one_writes_at_a_time(opening: Open) -> None:
    store = opening()
    for name in ("", "../out", "a/../../out", "/etc/passwd", "a\0b"):
        with pytest.raises(BadInput):
            store.put(name, b"")
        with pytest.raises(BadInput):
            read_object(store, name)
    assert list(store.list_objects()) == []
    with store.writer_lock():
        with pytest.raises(BadInput) as caught, opening().writer_lock():
            pass
        assert caught.value.code == "backup.running"
        assert list(store.list_objects()) == []
    with opening().writer_lock():
        pass


def test_a_bucket_or_an_object_that_is_not_there_is_named(s3: S3Server) -> None:
    missing = S3BucketStore("s3://never-made/x", s3.client_settings())
    for ask in (lambda: missing.put("a", b""), missing.list_objects, lambda: missing.delete("a"), missing.top_folders):
        with pytest.raises(ConfigurationError) as caught:
            ask()
        assert caught.value.code == "s3.no_bucket"
    with pytest.raises(ObjectMissing):
        read_object(S3BucketStore(s3.make_bucket(), s3.client_settings()), "a")
