"""What a bucket answers that is not as it should be, as a sentence with a cure."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from fixtures.rows import each_row
from pydantic import SecretStr, ValidationError

from libraries.object_store.s3 import S3BucketStore
from libraries.object_store.settings import S3Settings
from libraries.object_store.store import read_object
from schemas.errors import ConfigurationError, NoSpace, ProviderDown, WaggleError
from services.config import HealthSettings


def answer(code: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><Error><Code>{code}</Code><Message>no</Message></Error>'.encode()


class Refusing(ThreadingHTTPServer):
    """A server that gives one answer to every request, and counts them."""

    status, body, asked = 200, b"", 0


class _Handler(BaseHTTPRequestHandler):
    server: Refusing

    def _answer(self) -> None:
        self.server.asked += 1
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(self.server.status)
        self.send_header("ETag", '"e"')
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(self.server.body)

    do_GET = do_PUT = do_HEAD = do_POST = do_DELETE = _answer  # noqa: N815 (names of the library)

    def log_message(self, *_: object) -> None:
        """Nothing: the test says what was asked."""


@pytest.fixture(scope="module")
def refusing() -> Iterator[Refusing]:
    with Refusing(("127.0.0.1", 0), _Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()


def store_at(endpoint: str, patience: float = 0.1) -> S3BucketStore:
    secret = SecretStr("a secret that nobody sees")
    settings = S3Settings(endpoint=endpoint, access_key_id="AKIATEST", secret_access_key=secret, patience=patience)
    return S3BucketStore("s3://bucket/folder", settings)


@each_row(
    ("status", "body", "kind", "code"),
    [
        # Amazon S3, "Error responses"; the quota of Ceph's gateway, of MinIO, and HTTP 507 of others.
        (403, answer("InvalidAccessKeyId"), ConfigurationError, "s3.refused"),
        (403, answer("SignatureDoesNotMatch"), ConfigurationError, "s3.refused"),
        (403, answer("AccessDenied"), ConfigurationError, "s3.refused"),
        (403, b"", ConfigurationError, "s3.refused"),
        (401, b"", ConfigurationError, "s3.refused"),
        (400, answer("ExpiredToken"), ConfigurationError, "s3.refused"),
        (404, answer("NoSuchBucket"), ConfigurationError, "s3.no_bucket"),
        (400, answer("AuthorizationHeaderMalformed"), ConfigurationError, "s3.no_bucket"),
        (403, answer("QuotaExceeded"), NoSpace, "s3.full"),
        (507, answer("XMinioStorageFull"), NoSpace, "s3.full"),
        (507, b"", NoSpace, "s3.full"),
        (503, answer("SlowDown"), ProviderDown, "s3.away"),
        (500, answer("InternalError"), ProviderDown, "s3.away"),
        (400, answer("SomethingNew"), ProviderDown, "s3.away"),
    ],
)
def test_what_a_bucket_answers_is_a_sentence_with_a_cure(
    refusing: Refusing, status: int, body: bytes, kind: type[WaggleError], code: str
) -> None:
    refusing.status, refusing.body = status, body
    store = store_at(f"http://127.0.0.1:{refusing.server_port}")
    asks: list[Callable[[], object]] = [store.list_objects, store.top_folders, lambda: store.put("a", b"x")]
    asks.append(lambda: read_object(store, "a"))
    for ask in asks:
        with pytest.raises(kind) as caught:
            ask()
        assert caught.value.code == code
        assert "a secret" not in str(caught.value)
        assert "\n" not in str(caught.value)


def test_what_passes_is_asked_again(refusing: Refusing) -> None:
    refusing.status, refusing.body, refusing.asked = 503, answer("SlowDown"), 0
    store = store_at(f"http://127.0.0.1:{refusing.server_port}", patience=2.0)
    threading.Timer(0.5, lambda: setattr(refusing, "status", 200)).start()
    store.put("a", b"x")
    assert refusing.asked > 1


def test_a_server_that_is_away() -> None:
    with pytest.raises(ProviderDown) as away:
        store_at("http://127.0.0.1:9").put("a", b"x")
    assert away.value.code == "s3.away"


def test_the_place_of_backups_is_a_folder_or_a_bucket(tmp_path: Path) -> None:
    for good in (str(tmp_path), str(tmp_path / "new"), "s3://bucket", "s3://bucket/a/b"):
        assert HealthSettings(backup_folder=good).backup_folder == good
    (tmp_path / "file").touch()
    for bad in ("s3://", "s3:///", str(tmp_path / "file")):
        with pytest.raises(ValidationError):
            HealthSettings(backup_folder=bad)
    with pytest.raises(ConfigurationError) as caught:
        S3BucketStore("https://bucket", S3Settings())
    assert caught.value.code == "s3.address"
