"""Texts and pictures that are meant to do harm: drawn as the harmless thing they are, or refused; and at once."""

import struct
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from fixtures.studio.film import TOLD, post, script, store_in, voice_of
from PIL import Image

from libraries.drawing.canvas.camera import PictureFit, camera_canvas
from libraries.drawing.canvas.compositor import draw_frame
from libraries.drawing.canvas.open_and_crop import open_picture
from libraries.drawing.typography.design_tokens import PICTURE, theme_named
from libraries.drawing.typography.text import drawable_line, undrawable_characters
from libraries.storyboard.cards.header_and_footer import header_plate
from libraries.storyboard.subtitles import srt_text
from schemas.errors import BadInput
from schemas.recipe import FilmChoice
from schemas.script import Role
from services.studio.film.qc.checks import measure_plan
from services.studio.film.render import plan_film
from services.studio.film.templates.registry import template_named

HOSTILE = {
    "overrides": "{\\an8\\pos(0,0)\\fs900}크게 <b>진하게</b> \\N 줄",
    "control": "제\u0000어\u0007 문\u001b[31m자 \u0085끝\u2028줄",
    "bidi": "\u202e뒤집힌\u202c \u2066글\u2069 \u200f끝",
    "marks": "가" + "\u0301\u0323" * 20 + " 나" + "\u20dd" * 8,
    "variation": "❤\ufe0f\u200d🔥 \U000e0041\U000e0042 끝",
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("name", ["card", *(pytest.param(name, marks=pytest.mark.slow) for name in ("battle", "quiz"))])
def test_hostile_text_is_drawn_as_what_is_left_of_it(tmp_path: Path, name: str, kind: str) -> None:
    store = store_in(tmp_path)
    seen = []
    for text in (HOSTILE[kind], drawable_line(HOSTILE[kind])):
        told = ((Role.HOOK, text, "", 0), (Role.BODY, text, "", 0), (Role.COMMENT, text, text[:100], 5), *TOLD[-1:])
        words = script(told).model_copy(update={"title": text[:100]})
        story = post().model_copy(update={"title": text, "board": text[:60]})
        film = plan_film(story, words, voice_of(words, store), FilmChoice(template=name))
        draw_frame(template_named(name).compose(film, 2, {}), 20)
        assert not set("{}<>") & set("".join(line for line in srt_text(film).splitlines() if "-->" not in line))
        seen.append((film, header_plate(film.header, theme_named("ink")).plate))
    (hostile, drawn), (harmless, wanted) = seen
    read = [[word.text for scene in film.scenes for word in scene.words] for film in (hostile, harmless)]
    assert read[0] == read[1]
    assert all(np.array_equal(a, b) for a, b in zip(drawn[:5], wanted[:5], strict=True))
    assert not undrawable_characters("".join(word.text for scene in hostile.scenes for word in scene.words))


def test_twenty_thousand_marks_in_a_post_take_no_time(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    words = script()
    voice = voice_of(words, store)
    pile = "가" + "\u0301\u0323\u20dd\u0489" * 5_000
    story = post().model_copy(update={"title": pile[:512], "content": pile, "board": pile[:64]})
    began = time.process_time()
    film = plan_film(story, words, voice, FilmChoice(template="post"))
    for i in (0, 1):
        draw_frame(template_named("post").compose(film, i, {}), 10)
    spent = time.process_time() - began
    began = time.process_time()
    film = plan_film(post(), words, voice, FilmChoice(template="post"))
    for i in (0, 1):
        draw_frame(template_named("post").compose(film, i, {}), 10)
    assert spent - (time.process_time() - began) < 1


def _png(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG that says it is so large, whatever follows."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def _drawn(folder: Path, mode: str, size: tuple[int, int], suffix: str) -> bytes:
    out = folder / f"good.{suffix}"
    Image.new(mode, size, 0 if mode in ("1", "P", "I;16") else None).save(out)
    return out.read_bytes()


BROKEN: dict[str, Callable[[Path], bytes]] = {
    "a bomb of 900 megapixels": lambda _: _png(30_000, 30_000, zlib.compress(bytes(1_000))),
    "100 megapixels": lambda _: _png(10_000, 10_000, zlib.compress(bytes(1_000))),
    "cut off": lambda folder: _drawn(folder, "RGB", (400, 300), "png")[:200],
    "empty": lambda _: b"",
    "a page": lambda _: b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "another format": lambda folder: _drawn(folder, "RGB", (64, 64), "tiff"),
    "rubbish behind its name": lambda _: b"GIF89a" + bytes(range(256)) * 4,
    "no size": lambda _: _png(0, 0),
}


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("kind", BROKEN)
def test_a_hostile_picture_is_refused_at_once(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(BROKEN[kind](tmp_path))
    began = time.process_time()
    with pytest.raises(BadInput, match=r"The picture picture\.png"):
        open_picture(path)
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("mode", "size", "suffix"),
    [
        ("CMYK", (300, 200), "jpg"),
        ("I;16", (300, 200), "png"),
        ("P", (300, 200), "gif"),
        ("1", (300, 200), "png"),
        ("LA", (300, 200), "png"),
        ("RGBA", (300, 200), "webp"),
        ("RGB", (200, 2_700), "png"),
        ("RGB", (900, 190), "jpg"),
    ],
)
@pytest.mark.parametrize(
    "fit", [pytest.param(fit, marks=[pytest.mark.slow] if place else []) for place, fit in enumerate(PictureFit)]
)
def test_every_kind_of_picture_is_prepared_for_its_card(
    tmp_path: Path, mode: str, size: tuple[int, int], suffix: str, fit: PictureFit
) -> None:
    path = tmp_path / f"picture.{suffix}"
    path.write_bytes(_drawn(tmp_path, mode, size, suffix))
    canvas = camera_canvas(path, fit, PICTURE)
    assert canvas.width >= PICTURE.width
    assert canvas.height >= PICTURE.height


def test_what_no_face_has_is_shown_by_its_sound_and_counted(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    text = "檢, 前 장관의 人生(인생)은 \u1112\u119e\u11ab 글 ☭"
    told = ((Role.HOOK, text, "", 0), (Role.BODY, text, "", 0), *TOLD[-1:])
    words = script(told).model_copy(update={"title": "甲질"})
    film = plan_film(post(), words, voice_of(words, store), FilmChoice(template="card"))
    captions = srt_text(film)
    assert "검, 전 장관의\n" in captions
    assert "인생은 한 글\n" in captions
    assert film.header.headline == "갑질"
    values = measure_plan(film)
    # 甲, and in each of two lines four Hanja and three old letters.
    assert (values["letters_by_sound"], values["signs_left_out"], values["undrawable_characters"]) == (15, 2, 0)
    lost = film.model_copy(update={"left_out": "ㄅ☭"})
    assert measure_plan(lost)["undrawable_characters"] == 1
