"""Settings of S3, and the names of places: a folder or an address in a bucket."""

from pathlib import Path
from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

from libraries.settings.sections import Section
from libraries.settings.value_types import require_usable_folder

SCHEME: Final = "s3://"


def _place(text: str) -> str:
    if text.startswith(SCHEME):
        if not text.removeprefix(SCHEME).strip("/"):
            raise ValueError(f"{text!r} names no bucket; write it like s3://bucket/folder")
        return text
    return str(require_usable_folder(Path(text)))


Place = Annotated[str, BeforeValidator(str), AfterValidator(_place)]
"""A folder, or ``s3://bucket/prefix``."""


class S3Settings(Section):
    """Settings of the server that buckets are on."""

    endpoint: Annotated[str, Field(description="Address of an S3 server; empty is Amazon's own.")] = ""
    region: Annotated[str, Field(description="Region of the bucket.")] = "us-east-1"
    access_key_id: Annotated[
        str, Field(description="Access key of S3; empty takes that of AWS_… or of the machine.")
    ] = ""
    secret_access_key: Annotated[SecretStr, Field(description="Secret of that access key.")] = SecretStr("")
    patience: Annotated[float, Field(gt=0, description="Seconds an S3 request is repeated while it fails.")] = 60.0
