"""Previews of a line and of a film: kept like results of the studio, under the card's lock where the studio is."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from fixtures.facts import SCRIPT
from fixtures.studio.toy_voices import supertonic_model

from libraries.gpu.lock import gpu_lock
from libraries.media.store import LocalStore
from schemas.errors import BadInput
from schemas.recipe import Recipe, Stage, VoiceChoice
from schemas.script import Speaker
from services.config import MediaSettings, NatsSettings, Settings, StudioSettings
from services.studio.cache.stage_cache import recall_result, result_key
from services.studio.preview import _NO_POST, PreviewMaker, _first_lines, _only_line, _with_voice_of
from services.studio.voice.casting import cast_voices

ESPEAK = Recipe()


@asynccontextmanager
async def previewing(root: Path, **studio: object) -> AsyncIterator[tuple[PreviewMaker, LocalStore]]:
    store = LocalStore(root / "media")
    settings = Settings(
        nats=NatsSettings(store_dir=root / "var/nats"),
        media=MediaSettings(root=store.root),
        studio=StudioSettings.model_validate(studio),
    )
    previews = PreviewMaker(store, settings)
    try:
        yield previews, store
    finally:
        await previews.close()


def chain(*voices: str) -> Recipe:
    return Recipe(voice=VoiceChoice(chain=voices))


async def test_a_line_is_spoken_once_and_then_found_again(tmp_path: Path) -> None:
    async with previewing(tmp_path) as (previews, store):
        first = await previews.speak_line(SCRIPT, 0, ESPEAK)
        assert store.path(first).stat().st_size == first.size
        assert await previews.speak_line(SCRIPT, 0, ESPEAK) == first
        assert await previews.speak_line(SCRIPT, 1, ESPEAK) != first
        assert previews._voices.starts == 1
        with pytest.raises(BadInput, match="no line 99"):
            await previews.speak_line(SCRIPT, 99, ESPEAK)


@pytest.mark.slow
async def test_what_a_stand_in_spoke_is_not_kept(tmp_path: Path) -> None:
    """Or the studio would take it for the first choice's."""
    recipe = chain("openai-speech", "espeak")
    speech = {"speech": {"base_url": "http://127.0.0.1:9/v1"}}
    async with previewing(tmp_path, **speech) as (previews, store):
        await previews.speak_line(SCRIPT, 0, recipe)
        job = previews._job(Stage.VOICE, _NO_POST, recipe)
        assert recall_result(store, result_key(job.model_copy(update={"script": _only_line(SCRIPT, 0)}))) is None


@pytest.mark.parametrize(("device", "waits"), [("auto", True), ("cpu", False)])
@pytest.mark.quick_cases(1)
async def test_a_voice_that_may_use_the_card_waits_for_its_lock(tmp_path: Path, device: str, waits: bool) -> None:
    model = {"supertonic": {"folder": supertonic_model(tmp_path / "model"), "steps": 1, "device": device}}
    async with previewing(tmp_path, **model, vram_wait=0) as (previews, _):
        lock = tmp_path / "var/gpu.lock"
        with gpu_lock(lock, _unexpected):
            listening = asyncio.create_task(previews.speak_line(SCRIPT, 0, chain("supertonic")))
            done, _pending = await asyncio.wait({listening}, timeout=2 if waits else 60)
            assert bool(done) is not waits
        assert (await asyncio.wait_for(listening, 60)).size > 0
        assert (previews._voices_on_gpu.starts, previews._voices.starts) == (int(waits), int(not waits))


def _unexpected() -> None:
    raise AssertionError("somebody holds the card")


def test_the_first_lines_are_at_least_one_and_short() -> None:
    beginning = _first_lines(SCRIPT)
    assert beginning.lines == SCRIPT.lines[: len(beginning.lines)]
    long = SCRIPT.lines[0].model_copy(update={"display": "가" * 100})
    assert _first_lines(SCRIPT.model_copy(update={"lines": (long, *SCRIPT.lines)})).lines == (long,)
    short = SCRIPT.lines[0].model_copy(update={"display": "가" * 15})
    several = SCRIPT.model_copy(update={"lines": (short,) * 5})
    assert len(_first_lines(several).lines) == 3


def test_a_commenter_keeps_the_voice_it_has_in_the_whole_script() -> None:
    commenter = SCRIPT.lines[0].model_copy(update={"speaker": Speaker.COMMENTER})
    lines = [commenter.model_copy(update={"credit": name}) for name in ("가", "나", "가", "다")]
    script = SCRIPT.model_copy(update={"lines": (SCRIPT.lines[0], *lines)})
    recipe = Recipe(voice=VoiceChoice(commenters=("one", "two")))
    alone = [_with_voice_of(script, line, recipe).voice for line in range(5)]
    assert (
        [cast_voices(_only_line(script, i), voice)[0].voice for i, voice in enumerate(alone)]
        == [part.voice for part in cast_voices(script, recipe.voice)]
        == ["narrator-1", "one", "two", "one", "one"]
    )
