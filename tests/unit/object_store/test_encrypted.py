"""What an encrypted store gives away, what it notices, and which key opens it."""

import hashlib
import shutil
import subprocess
from contextlib import nullcontext
from pathlib import Path

import pyrage
import pytest
from fixtures.rows import each_row
from pydantic import SecretStr

from libraries.object_store import keys
from libraries.object_store.encrypted import EncryptedStore
from libraries.object_store.folder import FolderStore
from libraries.object_store.keys import EncryptionKey, _bech32, key_from_passphrase, make_key_file, read_key_file
from libraries.object_store.store import ENCRYPTED, ObjectMissing, object_digest, read_object
from libraries.object_store.store_opening import EncryptionSecret, damaged_encrypted_objects, open_object_store
from schemas.errors import BadInput, ConfigurationError, WaggleError

NAMES = ("2026-11-29T040000Z/state/sites/아주-긴-이름-" + "가" * 60 + ".yaml", "media/ab/" + "c" * 64 + ".mp4", "list")


@pytest.fixture(autouse=True)
def _cheap_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_COST", 1 << 8)


@pytest.fixture
def key(tmp_path: Path) -> EncryptionKey:
    make_key_file(tmp_path / "key.txt")
    return read_key_file(tmp_path / "key.txt")


@pytest.fixture
def inner(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "objects")


@pytest.fixture
def store(inner: FolderStore, key: EncryptionKey) -> EncryptedStore:
    store = EncryptedStore(inner, key)
    for name in NAMES:
        store.put(name, f"the content of {name}".encode())
    return store


def objects_of(inner: FolderStore) -> list[Path]:
    return [inner.root / stored.name for stored in inner.list_objects()]


def test_neither_names_nor_content_can_be_read_there(
    store: EncryptedStore, inner: FolderStore, key: EncryptionKey
) -> None:
    words = [word for name in NAMES for word in (name.encode(), name.split("/")[0].encode())] + [b"content"]
    secret = str(key.identity).encode()
    assert len(objects_of(inner)) == len(NAMES)
    for path in objects_of(inner):
        seen = str(path.relative_to(inner.root)).encode() + path.read_bytes()
        assert not [word for word in (*words, secret) if word in seen]
        assert all(len(part.encode()) < 256 for part in path.parts)
    assert secret.decode() not in f"{key!r}{key!s}"


def test_each_object_is_a_file_of_age(store: EncryptedStore, inner: FolderStore, key: EncryptionKey) -> None:
    plain = {pyrage.decrypt(path.read_bytes(), [key.identity]) for path in objects_of(inner)}
    assert plain == {f"the content of {name}".encode() for name in NAMES}


def test_damage_is_known_with_and_without_the_key(
    store: EncryptedStore, inner: FolderStore, key: EncryptionKey
) -> None:
    assert damaged_encrypted_objects(inner) == []
    (path,) = (one for one in objects_of(inner) if b"media" in pyrage.decrypt(one.read_bytes(), [key.identity]))
    whole = path.read_bytes()
    for change in (whole[:-1], whole[:60] + bytes([whole[60] ^ 1]) + whole[61:], whole[:-1] + b"\0", b""):
        path.write_bytes(change)
        with pytest.raises(BadInput) as caught:
            read_object(EncryptedStore(inner, key), NAMES[1])
        assert caught.value.code == "objects.damaged"
        assert damaged_encrypted_objects(inner) == [str(path.relative_to(inner.root))]
    path.write_bytes(whole)
    assert damaged_encrypted_objects(inner) == []


def test_objects_are_not_exchanged_or_renamed_unnoticed(
    store: EncryptedStore, inner: FolderStore, key: EncryptionKey
) -> None:
    first, second, _ = objects_of(inner)
    both = first.read_bytes(), second.read_bytes()
    sealed = [path.name.rpartition(".") for path in (first, second)]
    # An exchange that the digests in the names do not show.
    for path, (name, _, _), content in ((first, sealed[0], both[1]), (second, sealed[1], both[0])):
        path.unlink()
        path.with_name(f"{name}.{hashlib.sha256(content).hexdigest()}").write_bytes(content)
    assert damaged_encrypted_objects(inner) == []
    opened = EncryptedStore(inner, key)
    assert len(list(opened.list_objects())) == 1
    assert len(opened.unrecognised) == 2


def test_of_two_versions_that_a_kill_left_the_newer_counts(
    store: EncryptedStore, inner: FolderStore, key: EncryptionKey
) -> None:
    before = {path: path.read_bytes() for path in objects_of(inner)}
    store.put("list", b"newer")
    for path, content in before.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    opened = EncryptedStore(inner, key)
    assert read_object(opened, "list") == b"newer"
    opened.put("list", b"newest")
    assert len(objects_of(inner)) == len(NAMES)
    assert opened.delete("list")
    assert len(objects_of(inner)) == len(NAMES) - 1
    with pytest.raises(ObjectMissing):
        read_object(EncryptedStore(inner, key), "list")


def test_what_another_process_replaced_is_found(store: EncryptedStore, inner: FolderStore, key: EncryptionKey) -> None:
    other = EncryptedStore(inner, key)
    assert read_object(other, "list") == b"the content of list"
    store.put("list", b"newer")
    assert read_object(other, "list") == b"newer"
    assert object_digest(other, "list") == hashlib.sha256(b"newer").hexdigest()


def secret_of(words: str, folder: Path) -> EncryptionSecret:
    if words == "a passphrase":
        return EncryptionSecret(passphrase=SecretStr("열려라 참깨"))
    if words == "another passphrase":
        return EncryptionSecret(passphrase=SecretStr("열려라 들깨"))
    if words == "nothing":
        return EncryptionSecret()
    file = folder / words.replace(" ", "-")
    if not file.exists():
        make_key_file(file)
    return EncryptionSecret(key_file=file)


@each_row(
    ("written", "read_with", "code"),
    [
        ("a key", "a key", ""),
        ("a passphrase", "a passphrase", ""),
        ("nothing", "nothing", ""),
        ("a key", "another key", "backup.wrong_key"),
        ("a key", "a passphrase", "backup.wrong_key"),
        ("a key", "nothing", "backup.key_needed"),
        ("a passphrase", "another passphrase", "backup.wrong_key"),
        ("a passphrase", "a key", "backup.wrong_key"),
    ],
)
def test_only_the_key_that_a_place_was_written_with_opens_it(
    tmp_path_factory: pytest.TempPathFactory, written: str, read_with: str, code: str
) -> None:
    folder = tmp_path_factory.mktemp("place")
    open_object_store(folder / "objects", secret=secret_of(written, folder)).put("a", b"content")
    with pytest.raises(WaggleError) if code else nullcontext() as caught:
        assert (
            read_object(open_object_store(folder / "objects", secret=secret_of(read_with, folder)), "a") == b"content"
        )
    if caught is not None:
        assert caught.value.code == code
        assert not [word for word in ("열려라", "AGE-SECRET") if word in str(caught.value)]


def test_a_passphrase_is_a_key_of_age_and_another_one_with_another_salt() -> None:
    for seed in (bytes(32), bytes(range(32)), b"\xff" * 32):
        assert str(pyrage.x25519.Identity.from_str(_bech32(seed))).startswith("AGE-SECRET-KEY-1")  # knows the checksum
    first, second = (key_from_passphrase("말", salt) for salt in (bytes(16), b"\1" * 16))
    assert str(first.identity) == str(key_from_passphrase("말", bytes(16)).identity) != str(second.identity)


@each_row(
    ("content", "why"),
    [
        (None, "No such file"),
        (b"", "no age identity"),
        (b"# only a comment\n", "no age identity"),
        (b"AGE-SECRET-KEY-1QQQQ\n", "no age identity"),
        (b"\xff\xfe", "no age identity"),
    ],
)
def test_a_key_file_that_cannot_be_used_is_named_and_not_shown(
    tmp_path_factory: pytest.TempPathFactory, content: bytes | None, why: str
) -> None:
    file = tmp_path_factory.mktemp("key") / "key.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ConfigurationError, match=why) as caught:
        read_key_file(file)
    assert caught.value.code == "backup.key_file"
    assert "QQQQ" not in str(caught.value)


def test_a_key_is_for_its_owner_alone_and_never_written_over(tmp_path: Path) -> None:
    public = make_key_file(tmp_path / "key.txt")
    assert (tmp_path / "key.txt").stat().st_mode & 0o777 == 0o600
    assert str(read_key_file(tmp_path / "key.txt").recipient) == public
    before = (tmp_path / "key.txt").read_bytes()
    with pytest.raises(BadInput) as caught:
        make_key_file(tmp_path / "key.txt")
    assert caught.value.code == "backup.key_there"
    assert (tmp_path / "key.txt").read_bytes() == before


@pytest.mark.skipif(shutil.which("age") is None, reason="the program age is not installed (Debian: apt install age)")
def test_the_program_age_reads_every_object(store: EncryptedStore, inner: FolderStore, tmp_path: Path) -> None:
    for path in objects_of(inner):
        done = subprocess.run(["age", "-d", "-i", tmp_path / "key.txt", path], capture_output=True, check=True)
        assert done.stdout.startswith(b"the content of ")
    assert {path.relative_to(inner.root).parts[0][: len(ENCRYPTED)] for path in objects_of(inner)} == {ENCRYPTED}
