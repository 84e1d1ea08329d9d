"""Voices, music and measuring sticks for the tests of sound."""

import wave
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float64]
RATE = 48_000


def speechlike(seconds: float, *, rate: int = 22_050, seed: int = 1) -> Samples:
    """Voiced syllables with a falling pitch, five a second, a pause after every eighth; peaks at 1."""
    rng = np.random.default_rng(seed)
    time = np.arange(round(seconds * rate)) / rate
    pitch = 130 + 25 * np.sin(2 * np.pi * 0.6 * time)
    phase = 2 * np.pi * np.cumsum(pitch) / rate
    turns = rng.uniform(0, 2 * np.pi, 24)  # in phase they would add up to a click train
    tone = np.sum([np.sin(n * phase + turns[n]) / n**1.1 for n in range(1, 24)], axis=0)
    syllable = np.clip(np.sin(2 * np.pi * 5 * time), 0, None) ** 0.6
    speaking = (time * 5 % 9) < 8
    sound = (tone + 0.15 * rng.standard_normal(time.size)) * syllable * speaking
    return np.asarray(sound / np.max(np.abs(sound)))


def write_wav(path: Path, samples: Samples, *, rate: int = 22_050) -> Path:
    """Mono 16-bit PCM, as the voice stage delivers it; what is beyond full scale is clipped."""
    pcm = (np.clip(samples, -1, 1) * 32_767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(pcm.tobytes())
    return path


def decoded(path: Path) -> Samples:
    """All samples of a file as it plays: (n, channels) at its own rate."""
    planar = av.AudioResampler(format="fltp")
    with av.open(str(path)) as container:
        frames = [part.to_ndarray() for frame in container.decode(audio=0) for part in planar.resample(frame)]
    planes = np.concatenate(frames, axis=1)
    return np.asarray(planes.T, dtype=np.float64)


def level(samples: Samples, low: float = 0, high: float = 24_000, *, rate: int = RATE) -> float:
    """dBFS (RMS) of what lies between two frequencies in Hz."""
    mono = samples.mean(axis=1) if samples.ndim == 2 else samples
    size = _fast(mono.size)
    spectrum = np.abs(np.fft.rfft(mono, size)) ** 2
    frequency = np.fft.rfftfreq(size, 1 / rate)
    power = 2 * spectrum[(frequency >= low) & (frequency < high)].sum() / size / mono.size
    return float(10 * np.log10(power + 1e-20))


def lufs(samples: Samples) -> float:
    """Integrated loudness of 48 kHz stereo after ITU-R BS.1770-4, both gates; written without ffmpeg."""
    size = _fast(len(samples) + RATE)
    delay = np.exp(-2j * np.pi * np.fft.rfftfreq(size))
    weight = (1.53512485958697 - 2.69169618940638 * delay + 1.19839281085285 * delay**2) / (
        1 - 1.69065929318241 * delay + 0.73248077421585 * delay**2
    )
    weight *= (1 - 2 * delay + delay**2) / (1 - 1.99004745483398 * delay + 0.99007225036621 * delay**2)
    del delay
    block, hop = int(0.4 * RATE), int(0.1 * RATE)
    starts = range(0, max(1, len(samples) - block + 1), hop)
    power = np.zeros(len(starts))
    for channel in samples.T:  # one by one: of a minute of music each takes 70 MB
        heard = np.fft.irfft(np.fft.rfft(channel, size) * weight, size)[: len(samples)]
        power += [np.mean(heard[start : start + block] ** 2) for start in starts]
    power = power[_in_lufs(power) > -70]
    power = power[_in_lufs(power) > _in_lufs(power.mean()) - 10]
    return float(_in_lufs(power.mean()))


def _in_lufs(power: Samples) -> Samples:
    return np.asarray(-0.691 + 10 * np.log10(power + 1e-20))


def true_peak(samples: Samples) -> float:
    """dBTP: the highest peak after oversampling four times, looked for around the highest samples."""
    size = 1 << 14
    parts = [samples[start : start + 2 * size] for start in range(0, len(samples), size)]
    highest = np.abs(samples).max()
    loud = [part for part in parts if np.abs(part).max() > 0.8 * highest]
    dense = [np.fft.irfft(np.fft.rfft(part, 2 * size, axis=0), 8 * size, axis=0) * 4 for part in loud]
    return float(20 * np.log10(max(np.abs(part).max() for part in dense) + 1e-12))


def _fast(length: int) -> int:
    """The next length that a Fourier transform is quick with."""
    return 1 << (length - 1).bit_length()
