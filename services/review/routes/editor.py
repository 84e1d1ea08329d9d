"""The editor: a script beside its source, heard and seen before anything is spent on it, and recorded as a fact."""

import asyncio
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from pydantic import Field

from schemas.base import Frozen
from schemas.events import ContentRequested, ContentScriptApproved, Event
from schemas.media import MediaKey
from schemas.posts import Post, PostKey
from schemas.recipe import Recipe, Stage
from schemas.script import Script
from schemas.states import PostState, Status
from services.bus import Bus
from services.commands.review import DecisionOutcome, DecisionRefused, record
from services.review.auth.dependencies import Who
from services.review.ports import Choices, Ports
from services.review.routes.path_params import Key, post_key

_HOOK: Final = 36
"""Characters a hook alternative has at most: two rows of the headline card."""
_HOOKS: Final = 4


class ScriptView(Frozen):
    """A script in the editor. ``waits``: it is not spoken before somebody approves it; else saving makes a remake."""

    script: Script
    recipe: Recipe
    title: str
    content: str
    url: str
    hooks: tuple[str, ...]
    status: Status
    revision: int
    sequence: int
    waits: bool
    choices: Choices


class ScriptEdit(Frozen):
    """What the editor sends. ``sequence``: of the state it was opened on."""

    script: Script
    recipe: Recipe
    sequence: Annotated[int, Field(ge=0)]


class Listen(Frozen):
    script: Script
    line: Annotated[int, Field(ge=0, lt=40)]
    recipe: Recipe


class PreviewRequest(Frozen):
    script: Script
    recipe: Recipe


class PreviewResult(Frozen):
    media: MediaKey


def editor_routes(bus: Bus, ports: Ports) -> APIRouter:
    """``/api/posts/{key}/script`` and what is heard and seen of it."""
    router = APIRouter(prefix="/api/posts/{key}")

    @router.get("/script")
    async def opened(key: Key) -> ScriptView:
        state = await bus.state(key)
        if state.post is None or state.script is None or state.status is None:
            raise DecisionRefused("no_script", 404)
        return ScriptView(
            script=state.script,
            recipe=state.recipe,
            title=state.post.title,
            content=state.post.content,
            url=str(state.post.url),
            hooks=hooks(state.post, state.script),
            status=state.status,
            revision=state.revision,
            sequence=state.sequence,
            waits=waits(state),
            choices=await asyncio.to_thread(ports.choices),
        )

    @router.post("/script")
    async def saved(key: Key, draft: ScriptEdit, who: Who) -> DecisionOutcome:
        return await record(bus, key, lambda state: _said(key, state, draft, who.name))

    @router.post("/listen", dependencies=[Depends(post_key)])
    async def listen(wanted: Listen, _: Who) -> PreviewResult:
        if wanted.line >= len(wanted.script.lines):
            raise DecisionRefused("not_understood", 422)
        return PreviewResult(media=(await ports.rehearsal.listen(wanted.script, wanted.line, wanted.recipe)).key)

    @router.post("/preview")
    async def preview(key: Key, wanted: PreviewRequest, _: Who) -> PreviewResult:
        state = await bus.state(key)
        if state.post is None:
            raise DecisionRefused("unknown_post", 404)

        def unheard(percent: float, note: str) -> None:
            """A preview is over in seconds; nobody follows it."""

        return PreviewResult(
            media=(await ports.rehearsal.preview(state.post, wanted.script, wanted.recipe, unheard)).key
        )

    return router


def waits(state: PostState) -> bool:
    """Whether the script waits for a person: it is written, and nothing was begun with it."""
    return state.status is Status.PROCESSING and state.stage is Stage.SCRIPT and state.voice is None


def hooks(post: Post, script: Script) -> tuple[str, ...]:
    """First lines it might have instead: the title, the first sentences, the best comment; none of them cut."""
    comments = (comment.content for comment in post.best_comments[:2])
    sources = (post.title, script.title, *post.content.splitlines()[:6], *comments)
    texts = (" ".join(text.split()) for text in sources)
    fitting = [text for text in texts if 4 <= len(text) <= _HOOK and text != script.hook.display]
    return tuple(dict.fromkeys(fitting))[:_HOOKS]


def _said(key: PostKey, state: PostState, draft: ScriptEdit, who: str) -> Event:
    """The fact that saving makes: an approval while the script waits, else a remake from the voice on."""
    if state.sequence != draft.sequence:
        raise DecisionRefused("script_changed", 409, state)
    if state.script is None:
        raise DecisionRefused("no_script", 409, state)
    recipe = draft.recipe.model_copy(update={"script": state.recipe.script})  # nothing is written anew
    if waits(state):
        return ContentScriptApproved(
            post_key=key, revision=state.revision, reviewer=who, script=draft.script, recipe=recipe
        )
    return ContentRequested(
        post_key=key,
        revision=state.revision + 1,
        from_stage=Stage.VOICE,
        recipe=recipe,
        by=who,
        script=draft.script,
    )
