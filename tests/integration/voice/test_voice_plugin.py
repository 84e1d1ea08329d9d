"""A voice of another package: one short module and an entry point, and it speaks in a narration."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures.studio.studio import small_post

from libraries.media.store import LocalStore
from schemas import adapters
from schemas.adapters import AdapterKind
from schemas.errors import ConfigurationError, ProviderDown
from schemas.recipe import ScriptChoice, VoiceChoice
from schemas.voice import Timing
from services.cli.adapters import examine_adapters
from services.config import Settings, StudioSettings
from services.studio.script.stage import write_script
from services.studio.voice.stage import narrate

MODULE = """
import numpy as np
from schemas.adapters import Adapter, AdapterKind, SettingsSection
from schemas.voice import Timing
from services.config import Section
from services.studio.voice.voice_protocol import SpokenPcm

class WhistleSettings(Section):
    pitch: float = 440.0

class WhistleVoice:
    def __init__(self, settings): self.pitch = settings.pitch
    def speak(self, line, voice, speed):
        time = np.arange(int(24_000 * 0.12 * len(line.spoken) / speed)) / 24_000
        hum = 9000 * np.sin(6.28 * self.pitch * time) * np.sin(3.1416 * time * speed / 0.12) ** 2
        return SpokenPcm(hum.astype(np.int16), 24_000, None, Timing.ESTIMATED)

VOICE = Adapter(kind=AdapterKind.VOICE, name="whistle", version="1", make=WhistleVoice, title_en="Whistle",
                title_ko="휘파람", settings=SettingsSection("studio", "whistle", WhistleSettings))
"""
BROKEN = "import nothing_of_this_name\n"


@pytest.fixture(autouse=True)
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A distribution with two voices, one of which cannot be imported."""
    site = tmp_path / "site"
    info = site / "whistle-0.3.dist-info"
    info.mkdir(parents=True)
    (site / "whistle.py").write_text(MODULE)
    (site / "broken_voice.py").write_text(BROKEN)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: whistle\nVersion: 0.3\n")
    (info / "entry_points.txt").write_text("[wagglebot.voices]\nwhistle = whistle:VOICE\nbroken = broken_voice:VOICE\n")
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.delitem(sys.modules, "whistle", raising=False)
    adapters.installed_adapters.cache_clear()
    yield site
    sys.modules.pop("whistle", None)
    adapters.installed_adapters.cache_clear()


def test_it_takes_less_than_twenty_lines() -> None:
    assert len([line for line in MODULE.splitlines() if line]) < 20


def test_it_speaks_a_whole_narration(tmp_path: Path) -> None:
    settings = StudioSettings()
    script, *_ = write_script(small_post(), ScriptChoice(), settings)
    track, served_by, *_ = narrate(script, VoiceChoice(chain=("whistle",)), LocalStore(tmp_path / "media"), settings)
    assert served_by == "whistle"
    assert len(track.lines) == len(script.lines)
    assert {line.timing for line in track.lines} == {Timing.ESTIMATED}
    for line, written in zip(track.lines, script.lines, strict=True):
        assert [word.text for word in line.words] == written.display.split(" ")
        assert line.end - line.start == pytest.approx(0.12 * len(written.spoken) / 1.15, abs=0.08)
    assert track.duration > 15


def test_its_settings_come_from_the_environment_and_reach_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script, *_ = write_script(small_post(), ScriptChoice(), StudioSettings())
    choice, store = VoiceChoice(chain=("whistle",)), LocalStore(tmp_path / "media")
    low, *_ = narrate(script, choice, store, StudioSettings())
    monkeypatch.setenv("WAGGLEBOT_STUDIO__WHISTLE__PITCH", "880")
    high, *_ = narrate(script, choice, store, Settings().studio)
    assert high.audio != low.audio
    monkeypatch.setenv("WAGGLEBOT_STUDIO__WHISTLE__VOLUME", "3")
    with pytest.raises(ValueError, match=r"studio\.whistle\.volume|studio.*\n.*whistle\.volume"):
        Settings()


def test_it_is_listed_with_the_package_it_came_from_and_a_broken_one_with_its_fault() -> None:
    found = {state.found.name: state for state in examine_adapters(Settings(), [AdapterKind.VOICE])}
    whistle, broken = found["whistle"].found, found["broken"].found
    assert (whistle.package, whistle.fault, found["whistle"].unmet) == ("whistle", "", ())
    assert broken.adapter is None
    assert broken.fault == "ModuleNotFoundError: No module named 'nothing_of_this_name'"
    assert found["espeak"].found.package == "wagglebot"


def test_a_broken_voice_in_the_chain_is_named_before_any_speaks(tmp_path: Path) -> None:
    settings = StudioSettings()
    script, *_ = write_script(small_post(), ScriptChoice(), settings)
    with pytest.raises(ConfigurationError) as caught:
        narrate(script, VoiceChoice(chain=("espeak", "broken")), LocalStore(tmp_path / "media"), settings)
    assert caught.value.code == "adapter.broken"


def test_one_whose_libraries_are_missing_leaves_the_line_to_the_next_of_the_chain(
    tmp_path: Path, package: Path
) -> None:
    (package / "whistle.py").write_text(MODULE.replace("make=WhistleVoice", "make='whistle_engine:WhistleVoice'"))
    settings = StudioSettings()
    script, *_ = write_script(small_post(), ScriptChoice(), settings)
    store = LocalStore(tmp_path / "media")
    _, served_by, *_ = narrate(script, VoiceChoice(chain=("whistle", "espeak")), store, settings)
    assert served_by == "espeak"
    with pytest.raises(ConfigurationError) as caught:
        narrate(script, VoiceChoice(chain=("whistle",)), store, settings)
    assert caught.value.code == "adapter.libraries_missing"


def test_what_it_raises_of_the_known_errors_is_what_the_chain_acts_on(tmp_path: Path, package: Path) -> None:
    raising = MODULE.replace(
        "    def speak(self, line, voice, speed):\n",
        "    def speak(self, line, voice, speed):\n"
        "        from schemas.errors import ProviderDown\n"
        "        raise ProviderDown('voice.failed', engine='Whistle', why='out of breath')\n",
    )
    (package / "whistle.py").write_text(raising)
    settings = StudioSettings()
    script, *_ = write_script(small_post(), ScriptChoice(), settings)
    with pytest.raises(ProviderDown, match="Whistle does not answer: out of breath") as caught:
        narrate(script, VoiceChoice(chain=("whistle",)), LocalStore(tmp_path / "media"), settings)
    assert "Whistle이(가) 응답하지 않습니다" in caught.value.explained("ko").sentence
