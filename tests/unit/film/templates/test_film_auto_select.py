"""Which template `auto` takes, as a table, and that it is always one of those there are."""

import pytest
from fixtures.rows import each_row
from fixtures.studio.film import picture, post, script, store_in
from hypothesis import given
from hypothesis import strategies as st

from libraries.media.store import LocalStore
from schemas.errors import BadInput
from schemas.pictures import PicturesShown
from schemas.posts import Post
from schemas.recipe import FilmChoice
from schemas.script import Mood, Role, Script
from services.studio.film.templates.auto_select import best_template, pictures_shown
from services.studio.film.templates.registry import template_named, template_names
from services.studio.film.templates.story_shape import StoryShape

SHAPE = StoryShape(
    mood=Mood.DAILY,
    images=0,
    usable_images=0,
    commenters=0,
    liked_commenters=0,
    story_lines=6,
    story_syllables=150.0,
    speech_lines=0,
    asks_viewer=False,
    characters=300,
)


def best(story: StoryShape) -> str:
    return max(template_names(), key=lambda name: template_named(name).suits(story))


@each_row(
    ("shape", "expected"),
    [
        ({}, "card"),
        ({"usable_images": 1, "images": 1}, "card"),
        ({"usable_images": 2, "images": 2, "mood": Mood.ANGER, "commenters": 3, "speech_lines": 5}, "card"),
        ({"mood": Mood.ANGER, "commenters": 2, "liked_commenters": 2}, "battle"),
        ({"mood": Mood.CONTROVERSY, "commenters": 2, "liked_commenters": 2, "speech_lines": 5}, "battle"),
        ({"mood": Mood.CONTROVERSY, "commenters": 1, "liked_commenters": 1}, "card"),
        ({"mood": Mood.CONTROVERSY, "commenters": 3, "liked_commenters": 1}, "card"),
        ({"mood": Mood.ANGER, "commenters": 3}, "card"),
        ({"speech_lines": 3}, "chat"),
        ({"speech_lines": 2}, "card"),
        ({"speech_lines": 3, "story_syllables": 60.0}, "chat"),
        ({"story_syllables": 70.0}, "big"),
        ({"story_syllables": 70.5}, "card"),
        ({"story_lines": 0, "story_syllables": 0.0}, "card"),
        ({"story_syllables": 20.0, "mood": Mood.INFO, "asks_viewer": True, "commenters": 1}, "big"),
        ({"mood": Mood.INFO, "asks_viewer": True, "commenters": 2, "liked_commenters": 2}, "quiz"),
        ({"mood": Mood.INFO, "asks_viewer": True, "commenters": 2, "liked_commenters": 1}, "card"),
        ({"mood": Mood.INFO, "asks_viewer": True}, "card"),
        ({"mood": Mood.INFO, "commenters": 1}, "card"),
        ({"commenters": 5, "liked_commenters": 5}, "card"),
        ({"characters": 499}, "card"),
        ({"characters": 500}, "post"),
        ({"characters": 500, "images": 1}, "card"),
    ],
)
def test_the_shape_of_a_story_decides(shape: dict[str, object], expected: str) -> None:
    assert best(SHAPE._replace(**shape)) == expected  # type: ignore[arg-type]


@given(
    st.builds(
        StoryShape,
        mood=st.sampled_from(list(Mood)),
        images=st.integers(0, 5),
        usable_images=st.integers(0, 5),
        commenters=st.integers(0, 8),
        liked_commenters=st.integers(0, 8),
        story_lines=st.integers(0, 12),
        story_syllables=st.floats(0, 400),
        speech_lines=st.integers(0, 6),
        asks_viewer=st.booleans(),
        characters=st.integers(0, 3000),
    )
)
def test_every_story_has_one_best_template(story: StoryShape) -> None:
    """No two templates want a story equally, so the order in which they are listed decides nothing."""
    wishes = sorted(template_named(name).suits(story) for name in template_names())
    assert wishes[-1] > wishes[-2]
    assert wishes[-1] >= 10


def told(*lines: tuple[Role, str, str], mood: Mood = Mood.DAILY) -> Script:
    return script(tuple((role, text, credit, 0) for role, text, credit in lines), mood)


def test_the_shape_is_counted_on_post_and_script(tmp_path_factory: pytest.TempPathFactory) -> None:
    store: LocalStore = store_in(tmp_path_factory.mktemp("shape"))
    seen: Post = post((picture(store, 400, 300), picture(store, 100, 100)))
    words = told(
        (Role.HOOK, "처음입니다", ""),
        (Role.BODY, '"그만 좀 하세요"라고 했죠', ""),
        (Role.BODY, "네 글자", ""),
        (Role.COMMENT, "누구의 말도 아닌 댓글", ""),
        (Role.COMMENT, "맞아요", "하나"),
        (Role.COMMENT, "아니요", "둘"),
        (Role.COMMENT, "정말로", "둘"),
        (Role.CLOSER, "어떻게 생각하세요? ", ""),
        mood=Mood.ANGER,
    )
    shape = StoryShape.of(seen, words)
    assert (shape.images, shape.usable_images) == (2, 1)
    assert (shape.story_lines, shape.speech_lines, shape.commenters, shape.asks_viewer) == (2, 1, 2, True)
    assert shape.characters == len(seen.content)
    assert shape.story_syllables == 16.0
    assert shape.liked_commenters == 0
    assert best_template(seen, words) == "big"
    liked = words.model_copy(
        update={"lines": tuple(one.model_copy(update={"likes": 3 if one.credit else 0}) for one in words.lines)}
    )
    assert best_template(seen, liked) == "battle"


def test_templates_that_suit_about_as_well_take_turns() -> None:
    said = told(
        (Role.HOOK, "처음입니다", ""),
        *[(Role.BODY, f'"그만 {k}번이나 하세요"라고 했죠 정말로요', "") for k in range(9)],
    )
    told_ones = [best_template(post(), said, turn) for turn in range(4)]
    assert told_ones[0] == "chat"
    assert set(told_ones) == {"chat", "card"}
    assert told_ones[:2] == told_ones[2:]


def test_a_question_that_is_no_closing_line_asks_nobody() -> None:
    assert not StoryShape.of(post(), told((Role.HOOK, "왜죠?", ""), (Role.BODY, "왜일까요?", ""))).asks_viewer
    assert not StoryShape.of(post(), told((Role.HOOK, "왜죠?", ""), (Role.CLOSER, "끝.", ""))).asks_viewer


@each_row("part", ["theme", "layout", "opening", "closing", "comments"])
def test_an_unknown_part_of_the_look_is_refused_before_pictures_are_made(part: str) -> None:
    with pytest.raises(BadInput) as caught:
        pictures_shown(post(), script(), FilmChoice.model_validate({part: "hologram"}))
    assert caught.value.fields["name"] == "hologram"
    assert (
        pictures_shown(post(), script(), FilmChoice(template="toon", theme="peach", opening="burst"))
        is PicturesShown.SCENES
    )
