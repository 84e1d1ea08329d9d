"""Fake Wikimedia Commons and Openverse on loopback: a few pictures with their metadata, as the real APIs write them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from testbed.fake_servers.http_server import (
    ReceivedRequest,
    RunningServer,
    ServerAnswer,
    json_answer,
    png_picture,
    serve_answers,
)


@dataclass
class CollectionPicture:
    """A picture of a collection, with its licence and author."""

    title: str
    licence: str = "CC BY-SA 4.0"
    author: str = '<a href="//commons.wikimedia.org/wiki/User:Kim">Kim&nbsp;Yuna</a>'
    width: int = 4000
    height: int = 2600
    restrictions: str = ""
    host: str = ""
    """Of its file, where it is another than that of the files."""
    data: bytes = field(default_factory=lambda: png_picture(960, 600))


class FakePictureCollections:
    """The state of both collections; pictures may be changed and taken away while they run."""

    def __init__(self, *works: CollectionPicture) -> None:
        self.works = {f"File:{work.title}.jpg": work for work in works}
        self.openverse: dict[str, dict[str, Any]] = {}
        self.url = ""
        self.status = 200
        self.gone = set[str]()
        """Names of files that are found and cannot be fetched."""

    def answer(self, call: ReceivedRequest) -> ServerAnswer:
        """The answer to a request."""
        where = urlsplit(call.path)
        query = {name: values[0] for name, values in parse_qs(where.query).items()}
        if self.status != 200:
            return json_answer({"error": {"code": "ratelimited"}}, self.status, Retry_After="30")
        if where.path == "/w/api.php":
            names = [query["titles"]] if "titles" in query else list(self.works)
            return json_answer({"query": {"pages": [self._page(name, at) for at, name in enumerate(names)]}})
        if where.path.startswith("/v1/images/"):
            return self._openverse(where.path.removeprefix("/v1/images/").strip("/"))
        if where.path.rpartition("/")[2] in self.gone:
            return ServerAnswer(404, b"")
        work = self.works.get("File:" + unquote(where.path.rpartition("/")[2]).replace("_", " "))
        return ServerAnswer(404, b"") if work is None else ServerAnswer(200, work.data, {"Content-Type": "image/jpeg"})

    def _page(self, name: str, index: int) -> dict[str, Any]:
        work = self.works.get(name)
        if work is None:
            return {"ns": 6, "title": name, "missing": True}
        told = {"LicenseShortName": work.licence, "Artist": work.author, "Restrictions": work.restrictions}
        info = {
            "thumburl": f"{work.host or self.url}/thumb/{quote(work.title.replace(' ', '_'))}.jpg",
            "width": work.width,
            "height": work.height,
            "mime": "image/jpeg",
            "descriptionurl": f"https://commons.wikimedia.org/wiki/{name.replace(' ', '_')}",
            "extmetadata": {key: {"value": value} for key, value in told.items() if value},
        }
        return {"pageid": index + 1, "ns": 6, "title": name, "index": index + 1, "imageinfo": [info]}

    def _openverse(self, rest: str) -> ServerAnswer:
        if not rest:
            return json_answer({"result_count": len(self.openverse), "results": list(self.openverse.values())})
        entry = self.openverse.get(rest.split("/", maxsplit=1)[0])
        if entry is None:
            return json_answer({"detail": "Not found."}, 404)
        return (
            ServerAnswer(200, png_picture(960, 600), {"Content-Type": "image/jpeg"})
            if "thumb" in rest
            else json_answer(entry)
        )


@contextmanager
def running_picture_collections(*works: CollectionPicture) -> Iterator[tuple[FakePictureCollections, RunningServer]]:
    """Both collections on one port of loopback within the block."""
    collections = FakePictureCollections(*works)
    with serve_answers(collections.answer) as running:
        collections.url = running.url
        yield collections, running
