"""What a film costs, against nothing but encoding the same frames, measured in one run on one machine."""

import io
import resource
import tempfile
import time
import wave
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

import numpy as np

from schemas.errors import Permanent
from schemas.events import Film
from schemas.posts import Post, PostKey, Stats
from schemas.recipe import FilmChoice
from schemas.script import Line, Mood, Role, Script, Speaker
from schemas.timeline import FPS, Timeline
from schemas.voice import SpokenLine, Timing, VoiceTrack, Word
from services.media.store import LocalStore
from services.studio.film.compose import play
from services.studio.film.encode import as_arguments
from services.studio.film.ffmpeg import locate, run
from services.studio.film.make import make_film, plan
from services.studio.film.plate import Canvas
from services.studio.film.templates.registry import template

_RATE: Final = 24_000
_END: Final = 1.5
"""Seconds of the end card, which nobody speaks over."""
_GAP: Final = 0.1
_TOLD: Final = (
    "퇴근길에 벌어진 일입니다.",
    "버스에 지갑을 두고 내렸어요.",
    "기사님이 종점까지 가셨대요.",
    "그런데 전화가 한 통 왔습니다.",
    "지갑을 주운 건 옆집 꼬마였어요.",
    "사탕 하나를 달라고 하더라고요.",
    "그래서 한 봉지를 사 줬습니다.",
    "이게 진짜 거래지 ㅋㅋㅋ",
    "꼬마가 협상을 아네요",
)
_QUOTED: Final = {7: "느긋한고래", 8: "졸린수달"}
_EDITED: Final = 4


T = TypeVar("T")


class Cost(NamedTuple):
    """CPU seconds of this process and its children, and seconds by the clock."""

    cpu: float
    wall: float


def bench_film(seconds: float = 12.0, name: str = "card", ffmpeg: str = "") -> dict[str, float | str]:
    """Figures of a film of about ``seconds`` made with template ``name``, its sound, joining and checks included.

    - ``cpu_floor_ratio``, ``wall_floor_ratio``: cost over that of the cheapest bare encode of the same frames at the
      same settings, either one process with all cores or two with a thread each. The shorter the film, the more the
      start of the workers weighs.
    - ``wall_realtime``: seconds of film made in a second. ``cached_s``: making it again, unchanged.
    - ``edit_ratio``: CPU of making it again with one of its ten scenes reworded, over that of making it.
    - ``ssim``: of luma, against the frames before they were encoded; ``mbit_s`` of the whole file.
    - ``rss_mb``: at most so much memory, this process and the largest it starts together.

    The frames lie on disk meanwhile: 93 MB a second of film. Raises what making a film raises.
    """
    binary = locate(ffmpeg)
    with tempfile.TemporaryDirectory(prefix="wagglebot-bench-film-") as at:
        folder = Path(at)
        store = LocalStore(folder / "media")
        choice = FilmChoice(template=name, encoder="libx264")
        told, voice = _story(seconds, store)
        timeline = plan(_post(), told, voice, choice)

        def film(script: Script) -> Film:
            return make_film(_post(), script, voice, choice, store, ffmpeg=ffmpeg, tick=lambda _percent, _note: None)

        made, cost = _measured(lambda: film(told))
        _, again = _measured(lambda: film(told))
        _, edit = _measured(lambda: film(_edited(told)))
        peak = _peak_mb()  # before other children, which may be larger than a worker
        frames = _drawn(timeline, folder)
        floor = _floor(binary, timeline, frames)
        return {
            "film_s": timeline.duration,
            "film_cpu_s": cost.cpu,
            "floor_cpu_s": floor.cpu,
            "cpu_floor_ratio": cost.cpu / floor.cpu,
            "wall_floor_ratio": cost.wall / floor.wall,
            "wall_realtime": timeline.duration / cost.wall,
            "moviepy_cpu_ratio": "not measured: moviepy is no dependency of ours",
            "ssim": _ssim(binary, timeline, frames, store.path(made.video)),
            "mbit_s": made.video.size * 8 / timeline.duration / 1e6,
            "edit_ratio": edit.cpu / cost.cpu,
            "cached_s": again.wall,
            "rss_mb": peak,
        }


def _measured(work: Callable[[], T]) -> tuple[T, Cost]:
    before, began = _cpu(), time.perf_counter()
    done = work()
    return done, Cost(_cpu() - before, time.perf_counter() - began)


def _cpu() -> float:
    uses = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(use.ru_utime + use.ru_stime for use in uses)


def _peak_mb() -> float:
    """Linux gives the peak of a process in KiB, and of children that of the largest; of ours one runs at a time."""
    own, child = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return (own + child) / 1024


def _drawn(timeline: Timeline, folder: Path) -> tuple[Path, Path]:
    """All frames as raw planes, in two files of half the scenes each."""
    canvas = Canvas.blank(timeline.width, timeline.height)
    count = len(timeline.scenes)
    halves = (folder / "first.yuv", folder / "second.yuv")
    for path, scenes in zip(halves, (range(count // 2), range(count // 2, count)), strict=True):
        with path.open("wb") as out:
            for index in scenes:
                for _ in play(template(timeline.template).compose(timeline, index, {}), canvas):
                    out.writelines(plane.tobytes() for plane in canvas)
    return halves


def _floor(binary: Path, timeline: Timeline, frames: tuple[Path, Path]) -> Cost:
    """The least CPU and the least time of the two ways to encode the frames and do nothing else."""

    def encode(source: str, threads: int) -> None:
        given = [*_raw(timeline), "-i", source, "-threads", str(threads), *as_arguments("libx264", timeline.height)]
        run(binary, [*given, "-f", "null", "-"], what="The bare encode")

    def apart() -> None:
        with ThreadPoolExecutor(len(frames)) as threads:
            list(threads.map(lambda path: encode(str(path), 1), frames))

    whole = "concat:" + "|".join(map(str, frames))
    costs = [_measured(way)[1] for way in (apart, lambda: encode(whole, 0))]
    return Cost(min(cost.cpu for cost in costs), min(cost.wall for cost in costs))


def _raw(timeline: Timeline) -> list[str]:
    size = f"{timeline.width}x{timeline.height}"
    return ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", size, "-r", str(FPS)]


def _ssim(binary: Path, timeline: Timeline, frames: tuple[Path, Path], film: Path) -> float:
    """Mean structural similarity of luma (Z. Wang et al., 2004), as ffmpeg's filter ssim reckons it."""
    whole = "concat:" + "|".join(map(str, frames))
    graph = "[0:v]settb=1/30,setpts=N[a];[1:v]settb=1/30,setpts=N[b];[a][b]ssim"
    said = run(
        binary,
        ["-i", str(film), *_raw(timeline), "-i", whole, "-lavfi", graph, "-an", "-f", "null", "-"],
        what="Comparing the film with its frames",
    )
    _, found, rest = said.partition("SSIM Y:")
    if not found:
        raise Permanent(what="Comparing the film with its frames", why="ffmpeg gave no figure", remedy=said[-300:])
    return float(rest.split()[0])


def _story(seconds: float, store: LocalStore) -> tuple[Script, VoiceTrack]:
    """Nine lines, two of them comments, evenly spread, and a hum in the place of a voice."""
    each = round((seconds - _END) / len(_TOLD) * FPS) / FPS
    script = Script(title="버스에 두고 내린 지갑의 행방", lines=tuple(map(_line, range(len(_TOLD)))), mood=Mood.DAILY)
    spoken = [_spoken(i, text, i * each, (i + 1) * each - _GAP) for i, text in enumerate(_TOLD)]
    duration = each * len(_TOLD)
    audio = store.put(_hum(spoken, duration), "wav")
    return script, VoiceTrack(audio=audio, sample_rate=_RATE, duration=duration, lines=tuple(spoken))


def _line(number: int) -> Line:
    role = Role.COMMENT if number in _QUOTED else Role.BODY if number else Role.HOOK
    speaker = Speaker.COMMENTER if number in _QUOTED else Speaker.NARRATOR
    text = _TOLD[number]
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


def _edited(script: Script) -> Script:
    lines = list(script.lines)
    text = lines[_EDITED].display.replace("꼬마", "아이")
    lines[_EDITED] = lines[_EDITED].model_copy(update={"display": text, "spoken": text})
    return script.model_copy(update={"lines": tuple(lines)})


def _post() -> Post:
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
        }
    )
