"""A template of another package: one module with a card of its own, planned, drawn and encoded like ours."""

import threading
from collections.abc import Iterator
from pathlib import Path

import av
import pytest
from fixtures.plugins import installed
from fixtures.studio.film import post, script, store_in, voice_of

from libraries.drawing.canvas.compositor import draw_frame
from libraries.drawing.canvas.yuv import to_rgb
from libraries.media.store import LocalStore
from libraries.storyboard.cards.card import SpokenCard
from libraries.storyboard.subtitles import srt_text
from libraries.storyboard.timeline import Timeline
from schemas import adapters
from schemas.adapters import AdapterKind
from schemas.errors import ConfigurationError
from schemas.recipe import FilmChoice, canonical_json
from services.studio.film.encode.segment import SegmentTask, make_segment, segment_key
from services.studio.film.qc.checks import measure_plan
from services.studio.film.render import plan_film
from services.studio.film.templates.auto_select import best_template
from services.studio.film.templates.registry import template_named, template_names


@pytest.fixture
def package(tmp_path: Path) -> Iterator[None]:
    """The example template as if it were installed, and one whose template lacks a library."""
    site = tmp_path / "site-packages"
    info = site / "lame-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "lame.py").write_text(
        "from schemas.adapters import Adapter, AdapterKind\n"
        "TEMPLATE = Adapter(kind=AdapterKind.TEMPLATE, name='lame', version='1', make='no_such_library:Lame',\n"
        "                   title_en='Lame', title_ko='절름발이')\n"
    )
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: lame\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[wagglebot.templates]\nlame = lame:TEMPLATE\n")
    template_named.cache_clear()
    with installed("chalk-template", site):
        yield
    template_named.cache_clear()


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return store_in(tmp_path)


def chalk_film(store: LocalStore) -> Timeline:
    return plan_film(post(), script(), voice_of(script(), store), FilmChoice(theme="ink", template="chalk"))


@pytest.mark.usefixtures("package")
def test_it_is_listed_behind_ours_with_its_title() -> None:
    assert template_names()[-2:] == ("chalk", "lame")
    found = adapters.find_adapter(AdapterKind.TEMPLATE, "chalk", setting="recipe.film.template")
    assert (found.title_ko, found.version) == ("칠판", "2")


@pytest.mark.usefixtures("package")
def test_its_cards_are_planned_between_our_hook_and_our_end(store: LocalStore) -> None:
    film = chalk_film(store)
    kinds = [scene.card.kind for scene in film.scenes]
    assert (kinds[0], kinds[1], kinds[-1]) == ("hook", "chalk", "end")
    assert "comments" in kinds
    assert "tick" in {mark.name for mark in film.sounds}
    # What is on its cards is in the side file and in the key of its segment.
    assert "분위기가" in srt_text(film)
    assert '"colour":"#123d2a"' in canonical_json(film)


@pytest.mark.usefixtures("package")
def test_its_scenes_are_drawn_and_its_texts_are_inside_the_safe_area(store: LocalStore) -> None:
    film = chalk_film(store)
    index = next(i for i, scene in enumerate(film.scenes) if scene.card.kind == "chalk")
    assert isinstance(film.scenes[index].card, SpokenCard)
    picture = to_rgb(draw_frame(template_named("chalk").compose(film, index, {}), 20))
    board = picture[1200:1300, 500:900].reshape(-1, 3).mean(axis=0)
    assert abs(board - (0x12, 0x3D, 0x2A)).max() < 4

    assert measure_plan(film)["texts_outside_safe_area"] == 0


@pytest.mark.usefixtures("package")
def test_a_segment_of_it_is_encoded_under_a_key_of_its_own(store: LocalStore, tmp_path: Path) -> None:
    preview = FilmChoice(theme="ink", template="chalk", quality="preview")
    film = plan_film(post(), script(), voice_of(script(), store), preview)
    index = min(range(1, len(film.scenes)), key=lambda i: film.scenes[i].frames)
    out = tmp_path / "scene.h264"
    assert make_segment(SegmentTask(film, index, "libx264", {}, out), threading.Event()) == film.scenes[index].frames
    with av.open(str(out)) as file:
        assert sum(1 for _ in file.decode(video=0)) == film.scenes[index].frames
    assert segment_key(film, 1, "libx264") != segment_key(film.model_copy(update={"template": "card"}), 1, "libx264")


@pytest.mark.usefixtures("package")
def test_auto_takes_it_where_it_says_so_and_passes_over_one_that_cannot_be_loaded() -> None:
    long = post().model_copy(update={"content": "가" * 4321})
    assert best_template(long, script()) == "chalk"
    assert best_template(post(), script()) != "chalk"
    with pytest.raises(ConfigurationError, match="no_such_library"):
        template_named("lame")
