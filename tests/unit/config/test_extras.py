"""The command that installs an extra, for each way the program can be installed, and which extra an import is about."""

import json
import shlex
import sys
from pathlib import Path

import pytest
from fixtures.rows import each_row

from libraries.extras import _command, install_command, installed_version, missing_extra
from libraries.paths import PACKAGES
from services.config import ROOT

WHEEL = json.dumps({"url": "file:///downloads/wagglebot-0.2.0-py3-none-any.whl", "archive_info": {}})
CHECKOUT = json.dumps({"url": "file:///src/wagglebot", "dir_info": {"editable": True}})
PYTHON = shlex.quote(sys.executable)
HANGUL = json.dumps({"url": Path("/src/내 폴더").as_uri(), "dir_info": {"editable": True}})
UNKNOWN = "file:///path/to/wagglebot-0.2.0-py3-none-any.whl"


@pytest.mark.parametrize(
    ("direct_url", "marker", "command"),
    [
        (None, "", f"{PYTHON} -m pip install 'wagglebot[studio] @ {UNKNOWN}'"),
        (None, "pipx_metadata.json", f"pipx install --force 'wagglebot[studio] @ {UNKNOWN}'"),
        (CHECKOUT, "", f"{PYTHON} -m pip install --editable '/src/wagglebot[studio]'"),
        (
            WHEEL,
            "uv-receipt.toml",
            "uv tool install --force 'wagglebot[studio] @ file:///downloads/wagglebot-0.2.0-py3-none-any.whl'",
        ),
        (HANGUL, "uv-receipt.toml", "uv tool install --force --editable '/src/내 폴더[studio]'"),
        (CHECKOUT, "uv-receipt.toml", "uv tool install --force --editable '/src/wagglebot[studio]'"),
    ],
)
def test_the_command_fits_how_it_was_installed(
    direct_url: str | None, marker: str, command: str, tmp_path: Path
) -> None:
    if marker:
        (tmp_path / marker).touch()
    assert _command("studio", direct_url, tmp_path, "0.2.0") == command


def test_this_environment_is_an_editable_one() -> None:
    assert install_command("studio").endswith(f"-m pip install --editable '{ROOT}[studio]'")
    assert installed_version()[0].isdigit()


def failure(room: str, module: str) -> ModuleNotFoundError:
    """What ``import module`` in a module of ``room`` raises where it is not installed."""
    try:
        exec(f"import {module}", {"__name__": room})
    except ModuleNotFoundError as error:
        return error
    raise AssertionError(module)


@each_row(
    ("room", "extra"),
    [
        ("services.studio.film.render", "studio"),
        ("crawlers.base", "collect"),
        ("libraries.drawing.canvas.yuv", "studio"),
        ("libraries.drawn_world.figure_light", "studio"),
        ("libraries.vector.thorvg", "studio"),
        ("services.projector", "projector"),
        ("services.review.app", "review"),
    ],
)
def test_the_innermost_room_says_which_extra_is_missing(room: str, extra: str) -> None:
    found = missing_extra(failure(room, "no_such_package.part"))
    assert found is not None
    assert found.extra == extra
    assert f"no_such_package is not installed; it comes with the extra '{extra}'. Run: " in str(found.error)
    assert f"'{extra}' 구성에 들어 있습니다" in found.error.explained("ko").sentence


def test_a_module_of_our_own_or_of_no_extra_stays_an_error() -> None:
    assert missing_extra(failure("services.studio.film", "services.no_such_module")) is None
    assert missing_extra(failure("libraries.bus.bus", "no_such_package")) is None


@each_row("package", PACKAGES)
def test_a_missing_module_of_any_of_our_packages_is_about_no_extra(package: str) -> None:
    assert missing_extra(failure("services.studio.film", f"{package}.no_such_module")) is None


def test_every_folder_with_code_of_the_program_is_one_of_our_packages() -> None:
    assert {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"} == set(PACKAGES)
