"""Looks of drawn films: frames leave the picture free, words of every length stand where no button covers them."""

import numpy as np
import pytest
from fixtures.rows import each_row

from libraries.drawing.canvas.compositor import Composition, draw_frame
from libraries.drawing.canvas.yuv import Canvas
from libraries.drawing.typography.design_tokens import HEIGHT, SAFE, WIDTH, Box
from libraries.drawing.typography.line_breaking import untimed_words
from libraries.storyboard.cards.caption import ink_box
from libraries.storyboard.drawn_looks.lettering import (
    caption_slab_plate,
    footer_slip,
    look_theme,
    title_layout,
    title_word_positions,
)
from libraries.storyboard.drawn_looks.looks import STYLES, CaptionSlab, LookName, look_for_mood
from libraries.storyboard.drawn_looks.picture_frames import picture_frame_sprites, quilt_sprites, unframed_box
from libraries.storyboard.drawn_looks.title_tags import title_tag
from schemas.script import Mood

SHORT, LONG = "귤", "빵집 문 앞에 매주 수요일마다 귤 한 봉지를 몰래 두고 간 범인을 새벽까지 숨어서 기다렸습니다"
_GREY = 128


def framed(look: LookName, turn: int) -> np.ndarray:
    """The luma of a grey picture in the frame of a look."""
    grey = Canvas.blank(WIDTH, HEIGHT)
    grey.y[:] = _GREY
    return np.asarray(draw_frame(Composition(grey, picture_frame_sprites(look, turn), 1), 0).y)


@each_row("look", LookName)
def test_a_frame_leaves_faces_free(look: LookName) -> None:
    box = unframed_box(look)
    assert box.left >= 0
    assert box.right <= WIDTH
    luma = framed(look, 0)
    faces = luma[420:900, 200:880].astype(int)
    assert np.abs(faces - _GREY).max() < 40


@pytest.mark.parametrize("look", [LookName.COMIC, LookName.WARM])
def test_a_frame_with_a_ground_covers_all_that_is_not_seen(look: LookName) -> None:
    luma, box = framed(look, 1), unframed_box(look)
    outside = np.ones_like(luma, bool)
    outside[box.top : box.bottom, box.left : box.right] = False
    assert (luma[outside] != _GREY).mean() > 0.97


def test_panels_change_their_ground_and_windows_their_quilt() -> None:
    for look in (LookName.COMIC, LookName.WARM):
        pictures = [framed(look, turn) for turn in range(4)]
        assert len({picture.tobytes() for picture in pictures}) == 4
        assert np.array_equal(framed(look, 4), pictures[0])
    assert np.array_equal(framed(LookName.HORROR, 0), framed(LookName.HORROR, 3))


def test_the_quilt_alone_leaves_room_for_who_comments() -> None:
    grey = Canvas.blank(WIDTH, HEIGHT)
    drawn = draw_frame(Composition(grey, quilt_sprites(LookName.WARM, 2), 1), 0)
    assert np.array_equal(drawn.y[:1400], grey.y[:1400])
    assert (drawn.y[1520:] != grey.y[1520:]).mean() > 0.9


@each_row("look", LookName)
@each_row("text", [SHORT, LONG])
def test_titles_stand_in_their_area(look: LookName, text: str) -> None:
    words = untimed_words(text)
    layout, area = title_layout(words, look)
    places, size = title_word_positions(words, look)
    assert size == layout.size
    assert 1 <= len(layout.lines) <= 4
    assert layout.height <= area.height
    assert SAFE.holds(ink_box(places, size))


@each_row("look", LookName)
@each_row("text", [SHORT, LONG])
def test_a_tag_stands_above_the_captions(look: LookName, text: str) -> None:
    box = title_tag(look, text, 3, 12).text
    assert SAFE.holds(box)
    assert box.bottom < 1138


def test_short_titles_are_larger_than_long_ones() -> None:
    for look in LookName:
        assert title_word_positions(untimed_words(SHORT), look)[1] > title_word_positions(untimed_words(LONG), look)[1]


def test_only_boxes_have_a_plate_below_the_words() -> None:
    box = Box(200, 1200, 700, 1320)
    for look in LookName:
        plate = caption_slab_plate(box, look)
        assert (plate is not None) == (STYLES[look].slab is CaptionSlab.BOX)
        if plate is not None:
            assert plate.left <= box.left - 20
            assert plate.top + plate.plate.height >= box.bottom + 20


def test_the_seed_chooses_only_where_several_looks_suit() -> None:
    for mood in Mood:
        found = [look_for_mood(mood, seed) for seed in range(6)]
        assert found[:3] == [look_for_mood(mood, seed) for seed in range(3)]
        assert len(set(found)) <= 2
    assert {look_for_mood(Mood.HORROR, seed) for seed in range(6)} == {LookName.HORROR}


@each_row("look", LookName)
def test_words_can_be_read_on_what_they_stand_on(look: LookName) -> None:
    theme = look_theme("ink", look)
    ink, ground = (sum(int(text[at : at + 2], 16) for at in (1, 3, 5)) for text in (theme.caption, theme.caption_edge))
    assert abs(ink - ground) > 300


def test_the_footer_names_source_and_label() -> None:
    one, other = footer_slip("출처 와글마당", "AI 음성"), footer_slip("출처 와글마당", "직접 녹음")
    assert SAFE.holds(Box(one.left, one.top, one.left + one.plate.width, one.top + one.plate.height - 8))
    assert one.plate is not other.plate
