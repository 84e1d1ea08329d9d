"""A disk that runs full in mid-work: parked with a reason, nothing half-written, and all goes on by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from schemas.errors import ConfigurationError
from testbed.drills.full_disks import fill_disk, fill_disk_during_work, small_disk


@pytest.fixture(scope="module", autouse=True)
def _may_mount(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    try:
        with small_disk(tmp_path_factory.mktemp("disk") / "small", 1):
            yield
    except ConfigurationError as error:
        pytest.skip(str(error))


def test_a_small_disk_is_full_when_it_is_filled(tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", 2) as small:
        balloon = fill_disk(small)
        with pytest.raises(OSError, match="No space left"):
            (small / "more").write_bytes(b"x" * 200_000)
        balloon.unlink()
        (small / "more").write_bytes(b"x" * 200_000)
    assert list(small.iterdir()) == []


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("media", "stream"), [(True, False), (False, True), (True, True)], ids=["media", "stream", "both"]
)
async def test_a_full_disk_costs_time_and_nothing_else(tmp_path: Path, media: bool, stream: bool) -> None:
    found = await fill_disk_during_work(tmp_path, media=media, stream=stream)
    assert (found.failed, found.truncated, found.dead_letters, found.fallen) == (0, 0, 0, 0), found
    assert found.rendered == found.uploaded == found.posts > found.finished_before
    assert found.parked if media else found.refused
