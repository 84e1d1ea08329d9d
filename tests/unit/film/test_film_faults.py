"""Films with a fault each, and the check that finds it. The film without one passes all of them."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from fixtures.studio.sound import speechlike, write_wav

from libraries.ffmpeg import locate_ffmpeg, run_ffmpeg
from libraries.video.mux import join_film
from schemas.errors import BadInput, Permanent
from schemas.script import Mood
from services.studio.film.audio.mix import mix_soundtrack, music_file
from services.studio.film.qc.checks import failed_checks, measure_video_file

SECONDS = 5
TAGS = "setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709"


def stream(folder: Path, source: str, tags: str = TAGS, pixels: str = "yuv420p") -> Path:
    """An H.264 stream of a picture that ffmpeg draws."""
    out = folder / "picture.h264"
    drawn = ["-f", "lavfi", "-i", source, "-vf", tags, "-t", f"{SECONDS}"]
    coded = ["-c:v", "libx264", "-preset", "ultrafast", "-g", "60", "-bf", "0", "-pix_fmt", pixels]
    run_ffmpeg(locate_ffmpeg(), [*drawn, *coded, "-f", "h264", str(out)], work="a picture")
    return out


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A picture and a soundtrack without fault."""
    folder = tmp_path_factory.mktemp("parts")
    narration = write_wav(folder / "voice.wav", np.concatenate([np.zeros(2_000), speechlike(SECONDS - 1)]))
    mix_soundtrack(narration, music_file(Mood.INFO, "auto"), [], SECONDS, folder / "sound.aac")
    return stream(folder, "testsrc2=s=180x320:r=30"), folder / "sound.aac"


def joined(folder: Path, picture: Path, sound: Path) -> Path:
    out = folder / "film.mp4"
    join_film(locate_ffmpeg(), [picture], sound, out)
    return out


def faults(film: Path) -> str:
    return "; ".join(failed_checks(measure_video_file(locate_ffmpeg(), film)))


def test_a_film_without_fault_passes(tmp_path: Path, parts: tuple[Path, Path]) -> None:
    assert faults(joined(tmp_path, *parts)) == ""


@pytest.mark.parametrize("name", ["내 폴더", "it's", "a|b", "back\\slash", 'quo"te', "a:b,c;[d]", "100% #1?", "-y"])
@pytest.mark.quick_cases(3)
def test_parts_are_joined_in_a_folder_of_any_name(tmp_path: Path, parts: tuple[Path, Path], name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    moved = [Path(shutil.copy(part, folder)) for part in parts]
    assert joined(folder, *moved).read_bytes() == joined(tmp_path, *parts).read_bytes()


@pytest.mark.parametrize(
    ("source", "tags", "pixels", "found"),
    [
        ("color=black:s=180x320:r=30", TAGS, "yuv420p", "darkest_picture is 16.0"),
        ("color=black:s=180x320:r=30", TAGS, "yuv420p", "first_contrast is 0.0"),
        ("color=gray:s=180x320:r=30", TAGS, "yuv420p", "frozen_s is 4.0"),
        ("testsrc2=s=180x320:r=30", "null", "yuv420p", "bt709 is False"),
        ("testsrc2=s=180x320:r=30", TAGS, "yuv444p", "pixel_format is yuv444p"),
    ],
)
@pytest.mark.quick_cases(2)
def test_faults_of_the_picture(
    tmp_path: Path, parts: tuple[Path, Path], source: str, tags: str, pixels: str, found: str
) -> None:
    assert found in faults(joined(tmp_path, stream(tmp_path, source, tags, pixels), parts[1]))


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (["-af", "volume=-6dB"], "lufs is -20"),
        (["-af", "volume=8dB"], "true_peak is"),
        (["-af", "volume=0:enable='between(t,1.5,3.5)'"], "longest_silence_s is 2"),
        (["-af", "volume=0:enable='gt(t,2)'"], "last_silence_s is 3"),
        (["-af", "volume=0:enable='lt(t,1.8)'"], "voice_onset_s is 1."),
        (["-t", "4.5"], "audio_minus_video is -0.4"),
        (["-ac", "1"], "channels is 1.0"),
        (["-ar", "44100"], "audio_rate is 44100.0"),
    ],
)
@pytest.mark.quick_cases(2)
def test_faults_of_the_sound(tmp_path: Path, parts: tuple[Path, Path], change: list[str], found: str) -> None:
    sound = tmp_path / "changed.aac"
    coded = ["-c:a", "aac", "-aac_coder", "fast", "-f", "adts", str(sound)]
    run_ffmpeg(locate_ffmpeg(), ["-i", str(parts[1]), *change, *coded], work="a soundtrack")
    assert found in faults(joined(tmp_path, parts[0], sound))


@pytest.mark.parametrize(
    ("flags", "found"),
    [
        (["-use_editlist", "0"], "moov_first is False"),
        (["-movflags", "+faststart", "-output_ts_offset", "0.2"], "no_edit_list is False"),
    ],
)
def test_faults_of_the_file(tmp_path: Path, parts: tuple[Path, Path], flags: list[str], found: str) -> None:
    film, out = joined(tmp_path, *parts), tmp_path / "other.mp4"
    run_ffmpeg(locate_ffmpeg(), ["-i", str(film), "-c", "copy", *flags, str(out)], work="a film")
    assert found in faults(out)


def test_another_rate_of_frames_is_found(tmp_path: Path, parts: tuple[Path, Path]) -> None:
    out = tmp_path / "slow.mp4"
    drawn = ["-f", "lavfi", "-i", "testsrc2=s=180x320:r=25", "-i", str(joined(tmp_path, *parts)), "-map", "0:v"]
    coded = ["-map", "1:a", "-t", "2", "-c:a", "copy", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]
    run_ffmpeg(locate_ffmpeg(), [*drawn, *coded, "-movflags", "+faststart", str(out)], work="a film")
    assert "rate is 25/25" in faults(out)


def test_a_file_without_picture_or_that_is_no_film_is_refused(tmp_path: Path, parts: tuple[Path, Path]) -> None:
    mute = tmp_path / "mute.mp4"
    run_ffmpeg(locate_ffmpeg(), ["-i", str(joined(tmp_path, *parts)), "-an", "-c", "copy", str(mute)], work="a film")
    with pytest.raises(Permanent, match="1 video and 0 audio streams"):
        measure_video_file(locate_ffmpeg(), mute)
    page = tmp_path / "page.mp4"
    page.write_text("<html>gone</html>")
    with pytest.raises(BadInput, match=r"page\.mp4 is no MP4 file"):
        measure_video_file(locate_ffmpeg(), page)
