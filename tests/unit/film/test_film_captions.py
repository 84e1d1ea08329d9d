"""Captions over texts as communities write them: nothing overflows, nothing is broken, nothing is unreadable."""

import random
import time
import unicodedata
from itertools import pairwise

import numpy as np
import pytest
from fixtures.rows import each_row
from hypothesis import given, settings
from hypothesis import strategies as st

from libraries.drawing.typography.captions import caption_blocks, timed_words
from libraries.drawing.typography.design_tokens import CAPTION, SAFE
from libraries.drawing.typography.fonts import Weight, emoji_coverage, text_coverage
from libraries.drawing.typography.line_breaking import fit_text, untimed_words
from libraries.drawing.typography.text import Ink, drawable_line, drawable_text, width_in_hangul
from libraries.drawing.typography.words import CaptionBlock, TextLine, TimedWord, joined_words
from libraries.storyboard.cards.caption import ink_box, place_centred_words, text_plate
from schemas.errors import BadInput
from schemas.script import Line, Role, Speaker
from schemas.voice import SpokenLine, Timing, Word

PIECES = [
    "막내가",
    "퇴사하면서",
    "전",
    "직원한테",
    "메일을",
    "보냈는데",
    "그게",
    "진짜",
    "레전드",
    "였음",
    "삼",
    "년",
    "동안",
    "하루도",
    "빠짐없이",
    "적은",
    "업무",
    "일지라니",
    "ㅋㅋㅋㅋㅋㅋㅋㅋ",
    "ㅠㅠㅠ",
    "ㄹㅇ",
    "진짜로?",
    "헐!!",
    "아니,",
    "왜...",
    "10,000원을",
    "2024년",
    "3월에",
    "iPhone15Pro를",
    "KBS에서",
    "A4용지",
    "세종대왕릉역앞편의점아르바이트생이라고하는사람이말하기를",
    "띄어쓰기를전혀하지않고이렇게길게적는사람도있더라고요정말",
    "😂😂😂",
    "👍",
    "❤️",
    "🤦\u200d♀️",
    "https://board.example/article/1234567890",
    "supercalifragilisticexpialidocious",
    "것",
    "수",
    "개",
    "명",
    "번",
]


def words(texts: list[str], each: int = 9) -> TextLine:
    shown = [text for text in map(drawable_line, texts) if text]
    return tuple(
        TimedWord(text=text.replace(" ", ""), start=i * each, end=(i + 1) * each) for i, text in enumerate(shown)
    )


def assert_readable(made: tuple[CaptionBlock, ...]) -> None:
    for block in made:
        assert len(block.lines) <= 2
        for line in block.lines:
            assert width_in_hangul(joined_words(line)) <= 16, joined_words(line)
        box = ink_box(place_centred_words(block.lines, block.size, CAPTION), block.size)
        assert SAFE.holds(box), (block.text, box)


@pytest.mark.parametrize("seed", range(5))
def test_generated_lines_stay_in_the_safe_area(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(25):
        line = words([dice.choice(PIECES) for _ in range(dice.randint(1, 22))])
        made = caption_blocks(line, 0, max(1, line[-1].end if line else 1))
        assert_readable(made)
        assert "".join(w.text for b in made for w in b.words) == "".join(w.text for w in line)


def test_blocks_follow_each_other_and_fill_the_scene() -> None:
    line = words(
        ["팀장님이", "제", "기획서를", "본인", "이름으로", "올린", "날", "저는", "웃으면서", "커피를", "샀습니다"],
        each=11,
    )
    made = caption_blocks(line, 0, 130)
    assert made[0].start == 0
    assert made[-1].end == 130
    assert all(one.end == other.start for one, other in pairwise(made))
    assert len(made) >= 3


def test_a_word_is_broken_only_when_it_is_too_long_alone() -> None:
    line = words(["어제", "개인정보수집동의서양식작성방법안내문을", "받았습니다"])
    made = [word for block in caption_blocks(line, 0, 40) for word in block.words]
    assert [word.text for word in made if not word.glued and word.text in ("어제", "받았습니다")] == [
        "어제",
        "받았습니다",
    ]
    pieces = [word for word in made if word.text not in ("어제", "받았습니다")]
    assert len(pieces) == 2
    assert [piece.glued for piece in pieces] == [False, True]
    assert pieces[0].end == pieces[1].start


@pytest.mark.parametrize(
    ("text", "together"),
    [("그날 받은 돈이 무려 삼백 명 것이었대요", "삼백 명"), ("우리는 전 직원이 모인 자리에 갔습니다", "전 직원이")],
)
def test_what_belongs_together_is_not_parted(text: str, together: str) -> None:
    lines = [joined_words(line) for block in caption_blocks(words(text.split()), 0, 90) for line in block.lines]
    assert any(together in line for line in lines), lines


def test_full_stops_are_dropped_and_marks_kept() -> None:
    assert _timed("갔습니다. 정말? 네… 그랬대요...") == ["갔습니다", "정말?", "네…", "그랬대요..."]


def test_voice_and_script_must_have_the_same_words() -> None:
    line = Line(role=Role.BODY, speaker=Speaker.NARRATOR, display="하나 둘 셋", spoken="하나 둘 셋")
    spoken = SpokenLine(index=0, start=0, end=1, words=(Word(text="하나", start=0, end=1),), timing=Timing.EXACT)
    with pytest.raises(BadInput, match="has 1 words in the voice and 3 in the script"):
        timed_words(line, spoken)


def _timed(text: str) -> list[str]:
    line = Line(role=Role.BODY, speaker=Speaker.NARRATOR, display=text, spoken=text)
    spoken = SpokenLine(
        index=0,
        start=0,
        end=9,
        words=tuple(Word(text=word, start=i, end=i + 1) for i, word in enumerate(text.split())),
        timing=Timing.EXACT,
    )
    return [word.text for word in timed_words(line, spoken)]


@given(st.text(max_size=120))
@settings(max_examples=80, deadline=None)
def test_whatever_comes_in_only_drawable_characters_come_out(text: str) -> None:
    out = drawable_line(text)
    assert all(c == " " or ord(c) in text_coverage() or ord(c) in emoji_coverage() for c in out)
    assert not any(unicodedata.category(c)[0] == "C" for c in out)
    assert drawable_line(out) == out


@each_row(
    ("text", "expected"),
    [
        ("e\u0301\u0302\u0303té", "été"),
        ("안\u202e녕\u200d하세요\u0000", "안녕하세요"),
        ("가\u200b나\u3000다\n라", "가나 다 라"),
        ("\u1112\u1161\u11ab글", "한글"),
        ("{\\an8}제목\\N", "{\\an8}제목\\N"),
        ("甲질 人生(인생)은 檢, 前 장관", "갑질 인생은 검, 전 장관"),
        ("\u1112\u119e\u11ab글 ｶﾅ Ⅲ급 x² ½", "한글 가나 Ⅲ급 x² ½"),
    ],
)
def test_hostile_text_is_made_harmless(text: str, expected: str) -> None:
    assert drawable_line(text) == expected


def test_what_is_not_drawn_as_it_was_written_is_counted() -> None:
    assert drawable_text(("甲질 人生", "가\ue123나 ☭ 👍🏻 \u0000")) == ("갑질 인생 가나 👍", 3, "\ue123☭")


@given(st.text(max_size=60))
def test_no_letter_or_number_is_left_out(text: str) -> None:
    assert not any(map(str.isalnum, drawable_text((text,)).left_out))


def test_twenty_thousand_marks_cost_nothing() -> None:
    began = time.perf_counter()
    out = drawable_line("가" + "\u0301\u0323" * 10_000 + "나")
    assert time.perf_counter() - began < 1
    assert len(out) <= 3


def test_every_syllable_can_be_drawn() -> None:
    assert all(code in text_coverage() for code in range(0xAC00, 0xD7A4))
    assert all(code in text_coverage() for code in range(0x3131, 0x3164))


def test_a_headline_too_long_for_its_place_ends_in_an_ellipsis() -> None:
    setting = fit_text(untimed_words("이것은 정말로 길고 긴 제목이라서 " * 9), Weight.BOLD, 400, (60, 50), 2)
    assert len(setting.lines) == 2
    assert joined_words(setting.lines[-1]).endswith("…")


def test_a_stressed_word_is_underlined() -> None:
    plain = words(["당장", "지워"])
    stressed = (plain[0], plain[1].model_copy(update={"stressed": True}))
    ink = Ink(Weight.EXTRA_BOLD, 80, "#ff0000")
    for edge in (None, "#000000"):
        drawn = [text_plate(place_centred_words((line,), 80, CAPTION), ink, edge).plate for line in (plain, stressed)]
        changed = np.flatnonzero((drawn[0].y != drawn[1].y).any(axis=1))
        assert 4 <= len(changed) <= 12
        assert not (drawn[0].y != drawn[1].y)[:, : drawn[0].width // 2 - 10].any()
