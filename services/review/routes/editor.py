"""Routes of the editor: a script beside its source, heard and previewed before it is recorded."""

import asyncio
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from pydantic import Field

from libraries.bus import Bus
from libraries.film_scripts.checks.descriptions import fault_description_with_place, main_figures_in_words
from schemas.base import Frozen
from schemas.errors import BadInput
from schemas.events import ContentScripted, RecordedFact
from schemas.failures import Language
from schemas.media import MediaKey
from schemas.posts import Post
from schemas.recipe import Recipe
from schemas.script import Script, ScriptReport
from schemas.states import Status, fold_facts
from services.commands.edit_script import EditScript, edit_script
from services.commands.fact_recording import CommandOutcome
from services.config import Settings
from services.review.auth.current_person import AnyPerson
from services.review.i18n.language import request_language
from services.review.recipe_options import RecipeOptions
from services.review.routes.path_params import Key
from services.studio.preview import PreviewMaker

_HOOK: Final = 36
"""Characters a hook alternative has at most: two rows of the headline card."""
_HOOKS: Final = 4


class ScriptView(Frozen):
    """A script in the editor. ``waits``: saving approves it; else saving has the film made again with it.

    ``notes``: why writers that come first in the recipe did not write it, as where a model would not tell the post.
    ``faults`` and ``figures``: what the checks say of the script; empty once a person has changed it.
    """

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
    choices: RecipeOptions
    notes: tuple[str, ...]
    faults: tuple[str, ...]
    figures: tuple[str, ...]


class ScriptEdit(Frozen):
    """A script as it was edited. ``sequence``: of the state the editor was opened on."""

    script: Script
    recipe: Recipe
    sequence: Annotated[int, Field(ge=0, lt=2**63)]


class SpeakLineRequest(Frozen):
    script: Script
    line: Annotated[int, Field(ge=0, lt=40)]
    recipe: Recipe


class PreviewRequest(Frozen):
    script: Script
    recipe: Recipe


class PreviewResult(Frozen):
    media: MediaKey


def editor_routes(bus: Bus, previews: PreviewMaker, settings: Settings) -> APIRouter:
    """``/api/posts/{key}/script``, and what is heard and seen of it."""
    router = APIRouter(prefix="/api/posts/{key}")

    @router.get("/script")
    async def opened(key: Key, request: Request) -> ScriptView:
        facts = await bus.facts_of_post(key)
        state = fold_facts(facts)
        if state.post is None or state.script is None or state.status is None:
            raise BadInput("post.no_script")
        language = request_language(request.headers.get("accept-language"))
        report = _report(facts, state.script)
        return ScriptView(
            script=state.script,
            recipe=state.recipe,
            title=state.post.title,
            content=state.post.content,
            url=str(state.post.url),
            hooks=alternative_hooks(state.post, state.script),
            status=state.status,
            revision=state.revision,
            sequence=state.sequence,
            waits=state.script_waits,
            choices=await asyncio.to_thread(RecipeOptions.current, settings.studio.assets),
            notes=_notes(facts, state.revision, language),
            faults=tuple(fault_description_with_place(fault, language) for fault in report.faults) if report else (),
            figures=main_figures_in_words(report.figures, language) if report else (),
        )

    @router.post("/script")
    async def saved(key: Key, draft: ScriptEdit, person: AnyPerson) -> CommandOutcome:
        wanted = EditScript(post=key, script=draft.script, recipe=draft.recipe, sequence=draft.sequence)
        return await edit_script(bus, wanted, person.name)

    async def post_of(key: Key) -> Post:
        state = await bus.post_state(key)
        if state.post is None:
            raise BadInput("post.unknown", post=str(key))
        return state.post

    @router.post("/listen")
    async def listen(wanted: SpeakLineRequest, post: Annotated[Post, Depends(post_of)], _: AnyPerson) -> PreviewResult:
        if wanted.line >= len(wanted.script.lines):
            raise BadInput("review.not_understood")
        return PreviewResult(media=(await previews.speak_line(wanted.script, wanted.line, wanted.recipe, post)).key)

    @router.post("/preview")
    async def preview(wanted: PreviewRequest, post: Annotated[Post, Depends(post_of)], _: AnyPerson) -> PreviewResult:

        def unreported(percent: float, note: str) -> None:
            """A preview takes seconds: its progress is not shown."""

        made = await previews.make_film_preview(post, wanted.script, wanted.recipe, unreported)
        return PreviewResult(media=made.key)

    return router


def alternative_hooks(post: Post, script: Script) -> tuple[str, ...]:
    """Other first lines for a script: the title, the first sentences, the best comments; none of them is cut."""
    comments = (comment.content for comment in post.best_comments[:2])
    sources = (post.title, script.title, *post.content.splitlines()[:6], *comments)
    texts = (" ".join(text.split()) for text in sources)
    fitting = [text for text in texts if 4 <= len(text) <= _HOOK and text != script.hook.display]
    return tuple(dict.fromkeys(fitting))[:_HOOKS]


def _report(facts: list[RecordedFact], script: Script) -> ScriptReport | None:
    """The report of ``script`` as it was written; None for one that a person changed, and of release 0.1.0."""
    written = [one.event for one in facts if isinstance(one.event, ContentScripted)]
    return written[-1].report if written and written[-1].script == script else None


def _notes(facts: list[RecordedFact], revision: int, language: Language) -> tuple[str, ...]:
    """Why each writer was passed over that the script of ``revision`` was asked of."""
    written = [one.event for one in facts if isinstance(one.event, ContentScripted) and one.event.revision == revision]
    return tuple(one.sentence(language) for one in written[-1].passed_over) if written else ()
