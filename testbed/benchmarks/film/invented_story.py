"""The post, script and narration of the benchmark's film: as many words as fit the time, with a hum as the voice."""

import io
import wave
from collections.abc import Sequence
from typing import Final

import numpy as np
from PIL import Image as Picture
from PIL import ImageDraw

from libraries.media.store import LocalStore
from schemas.frames import FPS
from schemas.posts import Image, Post, PostKey, Stats
from schemas.script import Line, Mood, Role, Script, Speaker
from schemas.voice import SpokenLine, Timing, VoiceTrack, Word

_RATE: Final = 24_000
_END: Final = 1.5
"""Seconds of the end card, over which nothing is spoken."""
_GAP: Final = 0.1
_PACE: Final = 5.5
"""Syllables a second."""
_TOLD: Final = (
    "퇴근길 버스에서 벌어진 일인데요 아직도 그 얼굴이 떠올라서 글을 남깁니다.",
    "정신없이 졸다가 내렸는데 주머니가 허전하더라고요 지갑을 두고 내린 거예요.",
    "바로 차고지에 전화했더니 기사님은 벌써 종점까지 가셨다고 했습니다.",
    "그런데 십 분 뒤에 모르는 번호로 전화가 한 통 왔습니다 아이 목소리였어요.",
    "지갑을 주운 건 옆집 꼬마였어요 이름표를 보고 경비실에 물어봤대요.",
    "고마워서 뭘 해 줄까 물었더니 사탕 하나를 달라고 하더라고요 딱 하나만요.",
    "그래서 큰 봉지로 하나 사 줬더니 너무 많다면서 반을 돌려주는 거 있죠.",
    "이게 진짜 거래지 ㅋㅋㅋ 어른들이 보고 배워야 할 협상의 자세다 진짜로.",
    "꼬마가 협상을 아네요 저 같으면 봉지째 들고 집까지 뛰었을 겁니다 하하.",
)
_QUOTED: Final = {7: "느긋한고래", 8: "졸린수달"}
_EDITED: Final = 4
_FALL: Final = 1.35
"""Exponent by which noise falls with its frequency."""


def script_and_voice(seconds: float, store: LocalStore, number: int = 0) -> tuple[Script, VoiceTrack]:
    """An invented script of nine lines, two of them comments, and its narration, which fill ``seconds`` with an end
    card.
    """
    each = round((seconds - _END) / len(_TOLD) * FPS) / FPS
    texts = [_spoken_in(each, text, number) for text in _TOLD]
    lines = tuple(_line(i, text) for i, text in enumerate(texts))
    script = Script(title="버스에 두고 내린 지갑의 행방", lines=lines, mood=Mood.DAILY)
    spoken = [_spoken(i, text, i * each, (i + 1) * each - _GAP) for i, text in enumerate(texts)]
    duration = each * len(texts)
    audio = store.put(_hum(spoken, duration), "wav")
    return script, VoiceTrack(audio=audio, sample_rate=_RATE, duration=duration, lines=tuple(spoken))


def edited_script(script: Script) -> Script:
    """The script with one line in the middle reworded."""
    lines = list(script.lines)
    text = lines[_EDITED].display.replace("꼬마", "아이")
    lines[_EDITED] = lines[_EDITED].model_copy(update={"display": text, "spoken": text})
    return script.model_copy(update={"lines": tuple(lines)})


def source_post(images: Sequence[Image] = ()) -> Post:
    """The post that the invented script tells."""
    return Post.model_validate(
        {
            "key": PostKey(site="bench", id="1"),
            "origin_id": "1",
            "site_name": "와글마당",
            "board": "일상",
            "url": "https://bench.example/1",
            "title": "지갑 잃어버렸다가 찾은 썰",
            "content": "\n".join(_TOLD),
            "stats": Stats(views=48_000, likes=981, comments=64),
            "images": tuple(images),
        }
    )


def photograph_like_images(store: LocalStore, count: int) -> list[Image]:
    """Invented pictures that encode like photographs: noise at every scale, the finer the weaker, little of it in
    colour, and edges. Films of them need a quarter more bits than films of real ones of this size did.
    """
    return [_photograph(store, number) for number in range(count)]


def _photograph(store: LocalStore, number: int) -> Image:
    wide, high = 800, 600
    random = np.random.default_rng(number)
    away = np.hypot(np.fft.fftfreq(high)[:, None], np.fft.fftfreq(wide)[None, :])
    away[0, 0] = 1
    planes = [np.fft.ifft2(np.fft.fft2(random.normal(size=(high, wide))) / away**_FALL).real for _ in range(3)]
    levels = [128 + spread * plane / plane.std() for plane, spread in zip(planes, (50, 12, 12), strict=True)]
    picture = Picture.fromarray(np.clip(np.stack(levels, axis=2), 0, 255).astype(np.uint8), "YCbCr").convert("RGB")
    canvas = ImageDraw.Draw(picture)
    for _ in range(12):
        x, y, size = (int(random.integers(most)) for most in (wide, high, 160))
        canvas.rectangle((x, y, x + size, y + size // 2), fill=tuple(int(v) for v in random.integers(0, 255, 3)))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return Image(media=store.put(out.getvalue(), "png"), width=wide, height=high, source_url="https://bench.example/a")


def _spoken_in(seconds: float, text: str, number: int) -> str:
    """As many words of a text, at least three, as are spoken in the time."""
    words = text.split()
    kept = [word for i, word in enumerate(words) if i < 3 or len("".join(words[: i + 1])) <= seconds * _PACE]
    return " ".join((*kept[:-1], f"{number}번째", kept[-1]) if number else kept)


def _line(number: int, text: str) -> Line:
    role = Role.COMMENT if number in _QUOTED else Role.BODY if number else Role.HOOK
    speaker = Speaker.COMMENTER if number in _QUOTED else Speaker.NARRATOR
    return Line(role=role, speaker=speaker, display=text, spoken=text, credit=_QUOTED.get(number, ""), likes=120)


def _spoken(index: int, text: str, start: float, end: float) -> SpokenLine:
    words = text.split()
    step = (end - start) / len(words)
    timed = tuple(Word(text=w, start=start + k * step, end=start + (k + 1) * step) for k, w in enumerate(words))
    return SpokenLine(index=index, start=start, end=end, words=timed, timing=Timing.EXACT)


def _hum(lines: Sequence[SpokenLine], seconds: float) -> bytes:
    at = np.arange(round(seconds * _RATE)) / _RATE
    loud = sum(((at >= line.start) & (at < line.end)).astype(float) for line in lines)
    tone = sum(np.sin(2 * np.pi * 140 * k * at) / k for k in range(1, 6)) * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * at))
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        file.writeframes((0.2 * loud * tone * 32_000).astype("<i2").tobytes())
    return out.getvalue()
