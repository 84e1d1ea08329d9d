"""The graphics card as NVML reports it, by a library of our own that answers as NVML's header says."""

import shutil
import subprocess
from pathlib import Path

import pytest

from libraries import graphics_card
from libraries.graphics_card import CardDescription, CardStatus, card_description, card_status, free_vram

needs_cc = pytest.mark.skipif(shutil.which("cc") is None, reason="no C compiler to make a library of a card with")
NVML = """
static int opened = 0;
int nvmlInit_v2(void) { opened++; return INIT; }
int nvmlDeviceGetHandleByIndex_v2(unsigned n, void **card) { *card = (void *)(long)(n + 77); return HANDLE; }
int nvmlDeviceGetMemoryInfo(void *card, unsigned long long *memory) {
    if (card != (void *)77L || opened != 1) return 2;
    memory[0] = 12884901888ULL; memory[1] = 5368709120ULL; memory[2] = 7516192768ULL; return MEMORY; }
int nvmlDeviceGetTemperature(void *card, int sensor, unsigned *celsius) {
    if (card != (void *)77L || sensor != 0) return 2;
    *celsius = 61; return CELSIUS; }
int nvmlDeviceGetName(void *card, char *name, unsigned size) {
    return card == (void *)77L && size >= 96 ? (__builtin_strcpy(name, "NVIDIA GeForce RTX 3080 Ti"), NAME) : 2; }
int nvmlSystemGetDriverVersion(char *version, unsigned size) {
    return size >= 80 ? (__builtin_strcpy(version, "580.95.05"), NAME) : 2; }
int nvmlShutdown(void) { return --opened; }
"""


@pytest.fixture
def card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """A card of 12 GiB with 5 GiB free at 61 °C; ``request.param`` names the call that fails."""
    calls = dict.fromkeys(("INIT", "HANDLE", "MEMORY", "CELSIUS", "NAME"), "0") | {
        getattr(request, "param", "INIT"): "999"
    }
    if not hasattr(request, "param"):
        calls["INIT"] = "0"
    (tmp_path / "nvml.c").write_text(NVML)
    library = tmp_path / "libnvml.so"
    defined = [f"-D{name}={value}" for name, value in calls.items()]
    subprocess.run(["cc", "-shared", "-fPIC", *defined, "-o", library, tmp_path / "nvml.c"], check=True)
    monkeypatch.setattr(graphics_card, "_NVML", str(library))


@needs_cc
@pytest.mark.usefixtures("card")
def test_the_card_is_asked_through_its_library() -> None:
    assert free_vram() == 5120
    assert card_status() == CardStatus(celsius=61, used_mb=7168, total_mb=12_288)
    assert free_vram() == 5120, "the library was closed in between"


@needs_cc
@pytest.mark.usefixtures("card")
def test_the_card_says_its_name_and_its_driver() -> None:
    assert card_description() == CardDescription("NVIDIA GeForce RTX 3080 Ti", 12_288, "580.95.05")


@needs_cc
@pytest.mark.usefixtures("card")
@pytest.mark.parametrize("card", ["NAME"], indirect=True)
def test_a_driver_that_gives_no_name_still_gives_the_memory() -> None:
    assert card_description() == CardDescription("?", 12_288, "?")


@needs_cc
@pytest.mark.usefixtures("card")
@pytest.mark.parametrize("card", ["INIT", "HANDLE", "MEMORY"], indirect=True)
def test_a_card_that_does_not_answer_is_none() -> None:
    assert free_vram() is None
    assert card_status() is None
    assert card_description() is None


@needs_cc
@pytest.mark.usefixtures("card")
@pytest.mark.parametrize("card", ["CELSIUS"], indirect=True)
def test_memory_is_known_without_a_temperature() -> None:
    assert free_vram() == 5120
    assert card_status() is None


def test_a_machine_without_a_driver_has_no_card(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphics_card, "_NVML", "libthere-is-none.so")
    assert (free_vram(), card_status()) == (None, None)


def test_this_machine_has_a_number_or_none() -> None:
    free = free_vram()
    assert free is None or free > 0
    if not Path("/dev/nvidiactl").exists() and not Path("/dev/dxg").exists():
        assert free is None
