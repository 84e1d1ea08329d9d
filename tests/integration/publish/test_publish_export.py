"""The export platform: whole folders, once, newest revision."""

import asyncio
import json
import shutil
from pathlib import Path

import pytest
from fixtures.facts import FILM, SCRIPT, post

from libraries.bus import Bus
from libraries.media.store import LocalStore
from schemas.errors import BadInput
from schemas.events import Film
from services.publish.metadata.publication import build_publication
from services.publish.platforms.base import Publication, UploadReceipt
from services.publish.platforms.export.uploader import ExportUploader
from services.publish.upload.exactly_once import ExactlyOnceUploader


class Desk:
    """A store with a film in it, and the uploader."""

    def __init__(self, bus: Bus, folder: Path) -> None:
        self.bus = bus
        self.store = LocalStore(folder / "media")
        self.uploader = ExportUploader(self.store, folder / "export")
        self.folder = folder / "export" / "export" / "sample.1"

    async def upload(self, wanted: Publication) -> UploadReceipt:
        return await ExactlyOnceUploader(self.bus, self.uploader).upload(wanted)

    def film(self, content: bytes) -> Film:
        return FILM.model_copy(
            update={
                "video": self.store.put(content, "mp4"),
                "thumbnail": self.store.put(b"jpeg", "jpg"),
                "captions": self.store.put(b"1\n", "srt"),
                "styled_captions": self.store.put(b"[Script Info]\n", "ass"),
            }
        )

    def publication(self, content: bytes = b"film one", revision: int = 1) -> Publication:
        return build_publication(post(), SCRIPT, self.film(content), revision)

    def names(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


@pytest.fixture
def desk(bus: Bus, tmp_path: Path) -> Desk:
    return Desk(bus, tmp_path)


async def test_a_package_holds_film_metadata_thumbnail_and_captions(desk: Desk) -> None:
    receipt = await desk.upload(desk.publication())
    assert desk.names() == ["captions.ass", "captions.srt", "film.mp4", "metadata.json", "thumbnail.jpg"]
    assert (desk.folder / "film.mp4").read_bytes() == b"film one"
    assert receipt.url == (desk.folder / "film.mp4").as_uri()
    told = json.loads((desk.folder / "metadata.json").read_text())
    assert told["title"] == SCRIPT.title
    assert told["source_url"] == "https://waggle.example/post/1"
    assert "출처: 와글마당 https://waggle.example/post/1" in told["description"]
    assert told["synthetic_voice"] is True
    assert told["sha256"] == desk.publication().film.video.sha256


async def test_exporting_again_writes_nothing_again(desk: Desk) -> None:
    first = await desk.upload(desk.publication())
    before = (desk.folder / "film.mp4").stat()
    assert await desk.upload(desk.publication()) == first
    assert (desk.folder / "film.mp4").stat() == before


async def test_a_newer_revision_takes_the_place(desk: Desk) -> None:
    await desk.upload(desk.publication())
    await desk.upload(desk.publication(b"film two", revision=2))
    assert (desk.folder / "film.mp4").read_bytes() == b"film two"
    assert [path.name for path in desk.folder.parent.iterdir()] == ["sample.1"]


async def test_a_broken_copy_is_made_again(desk: Desk) -> None:
    await desk.upload(desk.publication())
    (desk.folder / "film.mp4").write_bytes(b"film o")
    await desk.upload(desk.publication())
    assert (desk.folder / "film.mp4").read_bytes() == b"film one"


async def test_a_folder_that_somebody_deleted_is_made_again(desk: Desk) -> None:
    await desk.upload(desk.publication())
    shutil.rmtree(desk.folder)
    await desk.upload(desk.publication())
    assert (desk.folder / "film.mp4").read_bytes() == b"film one"


async def test_a_crash_in_the_middle_leaves_no_package(desk: Desk) -> None:
    wanted = desk.publication()

    async def crash(_whole: bool) -> None:
        raise KeyboardInterrupt

    handle = await desk.uploader.open(wanted)
    with pytest.raises(KeyboardInterrupt):
        await desk.uploader.send(handle, wanted, 0, crash)
    assert not desk.folder.exists()
    assert await desk.uploader.find(wanted) is None
    await desk.upload(wanted)
    assert [path.name for path in desk.folder.parent.iterdir()] == ["sample.1"]


async def test_withdrawing_twice_is_fine(desk: Desk) -> None:
    receipt = await desk.upload(desk.publication())
    await asyncio.gather(*[desk.uploader.withdraw(receipt.remote_id) for _ in range(2)])
    assert not desk.folder.exists()


async def test_too_long_a_film_is_refused_with_its_length(desk: Desk) -> None:
    wanted = desk.publication()
    long = wanted.model_copy(update={"film": wanted.film.model_copy(update={"duration": 200.0})})
    with pytest.raises(BadInput, match="200 s long, and export takes 1 to 180 s"):
        await desk.upload(long)
    assert not desk.folder.exists()
