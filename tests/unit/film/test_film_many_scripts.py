"""Five hundred scripts of what people write: nothing overflows, no tofu, every pixel of text is in its place."""

import random
from functools import lru_cache

import numpy as np
import pytest
from fixtures.crawl.probe import Probe
from fixtures.studio.film import post
from fixtures.studio.gallery import TEMPLATES

from libraries.drawing.typography.captions import LIMIT, WEIGHT
from libraries.drawing.typography.design_tokens import SAFE, THEMES
from libraries.drawing.typography.fonts import emoji_coverage, text_coverage
from libraries.drawing.typography.text import text_width, undrawable_characters
from libraries.drawing.typography.words import joined_words
from libraries.storyboard.timeline import Timeline
from schemas.media import MediaRef
from schemas.recipe import FilmChoice
from schemas.script import Line, Mood, Role, Script, Speaker
from schemas.voice import SpokenLine, Timing, VoiceTrack, Word
from services.studio.film.render import plan_film
from services.studio.film.templates.registry import template_named

SCRIPTS = 500
PLAIN = (
    *("막내가", "퇴사하면서", "전", "직원한테", "메일을", "보냈는데", "그게", "진짜", "레전드였음", "아니", "어제"),
    *("우리", "집", "앞에서", "만난", "사람이", "알고", "보니"),
)
HARD = (
    "세종대왕릉역앞편의점아르바이트생이라고하는사람이말하기를",
    "띄어쓰기를전혀하지않고이렇게길게적는사람도있더라고요정말로",
    "supercalifragilisticexpialidocious",
    "https://board.example/article/1234567890?page=3",
    "ㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋ",
    "ㅠㅠㅠㅠㅠㅠㅠㅠ",
    "ㄹㅇㅋㅋ",
    "10,000,000,000원",
    "010-1234-5678",
    "2024.03.15",
    "3.141592653589793",
    "iPhone15ProMax를",
    "GPT-4o",
    "KBS·MBC·SBS",
    "😂😂😂😂😂😂",
    "🤦\u200d♀️",
    "👨\u200d👩\u200d👧\u200d👦",
    "❤️🔥",
    "뷁쉡퉳쀍",
    "WWWWWWWWWWWWWWWW",
    "iiiiiiiiiiiiiiiiiiiiiiiiiiii",
    "？！",
    "\u202e거꾸로\u202c",
    "e\u0301\u0302\u0303\u0304xotique",
    "漢字는",
    "ひらがな",
    "ﷺ",
    "{\\an8}<b>",
)


def text(dice: random.Random) -> str:
    words = [dice.choice(HARD if dice.random() < 0.4 else PLAIN) for _ in range(dice.randint(1, 16))]
    end = dice.choice(("", ".", "?", "!!", "…", " ㅋㅋ"))
    return (" ".join([*words, dice.choice(PLAIN)]) + end)[:158].strip()


@lru_cache(maxsize=4)
def written(number: int) -> Script:
    """Hook, two lines of a story, two comments, closer."""
    dice = random.Random(number)
    roles = (Role.HOOK, Role.BODY, Role.BODY, Role.COMMENT, Role.COMMENT, Role.CLOSER)
    lines = []
    for role in roles:
        shown = text(dice)
        credit = text(dice)[:40] if role is Role.COMMENT else ""
        speaker = Speaker.COMMENTER if credit else Speaker.NARRATOR
        likes = dice.choice((0, 3, 99_999_999))
        lines.append(Line(role=role, speaker=speaker, display=shown, spoken=shown, credit=credit, likes=likes))
    return Script(title=text(dice)[:100].strip(), lines=tuple(lines), mood=list(Mood)[number % len(Mood)])


def spoken(script: Script) -> VoiceTrack:
    """Times alone: nobody listens here."""
    at, lines = 0.1, []
    for index, line in enumerate(script.lines):
        words = []
        for word in line.display.split():
            words.append(Word(text=word, start=round(at, 3), end=round(at + 0.12 * min(len(word), 12), 3)))
            at = words[-1].end
        lines.append(SpokenLine(index=index, start=words[0].start, end=at, words=tuple(words), timing=Timing.ESTIMATED))
        at += 0.2
    audio = MediaRef(key=f"{'0' * 2}/{'0' * 64}.wav", sha256="0" * 64, size=1)
    return VoiceTrack(audio=audio, sample_rate=24_000, duration=at, lines=tuple(lines))


def film(number: int, name: str) -> Timeline:
    script = written(number)
    theme = list(THEMES)[number % len(THEMES)]
    return plan_film(post(), script, spoken(script), FilmChoice(template=name, theme=theme, seed=number))


def measured_faults(made: Timeline) -> list[str]:
    """Texts outside the safe area, captions wider than their place, characters that no font can draw."""
    of = template_named(made.template)
    boxes = [(i, box) for i in range(len(made.scenes)) for box in of.text_boxes(made, i)]
    faults = [f"scene {i}: {box}" for i, box in boxes if not SAFE.holds(box)]
    for scene in made.scenes:
        lines = [(line, block.size) for block in scene.captions for line in block.lines]
        faults += [
            f"too wide: {joined_words(line)}"
            for line, size in lines
            if text_width(joined_words(line), WEIGHT, size) > LIMIT
        ]
        faults += [
            f"no picture for {sorted(undrawable_characters(word.text))}"
            for word in scene.words
            if undrawable_characters(word.text)
        ]
    return faults


def pixels_outside(number: int) -> int:
    """Of one frame of the film: how many pixels of its texts and markers lie outside the safe area."""
    made = film(number, TEMPLATES[number % len(TEMPLATES)])
    index = number // len(TEMPLATES) % (len(made.scenes) - 1)
    scene = made.scenes[index]
    found = Probe(made, index, "lettered").mask(scene.frames * (1 + number % 3) // 4)
    assert found.sum() > 500, "there is text to be seen"
    inside = np.zeros_like(found)
    inside[SAFE.top : SAFE.bottom, SAFE.left : SAFE.right] = True
    return int((found & ~inside).sum())


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.quick_cases(2)
def test_some_scripts_fit_in_every_template(name: str) -> None:
    assert [fault for number in range(6) for fault in measured_faults(film(number, name))] == []


@pytest.mark.parametrize("number", range(len(TEMPLATES)))
@pytest.mark.quick_cases(1)
def test_the_pixels_of_some_scripts_are_in_the_safe_area(number: int) -> None:
    assert pixels_outside(number + 18) == 0


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", TEMPLATES)
def test_five_hundred_scripts_fit_in_every_template(name: str) -> None:
    assert [fault for number in range(SCRIPTS) for fault in measured_faults(film(number, name))] == []


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_the_pixels_of_five_hundred_scripts_are_in_the_safe_area() -> None:
    assert {number: out for number in range(SCRIPTS) if (out := pixels_outside(number))} == {}


def test_every_syllable_and_letter_of_hangul_has_its_glyph() -> None:
    assert sum(code in text_coverage() for code in range(0xAC00, 0xD7A4)) == 11_172
    assert not [chr(code) for code in range(0x3131, 0x3164) if code not in text_coverage()]
    assert len(emoji_coverage()) > 500
