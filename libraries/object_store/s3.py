"""Objects in a bucket of Amazon S3, or of a server that speaks its protocol."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final, cast

import obstore
from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError
from obstore.store import S3Store

from libraries.object_store.folder import hold_file_lock
from libraries.object_store.settings import SCHEME, S3Settings
from libraries.object_store.store import ObjectMissing, StoredObject, safe_object_name
from schemas.errors import ConfigurationError, NoSpace, ProviderDown, WaggleError

_QUIET: Final = timedelta(minutes=10)
"""After which a request ends for which nothing comes; sending four parts over a slow line takes minutes."""
_LONGEST: Final = timedelta(hours=6)
_PART: Final = 8 << 20
"""Bytes of a part of a larger object; S3 takes 10,000 of them."""
_AT_ONCE: Final = 4
"""Parts that are sent at the same time, all of them in memory."""
_IN_MEMORY: Final = 1 << 20
_CODE: Final = re.compile(r"<Code>(\w+)</Code>")
_STATUS: Final = re.compile(r"status code: (\d{3})")
_STATUSES: Final = {"401": "AccessDenied", "403": "AccessDenied", "507": "InsufficientStorage"}
_MACHINE: Final = "169.254.169.254"
"""Where a machine of Amazon's is asked for its access key when none is set."""
_REFUSALS: Final = {
    "AccessDenied",
    "ExpiredToken",
    "InvalidAccessKeyId",
    "InvalidToken",
    "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
}
_ELSEWHERE: Final = {"AuthorizationHeaderMalformed", "InvalidBucketName", "NoSuchBucket", "PermanentRedirect"}
"""Codes for a bucket that is not there, or in another region."""
_FULL: Final = {"InsufficientStorage", "QuotaExceeded", "XMinioAdminBucketQuotaExceeded", "XMinioStorageFull"}
"""Codes of full buckets: of HTTP 507, of Ceph and of MinIO."""


class S3BucketStore:
    """An `ObjectStore` in a bucket, below a prefix. Requests are repeated, large objects sent in parts.

    Parts of an upload that was killed are seen by nobody, and the bucket may be told to delete them after a while
    (lifecycle rule AbortIncompleteMultipartUpload). S3 checks a digest of each part that it takes.
    """

    encrypted = False
    has_exact_sizes = True

    def __init__(self, address: str, settings: S3Settings) -> None:
        """``address``: ``s3://bucket`` or ``s3://bucket/prefix``. Raises ConfigurationError."""
        bucket, _, prefix = address.removeprefix(SCHEME).strip("/").partition("/")
        if not bucket or not address.startswith(SCHEME):
            raise ConfigurationError("s3.address", address=address)
        self.location = f"{SCHEME}{bucket}/{prefix}".rstrip("/")
        self._bucket = bucket
        config = {"region": settings.region, "checksum_algorithm": "SHA256"}
        if settings.endpoint:
            config["endpoint"] = settings.endpoint.rstrip("/")
        if settings.access_key_id:
            config["access_key_id"] = settings.access_key_id
            config["secret_access_key"] = settings.secret_access_key.get_secret_value()
        with self._explained():
            self._store = S3Store(
                bucket,
                prefix=prefix or None,
                config=config,  # type: ignore[arg-type]
                client_options={
                    "allow_http": settings.endpoint.startswith("http://"),
                    "connect_timeout": timedelta(seconds=5),
                    "read_timeout": _QUIET,
                    "timeout": _LONGEST,
                },
                retry_config={"max_retries": 10, "retry_timeout": timedelta(seconds=settings.patience)},
            )

    def put(self, name: str, content: bytes | Path) -> None:
        # A file that is gone is none of the bucket's, so it is opened before the bucket is asked.
        with content.open("rb") if isinstance(content, Path) else BytesIO(content) as file, self._explained(name):
            obstore.put(self._store, safe_object_name(name), file, chunk_size=_PART, max_concurrency=_AT_ONCE)

    @contextmanager
    def open_object(self, name: str) -> Iterator[BinaryIO]:
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
            with self._explained(name):
                for part in obstore.get(self._store, safe_object_name(name)).stream(min_chunk_size=_IN_MEMORY):
                    file.write(part)
            file.seek(0)
            yield cast("BinaryIO", file)

    def list_objects(self, folder: str = "") -> Iterable[StoredObject]:
        with self._explained():
            found = obstore.list(self._store, folder or None, chunk_size=1000).collect()
        return sorted(StoredObject(one["path"], one["size"], one["last_modified"].timestamp()) for one in found)

    def top_folders(self) -> set[str]:
        with self._explained():
            return set(obstore.list_with_delimiter(self._store)["common_prefixes"])

    def delete(self, name: str) -> bool:
        with self._explained(name):
            try:
                _ = obstore.get(self._store, safe_object_name(name)).meta  # the answer to HEAD would name no bucket
                obstore.delete(self._store, name)
            except FileNotFoundError as error:
                if _code(error) == "NoSuchBucket":
                    raise
                return False
        return True

    def delete_unfinished(self, folder: str, older: float = 0) -> None:
        """Nothing: an object is there whole or not at all; parts of an upload that was broken off are the bucket's."""

    @contextmanager
    def writer_lock(self) -> Iterator[None]:
        digest = hashlib.sha256(self.location.encode()).hexdigest()[:16]
        file = Path(tempfile.gettempdir()) / f"wagglebot-{os.getuid()}-{digest}.lock"
        with file.open("ab") as lock, hold_file_lock(lock, self.location):
            yield

    @contextmanager
    def _explained(self, name: str = "") -> Iterator[None]:
        """Turn what S3 answers into errors with a sentence; no answer holds a secret."""
        try:
            yield
        except FileNotFoundError as error:
            if _code(error) != "NoSuchBucket":
                raise ObjectMissing("objects.missing", name=name, where=self.location) from None
            raise self._of(error) from None
        except (BaseError, OSError) as error:
            raise self._of(error) from None

    def _of(self, error: Exception) -> WaggleError:
        code = _code(error)
        if code in _ELSEWHERE:
            return ConfigurationError("s3.no_bucket", bucket=self._bucket)
        if code in _FULL:
            return NoSpace("s3.full", where=self.location, why=code)
        if code in _REFUSALS or isinstance(error, PermissionDeniedError | UnauthenticatedError):
            return ConfigurationError("s3.refused", where=self.location, why=code or "403")
        if _MACHINE in str(error):
            return ConfigurationError("s3.refused", where=self.location, why="no access key is set")
        return ProviderDown("s3.away", where=self.location, why=code or str(error).partition("\n")[0])


def _code(error: Exception) -> str:
    """The code in an answer of S3; where there is none, what its status says, or nothing."""
    text = str(error)
    code, status = _CODE.search(text), _STATUS.search(text)
    return code[1] if code else _STATUSES.get(status[1] if status else "", "")
