"""The containers of the compose file: what they share, and what tells that one hangs."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml

from libraries.paths import ROOT
from libraries.settings.salt import load_or_make_salt
from services.bootstrap import ALIVE, _touch


def test_all_stations_share_var_and_each_has_a_sign_of_life_of_its_own() -> None:
    """The station that makes the backups saw neither accounts nor the salt: each container had a ``var`` of its own."""
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    ours = {name: one for name, one in compose["services"].items() if one["image"].startswith("wagglebot:")}
    assert set(ours) == {"projector", "collect", "studio", "publish", "insight", "review", "health"}
    alive = str(ALIVE).replace(f"-{os.getuid()}", "-1000")
    for name, service in ours.items():
        volumes = dict(reversed(mount.removesuffix(":ro").split(":")) for mount in service["volumes"])
        assert (name, volumes["/app/var"], volumes["/app/media"]) == (name, "accounts", "media")
        assert f"find {alive} -newermt" in service["healthcheck"]["test"][1]
        assert not any(alive.startswith(f"{place}/") for place in volumes)


def test_a_sign_of_life_is_renewed_and_never_written_through_a_link(tmp_path: Path) -> None:
    file, link = tmp_path / "alive", tmp_path / "link"
    _touch(file)
    os.utime(file, (1.0, 1.0))
    _touch(file)
    assert time.time() - file.stat().st_mtime < 60
    link.symlink_to(tmp_path / "other")
    with pytest.raises(OSError, match="link"):
        _touch(link)
    assert not (tmp_path / "other").exists()


def test_stations_that_start_together_have_one_salt_and_never_an_empty_one(tmp_path: Path) -> None:
    file = tmp_path / "var" / "author.salt"
    with ThreadPoolExecutor(8) as pool:
        salts = set(pool.map(load_or_make_salt, [file] * 8))
    assert len(salts) == 1
    assert len(salts.pop()) == 64
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_text("")  # killed before it wrote
    assert len(load_or_make_salt(file)) == 64
