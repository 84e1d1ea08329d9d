"""Files of one's own as phones, screens and half-finished downloads make them: shown rightly, or refused by a code."""

import unicodedata
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from fixtures.studio.film import store_in
from fixtures.studio.sound import speechlike, write_wav
from PIL import Image, ImageDraw

from libraries.drawing.decoding import normalized_picture
from libraries.drawing.typography.design_tokens import HEIGHT, WIDTH, theme_named
from libraries.ffmpeg import locate_ffmpeg, run_ffmpeg
from libraries.own_assets import AssetKind, UserAsset, choose_asset, find_assets, possible_assets
from libraries.storyboard.timeline import OwnBackground
from libraries.video.media_info import MediaInfo, open_still
from schemas.errors import BadInput
from schemas.frames import FPS
from schemas.recipe import FilmChoice
from schemas.script import Mood
from services.cli.assets import examine_assets
from services.config import MediaSettings, Settings, StudioSettings
from services.studio.film.user_media.background import converted_background, still_background
from services.studio.film.user_media.own_files import own_assets, probe_asset

INK = theme_named("ink")
PICTURE = ("-f", "lavfi", "-i", "testsrc2=s=216x384:r=10:d=2")
SOUND = ("-f", "lavfi", "-i", "sine=440:d=2")
QUICK = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "10")


def made(path: Path, *arguments: str) -> Path:
    """A file that ffmpeg makes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    run_ffmpeg(locate_ffmpeg(), [*arguments, str(path)], work="a file")
    return path


def seen(path: Path, kind: AssetKind = "backgrounds") -> MediaInfo:
    return probe_asset(UserAsset(kind, path.stem, path, frozenset()), store_in(path.parent))


def refusal(path: Path, kind: AssetKind = "backgrounds") -> str:
    with pytest.raises(BadInput) as refused:
        seen(path, kind)
    return refused.value.code


def ground(path: Path) -> tuple[Path, OwnBackground]:
    """The picture or loop that is made of a background, and what is said of it."""
    store = store_in(path.parent)
    own = UserAsset("backgrounds", path.stem, path, frozenset())
    found = converted_background(own, 0, store, locate_ffmpeg(), path.parent, lambda _percent, _note: None)
    return store.path(found.media), found


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of a coloured pattern with sound, its index before the data."""
    folder = tmp_path_factory.mktemp("clip")
    return made(folder / "clip.mp4", *PICTURE, *SOUND, *QUICK, "-movflags", "+faststart")


@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
@pytest.mark.parametrize("share", [0.3, 0.6])
def test_a_video_that_was_copied_halfway_is_refused_with_what_it_holds(
    tmp_path: Path, clip: Path, suffix: str, share: float
) -> None:
    whole = made(tmp_path / f"whole.{suffix}", "-i", str(clip), "-c", "copy", "-movflags", "+faststart")
    assert seen(whole).seconds == pytest.approx(2, abs=0.2)
    data = whole.read_bytes()
    cut = tmp_path / f"cut.{suffix}"
    cut.write_bytes(data[: round(len(data) * share)])
    assert refusal(cut) == "film.own_cut_off"


@pytest.mark.slow
def test_a_video_with_a_hole_is_refused_when_its_frames_are_asked_for(tmp_path: Path, clip: Path) -> None:
    data = bytearray(clip.read_bytes())
    data[len(data) // 2 : -2000] = bytes(len(data) - 2000 - len(data) // 2)
    (tmp_path / "hole.mp4").write_bytes(data)
    with pytest.raises(BadInput, match="frames are damaged") as refused:
        ground(tmp_path / "hole.mp4")
    assert refused.value.code == "film.own_not_a_loop"


@pytest.mark.slow
def test_a_recording_that_announces_no_length_is_measured(tmp_path: Path) -> None:
    """As browsers record a screen: its head was written before its end was known."""
    path = made(tmp_path / "screen.webm", *PICTURE, "-c:v", "libvpx", "-deadline", "realtime", "-live", "1")
    assert seen(path).seconds == pytest.approx(2, abs=0.2)


@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
@pytest.mark.quick_cases(1)
def test_a_video_lasts_as_long_as_its_pictures(tmp_path: Path, suffix: str) -> None:
    path = made(tmp_path / f"a.{suffix}", *PICTURE, "-f", "lavfi", "-i", "sine=440:d=20", *QUICK)
    assert seen(path).seconds == pytest.approx(2, abs=0.2)


ODD: dict[str, tuple[Sequence[str], tuple[int, int]]] = {
    "odd sides": (("-vf", "format=yuv444p,crop=215:383"), (215, 383)),
    "ten bits": (("-pix_fmt", "yuv420p10le"), (216, 384)),
    "wide pixels": (("-vf", "setsar=2"), (432, 384)),
    "narrow pixels": (("-vf", "setsar=15/16"), (202, 384)),
    "uneven times": (("-vf", r"select=not(mod(n\,3))+lt(n\,6)", "-fps_mode", "vfr"), (216, 384)),
}


@pytest.mark.parametrize("kind", ODD)
def test_a_video_is_measured_as_it_is_shown(tmp_path: Path, kind: str) -> None:
    options, size = ODD[kind]
    about = seen(made(tmp_path / "a.mkv", *PICTURE, *QUICK, *options))
    assert (about.width, about.height) == size
    assert about.square is ("pixels" not in kind)
    assert about.seconds == pytest.approx(2, abs=0.25)


def test_a_video_that_was_turned_is_measured_upright(tmp_path: Path, clip: Path) -> None:
    about = seen(made(tmp_path / "turned.mp4", "-display_rotation", "90", "-i", str(clip), "-c", "copy"))
    assert (about.width, about.height) == (384, 216)


@pytest.mark.slow
def test_wide_pixels_are_shown_wide(tmp_path: Path) -> None:
    band = "color=black:s=320x568:r=30:d=0.8,drawbox=x=80:w=160:c=white:t=fill,setsar=16/9"
    path, found = ground(
        made(tmp_path / "wide.mp4", "-f", "lavfi", "-i", f"{band},tpad=stop=15:stop_mode=clone", *QUICK)
    )
    assert found.frames >= FPS
    frame = made(tmp_path / "frame.png", "-i", str(path), "-frames:v", "1")
    # Of 320 pixels 180 fill the frame. Were they square, all of them would, and the band would be half of it.
    assert np.asarray(Image.open(frame).convert("L")).mean() / 255 == pytest.approx(160 / 180, abs=0.03)


def test_a_cover_beside_sound_is_no_video_and_no_hindrance(tmp_path: Path) -> None:
    cover = (*SOUND, *PICTURE[:3], "testsrc2=s=216x384:r=10:d=0.1", "-c:v", "mjpeg", "-pix_fmt", "yuvj420p")
    path = made(tmp_path / "song.m4a", *cover, "-disposition:v", "attached_pic")
    assert seen(path, "music").seconds == pytest.approx(2, abs=0.2)
    assert refusal(path.rename(tmp_path / "song.mp4")) == "film.own_without_picture"


BROKEN = {"empty": b"", "a page": b"<html><body>404</body></html>", "a beginning": b"\xff\xd8\xff\xe0" + bytes(60)}


@pytest.mark.parametrize("suffix", ["jpg", "png", "avif", "mp4", "mkv", "webm"])
@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_no_picture_or_video_is_refused(tmp_path: Path, suffix: str, kind: str) -> None:
    (tmp_path / f"a.{suffix}").write_bytes(BROKEN[kind])
    assert refusal(tmp_path / f"a.{suffix}") == "film.own_unreadable"


def test_a_wrong_suffix_of_a_picture_does_not_matter(tmp_path: Path) -> None:
    for number, kind in enumerate(("JPEG", "PNG", "WEBP", "AVIF")):
        path = tmp_path / f"a{number}.png"
        Image.linear_gradient("L").resize((300, 400)).convert("RGB").save(path, kind)
        assert (seen(path).width, seen(path).height) == (300, 400)


def test_a_picture_is_measured_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.linear_gradient("L").resize((600, 300)).save(tmp_path / "a.jpg", exif=exif)
    assert (seen(tmp_path / "a.jpg").width, seen(tmp_path / "a.jpg").height) == (300, 600)
    assert open_still(tmp_path / "a.jpg").size == (300, 600)


def test_a_grey_picture_of_sixteen_bits_keeps_its_levels(tmp_path: Path) -> None:
    levels = np.repeat(np.linspace(0, 65_535, 900).astype("<u2")[:, None], 500, axis=1)
    Image.fromarray(levels).save(tmp_path / "grey.png")
    path, _ = ground(tmp_path / "grey.png")
    shown = np.asarray(Image.open(path).convert("L"))[:, WIDTH // 2]
    assert shown[[0, HEIGHT // 2, -1]].tolist() == pytest.approx([0, 127, 255], abs=3)


def test_what_is_transparent_shows_the_ground_of_the_theme(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (WIDTH, HEIGHT), (255, 0, 0, 0))  # red, but not to be seen
    ImageDraw.Draw(picture).rectangle((0, 0, WIDTH, HEIGHT // 2), fill=(255, 255, 255, 255))
    picture.save(tmp_path / "half.png")
    path, _ = ground(tmp_path / "half.png")
    below = still_background(path, INK)
    Image.new("RGB", (WIDTH, HEIGHT), "red").save(tmp_path / "red.png")
    red = still_background(tmp_path / "red.png", INK)
    assert np.ptp(below.v[HEIGHT // 4 + 8 :].astype(int)) <= 2
    assert int(red.v[-1, 0]) - int(below.v[-1, 0]) > 20
    assert int(below.y[0, 0]) > int(below.y[-1, 0]) + 40
    Image.new("RGBA", (400, 600), (255, 0, 0, 0)).save(tmp_path / "none.png")
    assert refusal(tmp_path / "none.png") == "film.own_transparent"


def test_of_an_animated_picture_the_first_frame_that_shows_something_is_taken(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (300, 400), "white"), Image.linear_gradient("L").resize((300, 400)).convert("RGB")]
    frames[0].save(tmp_path / "a.webp", save_all=True, append_images=frames[1:], lossless=True)
    assert np.ptp(np.asarray(open_still(tmp_path / "a.webp"))) > 200


def test_a_jpeg_whose_end_is_missing_is_refused(tmp_path: Path) -> None:
    Image.effect_noise((400, 600), 80).convert("RGB").save(tmp_path / "a.jpg")
    data = (tmp_path / "a.jpg").read_bytes()
    for end in (b"", b"\xff\xd9"):
        (tmp_path / "a.jpg").write_bytes(data[: len(data) // 2] + end)
        assert refusal(tmp_path / "a.jpg") == "film.own_unreadable"


@pytest.mark.parametrize("suffix", ["png", "webp", "avif", "jpg"])
@pytest.mark.slow
def test_a_picture_that_was_copied_halfway_is_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    Image.effect_noise((400, 600), 80).convert("RGB").save(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert refusal(path) == "film.own_unreadable"


def test_a_picture_of_one_colour_may_be_wanted(tmp_path: Path) -> None:
    Image.new("RGB", (400, 600), "#123456").save(tmp_path / "plain.png")
    assert normalized_picture(Image.open(ground(tmp_path / "plain.png")[0])).getpixel((5, 5)) == (0x12, 0x34, 0x56)


def test_music_that_begins_with_silence_is_said_before_any_film(tmp_path: Path) -> None:
    tone = speechlike(4)
    for name, silence in (("at once", 0.0), ("soon", 10.0), ("late", 16.0), ("never", 20.0)):
        parts = [np.zeros(round(silence * 22_050)), *([] if name == "never" else [tone])]
        path = tmp_path / "music" / f"{name}.wav"
        path.parent.mkdir(exist_ok=True)
        write_wav(path, np.concatenate(parts))
    settings = Settings(studio=StudioSettings(assets=tmp_path), media=MediaSettings(root=tmp_path / "media"))
    told = {one.name: one.why for one in examine_assets(settings)}
    assert {name for name, why in told.items() if not why} == {"at once", "soon"}
    assert "Nothing is heard in the first 15 s of music/late.wav" in told["late"]


def test_a_name_that_macos_took_apart_is_found_by_what_a_person_types(tmp_path: Path) -> None:
    apart = unicodedata.normalize("NFD", "슬픔/달리기.wav")
    path = tmp_path / "music" / apart
    path.parent.mkdir(parents=True)
    write_wav(path, speechlike(2))
    (own,) = own_assets(tmp_path, "music")
    assert (own.name, set(own.moods)) == ("달리기", {Mood.SADNESS})
    for typed in ("달리기", unicodedata.normalize("NFD", "달리기")):
        choice = FilmChoice(music=typed).music
        assert choose_asset([own], choice, Mood.HUMOR, 0) == own
        assert possible_assets(tmp_path, "music", choice) == [own]
    twin = tmp_path / "music" / unicodedata.normalize("NFC", "슬픔") / "달리기.wav"
    twin.parent.mkdir()
    write_wav(twin, speechlike(2))
    assert [bool(one.why) for one in find_assets(tmp_path, "music")] == [False, True]
