"""The lines of a narration as a voice speaks them: each is checked, and asked for once more when it is faulty."""

from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from libraries.log import get_logger
from libraries.sound.estimated_word_times import syllable_count, word_times_by_length
from libraries.sound.line_duration_limits import LineDuration, lines_out_of_pace
from libraries.sound.pcm import PcmSamples
from libraries.sound.speech_level import even_out_loudness
from schemas.errors import FaultySpeech
from schemas.failures import fields_as_json
from schemas.script import Line
from schemas.voice import RetakenLine, SpeechFigures, Timing
from services.studio.voice.checks.line import LineSound, PassedLine, check_line, line_sound
from services.studio.voice.voice_protocol import SpokenPcm, Voice

_LEAST_COVERED: Final = 0.6
"""Share of a line that its reported word times must cover: clean lines have 0.8, those of half a line 0.5."""

log = get_logger(__name__)


class Take(NamedTuple):
    """A line without its silence; ``words`` in seconds from its start. ``mistimed``: the voice's could not be right."""

    samples: PcmSamples
    rate: int
    words: tuple[tuple[float, float], ...]
    timing: Timing
    mistimed: bool

    @property
    def seconds(self) -> float:
        """How long it sounds."""
        return len(self.samples) / self.rate


class Takes:
    """All takes of a narration by one voice, called ``engine`` in errors."""

    def __init__(self, voice: Voice, engine: str) -> None:
        self._voice = voice
        self._engine = engine
        self._lines: list[tuple[Line, str, float]] = []
        self._takes: list[Take] = []
        self._passed: list[PassedLine] = []
        self._retaken: dict[int, RetakenLine] = {}

    def speak_line(self, line: Line, name: str, speed: float) -> None:
        """Speak the next line in the voice ``name``. Raises FaultySpeech the second time, and what the voice raises."""
        index = len(self._lines)
        self._lines.append((line, name, speed))
        try:
            take, passed = self._speak(index)
        except FaultySpeech as fault:
            self._note(index, fault)
            take, passed = self._speak(index)
        self._takes.append(take)
        self._passed.append(passed)

    def finish_takes(self) -> list[Take]:
        """The takes, once all are there. Lines far from the pace of the others are spoken again.

        Raises FaultySpeech when the pace stays wrong, or the second take has another fault.
        """
        for index, expected in self._out_of_pace().items():
            if index not in self._retaken:
                self._note(index, self._pace_fault(index, expected))
                self._takes[index], self._passed[index] = self._speak(index)
        for index, expected in self._out_of_pace().items():
            raise self._pace_fault(index, expected)
        return self._takes

    def speech_figures(self) -> SpeechFigures:
        """What was measured; lines without a syllable do not count. ``resampled`` is for the track to say."""
        counts = [syllable_count(line.spoken) for line, _, _ in self._lines]
        paces = sorted(take.seconds / count for take, count in zip(self._takes, counts, strict=True) if count) or [0.0]
        return SpeechFigures(
            fastest=round(paces[0], 4),
            median=round(median(paces), 4),
            slowest=round(paces[-1], 4),
            retaken=tuple(self._retaken[index] for index in sorted(self._retaken)),
            mistimed=sum(take.mistimed for take in self._takes),
        )

    def _speak(self, index: int) -> tuple[Take, PassedLine]:
        line, name, speed = self._lines[index]
        spoken = self._voice.speak(line, name, speed)
        sound = line_sound(line.spoken, spoken)
        passed = check_line(sound, speed, self._engine, self._passed[:index])
        return _trimmed(line, spoken, sound), passed

    def _note(self, index: int, fault: FaultySpeech) -> None:
        log.warning("line asked for once more", engine=self._engine, line=index, error=str(fault))
        self._retaken[index] = RetakenLine(index=index, code=fault.code, fields=fields_as_json(fault.fields))

    def _out_of_pace(self) -> dict[int, float]:
        return lines_out_of_pace(
            [
                LineDuration(line.spoken, name, take.seconds * speed)
                for take, (line, name, speed) in zip(self._takes, self._lines, strict=True)
            ]
        )

    def _pace_fault(self, index: int, expected: float) -> FaultySpeech:
        line, _, speed = self._lines[index]
        seconds = self._takes[index].seconds
        return FaultySpeech(
            "speech.out_of_pace",
            engine=self._engine,
            line=repr(line.spoken[:40]),
            seconds=round(seconds, 2),
            expected=round(expected / speed, 2),
        )


def _trimmed(line: Line, spoken: SpokenPcm, sound: LineSound) -> Take:
    length, shift = sound.seconds, sound.start / sound.rate
    words, timing = word_times_by_length(line.spoken, 0.0, length), Timing.ESTIMATED
    believed = spoken.words is not None and _plausible(spoken.words, len(line.display.split(" ")), length)
    if spoken.words is not None and believed:
        words = tuple((_clamp(a - shift, length), _clamp(b - shift, length)) for a, b in spoken.words)
        timing = spoken.timing
    samples = even_out_loudness(sound.samples[sound.start : sound.end], sound.rate)
    return Take(samples, sound.rate, words, timing, spoken.words is not None and not believed)


def _plausible(words: tuple[tuple[float, float], ...], wanted: int, length: float) -> bool:
    """Whether times are those of ``wanted`` words, in order, over most of a line of ``length`` seconds."""
    times = [time for word in words for time in word]
    in_order = all(one <= other for one, other in pairwise(times))  # also false for a NaN
    return len(words) == wanted and in_order and times[-1] - times[0] >= _LEAST_COVERED * length


def _clamp(time: float, length: float) -> float:
    return min(max(time, 0.0), length)
