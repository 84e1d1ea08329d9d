"""What a film shows of a post: counts in Korean, sources, likeness of texts, usable pictures, emblems."""

from fixtures.rows import each_row
from fixtures.studio.film import post
from hypothesis import given
from hypothesis import strategies as st

from libraries.drawing.typography.design_tokens import BACKDROPS
from libraries.drawing.typography.fonts import emoji_coverage
from schemas.media import MediaRef
from schemas.posts import Image, Stats
from schemas.recipe import FilmChoice
from schemas.script import Mood
from services.studio.film.templates.emblems import emblems_of_line
from services.studio.film.templates.film_planner import background_name
from services.studio.film.templates.post_details import (
    is_same_text,
    is_usable_picture,
    known_statistics,
    korean_count,
    source_name,
)


@each_row(
    ("value", "shown"),
    [
        (0, "0"),
        (999, "999"),
        (1_204, "1,204"),
        (9_999, "9,999"),
        (10_000, "1만"),
        (12_345, "1.2만"),
        (481_220, "48.1만"),
        (990_000, "99만"),
        (1_000_000, "100만"),
        (12_345_678, "1,234만"),
    ],
)
def test_counts_are_short(value: int, shown: str) -> None:
    assert korean_count(value) == shown


@given(st.integers(0, 99_999_999), st.integers(0, 99_999_999))
def test_counts_keep_their_order(one: int, other: int) -> None:
    def number(text: str) -> float:
        plain = text.replace(",", "")
        return float(plain.removesuffix("만")) * 10_000 if plain.endswith("만") else float(plain)

    low, high = sorted((one, other))
    assert number(korean_count(low)) <= number(korean_count(high))
    assert abs(number(korean_count(one)) - one) <= max(500, one * 0.05)


def test_figures_that_are_not_known_are_left_out() -> None:
    told = post().model_copy(update={"stats": Stats(views=12_000, likes=0, comments=3)})
    assert known_statistics(told) == (("views", "1.2만"), ("comments", "3"))


def test_the_source_is_site_and_board() -> None:
    assert source_name(post()) == "와글마당 · 직장인"
    assert source_name(post().model_copy(update={"board": ""})) == "와글마당"
    assert source_name(post().model_copy(update={"board": "", "site_name": "\u200b"})) == "sample"


@each_row(
    ("one", "other", "same"),
    [
        ("퇴사하는 막내의 메일", "퇴사하는 막내의 메일!", True),
        ("퇴사하는  막내의… 메일?", "퇴사하는 막내의 메일", True),
        ("퇴사하는 막내의 메일", "점심시간에 생긴 일", False),
        ("", "", True),
        ("가나다라마바사아", "가나다라마바사", True),
    ],
)
def test_texts_that_say_the_same_are_alike(one: str, other: str, same: bool) -> None:
    assert is_same_text(one, other) is same
    assert is_same_text(other, one) is same


@given(st.text(max_size=30))
def test_a_text_is_like_itself(text: str) -> None:
    assert is_same_text(text, text)


@each_row(
    ("width", "height", "shown"),
    [
        (800, 600, True),
        (160, 160, True),
        (159, 400, False),
        (400, 159, False),
        (2000, 400, True),
        (2001, 400, False),
        (200, 2800, True),
        (199, 2800, False),
    ],
)
def test_strips_and_icons_are_not_shown(width: int, height: int, shown: bool) -> None:
    media = MediaRef(key=f"aa/{'a' * 64}.png", sha256="a" * 64, size=1)
    assert (
        is_usable_picture(Image(media=media, width=width, height=height, source_url="https://board.example/a.png"))
        is shown
    )


@given(st.text(max_size=40), st.sampled_from(list(Mood)), st.integers(0, 1000), st.integers(1, 3))
def test_every_line_has_emblems_that_can_be_drawn(text: str, mood: Mood, turn: int, most: int) -> None:
    found = emblems_of_line(text, mood, turn, most)
    assert 1 <= len(found) <= most
    assert len(set(found)) == len(found)
    assert all(ord(emblem) in emoji_coverage() for emblem in found)
    assert emblems_of_line(text, mood, turn, most) == found


@each_row(
    ("text", "emblem"),
    [
        ("고양이가 창문으로 들어왔어요", "🐱"),
        ("월급이 들어오는 날입니다", "💸"),
        ("치킨을 시켰는데", "🍗"),
        ("엘리베이터 안에서", "🛗"),
        ("결혼식 청첩장을 받았습니다", "💍"),
    ],
)
def test_a_word_of_the_line_names_its_emblem(text: str, emblem: str) -> None:
    assert emblems_of_line(text, Mood.DAILY, 0)[0] == emblem


def test_a_word_counts_at_its_beginning_only() -> None:
    assert "🐱" not in emblems_of_line("길고양이들", Mood.DAILY, 0)
    assert "🐱" in emblems_of_line("고양이들", Mood.DAILY, 0)


@each_row("mood", Mood)
def test_another_turn_gives_another_emblem_of_the_mood(mood: Mood) -> None:
    assert len({emblems_of_line("그런데 말이죠", mood, turn, 1) for turn in range(5)}) > 2


@given(st.sampled_from(list(Mood)), st.integers(0, 99))
def test_every_mood_has_backgrounds_and_the_seed_takes_one(mood: Mood, seed: int) -> None:
    assert background_name(mood, FilmChoice(seed=seed)) in BACKDROPS
    assert background_name(mood, FilmChoice(seed=seed)) == background_name(mood, FilmChoice(seed=seed + 2))
    assert background_name(mood, FilmChoice(seed=seed, background="rain")) == "rain"
