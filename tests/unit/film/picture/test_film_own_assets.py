"""One's own music and backgrounds: found by name and mood, refused with a reason, seen and heard in the film."""

import struct
import time
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from fixtures.studio.film import TOLD, post, script, store_in, voice_of
from fixtures.studio.sound import RATE, decoded, level, speechlike, write_wav
from PIL import Image

from libraries.drawing.canvas.compositor import draw_frame
from libraries.drawing.typography.design_tokens import HEIGHT, WIDTH, theme_named
from libraries.ffmpeg import locate_ffmpeg, run_ffmpeg
from libraries.media.store import LocalStore
from libraries.own_assets import KINDS, UserAsset, choose_asset, find_assets
from libraries.storyboard.timeline import OwnBackground, Timeline
from schemas.errors import BadInput
from schemas.frames import FPS
from schemas.recipe import FilmChoice, Recipe, Stage
from schemas.script import Mood
from services.cli.shared.resource_checks import _assets as own_finding
from services.config import MediaSettings, Settings, StudioSettings
from services.studio.cache.stage_dependencies import stage_dependencies
from services.studio.film.audio.mix import EFFECTS, EffectFile, SoundCue, mix_soundtrack
from services.studio.film.encode.segment import segment_key
from services.studio.film.render import plan_film
from services.studio.film.templates.registry import template_named
from services.studio.film.user_media.background import converted_background, video_background
from services.studio.film.user_media.own_files import effect_named, own_assets, own_effects, probe_asset

Write = Callable[[Path], object]
INK = theme_named("ink")


def video(path: Path, seconds: float = 2.0, size: str = "216x384", rate: int = 25) -> Path:
    """Grey that grows brighter from frame to frame."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rising = f"nullsrc=s={size}:r={rate}:d={seconds},geq=lum=40+T*60:cb=128:cr=128"
    run_ffmpeg(locate_ffmpeg(), ["-f", "lavfi", "-i", rising, "-c:v", "libx264", "-qp", "0", str(path)], work="A video")
    return path


def sound(path: Path, seconds: float) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\1\2" * round(8000 * seconds))


def no_number(path: Path, value: float) -> None:
    """Two seconds of floats, one of which is ``value``."""
    samples = np.full(16_000, 0.1, "<f4")
    samples[9000] = value
    about = struct.pack("<4sIHHIIHH", b"fmt ", 16, 3, 1, 8000, 32_000, 4, 32)
    chunks = b"WAVE" + about + struct.pack("<4sI", b"data", samples.nbytes) + samples.tobytes()
    path.write_bytes(struct.pack("<4sI", b"RIFF", len(chunks)) + chunks)


def picture(path: Path, size: tuple[int, int]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, "#20a040").save(path)


@pytest.fixture(scope="module")
def loop(tmp_path_factory: pytest.TempPathFactory) -> tuple[LocalStore, OwnBackground]:
    folder = tmp_path_factory.mktemp("loop")
    video(folder / "backgrounds/mine.mp4")
    store = store_in(folder)
    (own,) = find_assets(folder, "backgrounds")
    return store, converted_background(own, 0, store, locate_ffmpeg(), folder, lambda _percent, _note: None)


def planned(store: LocalStore, ground: OwnBackground | None, name: str = "chat") -> Timeline:
    words = script(TOLD[:4])
    return plan_film(post(), words, voice_of(words, store), FilmChoice(template=name)).model_copy(
        update={"ground": ground}
    )


def test_names_and_moods_come_from_files_and_folders(tmp_path: Path) -> None:
    for name in (
        "Sadness-piano.mp3",
        "공포/숲.ogg",
        "anything.wav",
        "lights.ogg",
        "notes.txt",
        "a/twice.mp3",
        "b/twice.mp3",
    ):
        (tmp_path / "music" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "music" / name).touch()
    owned = find_assets(tmp_path, "music", frozenset({"lights"}))
    assert {own.name: own.moods for own in owned if not own.why} == {
        "Sadness-piano": {Mood.SADNESS},
        "숲": {Mood.HORROR},
        "anything": frozenset(),
        "twice": frozenset(),
    }
    assert sorted(own.path.name for own in owned if own.why) == ["lights.ogg", "notes.txt", "twice.mp3"]
    taken = choose_asset(owned, "auto", Mood.HORROR, 3)
    assert taken is not None
    assert taken.name == "숲"
    assert choose_asset(owned, "auto", Mood.DAILY, 0) is None
    named = choose_asset(owned, "anything", Mood.DAILY, 0)
    assert named is not None
    assert named.path.name == "anything.wav"


REFUSED: dict[str, tuple[str, str, Write]] = {
    "a stripe": ("backgrounds/a.png", "film.own_too_small", lambda path: Image.new("L", (1, 30_000)).save(path)),
    "a long one": ("backgrounds/a.png", "film.own_too_long_side", lambda path: Image.new("L", (300, 3_000)).save(path)),
    "a bomb": ("backgrounds/a.png", "film.own_too_large", lambda path: Image.new("1", (8_000, 8_000)).save(path)),
    "no picture": ("backgrounds/a.mp4", "film.own_unreadable", lambda path: path.write_bytes(b"no video at all" * 99)),
    "no frames": ("backgrounds/a.mp4", "film.own_without_picture", lambda path: video(path, 0.0)),
    "only sound": ("backgrounds/a.mkv", "film.own_without_picture", lambda path: sound(path, 2)),
    "empty": ("music/a.mp3", "film.own_unreadable", lambda path: path.write_bytes(b"")),
    "a click": ("music/a.wav", "film.own_too_short", lambda path: sound(path, 0.1)),
    "an hour": ("music/a.wav", "film.own_too_long", lambda path: sound(path, 3_600)),
    "two lines of a name": ("music/a\nb.wav", "film.own_refused", lambda path: sound(path, 2)),
    "ours": ("backgrounds/rain.png", "film.own_refused", lambda path: picture(path, (900, 1600))),
    "no effect of ours": ("effects/bang.wav", "film.own_refused", lambda path: sound(path, 1)),
    "a song": ("effects/pop.wav", "film.own_too_long", lambda path: sound(path, 30)),
    "a bed that is no number": ("music/a.wav", "film.sound_not_finite", lambda path: no_number(path, np.nan)),
    "an effect that is no number": ("effects/pop.wav", "film.sound_not_finite", lambda path: no_number(path, np.inf)),
    "a playlist of itself": (
        "music/a.mp3",
        "film.own_unreadable",
        lambda path: path.write_text("ffconcat version 1.0\nfile a.mp3\n"),
    ),
    "a playlist for a video": (
        "backgrounds/a.mp4",
        "film.own_unreadable",
        lambda path: path.write_text("#EXTM3U\n#EXTINF:1,\na.mp4\n"),
    ),
    "a breath of silence": ("effects/pop.wav", "film.own_silent", lambda path: write_wav(path, np.zeros(9000))),
}


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_serve_is_refused_at_once_by_its_name(tmp_path: Path, kind: str) -> None:
    name, code, write = REFUSED[kind]
    path = tmp_path / name
    path.parent.mkdir()
    write(path)
    (own,) = (own for folder in KINDS for own in own_assets(tmp_path, folder))
    began = time.process_time()
    with pytest.raises(BadInput) as refused:
        probe_asset(own, store_in(tmp_path))
    assert time.process_time() - began < 1
    assert refused.value.code == code
    assert name.partition("/")[0] in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_is_opened_once_until_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture(tmp_path / "backgrounds/mine.png", (900, 1600))
    store = store_in(tmp_path)
    (own,) = find_assets(tmp_path, "backgrounds")
    first = probe_asset(own, store)
    with monkeypatch.context() as closed:
        closed.setattr(Image, "open", None)
        assert probe_asset(own, store) == first
    picture(own.path, (1200, 1600))
    assert probe_asset(own, store).content != first.content


@pytest.mark.slow
def test_a_long_video_gives_a_passage_by_the_seed_and_one_only_its_own(tmp_path: Path) -> None:
    own = UserAsset("backgrounds", "long", video(tmp_path / "long.mp4", 122, "200x200", 1), frozenset())
    store, told = store_in(tmp_path), []
    made = [
        converted_background(own, seed, store, locate_ffmpeg(), tmp_path, lambda _p, note: told.append(note))
        for seed in (0, 0, 1)
    ]
    assert made[0] == made[1] != made[2]
    assert all(58 * FPS <= ground.frames <= 60 * FPS for ground in made)
    assert told


@pytest.mark.slow
def test_the_loop_is_what_films_take_and_runs_on_over_its_end(loop: tuple[LocalStore, OwnBackground]) -> None:
    store, ground = loop
    assert 40 <= ground.frames <= 60
    path = store.path(ground.media)
    said = run_ffmpeg(locate_ffmpeg(), ["-i", str(path), "-f", "null", "-"], work="Reading the loop")
    assert "yuv420p(tv, bt709" in said
    assert f"{WIDTH}x{HEIGHT}" in said
    assert "Audio" not in said

    def luma(first: int, frames: range) -> list[float]:
        sprite, seen = video_background(path, ground, first, INK), []
        for frame in frames:
            shot = sprite(frame)
            assert shot is not None
            seen.append(float(np.asarray(shot.what[0]).mean()))  # type: ignore[index]  # a canvas
        return seen

    whole = luma(0, range(ground.frames))
    body = whole[: ground.frames - FPS // 2 - 2]
    assert all(b > a for a, b in zip(body, body[6:], strict=False))
    assert luma(7, range(20)) == whole[7:27]
    assert luma(ground.frames - 5, range(10)) == whole[-5:] + whole[:5]
    # The seam: nowhere a jump larger than where one fades into the other.
    assert abs(whole[-1] - whole[0]) < 0.25 * (max(whole) - min(whole))


@pytest.mark.slow
def test_a_scene_shows_the_loop_and_its_key_knows_where_in_it(loop: tuple[LocalStore, OwnBackground]) -> None:
    store, ground = loop
    film = planned(store, ground)
    files = {ground.media.key: store.path(ground.media)}
    corner = [
        float(draw_frame(template_named("chat").compose(film, 2, files), frame).y[1700:, :300].mean())
        for frame in (0, 12, 24)
    ]
    assert len({round(level) for level in corner}) == 3
    keys = {segment_key(film, 2, "libx264")}
    keys.add(segment_key(planned(store, None), 2, "libx264"))
    keys.add(segment_key(planned(store, ground.model_copy(update={"frames": ground.frames - 7})), 2, "libx264"))
    assert len(keys) == 3


@pytest.mark.slow
def test_a_picture_stands_behind_the_whole_film(tmp_path: Path) -> None:
    picture(tmp_path / "backgrounds/mine.webp", (2000, 1000))
    store = store_in(tmp_path)
    (own,) = find_assets(tmp_path, "backgrounds")
    ground = converted_background(own, 0, store, locate_ffmpeg(), tmp_path, lambda _percent, _note: None)
    film = planned(store, ground)
    seen = draw_frame(template_named("chat").compose(film, 1, {ground.media.key: store.path(ground.media)}), 5)
    plain = draw_frame(template_named("chat").compose(planned(store, None), 1, {}), 5)
    assert np.abs(seen.y[1500:].astype(int) - plain.y[1500:]).mean() > 4


def test_the_stage_key_knows_what_the_recipe_may_come_to(tmp_path: Path) -> None:
    settings = StudioSettings(assets=tmp_path)

    def said(music: str) -> str:
        return stage_dependencies(Stage.FILM, Recipe(film=FilmChoice(music=music)), settings)

    nothing = said("auto")
    sound(tmp_path / "music/mine.wav", 2)
    assert said("auto") == nothing != said("mine")
    before = said("mine")
    sound(tmp_path / "music/mine.wav", 3)
    assert said("mine") not in (before, nothing)
    sound(tmp_path / "music/daily-one.wav", 2)
    assert said("auto") != nothing
    assert said("none") == nothing
    sound(tmp_path / "effects/bang.wav", 1)
    assert said("none") == nothing
    sound(tmp_path / "effects/pop.wav", 1)
    assert said("none") != nothing


@pytest.mark.slow
def test_an_effect_of_ones_own_is_heard_as_loud_as_ours(tmp_path: Path) -> None:
    folder, store = tmp_path / "own", store_in(tmp_path)
    (folder / "effects").mkdir(parents=True)
    tone = np.sin(2 * np.pi * 3000 * np.arange(4800) / RATE) * np.hanning(4800)
    write_wav(folder / "effects/pop.wav", 0.05 * tone, rate=RATE)
    owned = own_effects(folder)
    assert effect_named("tick", owned, store) == EffectFile(EFFECTS / "tick.ogg")
    mine = effect_named("pop", owned, store)
    assert mine.gain == pytest.approx(26, abs=0.2)  # of its 26 dB below full scale, and 3 that each ear loses
    narration = write_wav(tmp_path / "voice.wav", speechlike(1.5))
    heard = []
    for effects in ({}, {"pop": mine}):
        cues = [SoundCue(2.5, "pop")]
        mix_soundtrack(narration, None, cues, 4, tmp_path / "out.aac", effects=effects)
        heard.append(decoded(tmp_path / "out.aac")[round(2.4 * RATE) : round(3 * RATE)])
    assert np.abs(heard[0]).max() == pytest.approx(np.abs(heard[1]).max(), rel=0.2)
    assert level(heard[1], 2900, 3100) > level(heard[0], 2900, 3100) + 20


def test_the_doctor_names_what_cannot_serve(tmp_path: Path) -> None:
    settings = Settings(studio=StudioSettings(assets=tmp_path), media=MediaSettings(root=tmp_path / "media"))
    assert own_finding(settings).state == "ok"
    sound(tmp_path / "effects/bang.wav", 1)
    finding = own_finding(settings)
    assert finding.state == "warn"
    assert "1 refused: effects/bang.wav" in finding.found
    assert "boom, ding, pop" in finding.found
