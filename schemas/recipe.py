"""Every choice of a rendition. A film is a pure function of a post and a recipe: nothing is chosen while rendering."""

import hashlib
import json
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from schemas.base import Frozen, Sha256


class Stage(StrEnum):
    """The stages of the studio and of what comes after it."""

    SCRIPT = "script"
    VOICE = "voice"
    FILM = "film"
    PUBLISH = "publish"


class ScriptChoice(Frozen):
    """``chain``: writers by name, the first that serves is taken. ``seconds``: the length aimed at.

    ``model`` is the language model that a writer with a server asks; ``prompt`` the id of the prompt it is given.
    """

    chain: Annotated[tuple[str, ...], Field(min_length=1)] = ("extractive",)
    model: str = ""
    prompt: str = "ssul-1"
    seconds: Annotated[float, Field(ge=15, le=60)] = 38.0


class VoiceChoice(Frozen):
    """``chain``: engines by name. ``speed`` is relative to the engine's own pace."""

    chain: Annotated[tuple[str, ...], Field(min_length=1)] = ("espeak",)
    narrator: str = "narrator-1"
    commenters: tuple[str, ...] = ("commenter-1", "commenter-2")
    speed: Annotated[float, Field(ge=0.5, le=2.0)] = 1.15


class FilmChoice(Frozen):
    template: str = "auto"
    """``auto`` takes the one that suits the shape of the post; else a name."""
    theme: str = "ink"
    caption_style: Literal["box", "line", "colour"] = "box"
    """How the word that is spoken is marked."""
    transition: Literal["auto", "cut", "crossfade", "push", "zoom"] = "auto"
    """How scenes follow each other; ``auto`` is as the template has it."""
    music: str = "auto"
    """``auto`` takes a bed of the script's mood, by the seed; ``none`` is silence; else a name, ours or one's own."""
    background: str = "auto"
    """``auto`` takes one that belongs to the script's mood; else a name, ours or one's own."""
    blur: Literal["auto", "must", "none"] = "auto"
    """Number plates and faces in pictures are covered; ``must``: where faces cannot be looked for, no picture."""
    encoder: Literal["auto", "h264_nvenc", "libx264"] = "auto"
    quality: Literal["final", "preview"] = "final"
    seed: Annotated[int, Field(ge=0)] = 0
    """Decides between what suits equally. With 0 an approval puts the post's own in its place."""


class Recipe(Frozen):
    script: ScriptChoice = ScriptChoice()
    voice: VoiceChoice = VoiceChoice()
    film: FilmChoice = FilmChoice()
    approve_script: bool = False
    """The script waits for a person before it is spoken. No choice of a stage: it is in no stage's key."""

    def of(self, post: str) -> "Recipe":
        """The recipe of a post by its key: where no seed is chosen, one of the post's own.

        So films of one mood do not all have the same music and background, and one made again is like it was.
        """
        if self.film.seed:
            return self
        seed = 1 + int.from_bytes(hashlib.sha256(post.encode()).digest()[:2], "big")
        return self.model_copy(update={"film": self.film.model_copy(update={"seed": seed})})


def stage_key(stage: Stage, code_version: str, choice: BaseModel, *inputs: str) -> Sha256:
    """Key of a stage's result: sha256 over the stage, its code version, its part of the recipe and its inputs.

    ``inputs`` are hashes or canonical JSON of what goes in. Two runs with the same key give the same bytes.
    """
    parts = [stage.value, code_version, canonical(choice), *inputs]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def canonical(value: BaseModel) -> str:
    """JSON with sorted keys: equal values give equal text."""
    return json.dumps(value.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
