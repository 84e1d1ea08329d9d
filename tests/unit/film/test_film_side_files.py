"""The ASS file beside a film, looked at as a player shows it: drawn by libass over a plain colour."""

import re
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from fixtures.studio.film import TOLD, post, script, store_in, voice_of

from libraries.drawing.typography.design_tokens import HEIGHT, SAFE, WIDTH
from libraries.drawing.typography.fonts import FOLDER
from libraries.ffmpeg import locate_ffmpeg, run_ffmpeg
from libraries.storyboard.subtitles import ass_text
from libraries.storyboard.timeline import Timeline
from schemas.frames import FPS
from schemas.recipe import FilmChoice
from schemas.script import Role
from services.studio.film.render import plan_film

Frames = npt.NDArray[np.uint8]

GROUND = 0x40
SCALE = 4
HOSTILE = (
    "{\\an7\\pos(0,0)\\fs900}크게 {\\p1}m 0 0 l 900 0 900 900{\\p0} \\N줄"
    " \u202e뒤집힌\u202c 새\r\nDialogue: 0,0:00:00.00,9:00:00.00,Caption,,0,0,0,,가"
)


def planned(folder: Path, told: tuple[tuple[Role, str, str, int], ...]) -> Timeline:
    store = store_in(folder)
    words = script(told)
    return plan_film(post(), words, voice_of(words, store), FilmChoice(theme="ink", template="card"))


def rendered(folder: Path, film: Timeline) -> Frames:
    """All frames as (frame, height, width, RGB) at a quarter of the size."""
    (folder / "film.ass").write_text(ass_text(film), encoding="utf-8")
    size = (WIDTH // SCALE, HEIGHT // SCALE)
    ground = f"color=c=0x{GROUND:02x}{GROUND:02x}{GROUND:02x}:s={size[0]}x{size[1]}:r={FPS}:d={film.duration}"
    out = folder / "frames.rgb"
    look = f"format=rgb24,ass={folder}/film.ass:fontsdir={FOLDER}"
    run_ffmpeg(
        locate_ffmpeg(),
        ["-f", "lavfi", "-i", ground, "-vf", look, "-f", "rawvideo", str(out)],
        work="Drawing the captions",
    )
    return np.fromfile(out, np.uint8).reshape(-1, size[1], size[0], 3)


def drawn_on(frames: Frames) -> npt.NDArray[np.bool_]:
    """Where something else than the ground is seen: (frame, height, width)."""
    drawn = np.zeros(frames.shape[:3], np.bool_)
    for frame, out in zip(frames, drawn, strict=True):  # one by one: all of them as integers are 800 MB
        out[...] = (np.abs(frame.astype(np.int16) - GROUND) > 24).any(axis=2)
    return drawn


@pytest.mark.slow
def test_each_word_turns_in_the_frame_it_is_spoken_in_and_nothing_leaves_the_safe_area(tmp_path: Path) -> None:
    film = planned(tmp_path, TOLD[:1])
    frames = rendered(tmp_path, film)
    yellow = np.array([((f[..., 0] > 200) & (f[..., 1] > 190) & (f[..., 2] < 90)).sum() for f in frames])
    blocks = [block for scene in film.scenes for block in scene.captions]
    starts = {block.start for block in blocks}
    turned = {int(at) + 1 for at in np.flatnonzero(np.diff(yellow) > 20)}
    spoken = {word.start for block in blocks for word in block.words}
    assert len(spoken) >= 5
    assert all(any(abs(at - each) <= 1 for each in turned | starts) for at in spoken)
    assert all(any(abs(at - each) <= 1 for each in spoken | starts) for at in turned)
    drawn = drawn_on(frames)
    rows, columns = np.flatnonzero(drawn.any(axis=(0, 2))) * SCALE, np.flatnonzero(drawn.any(axis=(0, 1))) * SCALE
    assert SAFE.top <= rows[0] <= rows[-1] < SAFE.bottom
    assert SAFE.left <= columns[0] <= columns[-1] < SAFE.right
    shown = np.asarray(drawn.any(axis=(1, 2)))
    assert all(shown[block.start + 1 : block.end - 1].all() for block in blocks)
    assert not shown[blocks[-1].end + 1 :].any()


def test_texts_meant_as_orders_are_only_words(tmp_path: Path) -> None:
    told = tuple((role, HOSTILE, "", 0) for role in (Role.HOOK, Role.BODY))
    film = planned(tmp_path, told)
    text = ass_text(film)
    events = text[text.index("[Events]") :].splitlines()[2:]
    assert all(
        re.fullmatch(r"Dialogue: 0,\d:\d\d:\d\d\.\d\d,\d:\d\d:\d\d\.\d\d,Caption,,0,0,0,,.*", one) for one in events
    )
    ours = re.compile(r"\{\\pos\(540,1253\)\\fs\d+\\k\d+\}|\{\\k\d+\}|\\N")
    assert not set("{}\\") & set(ours.sub("", "".join(events)))
    assert len(events) == sum(len(scene.captions) for scene in film.scenes)


@pytest.mark.slow
def test_texts_meant_as_orders_are_drawn_where_captions_are(tmp_path: Path) -> None:
    film = planned(tmp_path, ((Role.HOOK, HOSTILE, "", 0),))
    drawn = drawn_on(rendered(tmp_path, film))
    rows = np.flatnonzero(drawn.any(axis=(0, 2))) * SCALE
    assert rows[0] >= SAFE.top + 700
    assert rows[-1] < SAFE.bottom


@pytest.mark.parametrize("name", ["card", "chat"])
def test_words_are_those_of_the_film(tmp_path: Path, name: str) -> None:
    store = store_in(tmp_path)
    film = plan_film(post(), script(), voice_of(script(), store), FilmChoice(template=name, theme="cream"))
    said = re.sub(r"\{[^}]*\}|\\N|\s", "", "".join(re.findall(r",,0,0,0,,(.*)", ass_text(film))))
    assert said == "".join(word.text for scene in film.scenes for word in scene.words).replace(" ", "")
