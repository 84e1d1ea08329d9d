"""Battle, big type and quiz: their plans and what is seen of them; the highlight of every template, as drawn."""

from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt
import pytest
from fixtures.crawl.probe import Probe
from fixtures.studio.film import TOLD, picture, post, script, store_in, voice_of

from libraries.drawing.canvas.compositor import draw_frame
from libraries.drawing.canvas.yuv import to_rgb
from libraries.drawing.typography.design_tokens import BACKDROPS, PAGE, THEMES, theme_named
from libraries.media.store import LocalStore
from libraries.storyboard.cards.picture import PictureCard
from libraries.storyboard.subtitles import srt_text
from libraries.storyboard.timeline import Scene, Timeline
from schemas.errors import BadInput
from schemas.frames import FPS
from schemas.recipe import FilmChoice
from schemas.script import Mood, Role
from services.studio.film.render import plan_film
from services.studio.film.templates.auto_select import best_template
from services.studio.film.templates.battle.exchange import BattleCard
from services.studio.film.templates.big.poster import POSTER, PosterCard
from services.studio.film.templates.film_planner import background_name
from services.studio.film.templates.quiz.clues import ClueCard
from services.studio.film.templates.quiz.poll import PollCard
from services.studio.film.templates.registry import template_named

Rgb = npt.NDArray[np.uint8]
TEMPLATES = ("card", "post", "chat", "battle", "big", "quiz")
QUARREL = (
    *TOLD[:2],
    (Role.COMMENT, "퇴사자가 너무했네", "가나", 300),
    (Role.COMMENT, "팀장이 더하지", "다라", 100),
    (Role.COMMENT, "삼 년을 참은 거잖아", "다라", 100),
    (Role.COMMENT, "그래도 전 직원은 좀", "가나", 200),
    TOLD[-1],
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> LocalStore:
    return store_in(tmp_path_factory.mktemp("more"))


def planned(store: LocalStore, name: str, told: tuple[tuple[Role, str, str, int], ...] = TOLD) -> Timeline:
    words = script(told)
    return plan_film(post(), words, voice_of(words, store), FilmChoice(theme="ink", template=name))


def frame(film: Timeline, index: int, at: int) -> Rgb:
    return to_rgb(draw_frame(template_named(film.template).compose(film, index, {}), at))


def of_kind(film: Timeline, kind: type) -> list[tuple[int, Scene]]:
    return [(i, scene) for i, scene in enumerate(film.scenes) if isinstance(scene.card, kind)]


def coloured(picture: Rgb, colour: str, within: int = 30) -> npt.NDArray[np.bool_]:
    rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)])
    return np.asarray(np.abs(picture.astype(np.int16) - rgb).max(axis=-1) < within)


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.quick_cases(1)
def test_the_highlight_comes_in_the_very_frame_of_its_word(store: LocalStore, name: str) -> None:
    """Measured on drawn frames: the marker jumps when a word begins, not a frame sooner and not a frame later."""
    film = planned(store, name)
    voice = voice_of(script(), store)
    spoken = [word.start for line in voice.lines for word in line.words]
    shown = [(index, word) for index, scene in enumerate(film.scenes) for word in scene.words]
    index = next(i for i, scene in enumerate(film.scenes) if i and len(scene.words) >= 4)
    probe, scene = Probe(film, index, "marked"), film.scenes[index]
    checked = 0
    for (at, word), seconds in zip(shown, spoken, strict=True):
        begins = word.start - scene.start
        if at != index or begins < 4 or checked == 3:
            continue
        masks = [probe.mask(frame) for frame in (begins - 2, begins - 1, begins)]
        before, jump = ((a ^ b).sum() for a, b in pairwise(masks))
        assert jump > 1_000, word.text
        assert jump > 4 * before, word.text
        assert abs((scene.start + begins) / FPS - seconds) <= 0.040
        checked += 1
    assert checked == 3


def test_comments_answer_from_the_other_side_and_a_second_line_stays(store: LocalStore) -> None:
    cards = [s.card for _, s in of_kind(planned(store, "battle", QUARREL), BattleCard)]
    last = cards[-1]
    assert isinstance(last, BattleCard)
    assert [(reply.author, reply.right, reply.named) for reply in last.replies][-3:] == [
        ("다라", True, True),
        ("다라", True, False),
        ("가나", False, True),
    ]
    assert [card.score for card in cards if isinstance(card, BattleCard)] == [(0, 0), (300, 0), (300, 100), (300, 100)]


def test_the_bar_of_a_battle_stands_at_the_share_of_the_likes(store: LocalStore) -> None:
    film = planned(store, "battle")
    index, scene = of_kind(film, BattleCard)[1]
    row = frame(film, index, scene.frames - 1)[PAGE.bottom - 28]
    left, right = theme_named(film.theme).sides
    counts = [coloured(row[None], colour).sum() for colour in (left, right)]
    assert counts[0] / sum(counts) == pytest.approx(3821 / (3821 + 2104), abs=0.06)


def test_a_battle_shows_the_pictures_of_its_post_too(store: LocalStore) -> None:
    words = script()
    images = (picture(store, 1200, 800), picture(store, 1000, 1000, 90))
    film = plan_film(post(images), words, voice_of(words, store), FilmChoice(theme="ink", template="battle"))
    assert of_kind(film, PictureCard)


@pytest.mark.slow
def test_the_pattern_of_a_poster_moves_and_its_words_stand_there_faintly_before(store: LocalStore) -> None:
    film = planned(store, "big")
    index, scene = next((i, s) for i, s in of_kind(film, PosterCard) if len(s.words) >= 4)
    one, other = (frame(film, index, at)[POSTER.top : POSTER.top + 30].astype(int) for at in (12, 20))
    assert np.abs(one - other).mean() > 0.3
    letters = Probe(film, index, "lettered")
    last = scene.words[1].start - scene.start
    assert letters.mask(last - 1)[POSTER.top : POSTER.bottom].sum() > 5_000


def test_the_answers_of_a_poll_have_bars_as_long_as_their_likes_say(store: LocalStore) -> None:
    film = planned(store, "quiz")
    index, scene = of_kind(film, PollCard)[1]
    card = scene.card
    assert isinstance(card, PollCard)
    assert (len(card.answers), card.places) == (2, 2)
    picture = frame(film, index, scene.frames - 1)[PAGE.top + 280 : PAGE.bottom]
    lengths = [coloured(picture, colour)[:, 380:].sum(axis=1).max() for colour in theme_named(film.theme).sides]
    assert lengths[0] / sum(lengths) == pytest.approx(3821 / (3821 + 2104), abs=0.05)


def test_clues_are_counted_and_the_last_line_is_the_question(store: LocalStore) -> None:
    film = planned(store, "quiz")
    steps = [s.card for _, s in of_kind(film, ClueCard)]
    assert [(card.number, card.total) for card in steps if isinstance(card, ClueCard)] == [(i, 6) for i in range(6)]
    asked = [s.card for _, s in of_kind(film, PollCard)][-1]
    assert isinstance(asked, PollCard)
    assert asked.asked
    assert asked.question == "여러분 회사에도 이런 막내가 있나요?"


def test_a_quiz_without_comments_lets_the_viewer_choose(store: LocalStore) -> None:
    film = planned(store, "quiz", (*TOLD[:4], TOLD[-1]))
    card = of_kind(film, PollCard)[0][1].card
    assert isinstance(card, PollCard)
    assert [answer.likes for answer in card.answers] == [0, 0]


@pytest.mark.parametrize("name", ["battle", "big", "quiz"])
def test_all_words_are_in_the_side_file(store: LocalStore, name: str) -> None:
    film = planned(store, name)
    text = "".join(line for line in srt_text(film).splitlines() if "-->" not in line)
    assert all(word.text in text for scene in film.scenes for word in scene.words)


@pytest.mark.parametrize("name", ["battle", "big", "quiz"])
def test_something_changes_at_least_every_three_seconds(store: LocalStore, name: str) -> None:
    film = planned(store, name)
    changes = sorted({s.start for s in film.scenes} | {w.start for s in film.scenes for w in s.words} | {film.frames})
    assert max(b - a for a, b in pairwise(changes)) <= 3 * FPS


def test_the_probe_finds_letters_and_leaves_no_palette_behind(store: LocalStore) -> None:
    film = planned(store, "card")
    assert Probe(film, 1, "lettered").mask(20).sum() > 10_000
    assert "lettered" not in THEMES


@pytest.mark.parametrize("style", ["line", "colour"])
@pytest.mark.slow
def test_the_style_of_the_captions_is_the_recipe_s(store: LocalStore, style: Literal["line", "colour"]) -> None:
    words = script()
    boxed, other = (
        plan_film(post(), words, voice_of(words, store), FilmChoice(theme="ink", template="card", caption_style=each))
        for each in ("box", style)
    )
    begins = boxed.scenes[1].words[1].start - boxed.scenes[1].start
    marks = [Probe(film, 1, "marked").mask(begins + 3).sum() for film in (boxed, other)]
    assert marks[1] < 0.5 * marks[0]
    assert not np.array_equal(frame(boxed, 1, begins + 3), frame(other, 1, begins + 3))


@pytest.mark.slow
def test_every_background_is_another_picture_and_a_mood_has_several(store: LocalStore) -> None:
    words = script()
    seen = set()
    for name in BACKDROPS:
        film = plan_film(
            post(), words, voice_of(words, store), FilmChoice(theme="ink", template="chat", background=name)
        )
        seen.add(frame(film, 1, 20)[1460:].tobytes())
    assert len(seen) == len(BACKDROPS)
    for mood in Mood:
        assert len({background_name(mood, FilmChoice(seed=seed)) for seed in range(4)}) >= 2


def test_an_unknown_background_is_refused_with_a_list(store: LocalStore) -> None:
    words = script()
    with pytest.raises(BadInput, match="lights, grid, rays"):
        plan_film(post(), words, voice_of(words, store), FilmChoice(background="disco"))


@pytest.mark.parametrize("transition", ["cut", "crossfade", "push", "zoom"])
@pytest.mark.slow
def test_scenes_follow_each_other_as_the_recipe_says(
    store: LocalStore, transition: Literal["cut", "crossfade", "push", "zoom"]
) -> None:
    words = script()
    film = plan_film(
        post(), words, voice_of(words, store), FilmChoice(theme="ink", template="card", transition=transition)
    )
    scene = template_named("card").compose(film, 2, {})
    first, settled = (to_rgb(draw_frame(scene, at))[PAGE.top + 40 : PAGE.top + 300].astype(int) for at in (0, 20))
    before = to_rgb(draw_frame(template_named("card").compose(film, 1, {}), film.scenes[1].frames - 1))
    left = np.abs(first - before[PAGE.top + 40 : PAGE.top + 300]).mean()
    come = np.abs(first - settled).mean()
    # At once, out of each other, or beside each other.
    assert (come < left) == (transition == "cut")


def test_an_open_recipe_takes_what_suits_the_post(store: LocalStore) -> None:
    calm = script(TOLD, Mood.DAILY)
    images = (picture(store, 1200, 800), picture(store, 1000, 1000, 90))
    long = post().model_copy(update={"content": "가나다라 " * 120})
    said = tuple((role, f'"{text}"', credit, likes) for role, text, credit, likes in TOLD)
    assert best_template(post(images), script(QUARREL, Mood.ANGER)) == "card"
    assert best_template(post(), script(QUARREL, Mood.ANGER)) == "battle"
    assert best_template(post(), script(said, Mood.DAILY)) == "chat"
    assert best_template(post(), script((TOLD[0], TOLD[2], *TOLD[7:]), Mood.DAILY)) == "big"
    assert best_template(post(), script(TOLD, Mood.INFO)) == "quiz"
    assert best_template(long, calm) == "post"
    assert best_template(post(), calm) == "card"
    assert plan_film(long, calm, voice_of(calm, store), FilmChoice()).template == "post"
