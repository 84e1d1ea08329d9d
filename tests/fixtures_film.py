"""Invented posts with script and voice for the film: words evenly timed, a humming voice, drawn pictures."""

import io
import math
import wave
from pathlib import Path

import numpy as np
from PIL import Image as Picture
from PIL import ImageDraw
from pydantic import HttpUrl

from schemas.posts import Comment, Image, Post, PostKey, Stats
from schemas.script import Line, Mood, Role, Script, Speaker
from schemas.voice import SpokenLine, Timing, VoiceTrack, Word
from services.media.store import LocalStore

RATE = 24_000
SECONDS_PER_SYLLABLE = 0.155
GAP = 0.2

TOLD = (
    (Role.HOOK, "막내가 퇴사하면서 전 직원한테 메일을 보냈습니다.", "", 0),
    (Role.BODY, "입사 첫날부터 삼 년 동안 하루도 빠짐없이 적은 업무 일지였는데요.", "", 0),
    (Role.BODY, "첫 줄부터 분위기가 심상치 않았습니다.", "", 0),
    (Role.BODY, "팀장님이 제 기획서를 본인 이름으로 올린 날, 저는 웃으면서 커피를 샀습니다.", "", 0),
    (Role.BODY, "그 밑으로 날짜와 증거 파일이 서른여덟 개나 붙어 있었죠.", "", 0),
    (Role.BODY, "그런데 진짜 반전은 마지막 줄에 있었습니다.", "", 0),
    (Role.BODY, "저는 다음 달부터 본사 감사팀으로 출근합니다. 곧 다시 뵙겠습니다.", "", 0),
    (Role.COMMENT, "커피값까지 청구했으면 완벽했다 ㅋㅋㅋ", "퇴사꿈나무", 3821),
    (Role.COMMENT, "서른여덟 개면 진심이네… 존경합니다 👏", "김대리", 2104),
    (Role.CLOSER, "여러분 회사에도 이런 막내가 있나요?", "", 0),
)


def script(told: tuple[tuple[Role, str, str, int], ...] = TOLD, mood: Mood = Mood.SHOCK) -> Script:
    lines = [
        Line(
            role=role,
            speaker=Speaker.COMMENTER if credit else Speaker.NARRATOR,
            display=text,
            spoken=text,
            credit=credit,
            likes=likes,
        )
        for role, text, credit, likes in told
    ]
    return Script(title="막내가 퇴사하며 남긴 메일 한 통의 반전", lines=tuple(lines), mood=mood)


def voice_of(words: Script, store: LocalStore, slow: float = 1.0) -> VoiceTrack:
    """Every 어절 as long as its syllables ask, ``slow`` times as long as usual; a short gap between lines."""
    at, lines = 0.1, []
    for index, line in enumerate(words.lines):
        spoken = []
        for text in line.display.split():
            end = at + slow * max(0.18, SECONDS_PER_SYLLABLE * len(text))
            spoken.append(Word(text=text, start=round(at, 3), end=round(end, 3)))
            at = end
        lines.append(
            SpokenLine(index=index, start=spoken[0].start, end=round(at, 3), words=tuple(spoken), timing=Timing.EXACT)
        )
        # Lines on the grid of frames, as a voice places them that wants films to be remade scene by scene.
        at = math.ceil((at + GAP) * 30) / 30
    duration = math.ceil(at * RATE) / RATE
    return VoiceTrack(audio=store.put(_hum(duration), "wav"), sample_rate=RATE, duration=duration, lines=tuple(lines))


def _hum(seconds: float) -> bytes:
    t = np.arange(round(seconds * RATE)) / RATE
    swell = 0.55 + 0.45 * np.sin(2 * np.pi * 3.1 * t)
    sound = 0.2 * swell * sum(np.sin(2 * np.pi * 140 * k * t) / k for k in range(1, 6))
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(sound, -1, 1) * 32000).astype("<i2").tobytes())
    return out.getvalue()


def picture(store: LocalStore, width: int, height: int, hue: int = 0) -> Image:
    """A drawn landscape or, when tall, something like a long screenshot."""
    image = Picture.new("HSV", (width, height), (hue % 256, 90, 235)).convert("RGB")
    canvas = ImageDraw.Draw(image)
    if height > 2 * width:
        for y in range(40, height - 60, 90):
            canvas.rounded_rectangle((30, y, 30 + (y * 37) % (width - 160) + 100, y + 56), 20, fill="white")
    else:
        canvas.ellipse((width * 0.62, height * 0.1, width * 0.8, height * 0.1 + width * 0.18), fill="#fff2b0")
        for k in range(4):
            tone = (60 + 20 * k, 110 + 18 * k, 90 + 10 * ((hue // 40 + k) % 5))
            canvas.polygon(
                [
                    (0, height),
                    *(
                        (x, height * (0.45 + 0.12 * k) + 60 * math.sin(x / (90 + 30 * k) + k + hue))
                        for x in range(0, width + 20, 20)
                    ),
                    (width, height),
                ],
                fill=tone,
            )
    out = io.BytesIO()
    image.save(out, "PNG")
    media = store.put(out.getvalue(), "png")
    return Image(media=media, width=width, height=height, source_url="https://board.example/a.png")


def post(images: tuple[Image, ...] = ()) -> Post:
    return Post(
        key=PostKey(site="sample", id="101"),
        origin_id="101",
        site_name="와글마당",
        board="직장인",
        url=HttpUrl("https://board.example/story/101"),
        title="퇴사하는 막내가 전 직원한테 메일 보내고 감 ㄷㄷ",
        content="\n".join(text for role, text, _, _ in TOLD if role is Role.BODY),
        stats=Stats(views=481_220, likes=9_812, comments=1_204),
        images=images,
        comments=(
            Comment(
                id="1", author="퇴사꿈나무", content="커피값까지 청구했으면 완벽했다 ㅋㅋㅋ", likes=3821, best=True
            ),
            Comment(id="2", author="김대리", content="서른여덟 개면 진심이네… 존경합니다 👏", likes=2104),
        ),
    )


def store_in(folder: Path) -> LocalStore:
    return LocalStore(folder / "media")
