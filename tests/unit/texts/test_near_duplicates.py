"""Repeated stories are recognised, strangers are not."""

import io
import random

from fixtures.rows import each_row
from PIL import Image, ImageDraw

from libraries.pictures.perceptual_hash import difference_hash
from libraries.texts.near_duplicates import (
    DuplicateMatch,
    NearDuplicateFinder,
    comparable_letters,
    shingle_containment,
    shingle_hashes,
)
from testbed.benchmarks.collect.duplicates import bench_duplicates
from testbed.benchmarks.collect.pii import bench_pii

STORY = (
    "지난주에 이사한 집 우편함에서 전 주인 앞으로 온 편지를 발견했습니다. 버리려다가 관리실에 물어보니 연락처가 남아 "
    "있더라고요. 전화를 드렸더니 십 년 전에 헤어진 친구가 보낸 편지라며 한참을 말이 없으셨어요."
)
OTHER = (
    "회사 탕비실에 커피 머신이 새로 들어왔는데 아무도 사용법을 모릅니다. 설명서는 독일어로 되어 있고 "
    "버튼은 여덟 개인데 누를 때마다 다른 소리가 납니다. 오늘은 드디어 물이 나왔습니다."
)


@each_row(
    "copy",
    [
        "[펌] " + STORY,
        STORY + "\n\n출처: https://board.example/123",
        STORY.replace(" ", ""),
        "추천하고 갑니다 " + STORY + " 다들 어떻게 생각하세요? 저는 울었습니다.",
        ". ".join(reversed(STORY.split(". "))),
    ],
)
def test_a_copy_is_named_after_its_original(copy: str) -> None:
    kin = NearDuplicateFinder()
    assert kin.add_and_match("a.1", STORY).original == "a.1"
    assert kin.add_and_match("b.1", OTHER).original == "b.1"
    assert kin.add_and_match("c.1", copy).original == "a.1"
    # A copy of the copy belongs to the first as well.
    assert kin.add_and_match("d.1", "(펌) " + copy).original == "a.1"


def test_short_posts_are_never_taken_for_copies() -> None:
    kin = NearDuplicateFinder()
    assert [kin.add_and_match(f"a.{n}", "제목 그대로입니다").original for n in range(3)] == ["a.0", "a.1", "a.2"]


def test_the_same_post_again_keeps_its_place() -> None:
    kin = NearDuplicateFinder()
    assert kin.add_and_match("a.1", STORY).original == kin.add_and_match("a.1", STORY + OTHER).original == "a.1"


def test_what_is_forgotten_is_forgotten_whole() -> None:
    kin = NearDuplicateFinder(remembered=2)
    for name, text in (("a", STORY), ("b", OTHER), ("c", OTHER[::-1])):
        kin.add_and_match(name, text)
    assert kin.add_and_match("d", STORY).original == "d"
    assert kin.add_and_match("e", OTHER[::-1]).original == "c"


def test_only_letters_count() -> None:
    assert comparable_letters("[펌]  똠양꿍!! HTTP://a.example/x  (출처: 어딘가)") == "똠양꿍"
    one, other = shingle_hashes("가나다라마바", 3), shingle_hashes("나다라마", 3)
    assert shingle_containment(one, other) == 1.0
    assert shingle_containment(one, frozenset()) == 0.0


def test_the_benches_hold_what_is_asked_of_them() -> None:
    copies = bench_duplicates(stories=40)
    assert copies["precision"] >= 0.98
    assert copies["recall"] >= 0.95
    masked = bench_pii()
    assert masked["lines"] >= 500
    assert min(masked["recall"], masked["recall_apart"]) >= 0.9
    assert max(masked["false"], masked["false_apart"]) <= 0.05


def drawn(seed: int, size: tuple[int, int] = (400, 300), quality: int = 90, spot: bool = False) -> str:
    """The likeness of an invented picture, as another size and quality of it."""
    chance = random.Random(seed)
    picture = Image.new("RGB", (400, 300), "white")
    pen = ImageDraw.Draw(picture)
    for _ in range(12):
        left, top = chance.randrange(350), chance.randrange(250)
        pen.rectangle(
            (left, top, left + chance.randrange(20, 200), top + chance.randrange(20, 150)), fill=chance.choice(INKS)
        )
    if spot:
        pen.ellipse((380, 280, 396, 296), fill="red")
    target = io.BytesIO()
    picture.resize(size).save(target, "JPEG", quality=quality)
    return difference_hash(target.getvalue())


INKS = ("black", "navy", "gold", "tomato", "seagreen", "silver")


def test_posts_of_pictures_are_told_by_their_pictures() -> None:
    kin = NearDuplicateFinder()
    firsts = [kin.add_and_match(f"a.{seed}", "짤", [drawn(seed)]) for seed in range(60)]
    assert [first.original for first in firsts] == [f"a.{seed}" for seed in range(60)]
    copies = [kin.add_and_match(f"b.{seed}", "펌", [drawn(seed, (300, 225), 40, spot=True)]) for seed in range(60)]
    found = [copy == DuplicateMatch(f"a.{seed}", 2) for seed, copy in enumerate(copies)]
    assert sum(found) >= 58
    assert all(known or copy.original.startswith("b.") for known, copy in zip(found, copies, strict=True))
    assert kin.add_and_match("c.1", "재미있는 그림", [drawn(1, (800, 600), 70)]) == DuplicateMatch("a.1", 3)
    # One picture of a post of two others is not its story; both of them in another order are.
    assert kin.add_and_match("d.1", "", [drawn(70), drawn(71)]).original == "d.1"
    assert kin.add_and_match("e.1", "", [drawn(70), drawn(72)]).original == "e.1"
    assert kin.add_and_match("f.1", "", [drawn(71), drawn(70)]) == DuplicateMatch("d.1", 2)


def test_a_picture_of_nothing_is_like_no_other() -> None:
    target = io.BytesIO()
    Image.new("RGB", (200, 200), "white").save(target, "PNG")
    assert difference_hash(target.getvalue()) == ""


def test_what_is_forgotten_leaves_nothing_behind() -> None:
    kin = NearDuplicateFinder(remembered=2)
    for seed in range(5):
        kin.add_and_match(f"a.{seed}", "짤", [drawn(seed)])
    assert len(kin._by_band) <= 16
    assert kin.add_and_match("b.0", "짤", [drawn(0)]).original == "b.0"
