"""What a person waits for at a screen, made in stage processes of its own: a script, a line, the start of a film."""

import asyncio
from pathlib import Path
from typing import Any, Final

from libraries.media.post_store import PostMediaStore
from libraries.media.store import MediaStore
from schemas.errors import BadInput
from schemas.media import MediaRef
from schemas.posts import Post
from schemas.progress import ProgressCallback
from schemas.recipe import Recipe, Stage
from schemas.script import Script
from schemas.voice import VoiceTrack
from services.config import Settings
from services.studio.adapters import chosen_adapters
from services.studio.cache.stage_cache import StageOutcome, keep_lasting_result, recall_result, result_key
from services.studio.script.host_verdict import script_with_verdict, with_room_for_verdict
from services.studio.voice.casting import cast_voices, with_single_voice
from services.studio.worker.protocol import StageJob
from services.studio.worker.stage_processes import StageProcesses

_CHARACTERS: Final = 45
"""Characters of the first lines that a preview speaks: about six seconds."""


class PreviewMaker:
    """Makes previews for the review app. Results are kept like those of the studio, found again by the same keys.

    The processes of voice, pictures and film are kept side by side: going back and forth must not restart them.
    """

    def __init__(self, store: MediaStore, settings: Settings) -> None:
        var = Path(settings.nats.store_dir).parent
        self._store = store
        self._settings = settings
        self._voices = StageProcesses(settings.studio, var / "preview-voice.lock")
        self._voices_on_gpu = StageProcesses(settings.studio, var / "gpu.lock")
        self._scripts = StageProcesses(settings.studio, var / "preview-script.lock")
        self._pictures = StageProcesses(settings.studio, var / "preview-picture.lock")
        self._films = StageProcesses(settings.studio, var / "preview-film.lock")

    async def close(self) -> None:
        """End the stage processes."""
        processes = (self._scripts, self._voices, self._voices_on_gpu, self._pictures, self._films)
        await asyncio.gather(*(one.close() for one in processes))

    async def write_script(self, post: Post, recipe: Recipe, verdict: str = "") -> dict[str, Any] | None:
        """The fields of a ``content.scripted`` fact with the script of a post, as the studio would write it.

        ``verdict``: the host's own opinion in it. None where a writer of the recipe may compute on the graphics card,
        which is the studio's: it writes in turn.
        Raises Retryable, Permanent.
        """
        if any(each.uses_gpu for each in chosen_adapters(Stage.SCRIPT, recipe, self._settings.studio)):
            return None
        job = self._job(Stage.SCRIPT, post, with_room_for_verdict(recipe, verdict))
        made = await self._make(self._scripts, job, _unwatched)
        script = made.result.script
        if script is not None:
            script = script_with_verdict(script, verdict, post)
        return made.fact_fields | {"script": script, "report": made.result.report}

    async def speak_line(self, script: Script, line: int, recipe: Recipe, post: Post | None = None) -> MediaRef:
        """The sound file of one line, spoken in its own voice; it goes with ``post`` when that is withdrawn.

        Raises Retryable, Permanent.
        """
        voice = await self._speak(_only_line(script, line), _with_voice_of(script, line, recipe), post, _unwatched)
        return voice.audio

    async def make_film_preview(self, post: Post, script: Script, recipe: Recipe, tick: ProgressCallback) -> MediaRef:
        """The video of the first lines, in half the size, made on the CPU. Raises Retryable, Permanent."""
        small = recipe.film.model_copy(update={"quality": "preview", "encoder": "libx264"})
        beginning, recipe = _first_lines(script), recipe.model_copy(update={"film": small})
        voice = await self._speak(beginning, recipe, post, tick)
        drawn = self._job(Stage.PICTURE, post, recipe).model_copy(update={"script": beginning})
        pictures = (await self._make(self._pictures, drawn, tick)).result.pictures
        parts = {"script": beginning, "voice": voice, "pictures": pictures}
        job = self._job(Stage.FILM, post, recipe).model_copy(update=parts)
        result = (await self._make(self._films, job, tick)).result
        assert result.film is not None
        return result.film.video

    async def _speak(self, script: Script, recipe: Recipe, post: Post | None, tick: ProgressCallback) -> VoiceTrack:
        # A voice that may compute on the graphics card holds the same lock as the studio, as another studio would.
        on_gpu = any(each.uses_gpu for each in chosen_adapters(Stage.VOICE, recipe, self._settings.studio))
        job = self._job(Stage.VOICE, post or _NO_POST, recipe).model_copy(update={"script": script})
        result = (await self._make(self._voices_on_gpu if on_gpu else self._voices, job, tick)).result
        assert result.voice is not None
        return result.voice

    def _job(self, stage: Stage, post: Post, recipe: Recipe) -> StageJob:
        settings, media = self._settings.studio, self._settings.media
        return StageJob(stage=stage, post=post, recipe=recipe, settings=settings, media=media)

    async def _make(self, processes: StageProcesses, job: StageJob, tick: ProgressCallback) -> StageOutcome:
        key = await asyncio.to_thread(result_key, job)
        store = PostMediaStore(self._store, job.post.key)
        kept = await asyncio.to_thread(recall_result, store, key)
        if kept is not None:
            return StageOutcome.of_result(key, kept, cached=True)
        result = await processes.run_job(job, tick)
        await asyncio.to_thread(keep_lasting_result, store, key, result)
        return StageOutcome.of_result(key, result, cached=False)


def _unwatched(_percent: float, _note: str) -> None:
    """Progress that nobody asked for."""


_NO_POST: Final = Post.model_validate(
    {
        "key": {"site": "preview", "id": "0"},
        "origin_id": "0",
        "site_name": "preview",
        "url": "https://example.invalid/0",
        "title": "preview",
        "content": "",
    }
)
"""A voice reads the script only, but a job has a post."""


def _only_line(script: Script, line: int) -> Script:
    """The script with one of its lines only. Raises BadInput."""
    if not 0 <= line < len(script.lines):
        raise BadInput("stage.no_such_line", line=line)
    return script.model_copy(update={"lines": (script.lines[line],)})


def _with_voice_of(script: Script, line: int, recipe: Recipe) -> Recipe:
    """The recipe with the voice that the line has in the whole script, where speakers take turns."""
    return recipe.model_copy(update={"voice": with_single_voice(recipe.voice, cast_voices(script, recipe.voice)[line])})


def _first_lines(script: Script) -> Script:
    """The script with its first lines only, at least one."""
    lines, characters = [script.lines[0]], len(script.lines[0].display)
    for line in script.lines[1:]:
        characters += len(line.display)
        if characters > _CHARACTERS:
            break
        lines.append(line)
    return script.model_copy(update={"lines": tuple(lines)})
