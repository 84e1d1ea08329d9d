"""Adapter descriptors: what is installed, what is broken, and what an adapter says about itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from schemas import adapters
from schemas.adapters import Adapter, AdapterKind, Extra
from schemas.errors import ConfigurationError


class Settings(BaseModel):
    device: str = "auto"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A distribution with two voices, one of which cannot be imported."""
    (tmp_path / "loudly.py").write_text(
        "from schemas.adapters import Adapter, AdapterKind\n"
        "VOICE = Adapter(kind=AdapterKind.VOICE, name='loud', version='1', make='loudly:Loud', title_en='Loud', "
        "title_ko='큰 목소리')\n"
        "class Loud: ...\n"
    )
    info = tmp_path / "loudly-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: loudly\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[wagglebot.voices]\nloud = loudly:VOICE\nbroken = nowhere:VOICE\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    adapters.installed_adapters.cache_clear()
    yield tmp_path
    adapters.installed_adapters.cache_clear()


@pytest.mark.usefixtures("package")
def test_an_adapter_of_another_package_is_found_and_loaded() -> None:
    voice = adapters.find_adapter(AdapterKind.VOICE, "loud", setting="recipe.voice.chain")
    assert voice.load().__name__ == "Loud"
    assert "loud" in adapters.usable_names(AdapterKind.VOICE)


@pytest.mark.usefixtures("package")
def test_one_that_cannot_be_imported_is_listed_with_its_fault_and_hinders_no_other() -> None:
    broken = next(each for each in adapters.installed_adapters(AdapterKind.VOICE) if each.name == "broken")
    assert broken.adapter is None
    assert (broken.package, broken.fault) == ("loudly", "ModuleNotFoundError: No module named 'nowhere'")
    with pytest.raises(ConfigurationError, match="loudly cannot be loaded"):
        adapters.find_adapter(AdapterKind.VOICE, "broken", setting="recipe.voice.chain")


def test_a_name_nobody_has_names_the_setting_and_the_choices() -> None:
    with pytest.raises(ConfigurationError, match=r"recipe\.voice\.chain: there is no voice called nobody") as caught:
        adapters.find_adapter(AdapterKind.VOICE, "nobody", setting="recipe.voice.chain")
    assert caught.value.code == "adapter.unknown"


def test_missing_libraries_name_the_extra() -> None:
    needs = (Extra("local-cpu", ("nowhere",)),)
    voice = Adapter(
        kind=AdapterKind.VOICE, name="x", version="1", make="nowhere:X", title_en="X", title_ko="엑스", needs=needs
    )
    with pytest.raises(ConfigurationError, match="extra local-cpu"):
        voice.load()


def test_an_adapter_set_to_the_processor_needs_no_graphics_card() -> None:
    voice = Adapter(
        kind=AdapterKind.VOICE, name="x", version="1", make=Settings, title_en="X", title_ko="엑스", gpu=True
    )
    assert voice.uses_gpu(Settings())
    assert voice.uses_gpu(None)
    assert not voice.uses_gpu(Settings(device="cpu"))
