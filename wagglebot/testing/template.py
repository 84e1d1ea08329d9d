"""The contract suite of film templates."""

from itertools import pairwise
from typing import ClassVar, cast

import numpy as np
import pytest

from libraries.drawing.canvas.compositor import Sprite, draw_frame
from libraries.drawing.typography.design_tokens import SAFE
from schemas.frames import FPS
from schemas.media import MediaRef
from schemas.recipe import canonical_json
from schemas.voice import SpokenLine, Timing, Word
from wagglebot.plugins import AdapterKind
from wagglebot.plugins.template import Card, CardScene, FilmChoice, Post, Script, Template, Timeline, VoiceTrack
from wagglebot.plugins.writer import Line, Role, Speaker
from wagglebot.testing.adapter import AdapterContract
from wagglebot.testing.writer import POST

_LINES = (
    (Role.HOOK, "회사 냉장고에서 도시락이 사라집니다.", ""),
    (Role.BODY, "처음에는 제가 착각한 줄 알고 이름표를 크게 붙여 두었어요.", ""),
    (Role.BODY, "그런데 어제 점심에 냉장고를 열었더니 이름표만 남아 있었습니다.", ""),
    (Role.BODY, "알고 보니 팀장님이 본인 것인 줄 알고 일주일 내내 드시고 계셨습니다.", ""),
    (Role.COMMENT, "팀장님이 싸 온 도시락은 맛있었나요", "느긋한고래7"),
    (Role.CLOSER, "여러분이라면 어떻게 하시겠어요?", ""),
)
SCRIPT = Script(
    title="회사 냉장고에서 도시락이 사라집니다",
    lines=tuple(
        Line(
            role=role,
            speaker=Speaker.COMMENTER if credit else Speaker.NARRATOR,
            display=text,
            spoken=text,
            credit=credit,
            likes=50 if credit else 0,
        )
        for role, text, credit in _LINES
    ),
)


def narration(script: Script = SCRIPT) -> VoiceTrack:
    """A narration of which only the times exist: 0.35 s a word, 0.2 s between lines."""
    at, lines = 0.1, []
    for index, line in enumerate(script.lines):
        words = []
        for text in line.display.split():
            words.append(Word(text=text, start=round(at, 3), end=round(at + 0.35, 3)))
            at += 0.35
        start, end = words[0].start, words[-1].end
        lines.append(SpokenLine(index=index, start=start, end=end, words=tuple(words), timing=Timing.EXACT))
        at += 0.2
    audio = MediaRef(key=f"aa/{'a' * 64}.wav", sha256="a" * 64, size=1)
    return VoiceTrack(audio=audio, sample_rate=24_000, duration=round(at, 3), lines=tuple(lines))


INK_LUMA = 32
"""Steps of luma (of 255) by which a pixel of text differs from what is behind it."""
LEAST_INK = 0.005
"""Least share of such pixels in each fifth of the width of a text box; our templates have 0.0108 or more."""


class _EmptyCard(Card):
    """A card that draws nothing."""

    kind: str = "empty"

    def draw(self, scene: CardScene) -> list[Sprite]:  # noqa: ARG002 - the signature of a card
        return []


def text_shares(template: Template, film: Timeline, index: int) -> list[float]:
    """How much text stands in each text box of a scene, at the end of the word where it is most.

    A pixel counts where it differs both from the same frame without card and captions and from the median of its box;
    the share given is that of the emptiest fifth of the width, as a marker of one word alone is no standing text.
    """
    scene, boxes = film.scenes[index], template.text_boxes(film, index)
    empty = scene.model_copy(update={"card": _EmptyCard(), "captions": ()})
    scenes = (*film.scenes[:index], empty, *film.scenes[index + 1 :])
    drawn = template.compose(film, index, {})
    blank = template.compose(film.model_copy(update={"scenes": scenes}), index, {})
    shares = [0.0] * len(boxes)
    for frame in sorted({min(word.end - scene.start, scene.frames) - 1 for word in scene.words}):
        with_text, without = (draw_frame(each, frame).y.astype(np.int16) for each in (drawn, blank))
        for number, box in enumerate(boxes):
            place = np.s_[box.top : box.bottom, box.left : box.right]
            text, behind = with_text[place], without[place]
            ink = (np.abs(text - behind) > INK_LUMA) & (np.abs(text - np.median(text)) > INK_LUMA)
            emptiest = min(float(part.mean()) for part in np.array_split(ink, 5, axis=1))
            shares[number] = max(shares[number], emptiest)
    return shares


class TemplateContract(AdapterContract):
    """A template shows every word in its time and inside the safe area, and draws the same film each time."""

    kind = AdapterKind.TEMPLATE
    choice: ClassVar[FilmChoice] = FilmChoice(seed=1)
    story: ClassVar[Post] = POST

    @pytest.fixture
    def template(self) -> Template:
        """The template by its name."""
        return cast("Template", self.adapter.load()(self.adapter.name))

    @pytest.fixture
    def film(self, template: Template) -> Timeline:
        """The plan of the story."""
        return template.plan(self.story, SCRIPT, narration(), self.choice)

    def test_scenes_follow_each_other_without_a_gap(self, film: Timeline) -> None:
        assert film.scenes[0].start == 0
        assert all(before.start + before.frames == scene.start for before, scene in pairwise(film.scenes))
        assert sum(scene.frames for scene in film.scenes) / FPS >= narration().duration - 1 / FPS

    def test_every_word_is_shown_in_its_time(self, film: Timeline) -> None:
        shown = [word for scene in film.scenes for word in scene.words]
        spoken = [word for line in narration().lines for word in line.words]
        assert [word.text.strip(".,?!") for word in shown] == [word.text.strip(".,?!") for word in spoken]
        assert max(abs(a.start / FPS - b.start) for a, b in zip(shown, spoken, strict=True)) <= 0.040

    def test_the_same_story_gives_the_same_plan(self, template: Template, film: Timeline) -> None:
        assert canonical_json(template.plan(self.story, SCRIPT, narration(), self.choice)) == canonical_json(film)

    def test_texts_stay_inside_the_safe_area(self, template: Template, film: Timeline) -> None:
        for index in range(len(film.scenes)):
            for box in template.text_boxes(film, index):
                assert SAFE.left <= box.left <= box.right <= SAFE.right
                assert SAFE.top <= box.top <= box.bottom <= SAFE.bottom

    def test_texts_are_drawn_where_their_boxes_are(self, template: Template, film: Timeline) -> None:
        for index in (1, len(film.scenes) - 2):
            shares = text_shares(template, film, index)
            assert shares, f"scene {index} ({film.scenes[index].card.kind}) has no text box"
            assert min(shares) >= LEAST_INK, f"scene {index} ({film.scenes[index].card.kind}) draws no text in a box"

    def test_a_frame_is_drawn_the_same_each_time(self, template: Template, film: Timeline) -> None:
        index = len(film.scenes) // 2
        first, second = (
            draw_frame(template.compose(film, index, {}), film.scenes[index].frames // 2) for _ in range(2)
        )
        assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))
