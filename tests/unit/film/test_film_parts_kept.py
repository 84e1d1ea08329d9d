"""What is kept from one frame, or one film, to the next is never taken for something else."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from fixtures.studio.film import picture, post, script, store_in, voice_of
from PIL import Image

from libraries.drawing.canvas.compositor import SpriteFrame
from libraries.drawing.canvas.yuv import Plate
from libraries.drawing.typography.design_tokens import Box
from libraries.storyboard.cards.scrolling import sprite_through_window
from schemas.errors import Permanent
from schemas.recipe import FilmChoice
from services.studio.film.encode.parallel_segments import make_segments
from services.studio.film.encode.segment import SegmentTask
from services.studio.film.encode.segment_cache import SegmentTail
from services.studio.film.qc.checks import measure_plan
from services.studio.film.render import plan_film
from services.studio.film.stored_results import recall_record

WINDOW = Box(0, 200, 400, 600)


def test_a_plate_that_is_new_in_every_frame_is_seen_in_every_frame() -> None:
    """Also where the plate before is gone, so that the new one may lie in the same memory."""

    def fresh(frame: int) -> SpriteFrame:
        return SpriteFrame(
            Plate.from_rgba(Image.new("RGBA", (40, 40), (frame % 250, frame % 250, frame % 250))), 10, 380
        )

    seen = sprite_through_window(fresh, lambda _: 0.0, WINDOW)
    for frame in range(300):
        shot, alone = seen(frame), sprite_through_window(fresh, lambda _: 0.0, WINDOW)(frame)
        assert shot is not None
        assert alone is not None
        assert isinstance(shot.what, Plate)
        assert isinstance(alone.what, Plate)
        assert np.array_equal(shot.what.y, alone.what.y), f"frame {frame}"


@pytest.mark.parametrize("name", ["card", "post"])
def test_the_address_of_a_picture_is_no_text_of_the_film(name: str, tmp_path: Path) -> None:
    store = store_in(tmp_path)
    image = picture(store, 640, 480).model_copy(update={"source_url": "https://board.example/\u0e01\U0001f32b.png"})
    shown = post().model_copy(update={"images": (image,)})
    made = plan_film(shown, script(), voice_of(script(), store), FilmChoice(template=name))
    assert image.source_url in made.model_dump_json()
    assert measure_plan(made)["undrawable_characters"] == 0


def test_a_sound_that_fails_is_heard_of_before_all_scenes_are_made(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    made = plan_film(post(), script(), voice_of(script(), store), FilmChoice(template="chat", quality="preview"))
    count = len(made.scenes)
    tasks = [SegmentTask(made, i, "libx264", {}, tmp_path / f"{i}.h264") for i in range(count)]
    finished: list[int] = []
    with ThreadPoolExecutor(1) as threads:
        sound = threads.submit(_failing("hiss"))
        with pytest.raises(Permanent, match="hiss"):
            make_segments(threads, tasks, lambda task, _: finished.append(task.index), alongside=(sound,))
    assert len(finished) < count


def _failing(why: str) -> Callable[[], None]:
    def work() -> None:
        raise Permanent("test.permanent", what="The sound", why=why, remedy="Make it again.")

    return work


def test_what_another_version_remembered_is_made_anew(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.keep_result("a" * 64, b'{"segment": "elsewhere"}')
    assert recall_record(store, "a" * 64, SegmentTail) is None
    assert recall_record(store, "b" * 64, SegmentTail) is None
