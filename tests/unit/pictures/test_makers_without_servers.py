"""Makers that need no server: whose picture a line gets, and what a still shows."""

import io
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from fixtures.studio.picture import BOARD, TOLD, story_of, wanted
from PIL import Image

from libraries.drawn_world.people.acting import Pose
from libraries.drawn_world.people.sample_people import SAMPLE_PEOPLE
from libraries.drawn_world.scenes import Setting
from libraries.drawn_world.staging.scenery.shot_props import ShotProps
from libraries.drawn_world.staging.shot import Framing, Player, Shot
from libraries.drawn_world.staging.still import still_pixels
from libraries.picture_makers.drawn.maker import DrawnMaker
from libraries.picture_makers.maker import LineToIllustrate
from libraries.picture_makers.own.maker import OwnPictureMaker
from libraries.picture_makers.post_pictures.maker import PostPictureMaker, pictures_of_lines
from libraries.picture_makers.prompts import NEVER, prompt_for, seed_for
from schemas.beats import Action, Age, CastAppearance, CastMember, Place, Storyboard
from schemas.errors import BadInput
from schemas.pictures import Origin, PicturesShown

DOES = (Action.CRYING, Action.HITTING)


def own(folder: Path, *names: str) -> Path:
    for name in names:
        file = folder / "pictures" / f"{name}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(name.encode())
    return folder


class TestPost:
    def test_a_picture_is_shown_at_the_line_that_tells_what_stood_before_it(self) -> None:
        story = story_of(pictures_at=(2, 4))
        assert [image.paragraph for image in pictures_of_lines(story.post, story.script).values()] == [2, 4]
        assert sorted(pictures_of_lines(story.post, story.script)) == [1, 3]

    def test_one_that_opens_the_post_is_shown_first(self) -> None:
        story = story_of(pictures_at=(0,))
        maker = PostPictureMaker(story)
        found = maker.picture(wanted(BOARD.beats[0]))
        assert found is not None
        assert (found.origin, found.image) == (Origin.POST, story.post.images[0])
        assert maker.picture(wanted(BOARD.beats[1])) is None

    def test_pictures_of_unknown_place_and_of_paragraphs_that_nobody_tells_are_left(self) -> None:
        story = story_of(pictures_at=(2,))
        unknown = story.post.images[0].model_copy(update={"paragraph": None})
        assert pictures_of_lines(story.post.model_copy(update={"images": (unknown,)}), story.script) == {}
        elsewhere = story.post.model_copy(update={"content": "전혀 다른 이야기\n또 다른 문단\n"})
        assert pictures_of_lines(elsewhere, story.script) == {}


class TestOwn:
    def test_a_picture_is_found_by_the_words_of_its_name_and_folders(self, tmp_path: Path) -> None:
        maker = OwnPictureMaker(story_of(assets=own(tmp_path, "점심/도시락", "바다")))
        found = maker.picture(wanted(BOARD.beats[0]))
        assert found is not None
        assert (found.origin, found.data) == (Origin.OWN, "점심/도시락".encode())
        assert maker.picture(wanted(BOARD.beats[3])) is None

    def test_a_place_that_is_not_said_is_found_by_its_names(self, tmp_path: Path) -> None:
        maker = OwnPictureMaker(story_of(assets=own(tmp_path, "사무실")))
        beat = BOARD.beats[3].model_copy(update={"place": Place.OFFICE})
        assert maker.picture(wanted(beat)) is not None

    def test_the_mood_decides_and_no_picture_comes_twice_in_a_row(self, tmp_path: Path) -> None:
        maker = OwnPictureMaker(story_of(assets=own(tmp_path, "도시락-sadness", "도시락-humor")))
        assert {maker.picture(wanted(BOARD.beats[0])).model for _ in range(3)} == {"도시락-humor"}  # type: ignore[union-attr]
        several = OwnPictureMaker(story_of(assets=own(tmp_path / "more", "도시락 하나", "도시락 둘")))
        shown = [several.picture(wanted(BOARD.beats[0])).model for _ in range(4)]  # type: ignore[union-attr]
        assert all(one != other for one, other in pairwise(shown))

    def test_one_that_is_too_large_is_named(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("libraries.picture_makers.own.maker._LARGEST", 3)
        maker = OwnPictureMaker(story_of(assets=own(tmp_path, "도시락")))
        with pytest.raises(BadInput) as caught:
            maker.picture(wanted(BOARD.beats[0]))
        assert caught.value.code == "picture.own_too_large"


class TestDrawn:
    def test_the_same_line_is_the_same_picture_and_others_are_not(self) -> None:
        first, again = (DrawnMaker(story_of()).picture(wanted(BOARD.beats[1])) for _ in range(2))
        assert first == again
        assert first is not None
        with Image.open(io.BytesIO(first.data)) as picture:
            assert (picture.format, picture.size) == ("JPEG", (1080, 648))
        maker = DrawnMaker(story_of())
        other = [maker.picture(wanted(beat)) for beat in BOARD.beats[1:3]]
        assert other[0] != other[1]

    def test_a_template_that_draws_itself_is_told_what_to_draw(self) -> None:
        found = DrawnMaker(story_of(shows=PicturesShown.SCENES)).picture(wanted(BOARD.beats[2]))
        assert found is not None
        assert (found.data, found.shows, found.lifelike) == (b"", BOARD.beats[2], False)

    @pytest.mark.parametrize("framing", [Framing.ESTABLISHING, Framing.MEDIUM, Framing.CLOSE, Framing.TWO])
    def test_heads_are_inside_of_a_still(self, framing: Framing) -> None:
        """Skin is seen, and none of it at the upper edge."""
        people = (Player(SAMPLE_PEOPLE["boss"], seed=1), Player(SAMPLE_PEOPLE["grandmother"], seed=2))
        shot = Shot(Setting(Place.OFFICE), framing, people[: 2 if framing is Framing.TWO else 1])
        pixels = still_pixels(shot, 648, small=True)
        assert pixels.shape == (324, 540, 3)
        empty = still_pixels(Shot(Setting(Place.OFFICE), framing), 648, small=True)
        assert pixels.shape == empty.shape
        assert not np.array_equal(pixels, empty)
        skin = (abs(pixels.astype(int) - np.array([246, 205, 170])).sum(axis=2) < 60).any(axis=1)
        rows = np.flatnonzero(skin)
        assert len(rows) > 20
        assert rows[0] > 3

    @pytest.mark.parametrize("place", [Place.BEDROOM, Place.HOSPITAL_WARD])
    def test_who_lies_in_a_still_lies_in_a_bed(self, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        shot = Shot(Setting(place), Framing.MEDIUM, (Player(SAMPLE_PEOPLE["boss"], pose=Pose.LIE),))
        furnished = still_pixels(shot, 648, small=True)
        monkeypatch.setattr("libraries.drawn_world.staging.still.shot_props", lambda *_: ShotProps())
        differs = (furnished != still_pixels(shot, 648, small=True)).any(axis=2)
        assert differs.mean() > 0.1


class TestPrompts:
    def test_a_prompt_says_what_is_seen_and_who_always_in_the_same_words(self) -> None:
        story = story_of()
        night, bow = (prompt_for(story, wanted(BOARD.beats[at])) for at in (2, 3))
        assert "office in South Korea, night" in night.wanted
        assert "a Korean man, middle-aged" in night.wanted
        assert "entering" in night.wanted
        shared = night.wanted.partition("a Korean man")[2].partition("executive")[0]
        assert shared
        assert shared == bow.wanted.partition("a Korean man")[2].partition("executive")[0]
        assert night.never == ", ".join(NEVER)

    def test_the_recipe_chooses_the_style(self) -> None:
        story = story_of()._replace(style="watercolour")
        assert prompt_for(story, wanted(BOARD.beats[0])).wanted.startswith("watercolour. no people")

    @pytest.mark.parametrize("age", [Age.CHILD, Age.STUDENT])
    def test_no_model_is_asked_for_a_child_in_harm(self, age: Age) -> None:
        child = CastMember(id="아이", age=age)
        story = story_of()._replace(board=Storyboard(beats=BOARD.beats, cast=(child,)))
        hurt = CastAppearance(member="아이", action=Action.HITTING)
        with pytest.raises(BadInput) as caught:
            prompt_for(story, wanted(BOARD.beats[0].model_copy(update={"cast": (hurt,)})))
        assert caught.value.code == "picture.minor_in_harm"

    def test_nor_for_one_who_strikes_beside_a_child(self) -> None:
        people = (CastMember(id="아이", age=Age.CHILD), CastMember(id="삼촌", age=Age.MIDDLE_AGED))
        story = story_of()._replace(board=Storyboard(beats=BOARD.beats, cast=people))
        child, uncle = (CastAppearance(member=each.id, action=does) for each, does in zip(people, DOES, strict=True))
        with pytest.raises(BadInput, match="child in harm"):
            prompt_for(story, wanted(BOARD.beats[0].model_copy(update={"cast": (child, uncle)})))
        for alone in (child, uncle):
            assert prompt_for(story, wanted(BOARD.beats[0].model_copy(update={"cast": (alone,)}))).wanted

    def test_another_attempt_has_another_seed(self) -> None:
        story, beat = story_of(), BOARD.beats[0]
        seeds = [seed_for(story, LineToIllustrate(0, beat, attempt)) for attempt in (0, 0, 1)]
        assert seeds[0] == seeds[1] != seeds[2]


def test_the_board_is_of_the_story() -> None:
    assert len(BOARD.beats) == len(TOLD)
