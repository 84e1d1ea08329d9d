"""Hearing a line and seeing the first seconds before anything is decided: in stage processes of their own."""

import asyncio
from pathlib import Path
from typing import Final

from schemas.errors import BadInput
from schemas.media import MediaRef
from schemas.posts import Post
from schemas.progress import ProgressCallback
from schemas.recipe import Recipe, Stage
from schemas.script import Script, Speaker
from schemas.voice import VoiceTrack
from services.config import Settings
from services.media.store import MediaStore
from services.studio.adapters import chosen
from services.studio.cache.stage_cache import key_of, recall
from services.studio.worker.process import StageProcesses
from services.studio.worker.protocol import Job, Result

_SYLLABLES: Final = 45
"""Characters of the first lines that a preview speaks: about six seconds."""


class Previews:
    """What the review app lets a person hear and see. What was made once is found again by its stage key.

    A voice process and a film process stay warm beside each other: going back and forth must not start them anew.
    """

    def __init__(self, store: MediaStore, settings: Settings) -> None:
        var = Path(settings.nats.store_dir).parent
        self._store = store
        self._settings = settings
        self._voices = StageProcesses(settings.studio, var / "rehearsal-voice.lock")
        self._voices_on_gpu = StageProcesses(settings.studio, var / "gpu.lock")
        self._films = StageProcesses(settings.studio, var / "rehearsal-film.lock")

    async def close(self) -> None:
        """End their processes."""
        await asyncio.gather(*(one.close() for one in (self._voices, self._voices_on_gpu, self._films)))

    async def listen(self, script: Script, line: int, recipe: Recipe) -> MediaRef:
        """One line as it would be spoken, in its own voice. Raises Retryable, Permanent."""
        voice = await self._speak(_alone(script, line), _cast_for(script, line, recipe), None, lambda _p, _n: None)
        return voice.audio

    async def preview(self, post: Post, script: Script, recipe: Recipe, tick: ProgressCallback) -> MediaRef:
        """The first lines as a film of half the size, on the CPU. Raises Retryable, Permanent."""
        small = recipe.film.model_copy(update={"quality": "preview", "encoder": "libx264"})
        begun, recipe = _beginning(script), recipe.model_copy(update={"film": small})
        voice = await self._speak(begun, recipe, post, tick)
        job = self._job(Stage.FILM, post, recipe).model_copy(update={"script": begun, "voice": voice})
        result = await self._made(self._films, job, tick)
        assert result.film is not None
        return result.film.video

    async def _speak(self, script: Script, recipe: Recipe, post: Post | None, tick: ProgressCallback) -> VoiceTrack:
        # A voice that may take the graphics card waits for the studio as another studio would.
        on_gpu = any(each.uses_gpu for each in chosen(Stage.VOICE, recipe, self._settings.studio))
        job = self._job(Stage.VOICE, post or _NOBODYS, recipe).model_copy(update={"script": script})
        result = await self._made(self._voices_on_gpu if on_gpu else self._voices, job, tick)
        assert result.voice is not None
        return result.voice

    def _job(self, stage: Stage, post: Post, recipe: Recipe) -> Job:
        settings, media = self._settings.studio, self._settings.media
        return Job(stage=stage, post=post, recipe=recipe, settings=settings, media=media)

    async def _made(self, processes: StageProcesses, job: Job, tick: ProgressCallback) -> Result:
        key = key_of(job)
        known = await asyncio.to_thread(recall, self._store, key)
        if known is not None:
            return known
        result = await processes.run(job, tick)
        await asyncio.to_thread(self._store.remember, key, result.model_dump_json().encode())
        return result


_NOBODYS: Final = Post.model_validate(
    {
        "key": {"site": "rehearsal", "id": "0"},
        "origin_id": "0",
        "site_name": "rehearsal",
        "url": "https://example.invalid/0",
        "title": "rehearsal",
        "content": "",
    }
)
"""A voice reads the script only, but a job has a post."""


def _alone(script: Script, line: int) -> Script:
    """Raises BadInput."""
    if not 0 <= line < len(script.lines):
        raise BadInput(what=f"Line {line}", why="the script has no such line", remedy="Listen to another.")
    return script.model_copy(update={"lines": (script.lines[line],)})


def _cast_for(script: Script, line: int, recipe: Recipe) -> Recipe:
    """The recipe with the voice that this line would have among all the others: commenters take turns."""
    voices = recipe.voice.commenters
    if script.lines[line].speaker is Speaker.NARRATOR or not voices:
        return recipe
    authors = list(dict.fromkeys(one.credit for one in script.lines if one.speaker is not Speaker.NARRATOR))
    own = voices[authors.index(script.lines[line].credit) % len(voices)]
    return recipe.model_copy(update={"voice": recipe.voice.model_copy(update={"commenters": (own,)})})


def _beginning(script: Script) -> Script:
    """The first lines, at least one."""
    lines, said = [script.lines[0]], len(script.lines[0].display)
    for line in script.lines[1:]:
        said += len(line.display)
        if said > _SYLLABLES:
            break
        lines.append(line)
    return script.model_copy(update={"lines": tuple(lines)})
