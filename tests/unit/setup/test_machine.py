"""What is found of a machine, and what is said to help."""

from pathlib import Path
from typing import Any

from fixtures.rows import each_row

from libraries.graphics_card import CardDescription
from libraries.setup.machine import LEAST_DRIVER, Machine, inspect_machine, wsl_version
from libraries.setup.machine_findings import check_machine_for_models

CARD = CardDescription("NVIDIA GeForce RTX 3080 Ti", 12_288, "580.95.05")


def machine(**more: Any) -> Machine:
    usual = Machine(
        card=CARD, memory_mb=16_000, disk_mb=200_000, cores=8, wsl=0, windows_disk=False,
        runtimes_for_card=True, writer_on_card=True,
    )  # fmt: skip
    return usual._replace(**more)


def test_this_machine_is_seen(tmp_path: Path) -> None:
    seen = inspect_machine(tmp_path / "models" / "to" / "come")
    assert seen.memory_mb > 100
    assert seen.disk_mb > 100
    assert seen.cores >= 1
    assert not seen.runtimes_for_card, "development has the packages for the processor"
    assert [each.what for each in check_machine_for_models(seen)][:4] == [
        "graphics card",
        "memory",
        "disk",
        "processor",
    ]


@each_row(
    "kernel, version",
    [
        ("Linux version 6.6.87.2-microsoft-standard-WSL2 (root@af282157c79e) (gcc 11.2.0)", 2),
        ("Linux version 5.15.90.1-microsoft-standard-WSL2 (oe-user@oe-host)", 2),
        ("Linux version 4.4.0-19041-Microsoft (Microsoft@Microsoft.com) (gcc version 5.4.0)", 1),
        ("Linux version 6.1.0-21-amd64 (debian-kernel@lists.debian.org)", 0),
        ("", 0),
    ],
)
def test_the_subsystem_is_told_by_its_kernel(kernel: str, version: int) -> None:
    assert wsl_version(kernel) == version


@each_row(
    "driver, enough",
    [("580.95.05", True), ("591.44", True), ("579.99", False), ("536.23", False), ("?", False), ("", False)],
)
def test_the_driver_must_know_the_locked_libraries(driver: str, enough: bool) -> None:
    seen = machine(card=CARD._replace(driver=driver))
    assert seen.driver_is_new_enough is enough
    assert seen.can_run_onnx_on_card is enough
    assert (check_machine_for_models(seen)[0].state == "ok") is enough
    assert enough or str(LEAST_DRIVER) in check_machine_for_models(seen)[0].remedy


@each_row(
    "more, what, state, remedy",
    [
        ({}, "graphics card", "ok", ""),
        ({"card": None}, "graphics card", "warn", "driver"),
        ({"card": None, "runtimes_for_card": False}, "graphics card", "ok", ""),
        ({"runtimes_for_card": False}, "graphics card", "warn", "make gpu"),
        ({"writer_on_card": False}, "graphics card", "warn", "make gpu"),
        ({"memory_mb": 2000}, "memory", "warn", ".wslconfig"),
        ({"disk_mb": 2000}, "disk", "warn", "WAGGLEBOT_HOME"),
        ({"wsl": 1}, "WSL", "fail", "--set-version"),
        ({"wsl": 2}, "WSL", "ok", ""),
        ({"wsl": 2, "windows_disk": True}, "WSL", "warn", "home folder"),
    ],
)
def test_what_is_in_the_way_is_said_with_what_helps(more: dict[str, Any], what: str, state: str, remedy: str) -> None:
    finding = next(each for each in check_machine_for_models(machine(**more)) if each.what == what)
    assert finding.state == state
    assert remedy in finding.remedy
    assert bool(finding.remedy) == (state != "ok")
