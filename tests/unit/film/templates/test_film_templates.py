"""The templates that read a post from its sheet, and tell it as a chat: plans, and what is seen of them."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from fixtures.studio.film import TOLD, picture, post, script, store_in, voice_of

from libraries.drawing.canvas.compositor import draw_frame
from libraries.drawing.canvas.transitions import Transition
from libraries.drawing.canvas.yuv import to_rgb
from libraries.drawing.typography.design_tokens import CAPTION, PAGE, SAFE, THEMES, Box, theme_named
from libraries.media.store import LocalStore
from libraries.storyboard.cards.caption import ink_box, place_centred_words
from libraries.storyboard.cards.emblem import EmblemCard
from libraries.storyboard.cards.ending import EndCard
from libraries.storyboard.cards.hook import HookCard
from libraries.storyboard.cards.scrolling import GLIDE
from libraries.storyboard.timeline import Timeline
from libraries.video.encoder import Encoder
from schemas.frames import FPS
from schemas.posts import Image
from schemas.recipe import FilmChoice
from schemas.script import Role, Speaker
from services.studio.film.encode.segment import segment_key
from services.studio.film.render import plan_film
from services.studio.film.templates.chat import conversation as chat
from services.studio.film.templates.chat.conversation import ChatCard
from services.studio.film.templates.chat.layout import resting_scroll_offset as chat_resting
from services.studio.film.templates.post.layout import HEAD, SIZE, WINDOW, final_scroll_offset, sheet_layout
from services.studio.film.templates.post.sheet import PostCard
from services.studio.film.templates.registry import template_named

Rgb = npt.NDArray[np.uint8]
ENCODER: Encoder = "libx264"
HARD = "가나다라마바사아자차카타파하 supercalifragilistic ㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋ 😂😂😂 10,000,000원"


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return store_in(tmp_path)


def planned(
    store: LocalStore,
    name: str,
    told: tuple[tuple[Role, str, str, int], ...] = TOLD,
    theme: str = "ink",
    images: tuple[Image, ...] = (),
) -> Timeline:
    words = script(told)
    return plan_film(post(images), words, voice_of(words, store), FilmChoice(template=name, theme=theme))


def frame(film: Timeline, index: int, at: int) -> Rgb:
    return to_rgb(draw_frame(template_named(film.template).compose(film, index, {}), at))


def near(colour: str, picture: Rgb, box: Box, within: int = 40) -> float:
    """Share of the pixels of a box near a colour."""
    rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)])
    part = picture[box.top : box.bottom, box.left : box.right].astype(int)
    return float((np.abs(part - rgb).max(axis=-1) < within).mean())


@pytest.mark.parametrize("name", ["post", "chat", "battle", "big", "quiz"])
def test_every_word_is_shown_within_forty_milliseconds_of_its_time(store: LocalStore, name: str) -> None:
    voice = voice_of(script(), store)
    film = planned(store, name)
    shown = [word for scene in film.scenes for word in scene.words]
    spoken = [word for line in voice.lines for word in line.words]
    assert len(shown) == len(spoken)
    assert max(abs(a.start / FPS - b.start) for a, b in zip(shown, spoken, strict=True)) <= 0.040
    assert isinstance(film.scenes[0].card, HookCard)
    assert isinstance(film.scenes[-1].card, EndCard)


@pytest.mark.parametrize("name", ["post", "chat", "battle", "big", "quiz"])
@pytest.mark.quick_cases(1)
def test_a_scene_is_drawn_the_same_each_time(store: LocalStore, name: str) -> None:
    film = planned(store, name)
    for at in (0, 3, 40):
        assert np.array_equal(frame(film, 3, at), frame(film, 3, at))


@pytest.mark.parametrize("name", ["post", "chat", "battle", "big", "quiz"])
@pytest.mark.parametrize(
    "theme",
    [pytest.param(name, marks=[pytest.mark.slow] if place else []) for place, name in enumerate(sorted(THEMES))],
)
def test_all_text_stays_in_the_safe_area(store: LocalStore, name: str, theme: str) -> None:
    told = (
        (Role.HOOK, HARD, "", 0),
        (Role.BODY, HARD, "", 0),
        (Role.BODY, "짧게.", "", 0),
        (Role.BODY, f"{HARD} {HARD}"[:155].strip(), "", 0),
        (Role.COMMENT, f"{HARD} {HARD}"[:150].strip(), "닉네임이아주아주아주아주길고긴사람의이름입니다", 12_345_678),
        (Role.COMMENT, "ㅋㅋ", "ㅋ", 0),
        (Role.CLOSER, HARD, "", 0),
    )
    film = planned(store, name, told, theme)
    boxes = [box for i in range(len(film.scenes)) for box in template_named(name).text_boxes(film, i)]
    assert len(boxes) >= 5
    assert all(SAFE.holds(box) for box in boxes), [box for box in boxes if not SAFE.holds(box)]


def test_the_highlighter_runs_with_the_words_over_grey_text(store: LocalStore) -> None:
    film = planned(store, "post")
    theme = theme_named(film.theme)
    index, scene = next((i, s) for i, s in enumerate(film.scenes) if isinstance(s.card, PostCard))
    assert isinstance(scene.card, PostCard)
    top = WINDOW.top + sheet_layout(scene.card).text.top
    first = Box(PAGE.left + 40, top + 10, SAFE.right, top + 80)
    words = scene.card.words
    before = near(theme.marker, frame(film, index, words[0].start - scene.start - 1), first)
    shares = [near(theme.marker, frame(film, index, word.start - scene.start + 4), first) for word in words[:3]]
    assert before == 0
    assert 0.02 < shares[0] < shares[1] < shares[2]
    onset = near(theme.marker, frame(film, index, words[0].start - scene.start), first)
    assert onset > shares[0] / 3


def test_what_is_not_read_yet_is_grey_and_the_sheet_ends_below_it(store: LocalStore) -> None:
    film = planned(store, "post")
    index, scene = [(i, s) for i, s in enumerate(film.scenes) if isinstance(s.card, PostCard)][1]
    assert isinstance(scene.card, PostCard)
    picture = frame(film, index, GLIDE + 2)
    laid = sheet_layout(scene.card)
    top = WINDOW.top + laid.text.bottom - SIZE - 14
    unread = Box(PAGE.left + 40, top, SAFE.right, top + SIZE)
    ink = theme_named(film.theme).ink
    assert near("#a9adba", picture, unread) > 0.03
    assert near(ink, picture, unread) == 0
    end = PAGE.top + laid.paper
    paper, below = (Box(PAGE.left + 60, at, SAFE.right, at + 12) for at in (end - 30, end + 40))
    assert near("#ffffff", picture, paper, 6) > 0.95
    assert near("#ffffff", picture, below, 6) == 0


@pytest.mark.slow
def test_the_sheet_scrolls_on_from_where_it_was_left(store: LocalStore) -> None:
    long = " ".join(["그래서 저는 정말로 한참을 그 자리에서 웃었습니다"] * 6)
    told = (*TOLD[:3], (Role.BODY, long[:150].strip(), "", 0), *TOLD[3:])
    film = planned(store, "post", told)
    scenes = [(i, s) for i, s in enumerate(film.scenes) if isinstance(s.card, PostCard)]
    assert len(scenes) == 7
    assert any(final_scroll_offset(s.card) > 0 for _, s in scenes if isinstance(s.card, PostCard))
    for (i, scene), (j, following) in pairwise(scenes):
        one, other = scene.card, following.card
        assert isinstance(one, PostCard)
        assert isinstance(other, PostCard)
        visible = Box(PAGE.left + 30, WINDOW.top + 60, SAFE.right, WINDOW.bottom - 60)
        last, first = (
            frame(film, *at)[visible.top : visible.bottom, visible.left : visible.right].astype(int)
            for at in ((i, scene.frames - 1), (j, 0))
        )
        rows = min(400, sheet_layout(one).paper - HEAD - 180)
        moved = min(np.abs(last[k : k + rows] - first[:rows]).mean() for k in range(0, 25, 2))
        assert moved < 8, (i, moved)


def test_the_head_of_the_post_stays_where_it_is(store: LocalStore) -> None:
    film = planned(store, "post")
    scenes = [i for i, s in enumerate(film.scenes) if isinstance(s.card, PostCard)]
    heads = [frame(film, i, 40)[PAGE.top + 10 : PAGE.top + HEAD - 2, PAGE.left + 20 : PAGE.right - 20] for i in scenes]
    assert heads[0].std() > 10
    assert all(np.array_equal(heads[0], each) for each in heads[1:])


def test_pictures_stand_in_the_post(store: LocalStore) -> None:
    images = (picture(store, 1200, 800), picture(store, 900, 900, 90))
    film = planned(store, "post", images=images)
    cards = [scene.card for scene in film.scenes if isinstance(scene.card, PostCard)]
    assert [image.media.key for card in cards for image in card.pictures] == [image.media.key for image in images]


def test_a_bubble_jumps_in_and_is_read_where_it_stands(store: LocalStore) -> None:
    film = planned(store, "chat")
    theme = theme_named(film.theme)
    index, scene = next((i, s) for i, s in enumerate(film.scenes) if isinstance(s.card, ChatCard))
    assert isinstance(scene.card, ChatCard)
    laid = chat.chat_layout(scene.card.messages)
    bubble = laid[-1].bubble.moved(0, PAGE.top - 4 - chat_resting(laid, begins=True))
    pictures = [frame(film, index, at) for at in (0, 2, 8)]
    white = [near("#ffffff", picture, bubble) for picture in pictures]
    assert white[0] < 0.75 * white[2]
    assert near(theme.marker, pictures[2], bubble) > 0.05


def test_persons_of_the_story_speak_in_bubbles_of_their_own(store: LocalStore) -> None:
    words = script(TOLD)
    lines = list(words.lines)
    said = next(i for i, line in enumerate(lines) if line.role is Role.BODY)
    lines[said] = lines[said].model_copy(update={"speaker": Speaker.PERSON, "person": "할머니"})
    told = words.model_copy(update={"lines": tuple(lines)})
    film = plan_film(post(), told, voice_of(told, store), FilmChoice(template="chat", theme="ink"))
    cards = [scene.card for scene in film.scenes if isinstance(scene.card, ChatCard)]
    first = next(card.messages[-1] for card in cards if card.messages[-1].author == "할머니")
    assert (first.named, first.reader) == (True, False)
    assert {message.author for card in cards for message in card.messages if not message.reader} == {"글쓴이", "할머니"}


def test_readers_answer_from_the_other_side_with_name_and_likes(store: LocalStore) -> None:
    film = planned(store, "chat")
    last = [scene.card for scene in film.scenes if isinstance(scene.card, ChatCard)][-2]
    assert last.messages[-1].reader
    assert last.messages[-1].named
    assert last.messages[-1].likes == 2104
    laid = chat.chat_layout(last.messages)
    assert laid[-1].bubble.left > PAGE.left + 100
    assert {each.bubble.left for each in laid if not each.message.reader} == {164}


def test_a_conversation_moves_up_no_further_than_it_must(store: LocalStore) -> None:
    film = planned(store, "chat")
    cards = [scene.card for scene in film.scenes if isinstance(scene.card, ChatCard)]
    for before, after in pairwise(cards):
        ends = chat_resting(chat.chat_layout(before.messages), begins=before.begins)
        starts = chat_resting(chat.chat_layout(after.messages)[:-1], begins=after.begins)
        # Counted from the last bubble both have, as what has left is not laid out any more.
        assert (
            chat.chat_layout(before.messages)[-1].bottom - ends == chat.chat_layout(after.messages)[-2].bottom - starts
        )


def test_caption_on_a_page_that_comes_in_can_be_read_off_it_too(store: LocalStore) -> None:
    film = planned(store, "card")
    index, scene = next((i, s) for i, s in enumerate(film.scenes) if isinstance(s.card, EmblemCard))
    assert scene.transition is Transition.PUSH
    block = scene.captions[0]
    box = ink_box(place_centred_words(block.lines, block.size, CAPTION), block.size)
    off_paper = box._replace(right=(box.left + box.right) // 2)
    theme = theme_named(film.theme)
    assert near(theme.caption, frame(film, index, 0), off_paper) > 0.05
    assert near(theme.ink, frame(film, index, 12), box) > 0.05


@pytest.mark.parametrize("name", ["card", "post", "chat", "battle", "quiz"])
@pytest.mark.quick_cases(1)
def test_the_opening_fades_where_it_stands(store: LocalStore, name: str) -> None:
    """Left of the safe area nothing of a card that leaves is seen, as it was when cards were pushed out."""
    film = planned(store, name)
    scene = template_named(name).compose(film, 1, {})
    for at in range(6):
        picture = to_rgb(draw_frame(scene, at))[300:1080, 0:20]
        assert picture.max() < 120, at


@pytest.mark.parametrize(("name", "most"), [("post", 2), ("chat", 7), ("quiz", 2)])
def test_a_changed_line_touches_only_the_scenes_it_is_seen_in(store: LocalStore, name: str, most: int) -> None:
    told = list(TOLD)
    told[4] = (Role.BODY, "그 밑으로 날짜와 증거 파일이 서른아홉 개나 붙어 있었죠.", "", 0)
    one, other = planned(store, name), planned(store, name, tuple(told))
    keys = [[segment_key(film, i, ENCODER) for i in range(len(film.scenes))] for film in (one, other)]
    differing = [i for i, (a, b) in enumerate(zip(*keys, strict=True)) if a != b]
    assert 1 <= len(differing) <= most
