"""What an edit makes anew: keys that stay say the truth, and those that change are few."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from fixtures.studio.film import TOLD, picture, post, script, store_in, voice_of

from libraries.drawing.canvas.compositor import Composition, draw_frame
from libraries.drawing.canvas.transitions import Transition
from libraries.media.store import LocalStore
from libraries.storyboard.timeline import Timeline
from libraries.video.encoder import GOP, Encoder
from schemas.media import MediaRef
from schemas.posts import Image
from schemas.recipe import FilmChoice
from schemas.script import Role
from services.config import StudioSettings
from services.studio.film.encode.segment import keyframe_after_transition, segment_key, tail_key
from services.studio.film.render import make_film, plan_film
from services.studio.film.templates.registry import template_named

ENCODER: Encoder = "libx264"
EDITED = 4
SLOW = 2.0
"""Lines are read so many times slower than elsewhere: scenes of five seconds and more."""
REWORDED = TOLD[EDITED][1].replace("날짜와", "시간과")
LONGER = TOLD[EDITED][1].replace("증거", "꼼꼼하게정리한증거")


class Edit(NamedTuple):
    """A film before and after a line was edited."""

    one: Timeline
    other: Timeline
    files: dict[str, Path]

    def untouched(self) -> list[tuple[int, int]]:
        """Scenes found again, with the first frame from which on they are: 0, or where they are divided."""
        found = []
        for i in range(len(self.one.scenes)):
            if segment_key(self.one, i, ENCODER) == segment_key(self.other, i, ENCODER):
                found.append((i, 0))
            elif keyframe_after_transition(self.other, i) and tail_key(self.one, i, ENCODER) == tail_key(
                self.other, i, ENCODER
            ):
                found.append((i, GOP))
        return found

    def frames(self) -> int:
        """How many are made anew."""
        kept = sum(self.one.scenes[i].frames - first for i, first in self.untouched())
        return self.other.frames - kept


def edit(store: LocalStore, name: str, text: str, line: int = EDITED, images: tuple[Image, ...] = ()) -> Edit:
    told = list(TOLD)
    role, _, credit, likes = told[line]
    told[line] = (role, text, credit, likes)
    films = []
    for lines in (TOLD, tuple(told)):
        words = script(lines)
        films.append(
            plan_film(post(images), words, voice_of(words, store, SLOW), FilmChoice(template=name, theme="ink"))
        )
    return Edit(films[0], films[1], {image.media.key: store.path(image.media) for image in images})


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> LocalStore:
    return store_in(tmp_path_factory.mktemp("edits"))


@pytest.mark.parametrize(
    "name",
    ["post", "quiz", *(pytest.param(name, marks=pytest.mark.slow) for name in ("card", "chat", "battle", "big"))],
)
@pytest.mark.slow
def test_what_is_found_again_looks_as_if_it_were_made_anew(store: LocalStore, name: str) -> None:
    """Around the edited line: as they begin, or from where they are divided, and to their end."""
    done = edit(store, name, REWORDED, images=(picture(store, 1200, 800), picture(store, 900, 1100, 90)))
    at = next(i for i, scene in enumerate(done.one.scenes) if scene != done.other.scenes[i])
    near = [(i, first) for i, first in done.untouched() if at - 2 <= i <= at + 3]
    assert {at - 1, at + 1} & {i for i, _ in near}
    for index, first in near:
        of = template_named(name)
        one, other = (of.compose(film, index, done.files) for film in (done.one, done.other))
        for frame in sorted({first, first + 9, one.frames - 1}):
            assert _alike(one, other, frame), (index, frame)
        # Of a divided scene it is not so from the start.
        assert not first or not _alike(one, other, 0)


def _alike(one: Composition, other: Composition, frame: int) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(draw_frame(one, frame), draw_frame(other, frame), strict=True))


@pytest.mark.parametrize("text", [REWORDED, LONGER], ids=["reworded", "a row more"])
@pytest.mark.parametrize("name", ["post", "quiz"])
def test_an_edited_line_makes_its_scene_and_the_first_of_the_next_anew(store: LocalStore, name: str, text: str) -> None:
    done = edit(store, name, text)
    found = dict(done.untouched())
    at = next(i for i, scene in enumerate(done.other.scenes) if "날짜와" in str(done.one.scenes[i].words))
    assert set(range(len(done.one.scenes))) - found.keys() == {at}
    assert [i for i, first in found.items() if first] == [at + 1]
    assert done.frames() <= 0.2 * done.other.frames


def test_a_scene_without_a_second_to_gain_is_not_divided(store: LocalStore) -> None:
    film = edit(store, "post", REWORDED).one
    for index, scene in enumerate(film.scenes):
        gains = scene.frames >= GOP + 15
        leaves = index > 0 and scene.transition not in (Transition.CUT, Transition.POP)
        assert keyframe_after_transition(film, index) == (GOP if gains and leaves else None)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["post", "quiz"])
def test_an_edited_film_has_the_same_bytes_as_one_made_afresh(tmp_path: Path, name: str) -> None:
    """Though in the one the rest of a scene was taken from an earlier film."""
    told = list(TOLD[:6])
    told[EDITED] = (Role.BODY, REWORDED, "", 0)
    films: list[MediaRef] = []
    for number, versions in enumerate(((tuple(TOLD[:6]), tuple(told)), (tuple(told),))):
        store = store_in(tmp_path / str(number))
        for lines in versions:
            words = script(lines)
            voice = voice_of(words, store, SLOW)
            choice = FilmChoice(template=name, encoder=ENCODER, quality="preview")
            film = make_film(
                post(), words, voice, choice, store, StudioSettings(), progress=lambda _percent, _note: None
            )
        films.append(film.video)
    assert films[0] == films[1]
