"""A recording becomes the narration of a line or of a whole script, and is spoken from there."""

from typing import Final

from libraries.media.store import MediaStore
from libraries.sound.cut_at_pauses import Stretch, cut_into_lines, speech_stretches, word_times_by_pauses
from libraries.sound.decode import decode_mono, resampled_sound
from libraries.sound.denoise import denoised_sound
from libraries.sound.pcm import PcmSamples
from libraries.sound.speech_level import range_without_silence, without_dc_offset
from libraries.sound.wav import wav_bytes
from schemas.errors import BadInput, FaultySpeech
from schemas.script import Line, Script, Speaker
from schemas.voice import Timing
from services.studio.voice.checks.line import check_line, line_sound
from services.studio.voice.voice_protocol import SpokenPcm

OWN: Final = "the recording"
_HIGHEST: Final = 48_000
"""Hz of what is kept."""


def script_with_recording(
    script: Script, data: bytes, store: MediaStore, line: int | None = None, *, speaker: Speaker | None = None
) -> Script:
    """``script`` with the sound file ``data`` (any format and rate) as the narration of ``line`` (from 0), of all
    lines of a ``speaker``, or of all.

    It is freed of noise, cut into lines at its pauses, measured, and kept in ``store``. Raises BadInput: no sound file
    or a damaged one, a line that is not there, one whose part does not fit its text (``recording.…``); NoSpace.
    """
    if line is not None and not 0 <= line < len(script.lines):
        raise BadInput("recording.no_such_line", line=line + 1, lines=len(script.lines))
    samples, rate = _cleaned(data)
    if not speech_stretches(samples, rate):
        raise BadInput("recording.silent")
    lines_of = [at for at, each in enumerate(script.lines) if speaker in (None, each.speaker)]
    wanted = lines_of if line is None else [line]
    if not wanted:
        raise BadInput("recording.no_such_line", line=1, lines=0)
    texts = [script.lines[index].spoken for index in wanted]
    parts = cut_into_lines(samples, rate, texts) if line is None else [_all_of(samples, rate)]
    lines = list(script.lines)
    for index, (start, end) in zip(wanted, parts, strict=True):
        part = samples[max(0, round(start * rate)) : round(end * rate)]
        try:
            check_line(line_sound(lines[index].spoken, SpokenPcm(part, rate, None, Timing.ESTIMATED)), 1.0, OWN)
        except FaultySpeech as fault:
            raise BadInput("recording.unfit", line=index + 1, why=fault) from fault
        lines[index] = lines[index].model_copy(update={"recording": store.put(wav_bytes(part, rate), "wav")})
    return script.model_copy(update={"lines": tuple(lines)})


class RecordedVoice:
    """The voice of recorded lines: each is what its recording says, with word times by its pauses and syllables."""

    def __init__(self, store: MediaStore) -> None:
        self._store = store

    def speak(self, line: Line, voice: str, speed: float) -> SpokenPcm:  # noqa: ARG002 - a recording has its own
        """The recorded sound of a line. Raises MediaMissing, BadInput."""
        assert line.recording is not None
        samples, rate = decode_mono(self._store.path(line.recording).read_bytes(), OWN)
        return SpokenPcm(samples, rate, word_times_by_pauses(samples, rate, line.spoken), Timing.ESTIMATED)


def _cleaned(data: bytes) -> tuple[PcmSamples, int]:
    try:
        samples, rate = decode_mono(data, OWN)
    except FaultySpeech as fault:
        raise BadInput("recording.damaged", why=fault) from fault
    except BadInput as error:
        raise BadInput("recording.no_sound") from error
    kept = min(rate, _HIGHEST)
    return denoised_sound(without_dc_offset(resampled_sound(samples, rate, kept)), kept), kept


def _all_of(samples: PcmSamples, rate: int) -> Stretch:
    start, end = range_without_silence(samples, rate)
    return start / rate, end / rate
