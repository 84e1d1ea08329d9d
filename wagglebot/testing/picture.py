"""The contract suite of makers of pictures."""

from pathlib import Path
from typing import Any, cast

import pytest
from pydantic import BaseModel

from libraries.story_beats import make_storyboard
from schemas.script import Line, Mood, Role, Speaker
from wagglebot.plugins import AdapterKind
from wagglebot.plugins.picture import (
    FoundPicture,
    LineToIllustrate,
    Origin,
    PictureMaker,
    PicturesShown,
    Script,
    StoryToIllustrate,
)
from wagglebot.testing.adapter import AdapterContract
from wagglebot.testing.writer import POST

TOLD = tuple(POST.content.splitlines())
SCRIPT = Script(
    title=POST.title,
    mood=Mood.HUMOR,
    lines=tuple(
        Line(role=Role.BODY if at else Role.HOOK, speaker=Speaker.NARRATOR, display=text, spoken=text)
        for at, text in enumerate(TOLD)
    ),
)


class PictureMakerContract(AdapterContract):
    """A maker gives a picture that can be shown and whose origin can be told, or none: the same one each time."""

    kind = AdapterKind.PICTURE_MAKER

    @pytest.fixture
    def story(self, tmp_path: Path) -> StoryToIllustrate:
        """The story that is told."""
        board = make_storyboard(SCRIPT, POST)
        told = StoryToIllustrate(
            POST, SCRIPT, board, 7, "", PicturesShown.STILLS, True, tmp_path / "faces.onnx", tmp_path
        )
        return self.prepared(told)

    def prepared(self, story: StoryToIllustrate) -> StoryToIllustrate:
        """The story with what the maker needs to have a picture for at least one line; for subclasses."""
        return story

    def new_maker(self, story: StoryToIllustrate, section: BaseModel | None) -> PictureMaker:
        """A new maker with its settings."""
        factory: Any = self.adapter.load()
        return cast("PictureMaker", factory(story) if section is None else factory(story, section))

    def given_pictures(self, story: StoryToIllustrate, section: BaseModel | None) -> list[FoundPicture]:
        """The pictures that the maker gives, of all lines that have one."""
        maker = self.new_maker(story, section)
        every = (maker.picture(LineToIllustrate(beat.line, beat)) for beat in story.board.beats)
        return [found for found in every if found is not None]

    def test_a_picture_is_something_that_can_be_shown(
        self, story: StoryToIllustrate, section: BaseModel | None
    ) -> None:
        found = self.given_pictures(story, section)
        assert found
        assert all(each.data or each.image or each.shows for each in found)

    def test_its_origin_can_be_told(self, story: StoryToIllustrate, section: BaseModel | None) -> None:
        for each in self.given_pictures(story, section):
            assert (each.attribution is not None) == (each.origin is Origin.LICENSED)
            assert bool(each.prompt and each.model) or each.origin is not Origin.MODEL
            assert each.lifelike == (each.origin in (Origin.MODEL, Origin.LICENSED, Origin.OWN))
            assert each.own <= (each.origin is Origin.DRAWN)

    def test_the_same_story_gives_the_same_pictures(self, story: StoryToIllustrate, section: BaseModel | None) -> None:
        assert self.given_pictures(story, section) == self.given_pictures(story, section)
