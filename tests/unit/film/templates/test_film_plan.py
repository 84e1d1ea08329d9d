"""The plan of a film: pure, whole, and with every word in its frame."""

from itertools import pairwise
from pathlib import Path

import pytest
from fixtures.studio.film import TOLD, picture, post, script, store_in, voice_of

from libraries.drawing.typography.design_tokens import SAFE, THEMES
from libraries.media.store import LocalStore
from libraries.storyboard.cards.comments import AREA, CommentCard, comment_layout
from libraries.storyboard.cards.emblem import EmblemCard
from libraries.storyboard.cards.ending import EndCard
from libraries.storyboard.cards.hook import HookCard
from libraries.storyboard.cards.picture import PictureCard
from libraries.storyboard.subtitles import srt_text
from libraries.video.encoder import Encoder
from schemas.errors import BadInput, ConfigurationError
from schemas.frames import FPS
from schemas.recipe import FilmChoice
from schemas.script import Role
from services.studio.film.encode.segment import segment_key
from services.studio.film.render import plan_film
from services.studio.film.templates.registry import template_named

ENCODER: Encoder = "libx264"


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return store_in(tmp_path)


def test_equal_inputs_give_equal_timelines(store: LocalStore) -> None:
    voice = voice_of(script(), store)
    one, other = (plan_film(post(), script(), voice, FilmChoice()) for _ in range(2))
    assert one.model_dump_json() == other.model_dump_json()


def test_every_word_is_shown_within_forty_milliseconds_of_its_time(store: LocalStore) -> None:
    voice = voice_of(script(), store)
    shown = [word for scene in plan_film(post(), script(), voice, FilmChoice()).scenes for word in scene.words]
    spoken = [word for line in voice.lines for word in line.words]
    assert len(shown) == len(spoken)
    assert max(abs(a.start / FPS - b.start) for a, b in zip(shown, spoken, strict=True)) <= 0.040


def test_the_film_opens_at_once_and_ends_soon(store: LocalStore) -> None:
    voice = voice_of(script(), store)
    film = plan_film(post(), script(), voice, FilmChoice(theme="ink"))
    assert isinstance(film.scenes[0].card, HookCard)
    assert film.scenes[0].captions[0].start == 0
    assert isinstance(film.scenes[-1].card, EndCard)
    assert film.scenes[-1].frames <= 2 * FPS
    assert voice.duration <= film.duration <= voice.duration + 2


def test_something_changes_at_least_every_three_seconds(store: LocalStore) -> None:
    film = plan_film(post(), script(), voice_of(script(), store), FilmChoice(theme="ink"))
    changes = sorted(
        {s.start for s in film.scenes} | {b.start for s in film.scenes for b in s.captions} | {film.frames}
    )
    assert max(b - a for a, b in pairwise(changes)) <= 3 * FPS


def test_without_pictures_there_are_pages_and_with_many_only_pictures(store: LocalStore) -> None:
    voice = voice_of(script(), store)
    bare = plan_film(post(), script(), voice, FilmChoice(theme="ink"))
    assert sum(isinstance(scene.card, EmblemCard) for scene in bare.scenes) >= 7
    images = tuple(picture(store, 1200, 800, hue) for hue in range(0, 240, 30))
    rich = plan_film(post(images), script(), voice, FilmChoice(theme="ink"))
    assert not any(isinstance(scene.card, EmblemCard) for scene in rich.scenes)
    assert {s.card.image.media.key for s in rich.scenes if isinstance(s.card, PictureCard)} == {
        image.media.key for image in images
    }


def test_stripes_and_stamps_are_no_pictures(store: LocalStore) -> None:
    images = (picture(store, 2400, 200), picture(store, 120, 120))
    film = plan_film(post(images), script(), voice_of(script(), store), FilmChoice(theme="ink"))
    assert not any(isinstance(scene.card, PictureCard) for scene in film.scenes)


def test_comments_pile_up(store: LocalStore) -> None:
    film = plan_film(post(), script(), voice_of(script(), store), FilmChoice(theme="ink"))
    cards = [scene.card for scene in film.scenes if isinstance(scene.card, CommentCard)]
    assert [len(card.comments) for card in cards] == [1, 2]
    assert [comment.best for comment in cards[1].comments] == [True, False]
    assert cards[1].comments[0].author == "퇴사꿈나무"


def test_a_headline_that_is_read_carries_the_words_itself(store: LocalStore) -> None:
    told = ((Role.HOOK, "막내가 퇴사하며 남긴 메일 한 통의 반전!", "", 0), *TOLD[1:])
    film = plan_film(post(), script(told), voice_of(script(told), store), FilmChoice(theme="ink"))
    opening = film.scenes[0]
    assert isinstance(opening.card, HookCard)
    assert not opening.captions
    assert len(opening.card.words) == 7


HARD = "가나다라마바사아자차카타파하 supercalifragilistic ㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋ 😂😂😂 10,000,000원"


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_all_text_stays_in_the_safe_area(store: LocalStore, theme: str) -> None:
    told = (
        (Role.HOOK, HARD, "", 0),
        (Role.BODY, HARD, "", 0),
        (Role.COMMENT, f"{HARD} {HARD}"[:150].strip(), "닉네임이아주아주아주아주길고긴사람의이름입니다", 12_345_678),
        (Role.COMMENT, "ㅋㅋ", "ㅋ", 0),
        (Role.COMMENT, "네 그렇군요 정말 그래요", "하나", 3),
    )
    film = plan_film(post(), script(told), voice_of(script(told), store), FilmChoice(theme=theme))
    boxes = [box for i in range(len(film.scenes)) for box in template_named("card").text_boxes(film, i)]
    assert boxes
    assert all(SAFE.holds(box) for box in boxes), [box for box in boxes if not SAFE.holds(box)]


def test_comment_cards_stay_in_their_area_however_long(store: LocalStore) -> None:
    told = (
        (Role.HOOK, "시작", "", 0),
        *((Role.COMMENT, ("정말 긴 댓글이에요 " * n).strip(), f"이름{n}", n) for n in (14, 1, 7, 12, 14)),
    )
    film = plan_film(post(), script(told), voice_of(script(told), store), FilmChoice(theme="ink"))
    for scene in film.scenes:
        if isinstance(scene.card, CommentCard):
            laid = comment_layout(scene.card.comments, scene.card.words)
            assert laid[0].top >= AREA.top
            assert laid[-1].top + laid[-1].height <= AREA.bottom
            assert laid[-1].comment == scene.card.comments[-1]


def test_an_unknown_theme_or_template_is_refused_with_a_list(store: LocalStore) -> None:
    voice = voice_of(script(), store)
    with pytest.raises(BadInput, match="ink, plum, pine, cream"):
        plan_film(post(), script(), voice, FilmChoice(theme="neon"))
    with pytest.raises(ConfigurationError, match=r"no template called hologram\. Choose one of: battle, big, card"):
        plan_film(post(), script(), voice, FilmChoice(template="hologram"))


def test_a_change_touches_the_keys_of_its_own_scenes_only(store: LocalStore) -> None:
    """A longer sentence moves all that follows, yet only its own scene and the one it leads into are made again."""
    told = list(TOLD)
    told[2] = (Role.BODY, "첫 줄부터 분위기가 정말 심상치 않았습니다.", "", 0)
    changed = tuple(told)
    one = plan_film(post(), script(), voice_of(script(), store), FilmChoice(theme="ink"))
    other = plan_film(post(), script(changed), voice_of(script(changed), store), FilmChoice(theme="ink"))
    assert one.frames != other.frames
    assert len(one.scenes) == len(other.scenes)
    keys = [[segment_key(film, i, ENCODER) for i in range(len(film.scenes))] for film in (one, other)]
    differing = [i for i, (a, b) in enumerate(zip(*keys, strict=True)) if a != b]
    assert 1 <= len(differing) <= 3


def test_the_side_file_has_all_words_in_order(store: LocalStore) -> None:
    film = plan_film(post(), script(), voice_of(script(), store), FilmChoice(theme="ink"))
    text = srt_text(film)
    assert text.startswith("1\n00:00:00,000 --> 00:00:")
    shown = "".join(line for line in text.splitlines() if line and "-->" not in line and not line.isdigit())
    for word in (word.text for scene in film.scenes for word in scene.words):
        assert word in shown
