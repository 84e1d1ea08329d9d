"""The posts and pictures of the sample board."""

import re
from collections import Counter
from pathlib import Path

import pytest
from fixtures.rows import each_row
from PIL import Image

from crawlers.sample.sample_posts import (
    IMAGES,
    PictureFile,
    PostKind,
    SampleComment,
    SamplePost,
    all_sample_posts,
    read_sample_post,
)
from schemas.errors import BadInput
from testbed.sample_images.__main__ import FONT, MODULES
from testbed.sample_images.registry import SCENES, draw_sample_image

HANGUL = re.compile(r"[가-힣]")


def _remarks(post: SamplePost) -> list[SampleComment]:
    return [remark for remark, _ in post.all_comments()]


def test_there_are_posts_of_every_kind_and_enough_comments() -> None:
    posts = all_sample_posts()
    kinds = Counter(post.kind for post in posts)
    assert len(posts) >= 32
    assert set(kinds) == set(PostKind)
    assert min(kinds.values()) >= 2
    assert sum(len(_remarks(post)) for post in posts) >= 350
    assert all(3 <= len(_remarks(post)) <= 40 for post in posts)
    assert sum(len(post.body) >= 800 for post in posts) >= 8
    assert len({post.title for post in posts}) == len({post.author for post in posts}) == len(posts)


def test_the_texts_are_korean_and_figures_are_plausible() -> None:
    for post in all_sample_posts():
        assert HANGUL.search(post.title), post.id
        assert not post.body or len(HANGUL.findall(post.body)) > len(post.body) * 0.3, post.id
        assert post.views > post.likes > post.dislikes, post.id
        assert sum(remark.best for remark in _remarks(post)) >= 1, post.id


def test_the_three_best_lead_by_every_figure() -> None:
    posts = all_sample_posts()
    for figure in (lambda p: p.likes, lambda p: p.views, lambda p: len(_remarks(p))):
        ranked = sorted(posts, key=figure, reverse=True)
        assert {post.id for post in ranked[:4]} >= {"1001", "1002", "1003"}


@each_row("mark", ["<b>", "${이름}", "ㅋㅋㅋ", "ㅠㅠ", "🎂", "010-0000-0000", "@example.com", "OMG", "${", "&"])
def test_the_hard_cases_are_there(mark: str) -> None:
    texts = [text for post in all_sample_posts() for text in (post.title, post.body, *(r.text for r in _remarks(post)))]
    assert any(mark in text for text in texts)


def test_there_is_an_image_only_post_a_long_word_and_placeholders() -> None:
    posts = all_sample_posts()
    assert [post.id for post in posts if not post.body and post.images] == ["1014"]
    assert any(len(word) >= 40 for post in posts for word in post.body.split())
    assert {remark.state for post in posts for remark in _remarks(post)} == {"shown", "deleted", "secret"}


@pytest.mark.slow
def test_every_picture_decodes_and_is_described() -> None:
    shown = [picture for post in all_sample_posts() for picture in post.images]
    sizes = {}
    for picture in shown:
        with Image.open(IMAGES / picture.file) as image:
            image.load()
            sizes[picture.file] = image.size
    assert sum(bool(post.images) for post in all_sample_posts()) >= 10
    assert all(800 <= width <= 1600 for width, _ in sizes.values())
    assert len({round(width / height, 1) for width, height in sizes.values()}) >= 4
    assert any(height > 3 * width for width, height in sizes.values())
    assert set(sizes) == {path.name for path in IMAGES.iterdir()} == {f"{name}.webp" for name in SCENES}
    assert sum(path.stat().st_size for path in IMAGES.iterdir()) <= 3_000_000


@pytest.mark.slow
def test_a_picture_is_drawn_the_same_twice_and_is_the_one_in_the_folder() -> None:
    assert MODULES
    once, again = (draw_sample_image("omelette-day30", FONT) for _ in range(2))
    assert once.tobytes() == again.tobytes()
    with Image.open(IMAGES / "omelette-day30.webp") as kept:
        small = [list(image.convert("RGB").resize((8, 6)).tobytes()) for image in (kept, once)]
    assert max(abs(a - b) for a, b in zip(*small, strict=True)) <= 8


def test_paragraphs_hold_the_pictures_where_they_are_told() -> None:
    post = next(post for post in all_sample_posts() if post.id == "1020")
    parts = [part.file if isinstance(part, PictureFile) else part[:6] for part in post.paragraphs]
    assert parts[:3] == ["서른 살이 ", "bicycle-river.webp", "1일 차에 "]
    assert parts[-2:] == ["bicycle-sea.webp", "바다를 보는"]


def test_a_reply_knows_its_parent() -> None:
    post = next(post for post in all_sample_posts() if post.id == "1004")
    remarks = list(post.all_comments())
    replies = [(remark.by, remarks[parent][0].by) for remark, parent in remarks if parent is not None]
    assert replies == [("삼년차대리", "엄마나왔어"), ("엄마나왔어", "엄마나왔어"), ("커피세잔", "엄마나왔어")]


BROKEN = {
    "id: x": "a post whose id is no number",
    "[1, 2": "no YAML",
    "\x00": "a character no text has",
}


@pytest.mark.parametrize("text", BROKEN, ids=BROKEN.values())
def test_a_broken_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "9.yaml"
    path.write_text(text)
    with pytest.raises(BadInput, match=r"9\.yaml is not valid"):
        read_sample_post(path)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("[사진 1]", "사진 하나", "1 are placed"),
        ("  - {state: deleted}", "  - {state: deleted, by: 누구, text: 글}", "placeholder"),
        ("by: 꿀잠소망, ", "", "a shown comment needs"),
    ],
)
def test_an_incomplete_post_is_refused(tmp_path: Path, old: str, new: str, why: str) -> None:
    text = (IMAGES.parent / "posts/1001.yaml").read_text()
    assert old in text
    path = tmp_path / "1001.yaml"
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(BadInput, match=why):
        read_sample_post(path)
