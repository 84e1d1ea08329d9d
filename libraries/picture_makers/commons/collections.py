"""Clients of the collections: what is found for words, the bytes of a picture, and what its licence is now.

Wikimedia Commons: https://www.mediawiki.org/wiki/API:Imageinfo with the extension CommonsMetadata; Openverse:
https://api.openverse.org/v1/.
"""

import html
import re
from collections.abc import Iterator
from typing import Final, NamedTuple, Protocol
from urllib.parse import quote, urlencode, urlsplit

from pydantic import JsonValue, ValidationError

from libraries.http_client.client import ModelServerClient, ServerReply
from libraries.picture_makers.commons import CommonsSettings, Provider
from libraries.picture_makers.commons.licences import licence_if_open
from schemas.errors import BadInput, ConfigurationError, ProviderDown
from schemas.pictures import Attribution

_WIDTH: Final = 1280
"""Pixels in which Wikimedia is asked for a picture."""
_MOST: Final = 12
"""Pictures asked for at once."""
_LEAST: Final = (900, 540)
_LARGEST: Final = 24 * 2**20
_LONGEST_PAGE: Final = 120
"""Characters of an address that still has room among the words of a film."""
_TAG: Final = re.compile(r"<[^>]*>")
_FIELDS: Final = "LicenseShortName|LicenseUrl|Artist|ObjectName|Restrictions"
_SETTING: Final = "studio.commons"


class PictureCandidate(NamedTuple):
    """A picture that may be shown, and where its bytes are: an address below ``server``."""

    attribution: Attribution
    path: str
    server: ModelServerClient

    def fetch(self) -> bytes:
        """The bytes of the picture. Raises ProviderDown, ConfigurationError, and BadInput where this one is missing."""
        reply = self.server.get(self.path)
        if reply.status >= 500:
            raise ProviderDown("server.busy", server=self.server.name, status=reply.status, why=reply.excerpt)
        if not reply.ok:
            why = f"status {reply.status}: {reply.excerpt}"
            raise BadInput("picture.refused", server=self.server.name, why=why)
        return reply.body


class CollectionClient(Protocol):
    """The client of one collection of pictures."""

    def search(self, words: str) -> Iterator[PictureCandidate]:
        """Pictures for words, under open licences only. Raises ProviderDown, ConfigurationError."""
        ...

    def current_licence(self, identity: str) -> str:
        """The licence that a picture has now, as the collection writes it; empty when it is not there any more."""
        ...


def collection_client(provider: Provider, settings: CommonsSettings) -> CollectionClient:
    """The client of a collection. Raises ConfigurationError without a contact that can be sent in a header."""
    if not settings.contact.strip():
        raise ConfigurationError("picture.no_contact", setting=f"{_SETTING}.contact")
    if not (settings.contact.isascii() and settings.contact.isprintable()):
        raise ConfigurationError("picture.contact_unreadable", setting=f"{_SETTING}.contact", contact=settings.contact)
    return WikimediaCommons(settings) if provider == "wikimedia" else Openverse(settings)


class WikimediaCommons:
    """The client of Wikimedia Commons."""

    def __init__(self, settings: CommonsSettings) -> None:
        self._server = _server("Wikimedia Commons", settings.base_url, settings)
        self._files_url = settings.files_url.rstrip("/")
        self._files = _server("Wikimedia's files", settings.files_url, settings)

    def search(self, words: str) -> Iterator[PictureCandidate]:
        search = {"gsrsearch": f"filetype:bitmap {words}", "gsrnamespace": "6", "gsrlimit": str(_MOST)}
        for page in self._pages({"generator": "search", **search}):
            candidate = self._candidate(page)
            if candidate is not None:
                yield candidate

    def current_licence(self, identity: str) -> str:
        there = (page for page in self._pages({"titles": identity}) if "missing" not in page)
        return next((_metadata(page, "LicenseShortName") for page in there), "")

    def _pages(self, query: dict[str, str]) -> list[dict[str, JsonValue]]:
        asked = {"action": "query", "format": "json", "formatversion": "2", "prop": "imageinfo", **query}
        more = {"iiprop": "url|size|mime|extmetadata", "iiurlwidth": str(_WIDTH), "iiextmetadatafilter": _FIELDS}
        pages = _object(_told(self._server, f"/w/api.php?{urlencode(asked | more)}").get("query")).get("pages")
        found = [each for each in pages if isinstance(each, dict)] if isinstance(pages, list) else []
        return sorted(found, key=lambda page: _number(page.get("index")))

    def _candidate(self, page: dict[str, JsonValue]) -> PictureCandidate | None:
        info = _info(page)
        address = str(info.get("thumburl") or info.get("url") or "")
        size = (_number(info.get("width")), _number(info.get("height")))
        # Its own restrictions: personality rights of who is seen, trademarks, insignia.
        if not address.startswith(f"{self._files_url}/") or not _fits(size) or _metadata(page, "Restrictions"):
            return None
        title = str(page.get("title") or "")
        attribution = _attributed(
            title=_metadata(page, "ObjectName") or title.removeprefix("File:"),
            author=_metadata(page, "Artist"),
            licence=_metadata(page, "LicenseShortName"),
            licence_url=_metadata(page, "LicenseUrl"),
            page=_short(str(info.get("descriptionurl") or ""), _number(page.get("pageid"))),
            provider="wikimedia",
            identity=title,
        )
        path = address.removeprefix(self._files_url)
        return None if attribution is None else PictureCandidate(attribution, path, self._files)


class Openverse:
    """The client of Openverse, the search for openly licensed works of WordPress."""

    def __init__(self, settings: CommonsSettings) -> None:
        self._server = _server("Openverse", settings.openverse_url, settings)

    def search(self, words: str) -> Iterator[PictureCandidate]:
        asked = {"q": words, "license": "cc0,pdm,by,by-sa", "page_size": _MOST, "mature": "false"}
        results = _told(self._server, f"/v1/images/?{urlencode(asked)}").get("results")
        for each in results if isinstance(results, list) else []:
            entry = _object(each)
            size = (_number(entry.get("width")), _number(entry.get("height")))
            if entry.get("mature") is True or not _fits(size):
                continue
            identity = str(entry.get("id") or "")
            attribution = _attributed(
                title=str(entry.get("title") or identity),
                author=str(entry.get("creator") or ""),
                licence=_openverse_licence(entry),
                licence_url=str(entry.get("license_url") or ""),
                page=str(entry.get("foreign_landing_url") or ""),
                provider="openverse",
                identity=identity,
            )
            if attribution is not None:
                yield PictureCandidate(attribution, f"/v1/images/{quote(identity)}/thumb/?full_size=true", self._server)

    def current_licence(self, identity: str) -> str:
        reply = self._server.get(f"/v1/images/{quote(identity)}/")
        gone = reply.status in (404, 410)
        return "" if gone else _openverse_licence(_read(self._server, reply, "/v1/images/"))


def _server(name: str, base_url: str, settings: CommonsSettings) -> ModelServerClient:
    return ModelServerClient(
        f"{name} at {base_url}",
        base_url,
        setting=_SETTING,
        timeout=settings.timeout,
        largest=_LARGEST,
        headers={"User-Agent": f"WaggleBot/0.2 ({settings.contact.strip()})"},
    )


def _told(server: ModelServerClient, path: str) -> dict[str, JsonValue]:
    """The JSON object that a collection gives. Raises ProviderDown, ConfigurationError."""
    return _read(server, server.get(path), path)


def _read(server: ModelServerClient, reply: ServerReply, path: str) -> dict[str, JsonValue]:
    """The JSON object of a reply; an error may come with a good status."""
    found = reply.json()
    if not reply.ok or not isinstance(found, dict) or "error" in found:
        raise server.server_fault(reply, path) or ProviderDown(
            "server.busy", server=server.name, status=reply.status, why=reply.excerpt
        )
    return found


def _attributed(**told: str) -> Attribution | None:
    """The attribution of a picture; None where its licence is not open, or where it lacks what the licence asks for."""
    licence = licence_if_open(told["licence"])
    free = licence in ("CC0 1.0", "Public Domain")
    author = told["author"] or ("unknown" if free else "")
    if not licence or not author or len(told["page"]) > _LONGEST_PAGE:
        return None
    title = " ".join(told["title"].split())[:300]
    cut = {"title": title, "author": " ".join(author.split())[:200], "licence": licence}
    try:
        return Attribution.model_validate({**told, **cut})
    except ValidationError:  # without a page, or with an address beyond all measure
        return None


def _short(page: str, number: int) -> str:
    """The permanent address of a page of a wiki, which has no name of a file in it."""
    where = urlsplit(page)
    return f"{where.scheme}://{where.netloc}/?curid={number}" if page and number else page


def _openverse_licence(entry: dict[str, JsonValue]) -> str:
    kind, version = str(entry.get("license") or ""), str(entry.get("license_version") or "")
    return kind if kind in ("cc0", "pdm") else f"{kind} {version}"


def _fits(size: tuple[int, int]) -> bool:
    """Whether a picture is large enough, and wider than it is high."""
    return size[0] >= _LEAST[0] and size[1] >= _LEAST[1] and size[0] >= size[1]


def _info(page: dict[str, JsonValue]) -> dict[str, JsonValue]:
    infos = page.get("imageinfo")
    return _object(infos[0]) if isinstance(infos, list) and infos else {}


def _metadata(page: dict[str, JsonValue], name: str) -> str:
    """A field of a page's metadata as text: authors are written in HTML."""
    value = _object(_object(_info(page).get("extmetadata")).get(name)).get("value")
    return " ".join(html.unescape(_TAG.sub(" ", str(value or ""))).split())


def _number(value: JsonValue) -> int:
    return int(value) if isinstance(value, int | float) else 0


def _object(value: JsonValue) -> dict[str, JsonValue]:
    return value if isinstance(value, dict) else {}
