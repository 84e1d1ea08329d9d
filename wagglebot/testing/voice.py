"""The contract suite of voices."""

from pathlib import Path
from typing import Any, ClassVar, cast

import numpy as np
import pytest
from pydantic import BaseModel

from libraries.media.store import LocalStore
from schemas.recipe import VoiceChoice
from schemas.script import Script
from services.studio.voice.track import make_voice_track
from wagglebot.plugins import AdapterKind, BadInput
from wagglebot.plugins.voice import Line, Role, Speaker, Timing, Voice
from wagglebot.testing.adapter import AdapterContract

TEXTS = ("막내가 퇴사하면서 메일을 보냈습니다.", "정말 놀랐죠?", "여러분 생각은 어떠세요?")


def line(text: str, role: Role = Role.BODY) -> Line:
    """A narrator's line that is spoken as it is shown."""
    return Line(role=role, speaker=Speaker.NARRATOR, display=text, spoken=text)


class VoiceContract(AdapterContract):
    """A voice says lines of any length, in time, at the speed that is asked for, and always the same way."""

    kind = AdapterKind.VOICE
    texts: ClassVar[tuple[str, ...]] = TEXTS
    """Lines in a language that the voice speaks."""
    refuses_unknown_names: ClassVar[bool] = True
    """False for a server that is told the name as it is."""

    @pytest.fixture
    def voice(self, section: BaseModel | None) -> Voice:
        """The voice with its settings."""
        factory = self.adapter.load()
        return cast("Voice", factory() if section is None else factory(section))

    def test_a_line_is_sound(self, voice: Voice) -> None:
        for text in self.texts:
            spoken = voice.speak(line(text), "narrator-1", 1.0)
            assert spoken.samples.dtype == np.int16
            assert spoken.samples.ndim == 1
            assert 8_000 <= spoken.sample_rate <= 96_000
            assert np.abs(spoken.samples.astype(np.int32)).max() > 300, "it is silence"
            syllables = sum(character.isalnum() for character in text)
            assert 0.02 < len(spoken.samples) / spoken.sample_rate / syllables < 1.0

    def test_every_word_has_its_time_or_none_has(self, voice: Voice) -> None:
        for text in self.texts:
            spoken = voice.speak(line(text), "narrator-1", 1.0)
            if spoken.words is None:
                assert spoken.timing is Timing.ESTIMATED
                continue
            assert len(spoken.words) == len(text.split())
            times = [time for word in spoken.words for time in word]
            assert times == sorted(times)
            assert times[0] >= 0
            assert times[-1] <= len(spoken.samples) / spoken.sample_rate + 0.001

    def test_twice_the_speed_takes_less_time(self, voice: Voice) -> None:
        slow, fast = (voice.speak(line(self.texts[0]), "narrator-1", speed) for speed in (0.8, 1.6))
        assert len(fast.samples) / fast.sample_rate < 0.8 * len(slow.samples) / slow.sample_rate

    def test_a_line_is_said_the_same_way_each_time(self, voice: Voice) -> None:
        first, second = (voice.speak(line(self.texts[0]), "narrator-1", 1.0) for _ in range(2))
        assert np.array_equal(first.samples, second.samples)

    def test_a_voice_it_does_not_have_is_refused(self, voice: Voice) -> None:
        if not self.refuses_unknown_names:
            pytest.skip("names are the server's")
        with pytest.raises(BadInput):
            voice.speak(line(self.texts[0]), "no-such-voice", 1.0)

    def test_it_narrates_a_whole_script(self, voice: Voice, tmp_path: Path) -> None:
        roles = (Role.HOOK, *[Role.BODY] * (len(self.texts) - 2), Role.CLOSER)
        lines = tuple(line(text, role) for text, role in zip(self.texts, roles, strict=True))
        track = self.narrated(Script(title="메일", lines=lines), voice, LocalStore(tmp_path))
        assert [spoken.index for spoken in track.lines] == list(range(len(lines)))
        assert [len(spoken.words) for spoken in track.lines] == [len(text.split()) for text in self.texts]

    def narrated(self, script: Script, voice: Voice, store: LocalStore) -> Any:
        """The narration of a whole script as the voice stage makes it."""
        choice = VoiceChoice(chain=(self.adapter.name,))
        return make_voice_track(script, choice, voice, store, lambda _percent, _note: None, engine=self.adapter.name)
